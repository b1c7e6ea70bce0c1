import { expect, fixture, html } from '@open-wc/testing';
import { resetMouse, sendMouse, setViewport } from '@web/test-runner-commands';
// A script of the old kind: it puts itself on the window.
import 'axe-core';
import type axeCore from 'axe-core';
import type { BfcMiniPhone } from '../../src/elements/mini-phone/mini-phone.js';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { PhoneState } from '../../src/phone/state.js';
import { ended, fakeCall, fakeError, FakePhone, incoming, talking } from '../support/fake-phone.js';
import { until } from '../support/until.js';
import { centre, floating, placeKey, still } from './floating-support.js';
import {
  allByRole,
  button,
  byRole,
  everything,
  finishAnimations,
  hasButton,
  nameOf,
  settled,
  shownText,
  wanted,
} from './support.js';

const hotline = { id: '1', type: 'hotline', name: 'CSKH', number: '1900 1234' } as const;
const quality = { mos: 4.2, rtt: 40, jitter: 2, loss: 0 };
const { axe } = window as unknown as { axe: typeof axeCore };
const onTop = (window as unknown as { documentPictureInPicture: { readonly window: Window | null } })
  .documentPictureInPicture;

const twoCalls: Partial<PhoneState> = {
  line1: talking({ onHold: true, state: 'held' }),
  line2: talking({ line: 2, id: 'in-2', name: 'Lê Minh', quality }),
  currentLine: 2,
};

beforeEach(async () => {
  localStorage.removeItem(placeKey);
  await setViewport({ width: 1000, height: 800 });
});
afterEach(async () => {
  onTop.window?.close();
  await until(() => onTop.window === null);
  await resetMouse();
});

async function mini(state: Partial<PhoneState>, compact = false): Promise<{ element: BfcMiniPhone; phone: FakePhone }> {
  const phone = new FakePhone(state);
  const element = await fixture<BfcMiniPhone>(
    html`<bfc-mini-phone .phone=${phone} ?compact=${compact}></bfc-mini-phone>`,
  );
  await settled(element);
  return { element, phone };
}

async function onTopOfAll(): Promise<BfcMiniPhone> {
  const found = await until(() => onTop.window?.document.querySelector('bfc-mini-phone') ?? null);
  if (!found) throw new Error('no mini phone');
  return found;
}

/** The mini phone on top of all windows, opened as an agent does: by a press. */
async function opened(
  state: Partial<PhoneState> = { line1: talking({ hotline, quality }) },
): Promise<{ element: BfcWebphone; phone: FakePhone; small: BfcMiniPhone; view: Window }> {
  const { element, phone } = await floating(state, { open: true });
  await sendMouse({ type: 'click', position: centre(button(element, 'Open on top of all windows')) });
  const small = await onTopOfAll();
  await until(() => !element.open);
  await settled(small);
  await still(element);
  return { element, phone, small, view: onTop.window! };
}

describe('the mini phone', () => {
  it('says who, how long and how well, and has Hang up, Mute and Hold', async () => {
    const { element, phone } = await mini({ line1: talking({ hotline, quality }) });
    phone.pass(134_000);
    await until(() => shownText(element).includes('02:14'));
    expect(nameOf(byRole(element, 'heading'))).to.equal('Trần Thị Thanh Hoa');
    expect(shownText(element)).to.contain('0912345678 · CSKH · 1900 1234').and.to.contain('02:14');
    expect(allByRole(element, 'button').map(nameOf)).to.deep.equal(['Hang up', 'Mute', 'Hold']);
    for (const name of ['Mute', 'Hold', 'Hang up']) button(element, name).click();
    expect(phone.executedTypes).to.deep.equal(['mute', 'hold', 'hangUp']);
  });

  it('has Resume on hold, in the place of Hold', async () => {
    const { element, phone } = await mini({ line1: talking({ quality }) });
    const before = centre(button(element, 'Hold'));
    phone.set({ line1: talking({ quality, onHold: true, state: 'held' }) });
    await settled(element);
    expect(centre(button(element, 'Resume'))).to.deep.equal(before);
    expect(shownText(element)).to.contain('On hold');
  });

  it('offers a call: Reject first, Answer last', async () => {
    const { element, phone } = await mini({ line1: incoming({ hotline }) });
    expect(allByRole(element, 'button').map(nameOf)).to.deep.equal(['Reject', 'Answer']);
    expect(nameOf(byRole(element, 'alert'))).to.equal('Incoming call from Trần Thị Thanh Hoa, 0912345678');
    button(element, 'Reject').click();
    expect(phone.executed).to.deep.equal([{ type: 'reject', line: 1 }]);
  });

  it('has a row for each when somebody calls in a call, and is no taller than its window', async () => {
    const { element } = await mini({ line1: talking(), line2: incoming({ line: 2, name: 'Lê Minh' }) });
    expect(allByRole(element, 'button').map(nameOf)).to.deep.equal(['Reject', 'Hold & answer', 'Hang up', 'Mute']);
    expect(element.getBoundingClientRect().height).to.be.at.most(128);
    for (const state of [
      { line1: talking({ quality, onHold: true, state: 'held' as const }) },
      { line1: incoming() },
    ]) {
      expect((await mini(state)).element.getBoundingClientRect().height).to.be.at.most(128);
    }
  });

  it('says who waits on the other line, and swaps', async () => {
    const { element, phone } = await mini(twoCalls);
    expect(nameOf(byRole(element, 'heading'))).to.equal('Lê Minh');
    expect(shownText(element)).to.contain('Trần Thị Thanh Hoa is waiting');
    expect(allByRole(element, 'button').map(nameOf)).to.deep.equal(['Hang up', 'Mute', 'Swap']);
    expect(element.getBoundingClientRect().height).to.be.at.most(128);
    button(element, 'Swap').click();
    expect(phone.executed).to.deep.equal([{ type: 'switchLine' }]);
    phone.set({ ...twoCalls, line1: talking(), line2: null, currentLine: 1 });
    await settled(element);
    expect(allByRole(element, 'button').map(nameOf)).to.deep.equal(['Hang up', 'Mute', 'Hold']);
  });

  for (const compact of [false, true]) {
    it(`says that the browser blocks the sound, and lets it be heard, ${compact ? 'as a bar' : 'as a card'}`, async () => {
      const { element, phone } = await mini({ line1: talking({ quality }) }, compact);
      const status = byRole(element, 'status');
      expect(nameOf(status)).to.equal('');
      const hangUp = centre(button(element, 'Hang up')).at(1) ?? NaN;
      const below = element.getBoundingClientRect().bottom - hangUp;
      phone.set({ soundBlocked: true });
      await settled(element);
      expect(byRole(element, 'status'), 'the same one, so that it is read out').to.equal(status);
      expect(status.textContent).to.contain('The browser blocks the sound');
      expect(
        element.getBoundingClientRect().bottom - (centre(button(element, 'Hang up')).at(1) ?? NaN),
        'it comes above what is there',
      ).to.equal(below);
      button(element, 'Play').click();
      expect(phone.executed).to.deep.equal([{ type: 'unblockSound' }]);
      phone.set({ soundBlocked: false });
      await settled(element);
      expect(hasButton(element, 'Play')).to.be.false;
    });
  }

  it('says what is wrong with the sound, in the window without moving anything, in the bar above it', async () => {
    const call = talking({ hotline, quality });
    for (const compact of [false, true]) {
      const { element, phone } = await mini({ line1: call }, compact);
      const status = byRole(element, 'status');
      const fromBelow = (): number =>
        element.getBoundingClientRect().bottom - (centre(button(element, 'Hang up')).at(1) ?? NaN);
      const [height, hangUp] = [element.offsetHeight, fromBelow()];
      phone.set({ warnings: [{ call: call.id, code: 'NOT_HEARD' }] });
      await settled(element);
      expect(nameOf(status)).to.contain('They can’t hear you').and.to.contain('Is the headset muted?');
      expect(fromBelow()).to.equal(hangUp);
      if (!compact) expect(element.offsetHeight).to.equal(height);
      phone.set({ warnings: [], microphoneError: fakeError('MIC_DENIED') });
      await settled(element);
      expect(byRole(element, 'status'), 'the same one, so that it is read out once').to.equal(status);
      expect(nameOf(status)).to.contain('microphone');
      phone.set({ microphoneError: null, recovering: [call.id] });
      await settled(element);
      expect(nameOf(status)).to.contain('Your call goes on');
      phone.set({ recovering: [] });
      await settled(element);
      expect(nameOf(status)).to.equal('');
    }
  });

  it('says it in the row of the call while a second one rings, no taller than the window', async () => {
    const line1 = talking();
    const { element } = await mini({
      line1,
      line2: incoming({ line: 2 }),
      warnings: [{ call: line1.id, code: 'NOT_HEARD' }],
    });
    expect(shownText(element)).to.contain('They can’t hear you');
    expect(element.getBoundingClientRect().height).to.be.at.most(128);
  });

  it('says that the browser blocks the ring, and lets it ring', async () => {
    const { element, phone } = await mini({ line1: incoming({ hotline }), soundBlocked: true }, true);
    expect(shownText(element)).to.contain('The browser blocks the ring');
    button(element, 'Ring').click();
    expect(phone.executed).to.deep.equal([{ type: 'unblockSound' }]);
  });

  it('says how the phone stands without a call; the bar is empty then', async () => {
    const { element, phone } = await mini({});
    expect(shownText(element)).to.contain('1001').and.to.contain('Ready');
    phone.set({ mode: 'inactive' });
    await settled(element);
    expect(nameOf(byRole(element, 'status'))).to.equal('Away');
    expect(shownText((await mini({}, true)).element).trim()).to.equal('');
    const { element: signedOut } = { element: await fixture(html`<bfc-mini-phone lang="en"></bfc-mini-phone>`) };
    expect(shownText(signedOut)).to.contain('Signed out');
  });

  it('says what is going on with a call that is not answered, and why a command failed', async () => {
    const { element, phone } = await mini({ line1: fakeCall({ state: 'ringing' }) });
    expect(shownText(element)).to.contain('Ringing');
    phone.answer = () => ({ ok: false, error: fakeError('NETWORK') });
    button(element, 'Hang up').click();
    await until(() => allByRole(element, 'alert').length === 1);
  });

  for (const theme of ['light', 'dark'] as const) {
    const states: Readonly<Record<string, Partial<PhoneState>>> = {
      ready: {},
      offline: { connection: { status: 'waiting', retryAt: null, error: fakeError('NETWORK') } },
      talking: { line1: talking({ hotline, quality }) },
      'on hold': { line1: talking({ onHold: true, state: 'held' }) },
      muted: { line1: talking({ muted: true }) },
      'two calls': twoCalls,
      'sound blocked': { line1: talking({ quality }), soundBlocked: true },
      'ring blocked': { line1: incoming({ hotline }), soundBlocked: true },
      ringing: { line1: fakeCall({ state: 'ringing' }) },
      incoming: { line1: incoming({ hotline }) },
      'incoming in a call': { line1: talking(), line2: incoming({ line: 2 }) },
      failed: { lastCall: ended({}) },
      pending: { line1: talking(), pending: [{ type: 'hangUp', line: 1 }] },
    };
    for (const [name, state] of Object.entries(states)) {
      it(`is accessible, ${theme}: ${name}; and so is the floating phone, closed and open`, async () => {
        const { element } = await mini(state);
        element.setAttribute('theme', theme);
        if (name === 'failed') element.failed = ended({});
        await settled(element);
        expect(await violationsOf(element)).to.deep.equal([]);
        for (const open of [false, true]) {
          const { element: whole } = await floating(state, { theme, open });
          expect(await violationsOf(whole), open ? 'open' : 'closed').to.deep.equal([]);
          whole.remove();
        }
      });
    }
  }
});

describe('the mini phone on top of all windows', () => {
  it('opens by the button in the grip; the phone in the page closes meanwhile', async () => {
    const { element, phone, small, view } = await opened();
    expect(hasButton(element, 'Minimise')).to.be.false;
    expect(view.document.title).to.equal('Mini phone');
    expect(view.document.documentElement.lang).to.equal('en');
    button(small, 'Mute').click();
    expect(phone.executedTypes).to.deep.equal(['mute']);
  });

  it('has its own sheets of the same styles, and no style in its markup', async () => {
    const { small, view } = await opened();
    const sheets = small.shadowRoot?.adoptedStyleSheets ?? [];
    expect(sheets.length).to.be.above(3);
    const hangUp = view.getComputedStyle(button(small, 'Hang up'));
    expect([hangUp.backgroundColor, hangUp.blockSize]).to.deep.equal(['rgb(204, 43, 33)', '48px']);
    expect(view.getComputedStyle(view.document.body).margin).to.equal('0px');
    const marked = [...view.document.querySelectorAll('*'), ...everything(small)];
    expect(marked.filter((each) => each.matches('style, link, body [style]'))).to.deep.equal([]);
  });

  it('takes the page’s look and theme', async () => {
    const { element, phone } = await floating({ line1: talking() }, { open: true });
    element.style.setProperty('--bfc-danger', 'rgb(1, 2, 3)');
    await sendMouse({ type: 'click', position: centre(button(element, 'Open on top of all windows')) });
    const small = await onTopOfAll();
    await settled(small);
    const styleOf = (each: Element): CSSStyleDeclaration => onTop.window!.getComputedStyle(each);
    expect(styleOf(button(small, 'Hang up')).backgroundColor).to.equal('rgb(1, 2, 3)');
    expect(styleOf(byRole(small, 'heading')).color).to.equal('rgb(20, 25, 34)');
    element.theme = 'dark';
    phone.set({ lang: 'vi' });
    await still(element);
    await settled(small);
    expect(styleOf(byRole(small, 'heading')).color).to.equal('rgb(239, 242, 246)');
    expect(hasButton(small, 'Kết thúc')).to.be.true;
    expect(onTop.window!.document.title).to.equal('Điện thoại mini');
  });

  it('goes on with the clock, the calls and the next caller', async () => {
    const { phone, small } = await opened();
    phone.pass(61_000);
    await until(() => shownText(small).includes('01:01'));
    phone.set({ line1: null, lastCall: ended({ direction: 'outbound' }) });
    await until(() => shownText(small).includes('The line is busy'));
    button(small, 'Close').click();
    await until(() => shownText(small).includes('Ready'));
    phone.set({ line1: incoming() });
    await until(() => hasButton(small, 'Answer'));
  });

  it('asks the page too before it does something', async () => {
    const { element, phone, small } = await opened();
    const intents: string[] = [];
    element.addEventListener('bfc-intent', (event) => {
      intents.push(event.detail.type);
      event.preventDefault();
    });
    button(small, 'Hang up').click();
    await settled(small);
    expect(intents).to.deep.equal(['hangUp']);
    expect(phone.executedTypes).to.deep.equal([]);
  });

  it('is used by the keys of the phone, and tells the ear which', async () => {
    const { phone, small, view } = await opened(twoCalls);
    const press = (code: string, target: EventTarget): void => {
      const key = code.slice(-1).toLowerCase();
      const held = { altKey: true, shiftKey: true, bubbles: true, cancelable: true, composed: true };
      target.dispatchEvent(new KeyboardEvent('keydown', { key, code, ...held }));
    };
    expect(button(small, 'Swap').getAttribute('aria-keyshortcuts')).to.equal('Alt+Shift+L');
    press('KeyM', view.document.body);
    press('KeyL', button(small, 'Mute'));
    press('KeyE', button(small, 'Mute'));
    // There are no such controls here, and those of the page are not meant.
    press('KeyF', view.document.body);
    press('KeyU', view.document.body);
    expect(wanted(phone)).to.deep.equal([
      { type: 'mute', line: 2 },
      { type: 'switchLine' },
      { type: 'hangUp', line: 2 },
    ]);
  });

  it('has the keys that the page has chosen', async () => {
    const { element, small } = await opened();
    element.shortcuts = { mute: 'Alt+Q' };
    await settled(element);
    await settled(small);
    expect(button(small, 'Mute').getAttribute('aria-keyshortcuts')).to.equal('Alt+Q');
    element.shortcuts = false;
    await settled(element);
    await settled(small);
    expect(button(small, 'Mute').hasAttribute('aria-keyshortcuts')).to.be.false;
  });

  it('closed, it is the phone in the page again, and the call goes on', async () => {
    const { element, phone, small, view } = await opened();
    view.close();
    await until(() => element.open);
    await still(element);
    expect(hasButton(element, 'Hang up')).to.be.true;
    expect(small.isConnected).to.be.false;
    expect(phone.executedTypes).to.deep.equal([]);
    element.open = false;
    await sendMouse({ type: 'click', position: [500, 400] });
    expect(await element.openMiniPhone()).to.be.true;
    element.closeMiniPhone();
    await until(() => onTop.window === null);
    // It was closed when the mini phone came: it stays so.
    expect(element.open).to.be.false;
  });

  it('stays while the element is moved in the page, and goes with it', async () => {
    const { element, phone, small, view } = await opened();
    const elsewhere = await fixture<HTMLElement>(html`<div></div>`);
    elsewhere.append(element);
    await still(element);
    expect(view.closed).to.be.false;
    button(small, 'Mute').click();
    expect(phone.executedTypes).to.deep.equal(['mute']);
    element.remove();
    await until(() => onTop.window === null);
    expect(phone.listenerCount).to.deep.equal({ state: 0, events: 0 });
  });

  it('does not open unasked: without a press the answer is no', async () => {
    const { element } = await floating({ line1: talking() }, { open: true });
    if (navigator.userActivation.isActive) await until(() => !navigator.userActivation.isActive);
    expect(await element.openMiniPhone()).to.be.false;
    expect(element.open).to.be.true;
  });

  it('is not offered where the browser has no such window', async () => {
    const { element } = await floating({}, { open: true });
    expect(hasButton(element, 'Open on top of all windows')).to.be.true;
    Object.defineProperty(window, 'documentPictureInPicture', { value: undefined, configurable: true });
    try {
      element.requestUpdate();
      await still(element);
      expect(hasButton(element, 'Open on top of all windows')).to.be.false;
      expect(await element.openMiniPhone()).to.be.false;
    } finally {
      Object.defineProperty(window, 'documentPictureInPicture', { value: onTop, configurable: true });
    }
  });

  it('is accessible there', async () => {
    const { phone, view } = await opened();
    const there = view as Window & { axe?: typeof axeCore };
    const script = there.document.createElement('script');
    script.src = new URL('/node_modules/axe-core/axe.min.js', location.href).href;
    there.document.head.append(script);
    await until(() => there.axe !== undefined);
    for (const state of [{}, { line1: incoming({ hotline }) }, { line2: incoming({ line: 2 }) }]) {
      phone.set(state);
      await settled(view.document.querySelector('bfc-mini-phone')!);
      // The name is a heading of the second level wherever it stands.
      const rules = { 'page-has-heading-one': { enabled: false } };
      const { violations } = await there.axe!.run(there.document, { resultTypes: ['violations'], rules });
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(' ')}`)).to.deep.equal([]);
    }
  });
});

async function violationsOf(element: Element): Promise<string[]> {
  finishAnimations(element);
  const { violations } = await axe.run(element, { resultTypes: ['violations'] });
  return violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html} ${node.failureSummary ?? ''}`));
}
