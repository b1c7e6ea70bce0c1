/** The socket dies while a request inside a call is on its way: nothing waits half a minute for its answer. */
import { expect } from '@open-wc/testing';
import { SimulatedKeeper } from '../../src/simulator/page.js';
import { LoopbackSip, type ParsedRequest } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

/** Less than 64 × T1 = 32 s, after which SIP.js itself gives a request up (RFC 3261 §17.1.1.2). */
const soon = 8_000;

describe('a socket that dies with a request on its way', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;
  let reloaded: TestPhone | null;
  let keeper: SimulatedKeeper;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    keeper = new SimulatedKeeper();
    alice = createTestPhone('alice', {}, keeper);
    bob = createTestPhone('bob');
    reloaded = null;
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
  });

  afterEach(async () => {
    wire.script = () => undefined;
    for (const phone of [reloaded ?? alice, bob]) await phone.phone.execute({ type: 'stop' });
    alice.kill();
    wire.uninstall();
  });

  /** The first request of that kind vanishes, and the socket of who sent it dies with it. */
  function loseWith(user: string, kind: (request: ParsedRequest) => boolean): { readonly isLost: boolean } {
    const fate = { isLost: false };
    wire.script = (request) => {
      if (fate.isLost || !kind(request)) return undefined;
      fate.isLost = true;
      wire.fail(user);
      return 'drop';
    };
    return fate;
  }

  const isBack = ({ phone }: TestPhone): Promise<unknown> =>
    until(
      () => phone.state.recovering.length === 0 && phone.state.registration.status === 'registered',
      'the call is back',
      soon,
    );

  const isBackAgain = async (who: TestPhone): Promise<void> => {
    const registered = (): number => who.names().filter((name) => name === 'registered').length;
    await until(() => registered() === 2, 'registered by another socket');
    await isBack(who);
  };

  const reinvites = (request: ParsedRequest): boolean =>
    request.method === 'INVITE' && /;tag=/.test(request.header('To') ?? '');

  it('holds all the same, by the next socket', async () => {
    const fate = loseWith('alice', reinvites);
    const hold = alice.phone.execute({ type: 'hold' });
    await until(() => fate.isLost, 'the hold is lost');
    await until(() => bob.phone.state.line1?.heldByRemote, 'bob is held', soon);
    expect(await hold).to.deep.include({ ok: true });
    await isBack(alice);
    expect(alice.phone.state.line1).to.include({ state: 'held', onHold: true });
    expect(await alice.phone.execute({ type: 'unhold' })).to.deep.include({ ok: true });
    await until(() => bob.phone.state.line1?.heldByRemote === false, 'off hold');
  });

  it('brings the call back when the socket dies again while it is being brought back', async () => {
    wire.fail('alice');
    const fate = loseWith('alice', reinvites);
    await until(() => fate.isLost, 'the second socket dies, too');
    await isBack(alice);
    expect(alice.phone.state.line1?.state).to.equal('active');
    expect(bob.phone.state.line1?.state).to.equal('active');
    expect(await bob.phone.execute({ type: 'hold' }), 'and the far side is not refused').to.deep.include({ ok: true });
  });

  it('takes a re-INVITE over a new socket whose sender could not acknowledge the one before', async () => {
    const fate = loseWith('bob', ({ method }) => method === 'ACK');
    await bob.phone.execute({ type: 'hold' });
    await until(() => fate.isLost, 'the ACK is lost');
    const from = wire.trace.length;
    await isBackAgain(bob);
    const refused = wire.trace.slice(from).filter((raw) => /^SIP\/2\.0 (491|500)/.test(raw));
    expect(refused).to.deep.equal([]);
    expect(bob.phone.state.line1?.onHold).to.equal(true);
    expect(alice.phone.state.line1?.heldByRemote).to.equal(true);
  });

  it('asks by a new socket although the ACK to an answer of ours never came', async () => {
    let from = 0;
    wire.script = ({ method }) => {
      if (from > 0 || method !== 'ACK') return undefined;
      from = wire.trace.length;
      wire.fail('alice');
      return 'drop';
    };
    await bob.phone.execute({ type: 'hold' });
    await until(() => from > 0, 'the ACK is lost, and the socket of who waits for it');
    await isBackAgain(alice);
    expect(wire.trace.slice(from).filter(isReinvite), 'alice told where she is').to.have.length.at.least(1);
    expect(alice.phone.state.line1?.heldByRemote).to.equal(true);
    expect(await alice.phone.execute({ type: 'hangUp' })).to.deep.include({ ok: true });
    await until(() => bob.phone.state.line1 === null, 'and bob is found');
  });

  it('says that a transfer did not leave, and the caller is with the agent again', async () => {
    const fate = loseWith('alice', ({ method }) => method === 'REFER');
    const transfer = alice.phone.execute({ type: 'transfer', number: 'carol' });
    await until(() => fate.isLost, 'the REFER is lost');
    expect(await transfer).to.have.nested.property('error.code', 'NETWORK');
    await isBack(alice);
    await until(() => alice.phone.state.line1?.state === 'active', 'off hold', soon);
    await until(() => bob.phone.state.line1?.heldByRemote === false, 'bob is off hold', soon);
  });

  it('goes on ringing out when the socket dies again while the call is placed again', async () => {
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'nobody talks');
    const before = bob.names().length;
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => alice.phone.state.line1?.state === 'ringing', 'it rings');
    const placed = alice.phone.state.line1;
    wire.fail('alice');
    const fate = loseWith('alice', ({ method, header }) => method === 'INVITE' && header('Replaces') !== undefined);
    await until(() => fate.isLost, 'the second socket dies, too');
    await isBack(alice);
    await until(() => alice.phone.state.line1?.state === 'ringing' && bob.phone.state.line1, 'it rings again', soon);
    expect(alice.phone.state.line1?.id).to.equal(placed?.id);
    expect(await bob.phone.execute({ type: 'answer' })).to.deep.include({ ok: true });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk', soon);
    expect(bob.phone.state.line2, 'nothing rings on').to.equal(null);
    await alice.phone.execute({ type: 'hangUp' });
    await until(() => bob.phone.state.line1 === null, 'the one call is over');
    expect(bob.names().slice(before)).to.include('callConfirmed');
  });

  it('takes the call back to a new page whose first socket dies in the middle of it', async () => {
    const fate = loseWith('alice', ({ method, header }) => method === 'INVITE' && header('Replaces') !== undefined);
    alice.page.leaves();
    wire.cut('alice');
    alice.kill();
    reloaded = createTestPhone('alice', {}, keeper);
    void reloaded.phone.execute({ type: 'start' });
    await until(() => fate.isLost, 'the INVITE with Replaces is lost');
    await isBack(reloaded);
    expect(reloaded.phone.state.line1?.state).to.equal('active');
    expect(bob.names()).to.not.include('callEnded');
  });
});

function isReinvite(raw: string): boolean {
  return raw.startsWith('INVITE') && /^To: .*;tag=/m.test(raw);
}
