import { expect } from '@open-wc/testing';
import { SimulatedKeeper } from '../../src/simulator/page.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { PeerWatch } from '../support/peer-watch.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

describe('a page that is reloaded in a call', () => {
  let wire: LoopbackSip;
  let peers: PeerWatch;
  let keeper: SimulatedKeeper;
  let alice: TestPhone;
  let bob: TestPhone;
  let reloaded: TestPhone | null;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    peers = new PeerWatch();
    peers.install();
    keeper = new SimulatedKeeper();
    alice = createTestPhone('alice', {}, keeper);
    bob = createTestPhone('bob');
    reloaded = null;
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
  });

  afterEach(async () => {
    for (const phone of [reloaded, bob]) await phone?.phone.execute({ type: 'stop' });
    alice.kill();
    wire.uninstall();
    peers.uninstall();
  });

  async function talk(): Promise<void> {
    await alice.phone.execute({ type: 'call', number: 'bob', externalCallId: 'crm-7' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
  }

  /** The page goes without a word, and comes again. */
  async function reload(): Promise<TestPhone> {
    alice.page.leaves();
    wire.cut('alice');
    alice.kill();
    reloaded = createTestPhone('alice', {}, keeper);
    await reloaded.phone.execute({ type: 'start' });
    return reloaded;
  }

  const isBack = (phone: TestPhone): Promise<unknown> =>
    until(() => phone.phone.state.recovering.length === 0, 'nothing is being brought back');

  it('takes the call back, with its id, its times and its sound', async () => {
    await talk();
    const before = alice.phone.state.line1;
    const theirs = bob.phone.state.line1;
    const again = await reload();
    await isBack(again);
    const after = again.phone.state.line1;
    expect(after).to.include({
      state: 'active',
      id: before?.id,
      startedAt: before?.startedAt,
      externalCallId: 'crm-7',
    });
    expect(after?.answeredAt).to.equal(before?.answeredAt);
    expect(again.names(), 'nothing new for the page').to.not.include.members(['callOutgoing', 'callConfirmed']);
    expect(bob.phone.state.line1).to.include({ state: 'active', id: theirs?.id });
    expect(bob.names(), 'nothing ended at the far side').to.not.include('callEnded');
    await peers.everybodyHears(2);
    await bob.phone.execute({ type: 'hangUp' });
    await until(() => again.phone.state.line1 === null, 'their BYE arrives');
    expect(again.names().filter((name) => name === 'callEnded')).to.have.length(1);
    expect(keeper.kept.size, 'nothing is kept of it').to.equal(0);
  });

  it('asks a far side to wait that asks for the call before it is back: "no such call" would end it there', async () => {
    await talk();
    const theirs = bob.phone.state.line1;
    // His re-INVITE over a new socket is there before ours with Replaces.
    const isTakeover = (raw: string): boolean => raw.startsWith('INVITE') && /^Replaces:/m.test(raw);
    let cameTooEarly = false;
    wire.script = ({ raw }) => {
      if (!isTakeover(raw) || cameTooEarly) return undefined;
      cameTooEarly = true;
      wire.fail('bob');
      return [{ statusCode: 480 }];
    };
    const again = await reload();
    await until(() => wire.summary().includes('491'), 'bob is asked to wait');
    await isBack(again);
    await until(() => bob.phone.state.recovering.length === 0, 'bob is back, too');
    expect(again.phone.state.line1?.state).to.equal('active');
    expect(bob.phone.state.line1).to.include({ state: 'active', id: theirs?.id });
    expect(bob.names(), 'nothing ended at the far side').to.not.include('callEnded');
  });

  it('keeps hold and mute as they were', async () => {
    await talk();
    await alice.phone.execute({ type: 'mute' });
    await alice.phone.execute({ type: 'hold' });
    const again = await reload();
    await isBack(again);
    expect(again.phone.state.line1).to.include({ state: 'held', onHold: true, muted: true });
    expect(bob.phone.state.line1).to.include({ heldByRemote: true });
    expect((await again.phone.execute({ type: 'unhold' })).ok).to.equal(true);
    await until(() => bob.phone.state.line1?.heldByRemote === false, 'off hold');
    await peers.everybodyHears(2);
  });

  it('is still held by who held it', async () => {
    await talk();
    await bob.phone.execute({ type: 'hold' });
    await until(() => alice.phone.state.line1?.heldByRemote, 'alice is held');
    const again = await reload();
    await isBack(again);
    expect(again.phone.state.line1).to.include({ state: 'active', heldByRemote: true });
    expect(bob.phone.state.line1).to.include({ state: 'held', onHold: true });
    await bob.phone.execute({ type: 'unhold' });
    await until(() => again.phone.state.line1?.heldByRemote === false, 'off hold');
  });

  it('takes an answered call back on the side that was called', async () => {
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1, 'alice rings');
    await alice.phone.execute({ type: 'answer' });
    await until(() => bob.phone.state.line1?.state === 'active', 'they talk');
    const again = await reload();
    await isBack(again);
    expect(again.phone.state.line1).to.include({ state: 'active', direction: 'inbound', number: 'bob' });
    await again.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'bob hears the BYE');
    expect(bob.last('callEnded')?.end).to.include({ by: 'remote', cause: 'hangup' });
  });

  it('rings again, and can be answered', async () => {
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1, 'alice rings');
    const { id } = alice.phone.state.line1 ?? {};
    const again = await reload();
    await isBack(again);
    expect(again.phone.state.line1).to.include({ id, state: 'ringing' });
    expect(again.phone.state.ring).to.equal('incoming');
    expect((await again.phone.execute({ type: 'answer' })).ok).to.equal(true);
    await until(() => bob.phone.state.line1?.state === 'active', 'they talk');
    await peers.everybodyHears(2);
  });

  it('rings again, and can be declined', async () => {
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1, 'alice rings');
    const again = await reload();
    await isBack(again);
    await again.phone.execute({ type: 'reject' });
    await until(() => bob.phone.state.line1 === null, 'bob hears it');
    expect(bob.last('callEnded')?.end).to.include({ cause: 'rejected' });
  });

  it('does not ring for a caller who has given up', async () => {
    await bob.phone.execute({ type: 'call', number: 'alice' });
    await until(() => alice.phone.state.line1, 'alice rings');
    alice.page.leaves();
    wire.cut('alice');
    alice.kill();
    await bob.phone.execute({ type: 'hangUp' });
    reloaded = createTestPhone('alice', {}, keeper);
    await reloaded.phone.execute({ type: 'start' });
    await until(() => reloaded?.phone.state.line1 === null, 'it stops');
    expect(reloaded.last('callEnded')?.end?.cause).to.be.oneOf(['networkLost', 'cancelled']);
    expect(reloaded.phone.state.ring).to.equal(null);
  });

  it('places a call again that was still ringing', async () => {
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => alice.phone.state.line1?.state === 'ringing', 'it rings');
    const before = alice.phone.state.line1;
    const again = await reload();
    await isBack(again);
    expect(bob.names()).to.include('callEnded');
    await until(() => bob.phone.state.line1, 'bob rings again');
    expect(again.phone.state.line1).to.include({ id: before?.id, startedAt: before?.startedAt });
    await bob.phone.execute({ type: 'answer' });
    await until(() => again.phone.state.line1?.state === 'active', 'they talk');
    expect(again.names()).to.include('callConfirmed').and.not.include('callOutgoing');
    await peers.everybodyHears(2);
  });

  it('is over when the far side has hung up meanwhile', async () => {
    await talk();
    alice.page.leaves();
    wire.cut('alice');
    alice.kill();
    await bob.phone.execute({ type: 'hangUp' });
    reloaded = createTestPhone('alice', {}, keeper);
    await reloaded.phone.execute({ type: 'start' });
    await until(() => reloaded?.phone.state.line1 === null, 'it is over');
    expect(reloaded.last('callEnded')?.end).to.include({ by: 'network', cause: 'networkLost', statusCode: 481 });
    expect(keeper.refused.size, 'that is no refusal').to.equal(0);
  });

  it('remembers a far side that gives nothing back, and hangs up on leaving from then on', async () => {
    await talk();
    wire.script = ({ method, header }) =>
      method === 'INVITE' && header('Replaces') ? [{ statusCode: 420, reason: 'Bad Extension' }] : undefined;
    const again = await reload();
    await until(() => again.phone.state.line1 === null, 'it is over');
    expect(again.last('callEnded')?.end).to.include({ cause: 'networkLost', statusCode: 420 });
    const alerts = again.events
      .filter(({ name }) => name === 'alerts')
      .map(({ data }) => (data as { code: string }).code);
    expect(alerts).to.include('TAKEOVER_REFUSED');
    expect([...keeper.refused]).to.deep.equal(['sip:alice@lab.test']);
    await bob.phone.execute({ type: 'hangUp' });
    await again.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => again.phone.state.line1?.state === 'active', 'they talk');
    again.page.leaves();
    await until(() => bob.phone.state.line1 === null, 'the page hangs up when it goes');
  });

  it('hangs up for good what the agent ends before it is back', async () => {
    await talk();
    alice.page.leaves();
    wire.cut('alice');
    alice.kill();
    wire.accepts = false;
    reloaded = createTestPhone('alice', {}, keeper);
    await reloaded.phone.execute({ type: 'start' });
    expect((await reloaded.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    wire.accepts = true;
    await reloaded.phone.execute({ type: 'retryNow' });
    await until(() => bob.phone.state.line1 === null, 'bob hears of it');
  });
});

describe('an INVITE with Replaces from whoever', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;
  let ids: { readonly callId: string; readonly from: string; readonly to: string };

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    alice = createTestPhone('alice');
    bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
    const ack = wire.trace.find((message) => message.startsWith('ACK')) ?? '';
    const read = (pattern: RegExp): string => pattern.exec(ack)?.[1] ?? '';
    ids = { callId: read(/^Call-ID: (.*)$/m), from: read(/^From:.*;tag=(.*)$/m), to: read(/^To:.*;tag=(.*)$/m) };
  });

  afterEach(async () => {
    await alice.phone.execute({ type: 'stop' });
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  /** Bob's answer to such an INVITE. */
  async function replace(from: string, replaces: string, ...headers: string[]): Promise<string> {
    const callId = crypto.randomUUID();
    const lines = [
      'INVITE sip:bob-contact@lab.test SIP/2.0',
      `Via: SIP/2.0/WS stranger.invalid;branch=z9hG4bK${callId}`,
      'Max-Forwards: 70',
      `From: <${from}>;tag=stranger`,
      'To: <sip:bob@lab.test>',
      `Call-ID: ${callId}`,
      'CSeq: 1 INVITE',
      'Contact: <sip:stranger@stranger.invalid>',
      `Replaces: ${replaces}`,
      ...headers,
      'Content-Length: 0',
    ];
    wire.inject('bob', `${lines.join('\r\n')}\r\n\r\n`);
    const answer = await until(
      () => wire.trace.find((message) => /^SIP\/2\.0 [2-6]/.test(message) && message.includes(callId)),
      'bob answers',
    );
    return answer?.slice(8, 11) ?? '';
  }

  const whole = (): string => `${ids.callId};to-tag=${ids.to};from-tag=${ids.from}`;

  for (const [what, from, replaces, headers, status] of [
    ['another user', 'sip:mallory@lab.test', whole, [], '403'],
    ['the same user of another domain', 'sip:alice@evil.test', whole, [], '403'],
    ['another user, sent by a third', 'sip:mallory@lab.test', whole, ['Referred-By: <sip:eve@lab.test>'], '403'],
    ['a wrong to-tag', 'sip:alice@lab.test', () => `${ids.callId};to-tag=x;from-tag=${ids.from}`, [], '481'],
    ['a wrong from-tag', 'sip:alice@lab.test', () => `${ids.callId};to-tag=${ids.to};from-tag=x`, [], '481'],
    [
      'tags the wrong way round',
      'sip:alice@lab.test',
      () => `${ids.callId};to-tag=${ids.from};from-tag=${ids.to}`,
      [],
      '481',
    ],
    ['another Call-ID', 'sip:alice@lab.test', () => `x;to-tag=${ids.to};from-tag=${ids.from}`, [], '481'],
  ] as const) {
    it(`is refused with ${status}, and changes nothing: ${what}`, async () => {
      const { id } = bob.phone.state.line1 ?? {};
      const heard = bob.names().length;
      expect(await replace(from, replaces(), ...headers)).to.equal(status);
      expect(bob.phone.state.line1).to.include({ id, state: 'active' });
      expect(bob.phone.state.line2).to.equal(null);
      expect(bob.names()).to.have.length(heard);
      expect((await bob.phone.execute({ type: 'hold' })).ok, 'the call goes on').to.equal(true);
    });
  }
});
