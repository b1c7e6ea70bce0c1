/** RFC 4475 and thousands of broken messages, sent to a phone that talks: the call must not notice. */
import { expect } from '@open-wc/testing';
import { heapUsed } from '../support/heap.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { pick, seeded } from '../support/random.js';
import { addressedTo, tortureMessages } from '../support/rfc4475/messages.js';
import { estranged, mutated } from '../support/rfc4475/mutations.js';
import { TimerBook } from '../support/timer-book.js';
import { until } from '../support/until.js';

const mutationCount = 5000;
const batch = 250;
const warmUp = 4 * batch;
const seed = 4475;
/** 64 × T1: how long a transaction remembers (RFC 3261 §17), and a little. */
const transactionMs = 33_000;
/** Bytes that may stay; all the messages together are ten times as much. */
const flat = 1_000_000;

describe('a phone that talks, under torture', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;
  let timers: TimerBook;
  let accidents: string[];
  /** Of alice's calls before the torture. */
  let endedBefore: number;
  let probes: number;
  const { random: unseeded } = Math;
  const onError = ({ message }: ErrorEvent): void => void accidents.push(message);
  const onRejection = ({ reason }: PromiseRejectionEvent): void => void accidents.push(String(reason));

  beforeEach(async () => {
    // The runner's own socket has to be there before the wire takes the place of `WebSocket`.
    await heapUsed();
    // SIP.js makes its tags, branches and Call-IDs with it: the same seed, the same messages.
    Math.random = seeded(seed);
    wire = new LoopbackSip();
    timers = new TimerBook();
    accidents = [];
    endedBefore = probes = 0;
    window.addEventListener('error', onError);
    window.addEventListener('unhandledrejection', onRejection);
    wire.install();
    alice = createTestPhone('alice');
    bob = createTestPhone('bob');
    for (const { phone } of [alice, bob]) expect(await phone.execute({ type: 'start' })).to.deep.include({ ok: true });
  });

  afterEach(async () => {
    timers.uninstall();
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'stop' });
    wire.uninstall();
    Math.random = unseeded;
    window.removeEventListener('error', onError);
    window.removeEventListener('unhandledrejection', onRejection);
  });

  async function talk(): Promise<void> {
    expect(await alice.phone.execute({ type: 'call', number: 'bob' })).to.deep.include({ ok: true });
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob rings');
    expect(await bob.phone.execute({ type: 'answer' })).to.deep.include({ ok: true });
    await until(() => alice.phone.state.line1?.state === 'active', 'alice is answered');
  }

  /** A hold of each side: re-INVITEs and 200s of both directions. */
  async function holdBothWays(): Promise<void> {
    for (const { phone } of [alice, bob]) {
      expect(await phone.execute({ type: 'hold', line: 1 })).to.deep.include({ ok: true });
      expect(await phone.execute({ type: 'unhold', line: 1 })).to.deep.include({ ok: true });
    }
  }

  /** Gives the messages to alice and waits until she answers a question that came behind them. */
  async function pour(messages: readonly string[]): Promise<void> {
    for (const message of messages) wire.inject('alice', message);
    const callId = `probe-${++probes}`;
    const question = [
      'OPTIONS sip:alice@lab.test SIP/2.0',
      `Via: SIP/2.0/WS probe.invalid;branch=z9hG4bK${callId}`,
      'Max-Forwards: 70',
      'From: <sip:probe@lab.test>;tag=p',
      'To: <sip:alice@lab.test>',
      `Call-ID: ${callId}`,
      'CSeq: 1 OPTIONS',
      'Content-Length: 0',
    ];
    wire.inject('alice', `${question.join('\r\n')}\r\n\r\n`);
    const answered = (raw: string): boolean => raw.startsWith('SIP/2.0 200') && raw.includes(`Call-ID: ${callId}\r`);
    await until(() => wire.trace.some(answered), `alice answers ${callId}`);
  }

  /** Strangers' INVITEs may ring: what does is declined. */
  async function declineStrangers(): Promise<void> {
    while (alice.phone.state.line2) {
      await alice.phone.execute({ type: 'reject', line: 2 });
      await until(() => alice.phone.state.line2 === null, 'the stranger is gone');
    }
  }

  function live(): unknown[] {
    return [alice, bob].map(({ phone }) => {
      const call = phone.state.line1;
      return call && [call.id, call.sipCallId, call.state, call.onHold, call.heldByRemote, call.muted];
    });
  }

  /** The runner's own timers are not for the book. */
  async function uncounted<T>(run: () => Promise<T>): Promise<T> {
    timers.uninstall();
    const result = await run();
    timers.install();
    return result;
  }

  const count = (name: string): number => alice.names().filter((each) => each === name).length;

  /** What must hold after any torture; ends the call. */
  async function provesUnharmed(before: unknown[], eventsBefore: number): Promise<void> {
    const id = alice.phone.state.line1?.id;
    await declineStrangers();
    expect(accidents, 'nothing was thrown').to.deep.equal([]);
    expect(live(), 'the call is as it was').to.deep.equal(before);
    const ofTheCall = alice.events.slice(eventsBefore).filter(({ data }) => 'id' in data && data.id === id);
    expect(ofTheCall, 'nothing was told of the call').to.deep.equal([]);
    expect(alice.phone.state.registration.status).to.equal('registered');
    expect(count('disconnected')).to.equal(0);
    expect(count('callIncoming'), 'every stranger that rang has gone').to.equal(count('callEnded') - endedBefore);
    await holdBothWays();
    await alice.phone.execute({ type: 'hangUp', line: 1 });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    expect(alice.last('callEnded')?.end).to.include({ by: 'local', cause: 'hangup' });
    expect(bob.last('callEnded')?.end).to.include({ by: 'remote', cause: 'hangup' });
    expect(accidents, 'nothing was thrown at the end').to.deep.equal([]);
  }

  it('does not notice the 49 messages of RFC 4475', async () => {
    const messages = await tortureMessages();
    expect(new Set(messages.map(({ latin1 }) => latin1)).size).to.equal(49);
    await talk();
    const before = live();
    const eventsBefore = alice.events.length;
    for (const { utf8, latin1 } of messages) {
      // As they stand, with every byte kept, and again to alice herself: most stop at "no such user" otherwise.
      await pour([utf8, latin1, addressedTo('sip:alice@lab.test', utf8)]);
    }
    expect(wire.summary(), 'some were understood and refused').to.include('404').and.to.include('405');
    await provesUnharmed(before, eventsBefore);
  });

  it(`does not notice ${mutationCount} broken messages, and keeps nothing of them (seed ${seed})`, async function () {
    this.timeout(60_000);
    const random = seeded(seed);
    const torture = (await tortureMessages()).flatMap(({ latin1 }) => [
      latin1,
      addressedTo('sip:alice@lab.test', latin1),
    ]);
    // A call before of either side, for a BYE of it to break.
    for (const { phone } of [alice, bob]) {
      await talk();
      await phone.execute({ type: 'hangUp' });
      await until(() => !alice.phone.state.line1 && !bob.phone.state.line1, 'the call before is over');
    }
    endedBefore = 2;
    await talk();
    await holdBothWays();
    const { sipCallId } = alice.phone.state.line1 ?? {};
    const acks = (): readonly string[] =>
      wire.trace.filter((raw) => raw.startsWith('ACK') && raw.includes(`Call-ID: ${sipCallId}\r`));
    await until(() => acks().length === 5, 'nothing is on its way any more');
    const requests = wire.trace.filter((raw) => /^(INVITE|BYE|ACK)/.test(raw));
    // The BYEs are the earlier calls': one of this very call is what an attacker would send.
    const ofThisCall = requests.filter((raw) => raw.startsWith('INVITE') && raw.includes(`Call-ID: ${sipCallId}\r`));
    expect(ofThisCall).to.have.length(5);
    const byes = ofThisCall.map((raw) => raw.replace(/^INVITE/, 'BYE').replace(/^(CSeq: \d+) INVITE/m, '$1 BYE'));
    const responses = wire.trace.filter((raw) => /^SIP\/2\.0 (180|200)/.test(raw));
    const strange = [...requests, ...byes]
      .map((raw) => raw.replace(/^(INVITE|BYE|ACK) \S+/, '$1 sip:alice@lab.test'))
      .concat(responses);
    const sources = [
      () => pick(random, torture),
      (serial: number) => estranged(random, pick(random, strange), serial),
      // A response that is its request's own has nothing left to say, broken or not.
      () => pick(random, responses),
    ];

    const before = live();
    const eventsBefore = alice.events.length;
    let heapBefore = 0;
    timers.install();
    for (let sent = 0; sent < mutationCount; sent += batch) {
      const messages = Array.from({ length: batch }, (_, i) => mutated(random, pick(random, sources)(sent + i)));
      await pour(messages);
      await declineStrangers();
      expect(live(), `the call after ${sent + batch} messages`).to.deep.equal(before);
      wire.trace.length = alice.logged.length = bob.logged.length = 0;
      // What transactions remember they forget by their timers; nothing else waits for anything.
      // Shorter ones are the phones' own: a keep-alive whose time is up at once would find every socket dead.
      timers.runDown(5_000, transactionMs);
      // By then the page has what it builds up but once, and the journals of the report for helpers are full.
      if (heapBefore === 0 && sent >= warmUp) heapBefore = await uncounted(heapUsed);
    }
    // The registration's refresh is the phones' own; a keep-alive in the air is answered soon.
    const left = (): readonly number[] => timers.open(5_000).filter((ms) => ms < 200_000 || ms > 300_000);
    await until(() => left().length === 0, 'no timer is left behind by broken messages').catch((error: unknown) => {
      throw new Error(`${String(error)}: ${left().join(', ')}`, { cause: error });
    });
    expect(await uncounted(heapUsed), 'bytes that are kept').to.be.lessThan(heapBefore + flat);
    timers.uninstall();
    await provesUnharmed(before, eventsBefore);
  });
});
