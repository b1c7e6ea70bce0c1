import { expect } from '@open-wc/testing';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

describe('two phones on one wire', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    alice = createTestPhone('alice');
    bob = createTestPhone('bob');
    expect(await alice.phone.execute({ type: 'start' })).to.deep.include({ ok: true });
    expect(await bob.phone.execute({ type: 'start' })).to.deep.include({ ok: true });
  });

  afterEach(async () => {
    await alice.phone.execute({ type: 'stop' });
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  async function talk(): Promise<void> {
    expect(await alice.phone.execute({ type: 'call', number: 'bob' })).to.deep.include({ ok: true });
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob rings');
    expect(await bob.phone.execute({ type: 'answer' })).to.deep.include({ ok: true });
    await until(() => alice.phone.state.line1?.state === 'active', 'alice is answered');
  }

  it('registers and says so, in order', () => {
    expect(alice.names()).to.deep.equal(['connected', 'registered']);
    expect(alice.phone.state.registration.status).to.equal('registered');
    expect(alice.phone.state.extension?.number).to.equal('alice');
  });

  it('places, answers and ends a call with one event for each step at both ends', async () => {
    await talk();
    expect(alice.phone.state.ring).to.equal(null);
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    expect(alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callConfirmed', 'callEnded']);
    expect(bob.names().slice(2)).to.deep.equal(['callIncoming', 'callConfirmed', 'callEnded']);
    const [mine, theirs] = [alice.last('callEnded'), bob.last('callEnded')];
    expect(mine?.end).to.include({ by: 'local', cause: 'hangup', text: 'You hung up' });
    expect(theirs?.end).to.include({ by: 'remote', cause: 'hangup', text: 'The caller hung up' });
    expect(mine?.sipCallId).to.be.a('string').and.equal(theirs?.sipCallId);
    expect(JSON.parse(JSON.stringify(mine))).to.deep.equal(structuredClone(mine));
  });

  it('sends another User-Agent as soon as it has one, in a call too', async () => {
    await talk();
    await alice.phone.execute({ type: 'configure', change: { userAgent: 'crm 2' } });
    const before = wire.trace.length;
    await alice.phone.execute({ type: 'hold' });
    const [invite] = wire.trace.slice(before);
    expect(invite)
      .to.match(/^INVITE/)
      .and.contain('User-Agent: crm 2\r\n');
  });

  it('carries the page’s own id for a call to the far side, and calls whom beforeCall chose', async () => {
    const remove = alice.phone.addHooks({ beforeCall: () => ({ number: 'bob', externalCallId: 'deal-8' }) });
    const placed = await alice.phone.execute({ type: 'call', number: '0900', externalCallId: 'deal-7' });
    remove();
    expect(placed).to.have.nested.property('data.externalCallId', 'deal-8');
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob rings');
    expect(bob.last('callIncoming')).to.include({ externalCallId: 'deal-8' });
    expect(bob.phone.state.line1?.headers).to.deep.include({ 'X-External-Call-Id': 'deal-8' });
    expect(alice.last('callOutgoing')?.headers).to.deep.equal({ 'X-External-Call-Id': 'deal-8' });
  });

  it('rings back and rings while nobody has answered', async () => {
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => alice.phone.state.line1?.state === 'ringing', 'alice hears it ring');
    expect(alice.phone.state.ring).to.equal('ringback');
    expect(bob.phone.state.ring).to.equal('incoming');
    await bob.phone.execute({ type: 'silence' });
    expect(bob.phone.state.ring).to.equal(null);
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the CANCEL');
    expect(alice.last('callEnded')?.end).to.include({ by: 'local', cause: 'cancelled' });
    expect(bob.last('callEnded')?.end).to.include({ by: 'remote', cause: 'cancelled' });
    expect(alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callEnded']);
    expect(alice.phone.state.ring).to.equal(null);
  });

  it('tells the loser of a fork that a colleague answered', async () => {
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    wire.rewrite = (message) =>
      message.startsWith('CANCEL')
        ? message.replace('\r\n\r\n', '\r\nReason: SIP;cause=200;text="Call completed elsewhere"\r\n\r\n')
        : message;
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the CANCEL');
    expect(bob.last('callEnded')?.end).to.include({ by: 'remote', cause: 'answeredElsewhere', statusCode: 200 });
  });

  it('declines with 603, which the caller reads as rejected', async () => {
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'hangUp' });
    await until(() => alice.phone.state.line1 === null, 'alice hears the refusal');
    expect(bob.last('callEnded')?.end).to.include({ by: 'local', cause: 'rejected' });
    expect(alice.last('callEnded')?.end).to.include({ by: 'remote', cause: 'rejected', statusCode: 603 });
  });

  it('holds by re-INVITE, tells the other side, and comes back', async () => {
    await talk();
    expect(await alice.phone.execute({ type: 'hold' })).to.deep.include({ ok: true });
    expect(alice.phone.state.line1).to.include({ state: 'held', onHold: true });
    await until(() => bob.phone.state.line1?.heldByRemote, 'bob knows that he is held');
    expect(bob.phone.state.line1?.state).to.equal('active');
    const sent = wire.trace.length;
    expect(await alice.phone.execute({ type: 'hold' }), 'again').to.deep.include({ ok: true });
    expect(wire.trace.length, 'a second hold sends nothing').to.equal(sent);
    expect(await alice.phone.execute({ type: 'unhold' })).to.deep.include({ ok: true });
    expect(alice.phone.state.line1).to.include({ state: 'active', onHold: false });
    await until(() => bob.phone.state.line1?.heldByRemote === false, 'bob is back');
  });

  it('survives both sides holding at the same moment', async () => {
    await talk();
    const [mine, theirs] = await Promise.all([
      alice.phone.execute({ type: 'hold' }),
      bob.phone.execute({ type: 'hold' }),
    ]);
    expect([mine.ok, theirs.ok]).to.deep.equal([true, true]);
    expect(wire.summary()).to.include('491');
    expect([alice.phone.state.line1?.state, bob.phone.state.line1?.state]).to.deep.equal(['held', 'held']);
  });

  it('keeps the call as it was when a hold is refused', async () => {
    await talk();
    wire.script = ({ method }) =>
      method === 'INVITE' ? [{ statusCode: 488, reason: 'Not Acceptable Here' }] : undefined;
    const result = await alice.phone.execute({ type: 'hold' });
    expect(result).to.have.nested.property('error.code', 'SIP_REJECTED');
    expect(result).to.have.nested.property('error.details.statusCode', 488);
    expect(alice.phone.state.line1).to.include({ state: 'active', onHold: false });
    wire.script = () => undefined;
    expect(await alice.phone.execute({ type: 'hold' })).to.deep.include({ ok: true });
  });

  it('ends a call whose dialog the far side has lost', async () => {
    await talk();
    wire.script = ({ method }) => (method === 'INVITE' ? [{ statusCode: 481, reason: 'Gone' }] : undefined);
    await alice.phone.execute({ type: 'hold' });
    await until(() => alice.phone.state.line1 === null, 'the call is over');
    expect(alice.last('callEnded')?.end).to.include({ by: 'network', cause: 'networkLost', statusCode: 481 });
  });

  it('mutes and unmutes without a word on the wire', async () => {
    await talk();
    const sent = wire.trace.length;
    await alice.phone.execute({ type: 'mute' });
    await alice.phone.execute({ type: 'muteSpeaker' });
    expect(alice.phone.state.line1).to.include({ muted: true, speakerMuted: true });
    await alice.phone.execute({ type: 'unmute' });
    await alice.phone.execute({ type: 'unmuteSpeaker' });
    expect(alice.phone.state.line1).to.include({ muted: false, speakerMuted: false });
    expect(wire.trace.length).to.equal(sent);
  });

  it('sends DTMF by INFO where no telephone-event was agreed, in order', async () => {
    // A name nobody knows, of the same length: the Content-Length stays right.
    wire.rewrite = (message) => message.replaceAll('telephone-event', 'telephone-evxnt');
    await talk();
    expect(await alice.phone.execute({ type: 'sendDtmf', tones: '12#' })).to.deep.include({ ok: true });
    const infos = wire.trace.filter((raw) => raw.startsWith('INFO')).map((raw) => /Signal=(.)/.exec(raw)?.[1]);
    expect(infos).to.deep.equal(['1', '2', '#']);
  });

  it('sends DTMF as telephone-events where they were agreed', async () => {
    await talk();
    expect(await alice.phone.execute({ type: 'sendDtmf', tones: '5' })).to.deep.include({ ok: true });
    expect(wire.summary()).not.to.include('INFO');
  });

  it('refuses rubbish as DTMF before anything is sent', async () => {
    await talk();
    const sent = wire.trace.length;
    const result = await alice.phone.execute({ type: 'sendDtmf', tones: '1x' });
    expect(result).to.have.nested.property('error.code', 'INVALID_ARGUMENT');
    expect(wire.trace.length).to.equal(sent);
  });

  it('places one call on a double click', async () => {
    const [first, second] = await Promise.all([
      alice.phone.execute({ type: 'call', number: 'bob' }),
      alice.phone.execute({ type: 'call', number: 'bob' }),
    ]);
    expect(first.ok).to.equal(true);
    expect(second).to.have.nested.property('error.code', 'LINE_BUSY');
    await until(() => bob.phone.state.line1, 'bob rings');
    expect(wire.summary().filter((entry) => entry === 'INVITE')).to.have.length(1);
  });

  it('hands the call id header on, from an INVITE and from a response', async () => {
    wire.rewrite = (message) =>
      /^(INVITE|SIP\/2\.0 180)/.test(message)
        ? message.replace('\r\n', '\r\nX-bizfly-call-center-call-id: cc-42\r\nX-Queue: Hỗ trợ\r\n')
        : message;
    await talk();
    expect(bob.last('callIncoming')).to.include({ callId: 'cc-42' });
    expect(bob.last('callIncoming')?.headers).to.include({
      'X-bizfly-call-center-call-id': 'cc-42',
      'X-Queue': 'Hỗ trợ',
    });
    expect(alice.last('callConfirmed')).to.include({ callId: 'cc-42' });
  });

  it('knows by the INVITE on which of its hotlines somebody calls', async () => {
    const hotline = { id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' } as const;
    await bob.phone.execute({ type: 'stop' });
    bob.account.hotlines = [hotline];
    await bob.phone.execute({ type: 'start' });
    wire.rewrite = (message) =>
      message.startsWith('INVITE')
        ? message.replace('\r\n', '\r\nP-Called-Party-ID: "Tổng đài" <sip:19001234@lab.test;user=phone>\r\n')
        : message;
    await talk();
    expect(bob.last('callIncoming')?.hotline).to.deep.equal(hotline);
  });

  const refusals = [
    { statusCode: 404, cause: 'notFound' },
    { statusCode: 486, cause: 'busy' },
    { statusCode: 600, cause: 'busy' },
    { statusCode: 603, cause: 'rejected' },
    { statusCode: 480, cause: 'unavailable' },
    { statusCode: 408, cause: 'unavailable' },
    { statusCode: 487, cause: 'noAnswer' },
    { statusCode: 488, cause: 'mediaFailed' },
    { statusCode: 500, cause: 'serverError' },
    { statusCode: 503, cause: 'serverError' },
  ];
  for (const { statusCode, cause } of refusals) {
    it(`ends with ${cause} on ${statusCode}, in a sentence, and the next call works`, async () => {
      wire.script = ({ method }) => (method === 'INVITE' ? [{ statusCode }] : undefined);
      await alice.phone.execute({ type: 'call', number: 'bob' });
      await until(() => alice.last('callEnded'), 'the call is over');
      expect(alice.last('callEnded')?.end).to.include({ by: 'remote', cause, statusCode, reason: 'Because' });
      expect(alice.last('callEnded')?.end?.text).to.match(/^[A-Z].{4,}/);
      expect(alice.names().slice(2)).to.deep.equal(['callOutgoing', 'callEnded']);
      wire.script = () => undefined;
      await talk();
    });
  }

  it('calls it no answer when the far side rang before it gave up', async () => {
    wire.script = ({ method }) => (method === 'INVITE' ? [{ statusCode: 180 }, { statusCode: 480 }] : undefined);
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => alice.last('callEnded'), 'the call is over');
    expect(alice.last('callEnded')?.end).to.include({ cause: 'noAnswer', statusCode: 480 });
  });

  for (const mode of ['outgoing', 'inactive'] as const) {
    it(`answers 480 without ringing in mode ${mode}`, async () => {
      await bob.phone.execute({ type: 'setMode', mode });
      await alice.phone.execute({ type: 'call', number: 'bob' });
      await until(() => alice.last('callEnded'), 'alice is refused');
      expect(alice.last('callEnded')?.end).to.include({ statusCode: 480 });
      expect(wire.summary()).not.to.include('180');
      expect(bob.names()).not.to.include('callIncoming');
    });
  }

  it('forbids calls in mode inactive', async () => {
    await alice.phone.execute({ type: 'setMode', mode: 'inactive' });
    const result = await alice.phone.execute({ type: 'call', number: 'bob' });
    expect(result).to.have.nested.property('error.code', 'MODE_FORBIDS');
  });

  it('hangs up what it placed when the phone stops, and is gone from the registrar', async () => {
    await talk();
    await alice.phone.execute({ type: 'stop' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    expect(alice.names().slice(4)).to.deep.equal(['callEnded', 'unregistered', 'disconnected']);
    expect(wire.trace.filter((raw) => raw.startsWith('REGISTER')).at(-1)).to.match(/^Expires: 0\r$/m);
    expect(alice.phone.state.status).to.equal('stopped');
  });

  it('writes no password and no Authorization into the log, an event or the state', async () => {
    await talk();
    await alice.phone.execute({ type: 'hangUp' });
    const everything = JSON.stringify([alice.logged, alice.events, alice.phone.state]);
    expect(everything).not.to.include('pw-alice');
    expect(everything).not.to.match(/authorization: digest/i);
  });
});
