import { expect } from '@open-wc/testing';
import { PhoneError, type ErrorCode } from '../../src/phone/errors.js';
import type { Call } from '../../src/phone/call.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';

describe('calls and what may go wrong with them', () => {
  let bench: Bench;

  beforeEach(async () => {
    bench = createBench();
    await bench.phone.execute({ type: 'start' });
    bench.events.length = 0;
    bench.sip.asked.length = 0;
  });

  const microphone: ErrorCode[] = ['MIC_DENIED', 'MIC_MISSING', 'MIC_INSECURE', 'MIC_POLICY'];
  for (const code of microphone) {
    it(`places no call on ${code}: no event, the line free, and the next one works`, async () => {
      bench.media.opens = () => Promise.reject(new PhoneError(code));
      const result = await bench.phone.execute({ type: 'call', number: '0912 345 678' });
      expect(result).to.have.nested.property('error.code', code);
      expect(bench.phone.state.line1).to.equal(null);
      expect(bench.phone.state.microphoneError?.code).to.equal(code);
      expect(bench.phone.state.microphoneError?.message).to.have.length.above(10);
      expect(bench.events).to.deep.equal([]);
      expect(bench.sip.asked).to.deep.equal([]);
      bench.media.opens = () => Promise.resolve();
      expect((await bench.phone.execute({ type: 'call', number: '0912 345 678' })).ok).to.equal(true);
      expect(bench.sip.asked).to.deep.equal(['invite 0912345678']);
      expect(bench.phone.state.microphoneError).to.equal(null);
    });
  }

  it('goes on ringing when the microphone is refused at the answer', async () => {
    bench.sip.rings();
    bench.media.opens = () => Promise.reject(new PhoneError('MIC_DENIED'));
    expect(await bench.phone.execute({ type: 'answer' })).to.have.nested.property('error.code', 'MIC_DENIED');
    expect(bench.phone.state.line1?.state).to.equal('ringing');
    bench.media.opens = () => Promise.resolve();
    expect((await bench.phone.execute({ type: 'answer' })).ok).to.equal(true);
    expect(bench.events).to.deep.equal(['callIncoming', 'callConfirmed']);
  });

  it('remembers which call a refused microphone has cost, and asks for the microphone without placing any', async () => {
    const call = { number: '0912345678', externalCallId: 'crm-7' };
    const lost = (): unknown => bench.phone.state.microphoneError?.details?.call;
    bench.media.opens = () => Promise.reject(new PhoneError('MIC_DENIED'));
    await bench.phone.execute({ type: 'call', ...call });
    expect(lost()).to.deep.equal(call);
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    expect(lost(), 'an answer costs no call').to.equal(undefined);
    await bench.phone.execute({ type: 'reject' });
    bench.sip.asked.length = 0;
    expect(await bench.phone.execute({ type: 'tryMicrophone' })).to.have.nested.property('error.code', 'MIC_DENIED');
    bench.media.opens = () => Promise.resolve();
    expect(await bench.phone.execute({ type: 'tryMicrophone' })).to.deep.equal({ ok: true, data: null });
    expect(bench.phone.state.microphoneError).to.equal(null);
    expect(bench.media.isOpen, 'no call needs it').to.equal(false);
    expect(bench.sip.asked).to.deep.equal([]);
  });

  it('asks for the microphone only when a call needs it, and lets go of it after', async () => {
    expect(bench.media.isOpen).to.equal(false);
    bench.sip.rings();
    expect(bench.media.isOpen).to.equal(false);
    await bench.phone.execute({ type: 'answer' });
    expect(bench.media.isOpen).to.equal(true);
    await bench.phone.execute({ type: 'hangUp' });
    expect(bench.media.isOpen).to.equal(false);
  });

  it('lets the agent hang up before the INVITE has left, without a word to the page', async () => {
    let open = (): void => undefined;
    bench.media.opens = () => new Promise((resolve) => (open = resolve));
    const placed = bench.phone.execute({ type: 'call', number: '1002' });
    await settle();
    expect((await bench.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    open();
    expect(await placed).to.have.nested.property('error.code', 'CANCELLED');
    expect(bench.sip.asked).not.to.include('invite 1002');
    expect(bench.events).to.deep.equal([]);
    expect(bench.media.isOpen, 'the microphone that came too late is closed').to.equal(false);
  });

  it('takes a microphone that came too late for no trouble with it', async () => {
    bench.media.opens = () => Promise.reject(new PhoneError('CANCELLED'));
    expect(await bench.phone.execute({ type: 'call', number: '1002' })).to.have.nested.property(
      'error.code',
      'CANCELLED',
    );
    expect(bench.phone.state.microphoneError).to.equal(null);
    expect(bench.phone.state.line1).to.equal(null);
  });

  it('tells the page nothing of a call whose INVITE could not leave', async () => {
    bench.sip.invites = () => Promise.reject(new PhoneError('NOT_CONNECTED'));
    const result = await bench.phone.execute({ type: 'call', number: '1002' });
    expect(result).to.have.nested.property('error.code', 'NOT_CONNECTED');
    expect(bench.phone.state.line1).to.equal(null);
    expect(bench.events).to.deep.equal([]);
  });

  it('has the state in force before it tells of it, and callEnded last and once', async () => {
    const seen: [string, string | undefined][] = [];
    bench.phone.on('callOutgoing', () => seen.push(['callOutgoing', bench.phone.state.line1?.state]));
    bench.phone.on('callConfirmed', () => seen.push(['callConfirmed', bench.phone.state.line1?.state]));
    bench.phone.on('callEnded', (call) => seen.push(['callEnded', call.state]));
    await bench.phone.execute({ type: 'call', number: '1002' });
    const id = bench.phone.state.line1?.id ?? '';
    bench.sip.tell({ type: 'ringing', id });
    bench.sip.tell({ type: 'accepted', id });
    await bench.phone.execute({ type: 'hangUp' });
    const end = { by: 'remote', how: 'bye', statusCode: null, reason: null, reasonHeader: null } as const;
    bench.sip.tell({ type: 'ended', id, ...end });
    bench.sip.tell({ type: 'accepted', id });
    expect(seen).to.deep.equal([
      ['callOutgoing', 'dialing'],
      ['callConfirmed', 'active'],
      ['callEnded', 'ended'],
    ]);
  });

  it('counts ringing and talking in whole seconds', async () => {
    await bench.phone.execute({ type: 'call', number: '1002' });
    const id = bench.phone.state.line1?.id ?? '';
    await bench.clock.pass(4400);
    bench.sip.tell({ type: 'accepted', id });
    await bench.clock.pass(63_000);
    await bench.phone.execute({ type: 'hangUp' });
    const ended = bench.data.at(-1)?.data as Call;
    expect(ended).to.include({ ringDuration: 4, duration: 63, state: 'ended' });
    expect(Date.parse(ended.endedAt ?? '') - Date.parse(ended.answeredAt ?? '')).to.equal(63_000);
  });

  it('is not stopped by a listener that throws', async () => {
    let heard = 0;
    bench.phone.on('callIncoming', () => {
      throw new Error('the page is broken');
    });
    bench.phone.on('callIncoming', () => (heard += 1));
    bench.phone.subscribe(() => {
      throw new Error('this one too');
    });
    bench.sip.rings();
    expect(heard).to.equal(1);
    expect((await bench.phone.execute({ type: 'answer' })).ok).to.equal(true);
  });

  it('keeps the order for everybody when a listener gives a command', async () => {
    const order: string[] = [];
    bench.phone.on('callIncoming', () => void bench.phone.execute({ type: 'reject' }));
    bench.phone.on('callIncoming', () => order.push('incoming'));
    bench.phone.on('callEnded', () => order.push('ended'));
    bench.sip.rings();
    await settle();
    expect(order).to.deep.equal(['incoming', 'ended']);
  });

  it('is quiet towards the caller from the press on hold, and open again when the hold fails', async () => {
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    let refuse = (): void => undefined;
    bench.sip.holds = () =>
      new Promise((_, reject) => (refuse = () => reject(new PhoneError('SIP_REJECTED', { statusCode: 488 }))));
    const held = bench.phone.execute({ type: 'hold' });
    await settle();
    expect(bench.media.asked.at(-1)).to.equal('held true');
    expect(bench.phone.state.line1?.onHold, 'nothing is shown before it is true').to.equal(false);
    expect(bench.phone.state.pending).to.deep.equal([{ type: 'hold', line: 1 }]);
    refuse();
    expect(await held).to.have.nested.property('error.code', 'SIP_REJECTED');
    expect(bench.media.asked.at(-1)).to.equal('held false');
    expect(bench.phone.state.pending).to.deep.equal([]);
  });

  it('tries a hold again after a 491, and gives up after a few', async () => {
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    let glares = 1;
    bench.sip.holds = () =>
      glares-- > 0 ? Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 491 })) : Promise.resolve();
    const held = bench.phone.execute({ type: 'hold' });
    await bench.clock.pass(4000);
    expect((await held).ok).to.equal(true);
    glares = Infinity;
    const unheld = bench.phone.execute({ type: 'unhold' });
    await bench.clock.pass(20_000);
    expect(await unheld).to.have.nested.property('error.details.statusCode', 491);
    expect(bench.phone.state.line1?.onHold).to.equal(true);
  });

  it('queues hold and unhold of one call, and lets hang-up pass them', async () => {
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    bench.sip.asked.length = 0;
    bench.sip.holds = () => new Promise(() => undefined);
    const held = bench.phone.execute({ type: 'hold' });
    void bench.phone.execute({ type: 'unhold' });
    await settle();
    expect(bench.sip.asked).to.deep.equal(['hold']);
    expect((await bench.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    expect(bench.phone.state.line1).to.equal(null);
    void held;
  });

  it('sends pauses between INFO tones by the clock', async () => {
    bench.media.telephoneEvents = false;
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    bench.sip.asked.length = 0;
    const sent = bench.phone.execute({ type: 'sendDtmf', tones: '1,2' });
    await settle();
    expect(bench.sip.asked).to.deep.equal(['info 1']);
    await bench.clock.pass(2000);
    expect((await sent).ok).to.equal(true);
    expect(bench.sip.asked).to.deep.equal(['info 1', 'info 2']);
  });

  it('ends a call without sound after 30 s, and forgives a shorter gap', async () => {
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    bench.media.tell({ type: 'connectionChanged', id: 'in-1', status: 'disconnected' });
    await bench.clock.pass(20_000);
    bench.media.tell({ type: 'connectionChanged', id: 'in-1', status: 'connected' });
    await bench.clock.pass(20_000);
    expect(bench.phone.state.line1?.state).to.equal('active');
    bench.media.tell({ type: 'connectionChanged', id: 'in-1', status: 'failed' });
    await bench.clock.pass(30_000);
    expect((bench.data.find(({ name }) => name === 'callEnded')?.data as Call).end).to.include({
      by: 'network',
      cause: 'mediaFailed',
    });
    const alerts = bench.data
      .filter(({ name }) => name === 'alerts')
      .map(({ data }) => (data as { code: string }).code);
    expect(alerts).to.deep.equal(['MEDIA_LOST', 'MEDIA_LOST_RECOVERED', 'MEDIA_LOST', 'MEDIA_LOST_RECOVERED']);
  });

  it('no longer warns of a microphone that is gone when the last call has ended, and still says why there is none', async () => {
    const codes = (): readonly string[] =>
      bench.data.filter(({ name }) => name === 'alerts').map(({ data }) => (data as { code: string }).code);
    const end = { by: 'remote', how: 'bye', statusCode: null, reason: null, reasonHeader: null } as const;
    bench.sip.rings('in-1');
    await bench.phone.execute({ type: 'answer' });
    bench.sip.rings('in-2');
    await bench.phone.execute({ type: 'answer' });
    bench.media.tell({ type: 'microphoneLost', reason: new PhoneError('MIC_MISSING') });
    bench.sip.tell({ type: 'ended', id: 'in-1', ...end });
    await settle();
    expect(codes()).to.deep.equal(['MICROPHONE_LOST']);
    bench.sip.tell({ type: 'ended', id: 'in-2', ...end });
    await settle();
    expect(codes()).to.deep.equal(['MICROPHONE_LOST', 'MICROPHONE_LOST_RECOVERED']);
    expect(bench.phone.state.microphoneError?.code).to.equal('MIC_MISSING');
    bench.media.tell({ type: 'microphoneBack' });
    expect(codes()).to.have.length(2);
  });

  it('rings for an incoming call until its cause is gone, and stays silent when told', async () => {
    bench.sip.rings();
    expect(bench.media.sounding).to.equal('ringtone');
    await bench.phone.execute({ type: 'silence' });
    expect(bench.media.sounding).to.equal(null);
    await bench.phone.execute({ type: 'reject' });
    bench.sip.rings('in-2');
    expect(bench.media.sounding, 'the next call rings again').to.equal('ringtone');
    const reasonHeader = { cause: 200, text: 'Call completed elsewhere' };
    bench.sip.tell({
      type: 'ended',
      id: 'in-2',
      by: 'remote',
      how: 'cancel',
      statusCode: null,
      reason: null,
      reasonHeader,
    });
    expect(bench.media.sounding).to.equal(null);
    expect((bench.data.at(-1)?.data as Call).end).to.include({ cause: 'answeredElsewhere' });
  });

  it('rings aloud for two callers at once, until each is silenced or gone', async () => {
    bench.sip.rings('in-1');
    bench.sip.rings('in-2');
    expect(bench.media.sounding).to.equal('ringtone');
    await bench.phone.execute({ type: 'silence' });
    expect(bench.media.sounding, 'the agent wants silence').to.equal(null);
    await bench.phone.execute({ type: 'reject', line: 1 });
    expect(bench.media.sounding, 'from both').to.equal(null);
    bench.sip.rings('in-3');
    expect(bench.media.sounding, 'who calls after that is heard').to.equal('ringtone');
    await bench.phone.execute({ type: 'answer', line: 2 });
    expect(bench.media.sounding, 'softly, beside a call').to.equal('waiting');
    expect(bench.phone.state.ring).to.equal('waiting');
  });

  it('plays ring-back only until the far side sends its own sound', async () => {
    await bench.phone.execute({ type: 'call', number: '1002' });
    const id = bench.phone.state.line1?.id ?? '';
    bench.sip.tell({ type: 'ringing', id });
    expect(bench.media.sounding).to.equal('ringback');
    bench.sip.tell({ type: 'earlyMedia', id });
    expect(bench.phone.state.line1?.state).to.equal('early');
    expect(bench.media.sounding).to.equal(null);
  });

  it('speaks the language the agent chose, from the next sentence on', async () => {
    await bench.phone.execute({ type: 'setLanguage', lang: 'vi' });
    await bench.phone.execute({ type: 'call', number: '1002' });
    const id = bench.phone.state.line1?.id ?? '';
    bench.sip.tell({
      type: 'ended',
      id,
      by: 'remote',
      how: 'response',
      statusCode: 486,
      reason: 'Busy Here',
      reasonHeader: null,
    });
    expect((bench.data.at(-1)?.data as Call).end).to.include({ cause: 'busy', text: 'Khách hàng đang bận' });
  });

  it('answers every command on a stopped phone with NOT_STARTED', async () => {
    await bench.phone.execute({ type: 'stop' });
    for (const type of ['answer', 'hangUp', 'hold', 'unhold', 'mute', 'register', 'unregister'] as const) {
      expect(await bench.phone.execute({ type }), type).to.have.nested.property('error.code', 'NOT_STARTED');
    }
  });
});
