import { expect } from '@open-wc/testing';
import { PhoneError } from '../../src/phone/errors.js';
import type { Alert } from '../../src/phone/events.js';
import { SimulatedKeeper } from '../../src/simulator/page.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { settle } from '../support/fake-clock.js';
import { never } from '../support/never.js';

const alertsOf = (bench: Bench): readonly string[] =>
  bench.data.filter(({ name }) => name === 'alerts').map(({ data }) => (data as Alert).code);

const count = (bench: Bench, what: string): number => bench.sip.asked.filter((asked) => asked === what).length;

async function inCall(bench: Bench): Promise<void> {
  await bench.phone.execute({ type: 'start' });
  bench.sip.rings();
  await bench.phone.execute({ type: 'answer' });
  bench.sip.asked.length = 0;
}

describe('the keep-alive', () => {
  let bench: Bench;
  beforeEach(() => (bench = createBench()));

  it('asks the server every 4 s, and as long as it answers nothing happens', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.asked.length = 0;
    await bench.clock.pass(60_000);
    expect(bench.sip.asked).to.deep.equal(Array<string>(15).fill('probe'));
  });

  it('finds a frozen socket within 10 s and takes a new one', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.probes = never;
    const { registers } = bench.sip;
    bench.sip.registers = never;
    await bench.clock.pass(9_000);
    expect(bench.events.filter((name) => name === 'disconnected')).to.have.length(1);
    bench.sip.probes = () => Promise.resolve();
    bench.sip.registers = registers;
    await bench.clock.pass(5_000);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('asks by REGISTER where the server leaves OPTIONS unanswered, and takes that for life', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.probes = never;
    await bench.clock.pass(30_000);
    expect(bench.events).to.not.include('disconnected');
    expect(count(bench, 'probe'), 'asked once').to.equal(1);
    expect(count(bench, 'register')).to.be.greaterThan(5);
  });

  describe('of a phone that is not registered, on a server that leaves OPTIONS unanswered', () => {
    beforeEach(() => {
      bench = createBench({ register: false });
      bench.sip.probes = (by) => (by === 'OPTIONS' ? never() : Promise.resolve());
    });

    it('asks by a REGISTER that binds nothing, and takes the answer for life', async () => {
      await bench.phone.execute({ type: 'start' });
      await bench.clock.pass(120_000);
      expect(bench.events).to.deep.equal(['connected']);
      expect(count(bench, 'register')).to.equal(0);
      expect(count(bench, 'probe by REGISTER')).to.be.greaterThan(20);
    });

    it('finds a socket that freezes within 10 s', async () => {
      await bench.phone.execute({ type: 'start' });
      await bench.clock.pass(20_000);
      bench.sip.probes = never;
      await bench.clock.pass(10_000);
      expect(bench.events).to.include('disconnected');
    });

    it('leaves a server alone that answers neither: a new socket would be as silent', async () => {
      bench.sip.probes = never;
      await bench.phone.execute({ type: 'start' });
      await bench.clock.pass(120_000);
      expect(bench.events).to.deep.equal(['connected']);
    });

    it('is the same after unregister()', async () => {
      bench = createBench();
      bench.sip.probes = never;
      await bench.phone.execute({ type: 'start' });
      await bench.clock.pass(30_000);
      await bench.phone.execute({ type: 'unregister' });
      await bench.clock.pass(60_000);
      expect(bench.events).to.deep.equal(['connected', 'registered', 'unregistered']);
    });
  });

  it('asks at once when the page wakes, and within 5 s is on a new socket where the old one is dead', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.probes = never;
    let registers = 0;
    bench.sip.registers = () => (registers++ === 0 ? never() : Promise.resolve(300));
    bench.page.wakes();
    await bench.clock.pass(5_000);
    expect(bench.phone.state.connection.status).to.equal('connected');
    expect(bench.phone.state.registration.status).to.equal('registered');
    expect(bench.events.filter((name) => name === 'registered')).to.have.length(2);
  });

  it('does not wait for the next try when the network is back', async () => {
    bench.sip.connects = () => Promise.reject(new PhoneError('NETWORK'));
    await bench.phone.execute({ type: 'start' });
    await bench.clock.pass(20_000);
    expect(bench.phone.state.connection.status).to.equal('waiting');
    bench.sip.connects = () => Promise.resolve();
    bench.page.wakes({ networkChanged: true });
    await bench.clock.pass(0);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('takes a new socket at once after the machine slept', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.asked.length = 0;
    bench.clock.sleep(600_000);
    await bench.clock.pass(0);
    expect(bench.sip.asked.slice(0, 3)).to.deep.equal(['disconnect', 'connect wss://a.test/ws', 'register']);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('leaves no timer behind', async () => {
    await bench.phone.execute({ type: 'start' });
    await bench.phone.execute({ type: 'stop' });
    expect(bench.clock.waiting).to.equal(0);
  });
});

describe('bringing a call back after its socket', () => {
  let bench: Bench;
  beforeEach(() => (bench = createBench()));

  it('tells the far side over the new socket, and the agent what is going on', async () => {
    await inCall(bench);
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    expect(bench.phone.state.recovering).to.have.length(1);
    await bench.clock.pass(0);
    expect(bench.sip.asked).to.deep.equal(['connect wss://a.test/ws', 'register', 'refresh']);
    expect(bench.phone.state.recovering).to.deep.equal([]);
    expect(alertsOf(bench)).to.include.members(['CALL_INTERRUPTED', 'CALL_INTERRUPTED_RECOVERED']);
  });

  it('tries again where nothing comes back, and leaves a refused re-INVITE alone', async () => {
    await inCall(bench);
    let tries = 0;
    bench.sip.refreshes = () =>
      ++tries < 3
        ? Promise.reject(new PhoneError('TIMEOUT'))
        : Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 488 }));
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(60_000);
    expect(tries).to.equal(3);
    expect(bench.phone.state.line1?.state).to.equal('active');
    expect(bench.phone.state.recovering).to.deep.equal([]);
  });

  it('asks again where the far side cannot be reached yet: it may have hung up and could not say so', async () => {
    await inCall(bench);
    let tries = 0;
    bench.sip.refreshes = () =>
      ++tries < 4 ? Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 477 })) : Promise.resolve();
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(0);
    expect(bench.phone.state.recovering, 'its sound may well go on').to.deep.equal([]);
    await bench.clock.pass(60_000);
    expect(tries).to.equal(4);
    expect(bench.phone.state.line1?.state).to.equal('active');
  });

  it('stops asking after a minute, and when the call is over', async () => {
    await inCall(bench);
    bench.sip.refreshes = () => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 477 }));
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(90_000);
    const asked = count(bench, 'refresh');
    await bench.clock.pass(90_000);
    expect(count(bench, 'refresh')).to.equal(asked);
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(0);
    await bench.phone.execute({ type: 'hangUp' });
    const before = count(bench, 'refresh');
    await bench.clock.pass(90_000);
    expect(count(bench, 'refresh')).to.equal(before);
  });

  it('ends with the dialog that the far side does not know any more', async () => {
    await inCall(bench);
    bench.sip.refreshes = (id) => {
      const end = { by: 'network', how: 'lost', statusCode: 481, reason: null, reasonHeader: null } as const;
      bench.sip.tell({ type: 'ended', id, ...end });
      return Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 481 }));
    };
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(0);
    expect(bench.phone.state.lastCall?.end).to.include({ cause: 'networkLost', statusCode: 481 });
    expect(bench.phone.state.recovering).to.deep.equal([]);
    await bench.clock.pass(60_000);
    expect(bench.events.filter((name) => name === 'callEnded')).to.have.length(1);
  });

  it('lets a hold wait until the call is back, and a hang-up not', async () => {
    await inCall(bench);
    bench.sip.connects = never;
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    const held = bench.phone.execute({ type: 'hold' });
    await settle();
    expect(bench.sip.asked).to.not.include('hold');
    expect((await bench.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
    expect((await held).ok).to.equal(false);
    expect(bench.sip.asked).to.include('hangUp');
  });

  it('asks every 3 s whether the caller still rings, as his CANCEL would go to the old socket', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.rings();
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(0);
    bench.sip.asked.length = 0;
    await bench.clock.pass(9_000);
    expect(count(bench, 'refresh')).to.equal(3);
    await bench.phone.execute({ type: 'answer' });
    bench.sip.asked.length = 0;
    await bench.clock.pass(9_000);
    expect(count(bench, 'refresh')).to.equal(0);
  });

  it('rings on and is answered at once, though the caller who is asked for says nothing', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.rings();
    bench.sip.refreshes = never;
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(7_000);
    expect(count(bench, 'refresh'), 'asked for again and again').to.equal(3);
    expect(bench.phone.state.recovering).to.deep.equal([]);
    let result: unknown;
    void bench.phone.execute({ type: 'answer' }).then(({ ok }) => (result = ok));
    await bench.clock.pass(0);
    expect(result).to.equal(true);
  });

  it('gives up after a minute in which the server was there', async () => {
    const keeper = new SimulatedKeeper();
    await keepCall(keeper);
    bench = createBench({}, keeper);
    bench.sip.takesBack = () => Promise.reject(new PhoneError('SERVER', { statusCode: 503 }));
    await bench.phone.execute({ type: 'start' });
    expect(bench.phone.state.line1?.state).to.equal('active');
    await bench.clock.pass(75_000);
    expect(bench.phone.state.lastCall?.end?.cause).to.equal('networkLost');
  });
});

/** What a page in a call leaves behind. */
async function keepCall(keeper: SimulatedKeeper): Promise<void> {
  const page = createBench({}, keeper);
  page.sip.handovers = () => ({
    phase: 'answered',
    sipCallId: 'sip-1',
    localTag: 'a',
    remoteTag: 'b',
    remoteUri: 'sip:0912345678@pbx.test',
    targets: ['sip:1001@pbx.test'],
  });
  await inCall(page);
  await page.phone.execute({ type: 'mute' });
  page.page.leaves();
}

describe('a call that comes out of the socket when the machine wakes', () => {
  const calls = (bench: Bench): readonly string[] => bench.events.filter((name) => name.startsWith('call'));

  async function wakesWith(refreshes: () => Promise<void>): Promise<Bench> {
    const bench = createBench();
    await bench.phone.execute({ type: 'start' });
    bench.sip.refreshes = refreshes;
    bench.clock.sleep(10 * 60_000);
    bench.sip.rings();
    expect(bench.phone.state.line1, 'nothing rings before he was asked').to.equal(null);
    return bench;
  }

  it('is a missed call where the caller is gone, and never rings', async () => {
    const bench = await wakesWith(() => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 481 })));
    await settle();
    await bench.clock.pass(0);
    await settle();
    expect(bench.phone.state.registration.status).to.equal('registered');
    expect(calls(bench)).to.deep.equal(['callIncoming', 'callEnded']);
    expect(bench.phone.state.lastCall?.end).to.include({ by: 'remote', cause: 'cancelled' });
    expect(bench.phone.state.line1).to.equal(null);
  });

  it('rings where he is still there, and where nobody says', async () => {
    const there = await wakesWith(() => Promise.resolve());
    await there.clock.pass(0);
    await settle();
    expect(there.phone.state.line1).to.include({ state: 'ringing' });
    const unsaid = await wakesWith(never);
    await unsaid.clock.pass(5_000);
    await settle();
    expect(unsaid.phone.state.line1).to.include({ state: 'ringing' });
  });
});

describe('a page that comes after one with a call', () => {
  let keeper: SimulatedKeeper;
  beforeEach(async () => {
    keeper = new SimulatedKeeper();
    await keepCall(keeper);
  });

  it('shows the call before it is back, takes it back once registered, and tells no event of it', async () => {
    const bench = createBench({}, keeper);
    bench.sip.takesBack = never;
    await bench.phone.execute({ type: 'start' });
    expect(bench.phone.state.line1).to.include({ state: 'active', muted: true, number: '0912345678' });
    expect(bench.phone.state.recovering).to.have.length(1);
    expect(bench.sip.asked.at(-1)).to.equal('take back answered');
    expect(bench.media.asked).to.include('muted true');
    expect(bench.events.filter((name) => name.startsWith('call'))).to.deep.equal([]);
  });

  it('forgets what was kept more than five minutes ago', async () => {
    const bench = createBench({}, keeper);
    bench.clock.sleep(6 * 60_000);
    await bench.phone.execute({ type: 'start' });
    expect(bench.phone.state.line1).to.equal(null);
  });

  it('ends a call that rang too long ago as a missed one', async () => {
    const before = new SimulatedKeeper();
    const page = createBench({}, before);
    page.sip.handovers = () => ({ phase: 'incoming', invite: 'INVITE' });
    await page.phone.execute({ type: 'start' });
    page.sip.rings();
    page.page.leaves();
    const bench = createBench({}, before);
    bench.clock.sleep(61_000);
    await bench.phone.execute({ type: 'start' });
    expect(bench.phone.state.line1).to.equal(null);
    expect(bench.events.filter((name) => name.startsWith('call'))).to.deep.equal(['callEnded']);
    expect(bench.phone.state.lastCall?.end).to.include({ cause: 'noAnswer' });
    expect(bench.account.recorded).to.have.length(1);
    expect(before.kept.size).to.equal(0);
  });

  it('keeps a call of another account apart', async () => {
    const sip = { uri: 'sip:1002@pbx.test', password: 'secret', servers: ['wss://a.test/ws'] };
    const bench = createBench({ sip }, keeper);
    await bench.phone.execute({ type: 'start' });
    expect(bench.phone.state.line1).to.equal(null);
  });

  it('hangs up on leaving where the page asks for that', async () => {
    const bench = createBench({ onPageLeave: 'hangup' });
    await inCall(bench);
    bench.page.leaves();
    expect(bench.sip.asked).to.include('hangUp');
    expect(bench.phone.state.line1).to.equal(null);
  });

  it('tells the far side when the agent hangs up before the server is there', async () => {
    const bench = createBench({}, keeper);
    bench.sip.registers = never;
    void bench.phone.execute({ type: 'start' });
    await settle();
    await bench.phone.execute({ type: 'hangUp' });
    bench.sip.registers = () => Promise.resolve(300);
    await bench.clock.pass(60_000);
    expect(bench.sip.asked).to.include('let go answered').and.not.include('take back answered');
    expect(bench.events.filter((name) => name === 'callEnded')).to.have.length(1);
    expect(keeper.kept.size).to.equal(0);
  });

  it('ends what it has just brought back when the agent hangs up meanwhile: nobody takes one call twice', async () => {
    const bench = createBench({}, keeper);
    let isBack: () => void = () => undefined;
    bench.sip.takesBack = () => new Promise((resolve) => (isBack = resolve));
    await bench.phone.execute({ type: 'start' });
    await bench.phone.execute({ type: 'hangUp' });
    bench.sip.asked.length = 0;
    isBack();
    await settle();
    expect(bench.sip.asked).to.deep.equal(['hangUp']);
    expect(bench.phone.state.recovering).to.deep.equal([]);
    expect(bench.events.filter((name) => name === 'callEnded')).to.have.length(1);
  });

  it('lets go of a call, again and again, when the agent hangs up and it could not be brought back', async () => {
    const bench = createBench({}, keeper);
    let fails: (error: Error) => void = () => undefined;
    bench.sip.takesBack = () => new Promise((_, reject) => (fails = reject));
    await bench.phone.execute({ type: 'start' });
    await bench.phone.execute({ type: 'hangUp' });
    let tries = 0;
    bench.sip.letsGo = () =>
      ++tries < 3 ? Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 480 })) : Promise.resolve();
    fails(new PhoneError('TIMEOUT'));
    await bench.clock.pass(60_000);
    expect(tries).to.equal(3);
  });
});

describe('a path for the audio that is lost', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = createBench();
    await inCall(bench);
  });

  const status = (value: 'connected' | 'disconnected' | 'failed'): void =>
    bench.media.tell({ type: 'connectionChanged', id: 'in-1', status: value });

  it('is left to ICE for 3 s, then looked for', async () => {
    status('disconnected');
    await bench.clock.pass(2_999);
    expect(count(bench, 'restart ice')).to.equal(0);
    await bench.clock.pass(1);
    expect(count(bench, 'restart ice')).to.equal(1);
    status('connected');
    await bench.clock.pass(60_000);
    expect(count(bench, 'restart ice')).to.equal(1);
    expect(bench.phone.state.line1?.state).to.equal('active');
  });

  it('is looked for at once where ICE has failed, again with growing pauses, one search at a time', async () => {
    status('disconnected');
    status('failed');
    await bench.clock.pass(0);
    expect(count(bench, 'restart ice')).to.equal(1);
    await bench.clock.pass(29_000);
    expect(count(bench, 'restart ice')).to.be.within(5, 9);
    await bench.clock.pass(1_000);
    expect(bench.phone.state.lastCall?.end?.cause).to.equal('mediaFailed');
    const asked = count(bench, 'restart ice');
    await bench.clock.pass(60_000);
    expect(count(bench, 'restart ice')).to.equal(asked);
  });

  it('is looked for at once when the network changes', async () => {
    bench.page.wakes({ networkChanged: true });
    await bench.clock.pass(0);
    expect(count(bench, 'restart ice')).to.equal(1);
  });
});
