import { expect, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import type { BfcSettings } from '../../src/elements/settings/settings.js';
import { initialAudio, type AudioDevice } from '../../src/phone/audio.js';
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
    await settled(element);
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
    expect(shownText(element)).to.contain('The chosen microphone is unplugged');
    expect(labelled<HTMLSelectElement>(element, 'Microphone').selectedOptions[0]?.text).to.equal('Unplugged device');
    const { element: phone } = await webphone({ line1: talking(), audio: { ...audio, missing: ['input'] } });
    expect(shownText(phone)).to.contain('The chosen microphone is unplugged');
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

describe('the settings of work', () => {
  it('choose hotline, mode and language', async () => {
    const { element, phone } = await settings();
    byRole(element, 'tab', 'Work').focus();
    byRole(element, 'tab', 'Work').click();
    await settled(element);
    choose(element, 'Call out on hotline', 'Sales · 19005678');
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
