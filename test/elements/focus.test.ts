import { expect, fixture, html } from '@open-wc/testing';
import { resetMouse, sendKeys, sendMouse } from '@web/test-runner-commands';
import { ended, fakeCall, fakeError, incoming, talking } from '../support/fake-phone.js';
import { button, field, focused, settled, wanted, webphone } from './support.js';

/** Presses a control with a real pointer. */
async function clickOn(control: Element): Promise<void> {
  const { x, y, width, height } = control.getBoundingClientRect();
  const position: [number, number] = [Math.round(x + width / 2), Math.round(y + height / 2)];
  await sendMouse({ type: 'click', position });
}

describe('the focus', () => {
  it('of another field in the page is not taken by an incoming call', async () => {
    const { element, phone } = await webphone();
    const note = await fixture<HTMLInputElement>(html`<input aria-label="Note" />`);
    note.focus();
    phone.set({ line1: incoming() });
    await settled(element);
    expect(focused()).to.equal(note);
  });

  it('goes to the name when a call comes, and back to the number field when it has ended', async () => {
    const { element, phone } = await webphone();
    field(element).focus();
    for (const line1 of [incoming(), talking()]) {
      phone.set({ line1 });
      await settled(element);
      expect(focused()?.textContent).to.contain('Trần Thị Thanh Hoa');
    }
    phone.set({ line1: null });
    await settled(element);
    expect(focused()).to.equal(field(element));
  });

  it('stays on a control that is working or refused', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    const mute = button(element, 'Mute');
    mute.focus();
    phone.set({ pending: [{ type: 'mute', line: 1 }] });
    await settled(element);
    expect(focused()).to.equal(mute);
    phone.set({ line1: null, pending: [], lastCall: ended({ direction: 'outbound' }) });
    await settled(element);
    expect(focused()).to.equal(mute);
  });

  it('is handed on when its control goes away', async () => {
    const { element, phone } = await webphone({ mode: 'inactive' });
    button(element, 'Back to work').focus();
    phone.set({ mode: 'active' });
    await settled(element);
    expect(focused()).to.equal(field(element));

    phone.set({ line1: talking() });
    await settled(element);
    button(element, 'Keypad').click();
    await settled(element);
    button(element, '5').focus();
    phone.set({ line2: incoming({ line: 2 }) });
    await settled(element);
    expect(focused()).not.to.equal(document.body);
    expect(element.matches(':focus-within')).to.be.true;
  });

  it('is handed on from panel to panel', async () => {
    const { element, phone } = await webphone({ microphoneError: fakeError('MIC_DENIED') });
    button(element, 'Try the mic again').focus();
    phone.set({ line1: fakeCall() });
    await settled(element);
    expect(focused()?.localName).to.equal('h2');
    phone.set({ line1: null });
    await settled(element);
    expect(focused()?.textContent).to.contain('The browser blocks the microphone');
  });

  it('keeps what was typed while a call comes and goes', async () => {
    const { element, phone } = await webphone();
    field(element).focus();
    await sendKeys({ type: '0912' });
    phone.set({ line1: incoming() });
    await settled(element);
    phone.set({ line1: null });
    await settled(element);
    expect(field(element).value).to.equal('0912');
  });
});

describe('a control that appears under a resting pointer', () => {
  afterEach(() => resetMouse());

  it('takes no press at once: a double click on Hang up does not redial', async () => {
    const { element, phone } = await webphone({ line1: fakeCall({ state: 'ringing' }) });
    element.style.setProperty('--bfc-arm-delay', '60s');
    await clickOn(button(element, 'Hang up'));
    phone.set({ line1: null, lastCall: ended({ number: '1005' }) });
    await settled(element);
    await clickOn(button(element, 'Call again'));
    expect(phone.executedTypes).to.deep.equal(['hangUp']);
  });

  it('takes it when the pointer has moved onto it', async () => {
    const { element, phone } = await webphone();
    element.style.setProperty('--bfc-arm-delay', '60s');
    await clickOn(button(element, '1'));
    phone.set({ line1: incoming() });
    await settled(element);
    await clickOn(button(element, 'Answer'));
    expect(phone.executedTypes).to.deep.equal(['answer']);
  });

  it('takes it when the delay is over', async () => {
    const { element, phone } = await webphone({ line1: fakeCall({ state: 'ringing' }) });
    element.style.setProperty('--bfc-arm-delay', '0ms');
    await clickOn(button(element, 'Hang up'));
    phone.set({ line1: null, lastCall: ended({ number: '1005' }) });
    await settled(element);
    await clickOn(button(element, 'Call again'));
    expect(phone.executedTypes).to.deep.equal(['hangUp', 'call']);
  });

  it('is not fooled by a key held down', async () => {
    const { element, phone } = await webphone({ line1: fakeCall({ state: 'ringing' }) });
    element.style.setProperty('--bfc-arm-delay', '60s');
    button(element, 'Hang up').focus();
    await sendKeys({ press: 'Enter' });
    phone.set({ line1: null, lastCall: ended({ number: '1005' }) });
    await settled(element);
    await sendKeys({ press: 'Enter' });
    expect(phone.executedTypes).to.deep.equal(['hangUp']);
  });

  it('does not dial twice by a double click on an empty Call', async () => {
    const { element, phone } = await webphone({
      lastCall: ended({ number: '1005' }, { by: 'local', cause: 'hangup' }),
    });
    element.style.setProperty('--bfc-arm-delay', '60s');
    await clickOn(button(element, 'Call'));
    await settled(element);
    await clickOn(button(element, 'Call'));
    expect(field(element).value).to.equal('1005');
    expect(wanted(phone)).to.deep.equal([]);
  });
});

describe('the mode menu', () => {
  it('is used by keyboard alone, and gives the focus back', async () => {
    const { element, phone } = await webphone();
    const opener = button(element, 'Mode: Both ways');
    opener.focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(focused()?.textContent).to.contain('Both ways');
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(phone.executed).to.deep.equal([{ type: 'setMode', mode: 'inactive' }]);
    expect(focused()).to.equal(opener);
  });

  it('closes by Escape without choosing', async () => {
    const { element, phone } = await webphone();
    const opener = button(element, 'Mode: Both ways');
    opener.focus();
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Escape' });
    await settled(element);
    expect(opener.getAttribute('aria-expanded')).to.equal('false');
    expect(focused()).to.equal(opener);
    expect(phone.executed).to.deep.equal([]);
  });
});
