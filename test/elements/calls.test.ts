import { expect, waitUntil } from '@open-wc/testing';
import { sendKeys } from '@web/test-runner-commands';
import { ended, epoch, fakeCall, fakeError, incoming, talking, type FakePhone } from '../support/fake-phone.js';
import { button, field, focused, hasButton, isDisabled, settled, shownText, wanted, webphone } from './support.js';

/** Writes down what was asked for and lets the test say what became of it. */
function lastCommand(phone: FakePhone): unknown {
  return phone.executed.at(-1);
}

describe('placing a call', () => {
  it('dials what was typed, by Enter', async () => {
    const { element, phone } = await webphone();
    field(element).focus();
    await sendKeys({ type: '0912 345 678' });
    await sendKeys({ press: 'Enter' });
    expect(wanted(phone)).to.deep.equal([{ type: 'call', number: '0912345678' }]);
  });

  it('dials what was pressed on the keys, by the Call button, and empties the field', async () => {
    const { element, phone } = await webphone();
    for (const key of ['1', '0', '0', '2', 'star', 'hash']) button(element, key).click();
    await settled(element);
    expect(field(element).value).to.equal('1002*#');
    button(element, 'Delete a digit').click();
    await settled(element);
    button(element, 'Call').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1002*' });
    await settled(element);
    expect(field(element).value).to.equal('');
  });

  it('puts a key where the cursor is', async () => {
    const { element } = await webphone();
    field(element).focus();
    await sendKeys({ type: '13' });
    field(element).setSelectionRange(1, 1);
    button(element, '2').click();
    await settled(element);
    expect(field(element).value).to.equal('123');
  });

  it('recalls the last number first, and dials it at the second press', async () => {
    const { element, phone } = await webphone({
      lastCall: ended({ number: '1005' }, { by: 'local', cause: 'hangup' }),
    });
    button(element, 'Call').click();
    await settled(element);
    expect(field(element).value).to.equal('1005');
    expect(wanted(phone)).to.deep.equal([]);
    button(element, 'Call').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1005' });
  });

  it('recalls what the agent asked for, not what beforeCall made of it, with the page’s own id', async () => {
    const { element, phone } = await webphone({
      lastCall: ended({ id: 'a', number: '91005', externalCallId: 'crm-9' }, { by: 'local', cause: 'hangup' }),
      asked: [{ id: 'a', number: '1005', externalCallId: 'deal-7' }],
    });
    const recallAndCall = async (change = ''): Promise<void> => {
      button(element, 'Call').click();
      await settled(element);
      expect(field(element).value).to.equal('1005');
      if (change !== '') button(element, change).click();
      await settled(element);
      button(element, 'Call').click();
    };
    phone.answer = () => ({ ok: false, error: fakeError('NETWORK') });
    await recallAndCall();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1005', externalCallId: 'deal-7' });
    await settled(element);
    button(element, '3').click();
    await settled(element);
    button(element, 'Call').click();
    expect(lastCommand(phone), 'another number is another call').to.deep.equal({ type: 'call', number: '10053' });
  });

  it('dials the number that stands there, also when another call went out meanwhile', async () => {
    const one = ended({ id: 'a', number: '1005' }, { by: 'local', cause: 'hangup' });
    const { element, phone } = await webphone({ lastCall: one });
    button(element, 'Call').click();
    await settled(element);
    phone.set({ lastCall: { ...one, id: 'b', number: '2000', externalCallId: 'deal-8' } });
    await settled(element);
    button(element, 'Call').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1005' });
  });

  it('says what is wrong with a number that was refused, and keeps it', async () => {
    const { element, phone } = await webphone();
    phone.answer = () => ({ ok: false, error: fakeError('INVALID_ARGUMENT', { field: 'phone' }) });
    button(element, '1').click();
    await settled(element);
    button(element, 'Call').click();
    await settled(element);
    expect(shownText(element)).to.contain('Not a valid number').and.contain('INVALID_ARGUMENT');
    expect(field(element).value).to.equal('1');
    button(element, '2').click();
    await settled(element);
    expect(shownText(element)).not.to.contain('Not a valid number');
  });

  it('shows that Call is under way and takes no second press', async () => {
    const { element, phone } = await webphone();
    button(element, '1').click();
    await settled(element);
    phone.set({ pending: [{ type: 'call', line: null }] });
    await settled(element);
    const call = button(element, 'Call');
    expect(call.getAttribute('aria-busy')).to.equal('true');
    call.click();
    expect(phone.executed).to.deep.equal([]);
  });

  for (const [state, word] of [
    ['dialing', 'Calling'],
    ['ringing', 'Ringing'],
    ['early', 'Not answered yet'],
  ] as const) {
    it(`shows ${state}, with Hang up and without Hold`, async () => {
      const { element, phone } = await webphone({ line1: fakeCall({ name: 'Lê Minh', state }) });
      expect(shownText(element)).to.contain('Lê Minh').and.contain('0912345678').and.contain(word);
      expect(isDisabled(button(element, 'Hold'))).to.be.true;
      button(element, 'Hang up').click();
      expect(lastCommand(phone)).to.deep.equal({ type: 'hangUp', line: 1 });
    });
  }

  it('calls again what was asked for, under the page’s own id, and a caller without one', async () => {
    const { element, phone } = await webphone({
      lastCall: ended({ id: 'a', number: '91005', externalCallId: 'crm-9' }),
      asked: [{ id: 'a', number: '1005', externalCallId: 'deal-7' }],
    });
    button(element, 'Call again').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1005', externalCallId: 'deal-7' });
    phone.set({ lastCall: ended({ id: 'b', number: '1006', externalCallId: 'deal-8' }) });
    await settled(element);
    button(element, 'Call again').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1006', externalCallId: 'deal-8' });
    const theirs = { id: 'c', number: '1007', externalCallId: 'theirs', direction: 'inbound' } as const;
    phone.set({ lastCall: ended(theirs, { by: 'network', cause: 'mediaFailed' }) });
    await settled(element);
    button(element, 'Call again').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1007' });
  });

  it('says why a call failed, calls again, and goes away when closed', async () => {
    const failed = ended({ number: '1005' });
    const { element, phone } = await webphone({ lastCall: failed });
    expect(shownText(element)).to.contain('The line is busy').and.contain('SIP 486');
    for (const name of ['Mute', 'Mute sound', 'Hold', 'Keypad']) expect(isDisabled(button(element, name))).to.be.true;
    button(element, 'Call again').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'call', number: '1005' });
    button(element, 'Close').click();
    await settled(element);
    expect(hasButton(element, 'Call again')).to.be.false;
    expect(field(element)).to.exist;
  });

  it('is back at the keys after a call that ended as calls do', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    phone.pass(65_000);
    const endedAt = new Date(epoch + 65_000).toISOString();
    const { answeredAt } = talking();
    const over = ended({ direction: 'inbound', answeredAt, endedAt }, { cause: 'hangup', statusCode: null });
    phone.set({ line1: null, lastCall: over });
    await settled(element);
    expect(field(element)).to.exist;
    expect(shownText(element)).to.contain('The caller hung up').and.contain('01:05');
  });

  it('tells of a missed call until it is put away', async () => {
    const { element } = await webphone({
      lastCall: ended({ direction: 'inbound', name: 'Lê Minh' }, { cause: 'cancelled', statusCode: null }),
    });
    expect(shownText(element)).to.contain('The caller hung up before you answered').and.contain('Lê Minh');
    button(element, 'Dismiss').click();
    await settled(element);
    expect(shownText(element)).not.to.contain('Lê Minh');
  });
});

describe('an incoming call', () => {
  it('names the caller and the hotline, and can be answered, rejected and silenced', async () => {
    const hotline = { id: '1', type: 'hotline', name: 'CSKH', number: '1900 1234' } as const;
    const { element, phone } = await webphone({ line1: incoming({ hotline }), ring: 'incoming' });
    expect(shownText(element)).to.contain('Trần Thị Thanh Hoa').and.contain('CSKH · 1900 1234');
    button(element, 'Silence').click();
    button(element, 'Reject').click();
    button(element, 'Answer').click();
    expect(phone.executed).to.deep.equal([
      { type: 'silence' },
      { type: 'reject', line: 1 },
      { type: 'answer', line: 1 },
    ]);
  });

  it('tells the screen reader at once', async () => {
    const { element } = await webphone({ line1: incoming({ number: '0912345678' }) });
    const alert = element.shadowRoot?.querySelector('bfc-incoming-call')?.shadowRoot?.querySelector('[role=alert]');
    expect(alert?.textContent).to.equal('Incoming call from Trần Thị Thanh Hoa, 0912345678');
  });

  it('repairs a ring that the browser blocks', async () => {
    const { element, phone } = await webphone({ line1: incoming(), soundBlocked: true });
    expect(shownText(element)).to.contain('The browser blocks the ring');
    button(element, 'Ring').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'unblockSound' });
  });

  it('goes on ringing when the microphone is refused, and says so', async () => {
    const { element } = await webphone({ line1: incoming(), microphoneError: fakeError('MIC_DENIED') });
    expect(shownText(element)).to.contain('The browser blocks the microphone').and.contain('MIC_DENIED');
    expect(isDisabled(button(element, 'Answer'))).to.be.false;
  });

  it('lies over the name of a live call, whose controls stay in reach', async () => {
    const second = incoming({ line: 2, name: 'Lê Minh Tuấn' });
    const { element, phone } = await webphone({ line1: talking(), line2: second, ring: 'waiting' });
    button(element, 'Hold & answer').click();
    button(element, 'Hang up').click();
    button(element, 'Reject').click();
    expect(phone.executed).to.deep.equal([
      { type: 'answer', line: 2 },
      { type: 'hangUp', line: 1 },
      { type: 'reject', line: 2 },
    ]);
    expect(button(element, 'Mute')).to.exist;
  });

  it('is answered by keyboard alone', async () => {
    const { element, phone } = await webphone();
    field(element).focus();
    phone.set({ line1: incoming() });
    await settled(element);
    expect(focused()?.textContent).to.contain('Trần Thị Thanh Hoa');
    await sendKeys({ press: 'Tab' });
    expect(focused()?.textContent).to.contain('Reject');
    await sendKeys({ press: 'Tab' });
    await sendKeys({ press: 'Enter' });
    expect(lastCommand(phone)).to.deep.equal({ type: 'answer', line: 1 });
  });
});

describe('a call in progress', () => {
  it('offers mute, sound and hold, and names what the next press does', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    for (const name of ['Mute', 'Mute sound', 'Hold']) button(element, name).click();
    expect(phone.executedTypes).to.deep.equal(['mute', 'muteSpeaker', 'hold']);
    phone.set({ line1: talking({ muted: true, speakerMuted: true, onHold: true, state: 'held' }) });
    await settled(element);
    for (const name of ['Unmute', 'Unmute sound', 'Resume']) button(element, name).click();
    expect(phone.executedTypes.slice(3)).to.deep.equal(['unmute', 'unmuteSpeaker', 'unhold']);
  });

  it('shows what is under way by a spinner with the same label, and takes no second press', async () => {
    const { element, phone } = await webphone({ line1: talking(), pending: [{ type: 'hold', line: 1 }] });
    button(element, 'Hold').click();
    expect(phone.executed).to.deep.equal([]);
    expect(button(element, 'Hold').getAttribute('aria-busy')).to.equal('true');
  });

  it('counts the seconds, and those on hold', async () => {
    const call = talking();
    const { element, phone } = await webphone({ line1: call });
    phone.pass(61_000);
    await waitUntil(() => shownText(element).includes('01:01'));
    phone.set({ line1: { ...call, onHold: true, state: 'held' } });
    await settled(element);
    phone.pass(42_000);
    const panel = element.shadowRoot?.querySelector('bfc-call-panel')?.shadowRoot;
    await waitUntil(() => panel?.textContent.includes('00:42'));
    // Seen, but not read out each second.
    expect(shownText(element)).to.contain('Caller is waiting').and.not.contain('00:42');
  });

  for (const [what, state, sentence] of [
    ['held by the other', { line1: talking({ heldByRemote: true }) }, 'They put you on hold'],
    ['muted', { line1: talking({ muted: true }) }, 'The caller cannot hear you'],
    ['silent', { line1: talking({ speakerMuted: true }) }, 'You cannot hear the caller'],
    [
      'cut off from the phone system',
      { line1: talking(), connection: { status: 'waiting', retryAt: epoch, error: null } },
      'Your call goes on',
    ],
    [
      'without a microphone, which went away',
      { line1: talking(), microphoneError: { code: 'MIC_MISSING', message: '' } },
      'No microphone found',
    ],
    ['without sound', { line1: talking(), soundBlocked: true }, 'The browser blocks the sound'],
  ] as const) {
    it(`says that it is ${what}`, async () => {
      const { element } = await webphone(state);
      expect(shownText(element)).to.contain(sentence);
      expect(button(element, 'Hang up')).to.exist;
    });
  }

  it('says that the microphone is in another tab, and brings it here', async () => {
    const tabs = { leads: false, count: 2 };
    const { element, phone } = await webphone({ line1: talking(), tabs });
    expect(shownText(element)).to.contain('The microphone is in another tab').and.contain('Mic in another tab');
    await expect(element).to.be.accessible();
    button(element, 'Bring it here').click();
    expect(lastCommand(phone)).to.deep.equal({ type: 'takeHere' });
    phone.set({ tabs: { leads: true, count: 2 } });
    await settled(element);
    expect(shownText(element)).not.to.contain('another tab');
  });

  it('says why a command failed, with the code', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    phone.answer = () => ({ ok: false, error: fakeError('SIP_REJECTED', { statusCode: 488 }) });
    button(element, 'Hold').click();
    await settled(element);
    expect(shownText(element)).to.contain('The phone system refused the request').and.contain('SIP_REJECTED · 488');
  });

  it('sends tones by the keys and by the keyboard, and shows those that were sent', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    button(element, 'Keypad').focus();
    button(element, 'Keypad').click();
    await settled(element);
    button(element, '1').click();
    button(element, 'hash').click();
    await sendKeys({ press: '5' });
    await sendKeys({ press: '*' });
    await settled(element);
    expect(phone.executed).to.deep.equal(['1', '#', '5', '*'].map((tones) => ({ type: 'sendDtmf', tones })));
    expect(shownText(element)).to.contain('Sent 1 # 5 *');
    phone.answer = () => ({ ok: false, error: fakeError('NO_CALL') });
    button(element, '9').click();
    await settled(element);
    expect(shownText(element)).to.contain('There is no call for this').and.contain('NO_CALL');
    phone.answer = () => ({ ok: true, data: null });
    button(element, '0').click();
    await settled(element);
    expect(shownText(element)).to.contain('Sent 1 # 5 * 0');
    button(element, 'Hide keypad').click();
    await settled(element);
    expect(hasButton(element, '1')).to.be.false;
  });

  it('sends no tone while the keys are shut', async () => {
    const { element, phone } = await webphone({ line1: talking() });
    button(element, 'Keypad').focus();
    await sendKeys({ press: '5' });
    expect(phone.executed).to.deep.equal([]);
  });
});

describe('the place of things', () => {
  const states = {
    idle: {},
    dialing: { line1: fakeCall() },
    talking: { line1: talking() },
    held: { line1: talking({ onHold: true, state: 'held' }) },
    failed: { lastCall: ended({}) },
    incoming: { line1: incoming() },
    'no microphone': { microphoneError: fakeError('MIC_DENIED') },
  } as const;

  it('is the same for the main button in every state', async () => {
    const places = new Set<string>();
    for (const state of Object.values(states)) {
      const { element } = await webphone(state);
      const root = element.shadowRoot?.querySelector('.place');
      const panel = root?.firstElementChild?.shadowRoot ?? root;
      const own = panel?.querySelector('.primary')?.getBoundingClientRect();
      const { x, y } = element.getBoundingClientRect();
      places.add(JSON.stringify([(own?.x ?? 0) - x, (own?.y ?? 0) - y, own?.width, own?.height]));
    }
    expect([...places]).to.have.length(1);
  });

  it('does not change for Answer and Reject, or for the keys, when a notice comes', async () => {
    const { element, phone } = await webphone({ line1: incoming(), ring: 'incoming' });
    const before = ['Reject', 'Answer'].map((name) => JSON.stringify(button(element, name).getBoundingClientRect()));
    phone.set({ soundBlocked: true, pending: [{ type: 'answer', line: 1 }] });
    await settled(element);
    expect(
      ['Reject', 'Answer'].map((name) => JSON.stringify(button(element, name).getBoundingClientRect())),
    ).to.deep.equal(before);

    phone.set({ line1: null, pending: [] });
    await settled(element);
    const keys = [button(element, '1'), field(element)].map((each) => each.getBoundingClientRect().y);
    phone.set({ mode: 'inactive' });
    await settled(element);
    expect([button(element, '1'), field(element)].map((each) => each.getBoundingClientRect().y)).to.deep.equal(keys);
  });
});
