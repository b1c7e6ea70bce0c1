import { expect } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import type { Call } from '../../src/phone/call.js';
import type { TransferOutcome } from '../../src/phone/state.js';
import { epoch, ended, fakeCall, fakeError, talking, type FakePhone } from '../support/fake-phone.js';
import {
  button,
  everything,
  focused,
  hasButton,
  isDisabled,
  nameOf,
  panel,
  settled,
  shownText,
  strip,
  wanted,
} from './support.js';

import { hasSheet, heldHoa, hoa, press, talkingPhone, type, contacts } from './transfer-support.js';

/** Whom the agent asks first picks up. */
async function pickUp(element: Element, phone: FakePhone): Promise<Call> {
  const line2: Call = {
    ...(phone.state.line2 ?? fakeCall()),
    state: 'active',
    answeredAt: new Date(epoch).toISOString(),
  };
  phone.set({ line2 });
  await settled(element);
  return line2;
}

function outcome(change: Partial<TransferOutcome> = {}): TransferOutcome {
  return { call: hoa.id, target: '1005', ok: false, statusCode: 480, reason: null, text: '', ...change };
}

/** The consultation, from the tile to the talk. */
async function consulting() {
  const { element, phone } = await talkingPhone();
  await press(panel(element), 'Transfer');
  await type(element, 'le minh');
  await press(element, 'Ask first The caller waits');
  return { element, phone };
}

describe('asking first', () => {
  it('places a call on line 2; Connect and Go back take the places of Transfer and Add call', async () => {
    const { element, phone } = await talkingPhone();
    const places = (...names: string[]): string[] =>
      names.map((name) => JSON.stringify(button(panel(element), name).getBoundingClientRect()));
    const before = places('Transfer', 'Add call');
    await press(panel(element), 'Transfer');
    await type(element, 'le minh');
    await press(element, 'Ask first The caller waits');
    expect(wanted(phone)).to.deep.equal([{ type: 'callLine2', number: '1005' }]);
    expect(hasSheet(element)).to.be.false;
    expect(shownText(panel(element)))
      .to.contain('Asking before the transfer')
      .and.contain('Lê Minh');
    expect(focused()?.textContent).to.contain('Lê Minh');
    expect(isDisabled(button(element, 'Connect'))).to.be.true;
    await pickUp(element, phone);
    expect(places('Connect', 'Go back')).to.deep.equal(before);
    expect(shownText(panel(element)))
      .to.contain('Caller is waiting')
      .and.contain('Connect: they talk, you leave');
    expect(shownText(strip(element))).to.contain('Waiting');
    await press(element, 'Connect');
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'transfer' });
  });

  it('goes back to the caller, also while it still rings', async () => {
    const { element, phone } = await consulting();
    await press(element, 'Go back');
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'hangUp', line: 2 });
    await pickUp(element, phone);
    await press(element, 'Go back');
    expect(wanted(phone)).to.have.length(3);
  });

  it('shows who goes to whom, and gives up waiting', async () => {
    const { element, phone } = await consulting();
    await pickUp(element, phone);
    phone.set({ line1: { ...heldHoa, state: 'transferring' }, pending: [{ type: 'transfer', line: 2 }] });
    await settled(element);
    expect(shownText(panel(element)))
      .to.contain('Trần Thị Thanh Hoa')
      .and.contain('to Lê Minh · 1005');
    for (const name of ['Mute', 'Mute sound', 'Hold', 'Keypad', 'Transfer']) {
      expect(isDisabled(button(element, name)), name).to.be.true;
    }
    await press(element, 'Go back');
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'cancelTransfer' });
  });

  it('is done by keyboard alone', async () => {
    const { element, phone } = await talkingPhone();
    element.style.setProperty('--bfc-arm-delay', '0ms');
    button(panel(element), 'Transfer').focus();
    await sendKeys({ press: 'Enter' });
    await settled(element);
    await sendKeys({ press: 'ArrowDown' });
    await sendKeys({ press: 'Enter' });
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'callLine2', number: '1005' }]);
    await pickUp(element, phone);
    while (nameOf(focused() ?? document.body) !== 'Connect') await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'transfer' });
  });

  it('says in the sheet why the call did not leave', async () => {
    const { element, phone } = await talkingPhone();
    phone.answer = ({ type: of }) =>
      of === 'contacts' ? { ok: true, data: contacts } : { ok: false, error: fakeError('MIC_DENIED') };
    await press(panel(element), 'Transfer');
    await type(element, '1005');
    await press(element, 'Ask first The caller waits');
    expect(shownText(element)).to.contain('The browser blocks the microphone');
    expect(hasSheet(element)).to.be.true;
  });

  it('says it in the panel where the sheet was closed meanwhile', async () => {
    const { element, phone } = await talkingPhone();
    let fail: () => void = () => undefined;
    phone.answer = ({ type: of }) =>
      of === 'contacts'
        ? { ok: true, data: contacts }
        : new Promise((resolve) => (fail = () => resolve({ ok: false, error: fakeError('TIMEOUT') })));
    await press(panel(element), 'Transfer');
    await type(element, '1005');
    await press(element, 'Ask first The caller waits');
    await sendKeys({ press: 'Escape' });
    await settled(element);
    fail();
    await settled(element);
    expect(shownText(panel(element))).to.contain('TIMEOUT');
  });

  it('that nobody answers brings the caller back, with a second try', async () => {
    const { element, phone } = await consulting();
    const asked = phone.state.line2;
    const { id, number, line } = asked ?? fakeCall();
    const lost = ended({ id, number, line }, { cause: 'noAnswer', statusCode: 480 });
    phone.set({ line1: hoa, line2: null, currentLine: 1, lastCall: lost });
    await settled(element);
    expect(shownText(panel(element)))
      .to.contain('The caller is back with you')
      .and.contain('Lê Minh did not answer');
    await press(element, 'Try again');
    expect(wanted(phone).at(-1)).to.deep.equal({ type: 'callLine2', number: '1005' });
    await pickUp(element, phone);
    expect(isDisabled(button(element, 'Connect'))).to.be.false;
    expect(shownText(panel(element))).to.contain('Lê Minh');
  });

  it('is not what a call placed otherwise does', async () => {
    const { element, phone } = await talkingPhone();
    await press(panel(element), 'Add call');
    await type(element, '1005');
    await sendKeys({ press: 'Enter' });
    await settled(element);
    expect(wanted(phone)).to.deep.equal([{ type: 'callLine2', number: '1005' }]);
    await pickUp(element, phone);
    expect(hasButton(element, 'Connect')).to.be.false;
    expect(button(element, 'Swap')).to.exist;
  });
});

describe('what came of a transfer', () => {
  it('that failed: the caller is back, why, and what to do', async () => {
    const { element, phone } = await talkingPhone();
    phone.set({ lastTransfer: outcome() });
    await settled(element);
    const said = shownText(panel(element));
    expect(said).to.contain('The caller is back with you').and.contain('1005 did not answer').and.contain('SIP 480');
    await press(element, 'Try again');
    expect(wanted(phone)).to.deep.equal([{ type: 'transfer', number: '1005' }]);
    await press(element, 'Someone else');
    expect(hasSheet(element)).to.be.true;
    await sendKeys({ press: 'Escape' });
    await settled(element);
    await press(element, 'Mute');
    expect(shownText(panel(element))).not.to.contain('The caller is back with you');
  });

  it('that failed between two lines is tried again by going there first', async () => {
    const { element, phone } = await talkingPhone();
    const minh = talking({ line: 2, name: 'Lê Minh', number: '1005', onHold: true, state: 'held' });
    phone.set({ line2: minh, lastTransfer: outcome({ target: 'Lê Minh', statusCode: 486 }) });
    await settled(element);
    expect(shownText(panel(element))).to.contain('Lê Minh is busy');
    await press(element, 'Try again');
    expect(wanted(phone)).to.deep.equal([{ type: 'switchLine', line: 2 }, { type: 'transfer' }]);
  });

  it('to a name nobody has a number of cannot be tried again, only to somebody else', async () => {
    const { element, phone } = await talkingPhone();
    phone.set({ lastTransfer: outcome({ target: 'Minh', statusCode: null }) });
    await settled(element);
    expect(hasButton(element, 'Try again')).to.be.false;
    expect(button(element, 'Someone else')).to.exist;
  });

  it('is told once: the failure of the command is the same news', async () => {
    const { element, phone } = await consulting();
    await pickUp(element, phone);
    phone.answer = () => {
      phone.set({ line1: hoa, currentLine: 1, lastTransfer: outcome({ statusCode: 603 }) });
      return { ok: false, error: fakeError('SIP_REJECTED', { statusCode: 603 }) };
    };
    await press(element, 'Connect');
    expect(shownText(panel(element)))
      .to.contain('1005 declined the call')
      .and.not.contain('SIP_REJECTED');
  });

  it('that was taken is told at the keys, and aloud', async () => {
    const { element, phone } = await talkingPhone();
    const done = ended({}, { by: 'local', cause: 'hangup', statusCode: null });
    phone.set({ line1: null, lastCall: done, lastTransfer: outcome({ ok: true, target: 'Lê Minh' }) });
    await settled(element);
    const aloud = everything(element).filter((each) => each.getAttribute('role') === 'status');
    expect(aloud.some((each) => each.textContent === 'Transferred to Lê Minh')).to.be.true;
    await press(element, 'Dismiss');
    const dialpad = element.shadowRoot?.querySelector('bfc-dialpad');
    expect(dialpad && shownText(dialpad)).not.to.contain('Transferred');
  });

  it('that was taken is told beside the caller who is left', async () => {
    const { element, phone } = await talkingPhone();
    const left = talking({ line: 2, name: 'Lê Minh Tuấn' });
    phone.set({ line1: null, line2: left, currentLine: 2, lastTransfer: outcome({ ok: true }) });
    await settled(element);
    expect(shownText(panel(element)))
      .to.contain('Transferred to 1005')
      .and.contain('Lê Minh Tuấn');
    await press(panel(element), 'Dismiss');
    expect(shownText(panel(element))).not.to.contain('Transferred');
  });
});
