/** What nobody answers: a request that vanishes must not keep a call, a far side or memory for ever. */
import { expect } from '@open-wc/testing';
import { aliceCalls, clearHostileBench, createHostileBench, type HostileBench } from '../support/hostile-bench.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { TimerBook } from '../support/timer-book.js';
import { until } from '../support/until.js';

/** 64 × T1 (RFC 3261 §17.1), ms. */
const transaction = 32_000;

describe('a request that nobody answers', () => {
  let bench: HostileBench;
  let timers: TimerBook;

  beforeEach(async () => {
    timers = new TimerBook();
    timers.install();
    bench = await createHostileBench();
  });
  afterEach(async () => {
    timers.uninstall();
    await clearHostileBench(bench);
  });

  it('is the end of a call: nothing came back to its INVITE', async () => {
    await aliceCalls(bench);
    timers.runDown(transaction - 1000, transaction + 1000);
    await until(() => bench.alice.last('callEnded'), 'the agent is told');
    expect(bench.alice.last('callEnded')?.end).to.include({ by: 'network' });
    expect(bench.alice.phone.state.line1).to.equal(null);
  });

  it('keeps nothing of a call that was called off: nobody answers the CANCEL', async () => {
    const call = await aliceCalls(bench);
    call.respond('180 Ringing');
    await until(() => bench.alice.phone.state.line1?.state === 'ringing', 'it rings');
    expect((await bench.alice.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    await bench.bob.request('CANCEL');
    expect(bench.alice.sdp.live).to.equal(1);
    await bench.alice.sessionClock.pass(transaction);
    expect(bench.alice.sdp.live).to.equal(0);
  });
});

describe('a BYE into a socket that was dead already', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;

  beforeEach(async () => {
    wire = new LoopbackSip();
    wire.install();
    [alice, bob] = [createTestPhone('alice'), createTestPhone('bob')];
    for (const { phone } of [alice, bob]) expect((await phone.execute({ type: 'start' })).ok).to.equal(true);
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1, 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'they talk');
  });
  afterEach(async () => {
    for (const { phone } of [alice, bob]) await phone.execute({ type: 'stop' });
    wire.uninstall();
  });

  const byes = (): readonly string[] => wire.trace.filter((raw) => raw.startsWith('BYE'));

  it('goes again by the next socket', async () => {
    wire.freeze('bob');
    expect((await bob.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    expect(byes()).to.deep.equal([]);
    wire.fail('bob');
    await until(() => alice.phone.state.line1 === null, 'alice is told');
    expect(alice.last('callEnded')?.end).to.include({ by: 'remote', cause: 'hangup' });
    expect(byes()).to.have.length(1);
  });

  it('goes once where it was heard', async () => {
    expect((await bob.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    await until(() => alice.phone.state.line1 === null, 'alice is told');
    // The wire keeps the order: with the answer to this, bob has hers.
    expect((await bob.phone.execute({ type: 'call', number: 'nobody' })).ok).to.equal(true);
    await until(() => bob.last('callEnded')?.end?.cause === 'notFound', 'bob has heard of both');
    wire.fail('bob');
    await until(() => bob.names().filter((name) => name === 'registered').length === 2, 'bob is back');
    expect(byes()).to.have.length(1);
  });
});
