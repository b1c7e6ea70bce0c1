import { expect, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import type { BfcSettings } from '../../src/elements/settings/settings.js';
import { initialAudio, type AudioDevice } from '../../src/phone/audio.js';
import type { CheckReport } from '../../src/phone/check.js';
import type { Command, CommandResult } from '../../src/phone/commands.js';
import type { PhoneState } from '../../src/phone/state.js';
import { fakeError, FakePhone, incoming, talking } from '../support/fake-phone.js';
import { until } from '../support/until.js';
import { hostileNames, ok } from './list-support.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  focused,
  hasButton,
  settled,
  shownText,
  webphone,
} from './support.js';

const devices: readonly AudioDevice[] = [
  { id: 'mic', kind: 'input', label: 'Headset microphone' },
  { id: 'ear', kind: 'output', label: 'Headset' },
  { id: 'box', kind: 'output', label: 'Speakers' },
];
const audio = { ...initialAudio, devices, input: 'mic', ringVolume: 0.7 };
const hotlines = [
  { id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' },
  { id: 'hl-2', type: 'hotline', name: 'Sales', number: '19005678' },
] as const;

async function settings(
  state: Partial<PhoneState> = {},
  answers: { readonly [T in Command['type']]?: () => CommandResult | Promise<CommandResult> } = {},
  theme = 'light',
): Promise<{ element: BfcSettings; phone: FakePhone }> {
  const phone = new FakePhone({ audio, hotlines, hotline: hotlines[0], ...state });
  phone.answer = ({ type }) => answers[type]?.() ?? ok(type === 'inputLevel' ? 0.5 : null);
  const room = await fixture<HTMLElement>(html`<div></div>`);
  room.style.cssText = 'block-size: 428px; inline-size: 320px; background: Canvas';
  room.style.colorScheme = theme;
  const element = document.createElement('bfc-settings');
  element.setAttribute('theme', theme);
  element.phone = phone;
  room.append(element);
  await settled(element);
  return { element, phone };
}

function labelled<T extends HTMLElement>(element: Element, label: string): T {
  const found = everything(element).find(
    (each) => 'labels' in each && [...((each as HTMLInputElement).labels ?? [])].some((l) => l.textContent === label),
  );
  if (!found) throw new Error(`nothing labelled ${label}`);
  return found as T;
}

function choose(element: Element, label: string, text: string): void {
  const select = labelled<HTMLSelectElement>(element, label);
  const option = [...select.options].find((each) => each.text === text);
  if (!option) throw new Error(`no ${text} among ${[...select.options].map((each) => each.text).join()}`);
  select.value = option.value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
}

const wanted = (phone: FakePhone): Command[] => phone.executed.filter(({ type }) => type !== 'inputLevel');
const meter = (element: Element): Element | undefined => everything(element).find((each) => each.role === 'meter');

describe('the settings of sound', () => {
  it('name the devices, those chosen, and choose another', async () => {
    const { element, phone } = await settings();
    expect(labelled<HTMLSelectElement>(element, 'Microphone').selectedOptions[0]?.text).to.equal('Headset microphone');
    expect(labelled<HTMLSelectElement>(element, 'Speaker').selectedOptions[0]?.text).to.equal('System default');
    choose(element, 'Microphone', 'System default');
    choose(element, 'Speaker', 'Headset');
    choose(element, 'Ring on', 'Speakers');
    expect(wanted(phone)).to.deep.equal([
      { type: 'setAudioInput', deviceId: null },
      { type: 'setAudioOutput', deviceId: 'ear' },
      { type: 'setRingtoneDevice', deviceId: 'box' },
    ]);
  });

  it('show how loud the microphone hears, while somebody looks', async () => {
    let level = 0.25;
    const { element, phone } = await settings({}, { inputLevel: () => ok(level) });
    await until(() => meter(element)?.ariaValueNow === '3', 'a level');
    level = 1;
    await until(() => meter(element)?.ariaValueNow === '12', 'a louder one');
    byRole(element, 'tab', 'Work').click();
    await settled(element);
    expect(meter(element)).to.equal(undefined);
    byRole(element, 'tab', 'Sound').click();
    await until(() => meter(element), 'again');
    element.remove();
    const asked = phone.executed.length;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(phone.executed.length).to.be.at.most(asked + 1);
  });

  it('ask for the microphone only when the agent wants to try it, and say why they cannot have it', async () => {
    let answer = (_: CommandResult): void => undefined;
    const { element, phone } = await settings(
      { audio: initialAudio },
      { inputLevel: () => new Promise((resolve) => (answer = resolve)) },
    );
    expect(phone.executedTypes).to.deep.equal([]);
    button(element, 'Try it').click();
    await until(() => phone.executedTypes.length > 0, 'the question');
    expect(phone.executedTypes).to.deep.equal(['inputLevel']);
    answer({ ok: false, error: fakeError('MIC_DENIED') });
    await until(() => allByRole(element, 'alert').length > 0, 'the reason');
    expect(byRole(element, 'alert').textContent).to.contain('The browser blocks the microphone');
    expect(hasButton(element, 'Try it')).to.be.true;
  });

  it('play a test where it will sound, and stop it', async () => {
    let over = (): void => undefined;
    const { element, phone } = await settings(
      {},
      { testSound: () => new Promise((resolve) => (over = () => resolve(ok(null)))) },
    );
    button(element, 'Test the ring').click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'testSound', role: 'ring' }]);
    over();
    await until(() => hasButton(element, 'Test the ring'), 'over by itself');
    button(element, 'Test the speaker').click();
    await settled(element);
    button(element, 'Stop the test').click();
    await settled(element);
    expect(wanted(phone).slice(1)).to.deep.equal([
      { type: 'testSound', role: 'output' },
      { type: 'testSound', role: null },
    ]);
  });

  it('turn the ring down', async () => {
    const { element, phone } = await settings();
    const slider = labelled<HTMLInputElement>(element, 'Ring volume');
    expect(slider.value).to.equal('0.7');
    expect(shownText(element)).to.contain('70 %');
    slider.focus();
    await sendKeys({ press: 'ArrowLeft' });
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'setRingVolume', volume: 0.65 }]);
  });

  it('say what is unplugged, and keep it as what was chosen', async () => {
    const { element } = await settings({ audio: { ...audio, devices: devices.slice(1), missing: ['input'] } });
    expect(shownText(element)).to.contain('Microphone unplugged');
    expect(labelled<HTMLSelectElement>(element, 'Microphone').selectedOptions[0]?.text).to.equal('Unplugged device');
    const { element: phone } = await webphone({ line1: talking(), audio: { ...audio, missing: ['input'] } });
    expect(shownText(phone)).to.contain('Microphone unplugged');
  });

  it('say what went wrong', async () => {
    const { element } = await settings({}, { setAudioInput: () => ({ ok: false, error: fakeError('MIC_MISSING') }) });
    choose(element, 'Microphone', 'System default');
    await settled(element);
    expect(byRole(element, 'alert').textContent).to.contain('No microphone found');
  });

  it('take the names of devices as text', async () => {
    const odd = hostileNames.map((label, index): AudioDevice => ({ id: String(index), kind: 'input', label }));
    const { element } = await settings({ audio: { ...audio, devices: odd } });
    expect(everything(element).some((each) => each.localName === 'img')).to.be.false;
    expect(element.scrollWidth).to.be.at.most(320);
  });
});

const report: CheckReport = {
  verdict: 'blocked',
  steps: [
    { step: 'microphone', verdict: 'blocked', reason: 'MIC_DENIED', message: '' },
    { step: 'loopback', verdict: null, reason: null, message: null },
    { step: 'server', verdict: 'ready', reason: null, message: null },
    { step: 'path', verdict: 'degraded', reason: 'NO_RELAY', message: '' },
  ],
  roundTrip: 41.6,
  candidates: ['host'],
};

async function help(...given: Parameters<typeof settings>): ReturnType<typeof settings> {
  const made = await settings(...given);
  byRole(made.element, 'tab', 'Help').click();
  await settled(made.element);
  return made;
}

describe('the check of microphone and network', () => {
  it('shows the level while it runs, then what it found and what to do, and can be asked again', async () => {
    let finish = (_: CommandResult): void => undefined;
    const { element, phone } = await help({}, { checkSetup: () => new Promise((resolve) => (finish = resolve)) });
    expect(shownText(element)).to.contain('Takes a few seconds; speak meanwhile');
    button(element, 'Check').click();
    await until(() => meter(element)?.ariaValueNow === '6', 'the level');
    expect(shownText(element)).to.contain('Say a few words');
    finish(ok(report));
    await until(() => hasButton(element, 'Check'), 'the end');
    const text = shownText(element);
    for (const words of [
      'Calls will not work here yet',
      'Microphone: does not work',
      'The browser blocks the microphone. Allow it in the address bar, then try again.',
      'Sound both ways: not tried',
      '42 ms',
      'Network path: to be mended',
      'This network may cost the sound.',
    ])
      expect(text).to.contain(words);
    const asked = phone.executed.filter(({ type }) => type === 'inputLevel').length;
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    expect(phone.executed.filter(({ type }) => type === 'inputLevel').length, 'nobody listens').to.be.at.most(
      asked + 1,
    );
    phone.set({ lang: 'vi' });
    await settled(element);
    expect(shownText(element)).to.contain('Trình duyệt đang chặn micro');
    button(element, 'Kiểm tra').click();
    await settled(element);
    expect(wanted(phone).map(({ type }) => type)).to.deep.equal(['checkSetup', 'checkSetup']);
  });

  for (const [how, leave] of [
    ['stops it', (element: BfcSettings) => button(element, 'Stop').click()],
    ['goes to another tab', (element: BfcSettings) => byRole(element, 'tab', 'Work').click()],
    ['leaves the settings', (element: BfcSettings) => element.remove()],
  ] as const) {
    it(`is cancelled when the agent ${how}, and that is no failure`, async () => {
      let finish = (_: CommandResult): void => undefined;
      const { element, phone } = await help(
        {},
        {
          checkSetup: () => new Promise((resolve) => (finish = resolve)),
          cancelCheck: () => {
            finish({ ok: false, error: fakeError('CANCELLED') });
            return ok(null);
          },
        },
      );
      button(element, 'Check').click();
      await until(() => hasButton(element, 'Stop'), 'it runs');
      leave(element);
      await settled(element);
      expect(wanted(phone).map(({ type }) => type)).to.deep.equal(['checkSetup', 'cancelCheck']);
      expect(allByRole(element, 'alert')).to.deep.equal([]);
    });
  }

  it('waits for the end of a call', async () => {
    const { element, phone } = await help({ line1: talking() });
    expect(shownText(element)).to.contain('Check after the call');
    expect(button(element, 'Check').getAttribute('aria-disabled')).to.equal('true');
    button(element, 'Check').click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([]);
    phone.set({ line1: null });
    await settled(element);
    button(element, 'Check').click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'checkSetup' }]);
  });

  it('says what kept it from being made', async () => {
    const { element } = await help({}, { checkSetup: () => ({ ok: false, error: fakeError('LINE_BUSY') }) });
    button(element, 'Check').click();
    await until(() => allByRole(element, 'alert').length > 0, 'the reason');
    expect(byRole(element, 'alert').textContent).to.contain('The line is busy');
  });

  for (const theme of ['light', 'dark']) {
    it(`can be read by everybody (${theme})`, async () => {
      const { element } = await help({}, { checkSetup: () => ok(report) }, theme);
      button(element, 'Check').click();
      await until(() => shownText(element).includes('Calls will not work'), 'the report');
      finishAnimations(element);
      await expect(element).to.be.accessible();
    });
  }
});

describe('the permission for notifications', () => {
  it('is shown with what to do, and asked for by a button', async () => {
    const { element, phone } = await settings({ notifications: 'ask' });
    byRole(element, 'tab', 'Work').click();
    await settled(element);
    expect(shownText(element)).to.contain('Desktop notifications are off');
    button(element, 'Allow').click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'allowNotifications' }]);
    phone.set({ notifications: 'blocked' });
    await settled(element);
    expect(shownText(element)).to.contain('The browser blocks notifications');
    expect(shownText(element)).to.contain('turn Notifications on');
    expect(hasButton(element, 'Allow')).to.be.false;
    finishAnimations(element);
    await expect(element).to.be.accessible();
    phone.set({ notifications: 'allowed' });
    await settled(element);
    expect(shownText(element)).to.contain('Desktop notifications are on');
    phone.set({ notifications: 'none' });
    await settled(element);
    expect(shownText(element)).not.to.contain('notifications');
  });
});

describe('the buttons of a headset', () => {
  const headset = { supported: true, name: null };

  it('are connected by a press, and disconnected', async () => {
    const { element, phone } = await settings({ headset }, { connectHeadset: () => ok('Jabra') });
    expect(shownText(element)).to.contain('Headset buttons');
    button(element, 'Connect headset buttons').click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'connectHeadset' }]);
    phone.set({ headset: { supported: true, name: 'Jabra Evolve2 40' } });
    await settled(element);
    const status = allByRole(element, 'status').find((each) => each.textContent.includes('Jabra Evolve2 40'));
    expect(status, 'is said').not.to.equal(undefined);
    finishAnimations(element);
    await expect(element).to.be.accessible();
    button(element, 'Disconnect buttons').click();
    await settled(element);
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'forgetHeadset' });
  });

  it('say what to do where none was chosen, until one is', async () => {
    const { element, phone } = await settings({ headset, lang: 'vi' }, { connectHeadset: () => ok(null) });
    button(element, 'Nối nút tai nghe').click();
    await until(() => shownText(element).includes('Chưa nối được'), 'what to do');
    phone.set({ headset: { supported: true, name: 'Jabra' } });
    await settled(element);
    expect(shownText(element)).not.to.contain('Chưa nối được');
    expect(hasButton(element, 'Nối nút tai nghe')).to.be.false;
  });

  it('are not there where the browser has none', async () => {
    const { element } = await settings();
    expect(shownText(element)).not.to.contain('eadset buttons');
  });

  for (const theme of ['light', 'dark']) {
    it(`fit a narrow phone (${theme})`, async () => {
      const name = 'Plantronics Blackwire 5220 Series with a long name \u202e';
      const { element } = await settings({ headset: { supported: true, name } }, {}, theme);
      element.style.inlineSize = '240px';
      finishAnimations(element);
      await settled(element);
      const content = everything(element).find((each) => each.classList.contains('content'));
      expect(content!.scrollWidth).to.be.at.most(content!.clientWidth);
      await expect(element).to.be.accessible();
    });
  }
});

describe('the report for a helper', () => {
  const text = { product: 'bfc-webphone', at: '2026-01-01T10:00:00.000Z' };
  const clipboard = Object.getOwnPropertyDescriptor(Navigator.prototype, 'clipboard') ?? {};
  let copied: string[] = [];

  beforeEach(() => {
    copied = [];
    const writeText = (written: string): Promise<void> => Promise.resolve(copied.push(written)).then(() => undefined);
    Object.defineProperty(Navigator.prototype, 'clipboard', { configurable: true, value: { writeText } });
  });
  afterEach(() => Object.defineProperty(Navigator.prototype, 'clipboard', clipboard));

  const mask = (element: Element): HTMLInputElement => {
    const box = everything(element).find((each) => each instanceof HTMLInputElement && each.type === 'checkbox');
    if (!(box instanceof HTMLInputElement)) throw new Error('no checkbox');
    return box;
  };

  it('is copied with numbers masked, unless the agent wants them', async () => {
    const { element, phone } = await help({}, { supportReport: () => ok(text) });
    expect(mask(element).labels?.[0]?.textContent.trim()).to.equal('Hide phone numbers, all but the last 3 digits');
    button(element, 'Copy').click();
    await until(() => shownText(element).includes('Copied'), 'the word that it is done');
    mask(element).click();
    await settled(element);
    expect(shownText(element)).not.to.contain('Copied');
    button(element, 'Copy').click();
    await until(() => shownText(element).includes('Copied'), 'again');
    expect(wanted(phone)).to.deep.equal([
      { type: 'supportReport', numbers: 'masked' },
      { type: 'supportReport', numbers: 'plain' },
    ]);
    expect(JSON.parse(copied[0] ?? '')).to.deep.equal(text);
  });

  it('is given as a file, also in a call', async () => {
    const { element } = await help({ line1: talking() }, { supportReport: () => ok(text) });
    const files: { name: string; href: string }[] = [];
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function () {
      files.push({ name: this.download, href: this.href });
    };
    const { revokeObjectURL } = URL;
    const revoked: string[] = [];
    URL.revokeObjectURL = (href) => void revoked.push(href);
    try {
      button(element, 'Download file').click();
      await until(() => revoked.length > 0, 'the file has been given');
    } finally {
      HTMLAnchorElement.prototype.click = click;
      URL.revokeObjectURL = revokeObjectURL;
    }
    expect(files.map(({ name }) => name)).to.deep.equal(['bfc-webphone-2026-01-01T10-00-00-000Z.json']);
    expect(revoked).to.deep.equal(files.map(({ href }) => href));
    const file = await fetch(files[0]?.href ?? '').then((answer) => answer.json() as Promise<unknown>);
    expect(file).to.deep.equal(text);
  });

  it('says so when there is none', async () => {
    const { element } = await help({}, { supportReport: () => ({ ok: false, error: fakeError('TIMEOUT') }) });
    button(element, 'Copy').click();
    await until(() => allByRole(element, 'alert').length > 0, 'the reason');
    expect(copied).to.deep.equal([]);
  });
});

describe('the settings of work', () => {
  it('choose hotline, mode and language', async () => {
    const { element, phone } = await settings();
    byRole(element, 'tab', 'Work').focus();
    byRole(element, 'tab', 'Work').click();
    await settled(element);
    choose(element, 'Call out on hotline', 'Sales · 1900 5678');
    byRole(element, 'radio', 'Away No calls in or out').click();
    byRole(element, 'radio', 'Tiếng Việt').click();
    await settled(element);
    expect(wanted(phone)).to.deep.equal([
      { type: 'chooseHotline', hotlineId: 'hl-2' },
      { type: 'setMode', mode: 'inactive' },
      { type: 'setLanguage', lang: 'vi' },
    ]);
    expect(byRole(element, 'radio', 'English').getAttribute('aria-checked')).to.equal('true');
    phone.set({ lang: 'vi' });
    await settled(element);
    expect(shownText(element)).to.contain('Ngôn ngữ');
  });

  it('are walked by the arrow keys', async () => {
    const { element, phone } = await settings();
    byRole(element, 'tab', 'Sound').focus();
    await sendKeys({ press: 'ArrowRight' });
    await settled(element);
    expect(focused()).to.equal(byRole(element, 'tab', 'Work'));
    allByRole(element, 'radio')[0]?.focus();
    await sendKeys({ press: 'ArrowDown' });
    expect(wanted(phone)).to.deep.equal([{ type: 'setMode', mode: 'outgoing' }]);
  });

  it('have no hotline where the account has none', async () => {
    const { element } = await settings({ hotlines: [], hotline: null });
    byRole(element, 'tab', 'Work').click();
    await settled(element);
    expect(shownText(element)).not.to.contain('hotline');
  });
});

describe('the settings in the phone', () => {
  it('open and close by one button; Back gives the focus back', async () => {
    const { element } = await webphone();
    button(element, 'Settings').click();
    await settled(element);
    expect(button(element, 'Settings').getAttribute('aria-expanded')).to.equal('true');
    button(element, 'Back').focus();
    button(element, 'Back').click();
    await settled(element);
    expect(focused()).to.equal(button(element, 'Settings'));
    expect(button(element, 'Settings').getAttribute('aria-expanded')).to.equal('false');
  });

  it('may be looked at in a call: Hang up stays where it is; a call that comes goes before', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    const before = button(element, 'Hang up').getBoundingClientRect();
    button(element, 'Settings').click();
    await settled(element);
    expect(button(element, 'Hang up').getBoundingClientRect()).to.deep.equal(before);
    button(element, 'Hang up').click();
    expect(wanted(phone)).to.deep.equal([{ type: 'hangUp', line: 1 }]);
    const second = incoming({ line: 2 });
    phone.set({ line2: second });
    phone.emit('callIncoming', second);
    await settled(element);
    expect(hasButton(element, 'Back')).to.be.false;
    expect(hasButton(element, 'Hold & answer')).to.be.true;
  });
});

for (const theme of ['light', 'dark'] as const) {
  for (const section of ['Sound', 'Work'] as const) {
    it(`the settings for everybody: ${section}, ${theme}`, async () => {
      const { element } = await settings({ audio: { ...audio, missing: ['ring'] } }, {}, theme);
      byRole(element, 'tab', section).click();
      await settled(element);
      finishAnimations(element);
      await expect(element).to.be.accessible();
    });
  }
}
