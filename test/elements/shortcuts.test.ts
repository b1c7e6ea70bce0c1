import { expect, fixture, html } from '@open-wc/testing';
import 'axe-core/axe.min.js';
import { sendKeys } from '@web/test-runner-commands';
import type { BfcWebphone } from '../../src/elements/webphone/webphone.js';
import type { PhoneState } from '../../src/phone/state.js';
import { FakePhone, incoming, talking } from '../support/fake-phone.js';
import {
  button,
  byRole,
  allByRole,
  field,
  focused,
  giveContacts,
  hasButton,
  settled,
  shownText,
  wanted,
  webphone,
} from './support.js';

/** A real key, with what is held beside it. */
async function press(chord: string, element: Element): Promise<void> {
  await sendKeys({ press: chord });
  await settled(element);
}

async function inCall(state: Partial<PhoneState> = {}): Promise<{ element: BfcWebphone; phone: FakePhone }> {
  const given = await webphone({ line1: talking(), ...state });
  giveContacts(given.phone, []);
  given.element.focus();
  await settled(given.element);
  return given;
}

/** Elements that differ are told by what they are: to print them whole takes for ever. */
function hasFocus(control: Element): void {
  if (focused() !== control) throw new Error(`the focus is on ${focused()?.outerHTML.slice(0, 120) ?? 'nothing'}`);
}

describe('a shortcut', () => {
  beforeEach(() => localStorage.clear());

  it('answers, rejects and hangs up', async () => {
    const { element, phone } = await webphone({ line1: incoming() });
    element.focus();
    await settled(element);
    await press('Alt+Shift+Y', element);
    await press('Alt+Shift+R', element);
    phone.set({ line1: talking() });
    await settled(element);
    await press('Alt+Shift+E', element);
    expect(phone.executed).to.deep.equal([
      { type: 'answer', line: 1 },
      { type: 'reject', line: 1 },
      { type: 'hangUp', line: 1 },
    ]);
  });

  it('mutes, holds, goes to the other line', async () => {
    const { element, phone } = await inCall({ line2: talking({ line: 2, onHold: true }) });
    await press('Alt+Shift+M', element);
    await press('Alt+Shift+H', element);
    await press('Alt+Shift+L', element);
    expect(wanted(phone)).to.deep.equal([
      { type: 'mute', line: 1 },
      { type: 'hold', line: 1 },
      { type: 'switchLine', line: 2 },
    ]);
  });

  it('opens the sheets and the keypad, and the focus comes back', async () => {
    const { element } = await inCall();
    await press('Alt+Shift+F', element);
    expect(byRole(element, 'dialog', 'Transfer').isConnected).to.equal(true);
    expect(focused()?.getAttribute('role')).to.equal('combobox');
    await press('Escape', element);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    expect(focused()?.hasAttribute('data-name')).to.equal(true);
    await press('Alt+Shift+D', element);
    expect(byRole(element, 'dialog', 'Add call').isConnected).to.equal(true);
    await press('Escape', element);
    await press('Alt+Shift+K', element);
    expect(hasButton(element, 'Hide keypad')).to.equal(true);
  });

  it('goes to the number field from another page, and from anywhere in the phone', async () => {
    const { element, phone } = await webphone();
    giveContacts(phone, []);
    byRole(element, 'tab', 'Contacts').click();
    await settled(element);
    byRole(element, 'tab', 'Contacts').focus();
    await press('Alt+Shift+K', element);
    hasFocus(field(element));
    button(element, 'Settings').focus();
    await press('Alt+Shift+K', element);
    hasFocus(field(element));
  });

  it('can be prevented like a click', async () => {
    const { element, phone } = await inCall();
    const intents: unknown[] = [];
    element.addEventListener('bfc-intent', (event) => {
      intents.push(event.detail);
      event.preventDefault();
    });
    await press('Alt+Shift+M', element);
    expect(intents).to.deep.equal([{ type: 'mute', line: 1 }]);
    expect(phone.executed).to.deep.equal([]);
  });

  it('does not press what has just taken the place of something else', async () => {
    const { element, phone } = await inCall();
    element.style.setProperty('--bfc-arm-delay', '60s');
    phone.set({ line1: null, lastCall: null });
    await settled(element);
    phone.set({ line1: incoming({ id: 'one' }) });
    await settled(element);
    phone.set({ line1: incoming({ id: 'two' }) });
    await settled(element);
    element.focus();
    await settled(element);
    await press('Alt+Shift+Y', element);
    expect(phone.executedTypes).not.to.include('answer');
  });

  it('does nothing where its control is covered, refused, or not there', async () => {
    const { element, phone } = await inCall();
    await press('Alt+Shift+Y', element);
    await press('Alt+Shift+L', element);
    button(element, 'Transfer').click();
    await settled(element);
    button(element, 'Close').focus();
    await press('Alt+Shift+M', element);
    expect(wanted(phone)).to.deep.equal([]);
    await press('Alt+Shift+E', element);
    expect(wanted(phone)).to.deep.equal([{ type: 'hangUp', line: 1 }]);
  });

  it('is not taken from somebody who types, nor repeated, nor part of a composition', async () => {
    const { element, phone } = await inCall();
    const down = (init: KeyboardEventInit): KeyboardEvent =>
      new KeyboardEvent('keydown', {
        ...{ key: 'M', code: 'KeyM', altKey: true, shiftKey: true },
        ...{ bubbles: true, composed: true, cancelable: true },
        ...init,
      });
    focused()?.dispatchEvent(down({ repeat: true }));
    focused()?.dispatchEvent(down({ isComposing: true }));
    button(element, 'Transfer').click();
    await settled(element);
    await press('Alt+Shift+E', element);
    await press('?', element);
    expect(wanted(phone)).to.deep.equal([]);
    expect((focused() as HTMLInputElement).value).to.equal('?');
    await press('Escape', element);
    focused()?.dispatchEvent(down({}));
    expect(wanted(phone)).to.deep.equal([{ type: 'mute', line: 1 }]);
  });

  it('is of no concern to the rest of the page, unless the page asks for it', async () => {
    const { element, phone } = await inCall();
    const beside = await fixture<HTMLElement>(
      html`<div>
        <button>Save</button><input aria-label="Note" />
        <p contenteditable="true">text</p>
      </div>`,
    );
    const [save, input, text] = [...beside.children] as HTMLElement[];
    save?.focus();
    await press('Alt+Shift+M', element);
    expect(phone.executed).to.deep.equal([]);
    element.setAttribute('shortcut-scope', 'page');
    await press('Alt+Shift+M', element);
    expect(phone.executed).to.deep.equal([{ type: 'mute', line: 1 }]);
    for (const typed of [input, text]) {
      typed?.focus();
      await press('Alt+Shift+M', element);
    }
    save?.focus();
    await press('?', element);
    expect(phone.executed).to.have.length(1);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    await press('Alt+Shift+U', element);
    expect(element.matches(':focus-within')).to.equal(true);
    element.remove();
    save?.focus();
    await sendKeys({ press: 'Alt+Shift+M' });
    expect(phone.executed).to.have.length(1);
  });

  it('opens and closes the floating phone', async () => {
    const { element } = await webphone();
    element.setAttribute('layout', 'floating');
    element.setAttribute('shortcut-scope', 'page');
    await settled(element);
    await press('Alt+Shift+U', element);
    expect(element.open).to.equal(true);
    hasFocus(field(element));
    await press('Shift+Tab', element);
    await press('Alt+Shift+U', element);
    expect(element.open).to.equal(false);
    expect(focused()?.getAttribute('aria-label')).to.match(/^Open the phone/);
  });

  it('is told to screen readers on its control, in force only', async () => {
    const { element } = await inCall();
    const keyOf = (name: string): string | null => button(element, name).getAttribute('aria-keyshortcuts');
    expect([keyOf('Mute'), keyOf('Hang up')]).to.deep.equal(['Alt+Shift+M', 'Alt+Shift+E']);
    element.shortcuts = { mute: 'Ctrl+Alt+M', hangUp: null };
    await settled(element);
    expect([keyOf('Mute'), keyOf('Hang up')]).to.deep.equal(['Control+Alt+M', null]);
    element.setAttribute('shortcuts', 'false');
    await settled(element);
    expect(keyOf('Mute')).to.equal(null);
  });

  it('that is none is said to the integrator, and the keys before stay', async () => {
    const warn = console.warn;
    const warnings: unknown[][] = [];
    console.warn = (...words: unknown[]) => warnings.push(words);
    try {
      const { element, phone } = await inCall();
      element.shortcuts = { mute: 'Alt+M', hold: 'Alt+Enter' };
      await settled(element);
      expect(String(warnings[0])).to.contain('INVALID_ARGUMENT: shortcuts.hold must be a key');
      await press('Alt+Shift+M', element);
      expect(phone.executed).to.deep.equal([{ type: 'mute', line: 1 }]);
      phone.set({ line1: null });
      await settled(element);
      expect(shownText(element)).to.contain('INVALID_ARGUMENT · shortcuts.hold');
      element.shortcuts = null;
      await settled(element);
      expect(field(element).isConnected).to.equal(true);
    } finally {
      console.warn = warn;
    }
  });
});

describe('the list of the keys', () => {
  it('is opened by ?, says what is in force, and gives the focus back', async () => {
    const { element } = await inCall();
    element.shortcuts = { mute: 'Alt+M', hangUp: null };
    button(element, 'Mute').focus();
    await press('?', element);
    const sheet = byRole(element, 'dialog');
    expect(sheet.matches(':focus-within') || sheet.contains(focused())).to.equal(true);
    expect(shownText(sheet)).to.match(/Keyboard shortcuts.*Mute, unmute\s*Alt\s*M\s*Hold, resume\s*Alt\s*Shift\s*H/);
    expect(shownText(sheet)).not.to.contain('Hang up');
    expect(hasButton(element, 'Hang up')).to.equal(true);
    await expect(element).to.be.accessible();
    await press('Escape', element);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    hasFocus(button(element, 'Mute'));
  });

  it('is opened by a button in the help, and goes back there', async () => {
    const { element, phone } = await webphone();
    button(element, 'Settings').click();
    await settled(element);
    byRole(element, 'tab', 'Help').click();
    await settled(element);
    button(element, 'Keyboard shortcuts').focus();
    button(element, 'Keyboard shortcuts').click();
    await settled(element);
    expect(byRole(element, 'dialog').isConnected).to.equal(true);
    phone.set({ lang: 'vi' });
    await settled(element);
    expect(shownText(byRole(element, 'dialog')))
      .to.contain('Phím tắt')
      .and.to.contain('Sang cuộc gọi kia');
    phone.set({ lang: 'en' });
    await settled(element);
    button(element, 'Close').click();
    await settled(element);
    hasFocus(button(element, 'Keyboard shortcuts'));
  });

  it('makes room for a call', async () => {
    const { element, phone } = await webphone();
    button(element, 'Settings').focus();
    await press('?', element);
    expect(byRole(element, 'dialog').isConnected).to.equal(true);
    const call = incoming();
    phone.set({ line1: call });
    phone.emit('callIncoming', call);
    await settled(element);
    expect(allByRole(element, 'dialog').length).to.equal(0);
    expect(hasButton(element, 'Answer')).to.equal(true);
    await press('?', element);
    expect(hasButton(element, 'Answer')).to.equal(true);
  });

  it('is not offered by settings that stand alone', async () => {
    const settings = document.createElement('bfc-settings');
    settings.phone = new FakePhone();
    (await fixture<HTMLElement>(html`<div></div>`)).append(settings);
    await settled(settings);
    byRole(settings, 'tab', 'Help').click();
    await settled(settings);
    expect(hasButton(settings, 'Keyboard shortcuts')).to.equal(false);
  });
});
