import { expect } from '@open-wc/testing';
import { PhoneError } from '../../src/phone/errors.js';
import { nextRetry, refreshAfter } from '../../src/phone/reconnect.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { never } from '../support/never.js';

const refused = (): Promise<never> => Promise.reject(new PhoneError('NETWORK', { hint: 'refused' }));

describe('connecting and registering', () => {
  let bench: Bench;

  beforeEach(() => {
    bench = createBench();
  });

  it('connects to the first server and registers once', async () => {
    const result = await bench.phone.execute({ type: 'start' });
    expect(result.ok).to.equal(true);
    expect(bench.sip.asked).to.deep.equal(['connect wss://a.test/ws', 'register']);
    expect(bench.events).to.deep.equal(['connected', 'registered']);
    expect(bench.phone.state).to.have.nested.property('registration.status', 'registered');
  });

  it('starts once however often it is asked', async () => {
    const results = await Promise.all([bench.phone.execute({ type: 'start' }), bench.phone.execute({ type: 'start' })]);
    expect(results.map(({ ok }) => ok)).to.deep.equal([true, true]);
    expect((await bench.phone.execute({ type: 'start' })).ok).to.equal(true);
    expect(bench.sip.asked).to.deep.equal(['connect wss://a.test/ws', 'register']);
  });

  it('only connects with register: false, and registers when asked', async () => {
    bench = createBench({ register: false });
    await bench.phone.execute({ type: 'start' });
    expect(bench.events).to.deep.equal(['connected']);
    expect(await bench.phone.execute({ type: 'call', number: '1002' })).to.have.nested.property(
      'error.code',
      'NOT_REGISTERED',
    );
    await bench.phone.execute({ type: 'register' });
    expect(bench.events).to.deep.equal(['connected', 'registered']);
    await bench.phone.execute({ type: 'unregister' });
    expect(bench.events).to.deep.equal(['connected', 'registered', 'unregistered']);
    expect(bench.phone.state.connection.status).to.equal('connected');
  });

  it('fails for good on a wrong password: nothing keeps running, and starting again works', async () => {
    bench.sip.registers = () => Promise.reject(new PhoneError('AUTH_FAILED', { statusCode: 401 }));
    const result = await bench.phone.execute({ type: 'start' });
    expect(result).to.have.nested.property('error.code', 'AUTH_FAILED');
    expect(result)
      .to.have.nested.property('error.message')
      .that.matches(/Wrong account or password/);
    expect(bench.events).to.deep.equal(['connected', 'registrationFailed', 'disconnected']);
    expect(bench.phone.state).to.include({ status: 'stopped' });
    expect(bench.phone.state.registration.error?.code).to.equal('AUTH_FAILED');
    expect(bench.clock.waiting, 'no timer is left').to.equal(0);
    bench.sip.registers = () => Promise.resolve(300);
    expect((await bench.phone.execute({ type: 'start' })).ok).to.equal(true);
  });

  it('tries the next server at once when one refuses', async () => {
    bench.sip.connects = (server) => (server.includes('//a.') ? refused() : Promise.resolve());
    expect((await bench.phone.execute({ type: 'start' })).ok).to.equal(true);
    expect(bench.sip.asked.filter((entry) => entry.startsWith('connect'))).to.deep.equal([
      'connect wss://a.test/ws',
      'connect wss://b.test/ws',
    ]);
  });

  it('says NETWORK after the first pass and goes on trying', async () => {
    bench.sip.connects = refused;
    const result = await bench.phone.execute({ type: 'start' });
    expect(result).to.have.nested.property('error.code', 'NETWORK');
    expect(result).to.have.nested.property('error.details.retrying', true);
    expect(bench.phone.state.connection).to.include({ status: 'waiting', retryAt: bench.clock.now() + 1000 });
    await bench.clock.pass(1000);
    expect(bench.phone.state.connection.retryAt).to.equal(bench.clock.now() + 2000);
    bench.sip.connects = () => Promise.resolve();
    await bench.clock.pass(2000);
    expect(bench.phone.state.registration.status).to.equal('registered');
    expect(bench.events).to.deep.equal(['alerts', 'alerts', 'connected', 'registered']);
    expect(
      bench.data.filter(({ name }) => name === 'alerts').map(({ data }) => (data as { code: string }).code),
    ).to.deep.equal(['CONNECTION_LOST', 'CONNECTION_LOST_RECOVERED']);
  });

  it('does not wait when the agent says now', async () => {
    bench.sip.connects = refused;
    await bench.phone.execute({ type: 'start' });
    bench.sip.connects = () => Promise.resolve();
    await bench.phone.execute({ type: 'retryNow' });
    await settle();
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('takes a new socket when a REGISTER is not answered in 3 s', async () => {
    let tries = 0;
    bench.sip.registers = () => (tries++ === 0 ? never() : Promise.resolve(300));
    const started = bench.phone.execute({ type: 'start' });
    await bench.clock.pass(2999);
    expect(bench.sip.asked.at(-1)).to.equal('register');
    await bench.clock.pass(1);
    expect((await started).ok).to.equal(true);
    expect(bench.sip.asked).to.deep.equal([
      'connect wss://a.test/ws',
      'register',
      'disconnect',
      'connect wss://b.test/ws',
      'register',
    ]);
  });

  it('gives up a server that never opens the socket', async () => {
    bench.sip.connects = (server) => (server.includes('//a.') ? never() : Promise.resolve());
    const started = bench.phone.execute({ type: 'start' });
    await bench.clock.pass(5000);
    expect((await started).ok).to.equal(true);
  });

  it('comes back by itself when the socket breaks, and keeps the call', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    expect(bench.phone.state.line1?.state).to.equal('active');
    await bench.clock.pass(0);
    expect(bench.phone.state.registration.status).to.equal('registered');
    expect(bench.phone.state.line1?.state).to.equal('active');
    expect(bench.events.filter((name) => name === 'disconnected' || name === 'unregistered')).to.have.length(2);
    expect(bench.events.filter((name) => name !== 'alerts').at(-1)).to.equal('registered');
    expect(bench.sip.asked.at(-1)).to.equal('refresh');
  });

  it('refreshes in time, silently', async () => {
    await bench.phone.execute({ type: 'start' });
    await bench.clock.pass(269_999);
    expect(bench.sip.asked.filter((entry) => entry === 'register')).to.have.length(1);
    await bench.clock.pass(1);
    expect(bench.sip.asked.filter((entry) => entry === 'register')).to.have.length(2);
    expect(bench.events.filter((name) => name === 'registered')).to.have.length(1);
  });

  it('reconnects when a refresh is not answered', async () => {
    await bench.phone.execute({ type: 'start' });
    let tries = 0;
    bench.sip.registers = () => (tries++ === 0 ? never() : Promise.resolve(300));
    await bench.clock.pass(270_000 + 3000);
    expect(bench.phone.state.registration.status).to.equal('registered');
    expect(bench.sip.asked.filter((entry) => entry.startsWith('connect'))).to.have.length(2);
  });

  it('asks the others first when a server hangs, and comes back to it when they refuse', async () => {
    const connects = (): string[] => bench.sip.asked.filter((entry) => entry.startsWith('connect'));
    await bench.phone.execute({ type: 'start' });
    let isHanging = true;
    bench.sip.registers = () => (isHanging ? never() : Promise.resolve(300));
    bench.sip.connects = (server) => {
      isHanging = false;
      return server.includes('//b.') ? refused() : Promise.resolve();
    };
    await bench.clock.pass(270_000 + 3000);
    expect(connects()).to.deep.equal(['connect wss://a.test/ws', 'connect wss://b.test/ws', 'connect wss://a.test/ws']);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  describe('a server that wants to be left alone (Retry-After)', () => {
    const busy = (retryAfter: number) => () =>
      Promise.reject(new PhoneError('SERVER', { statusCode: 503, retryAfter }));
    const connects = (): string[] => bench.sip.asked.filter((entry) => entry.startsWith('connect'));
    const [a, b] = ['connect wss://a.test/ws', 'connect wss://b.test/ws'];

    it('is left alone, while the other one is tried as before', async () => {
      bench.sip.registers = busy(120);
      bench.sip.connects = (server) => (server.includes('//b.') ? refused() : Promise.resolve());
      const result = await bench.phone.execute({ type: 'start' });
      expect(result).to.have.nested.property('error.details.retrying', true);
      expect(connects()).to.deep.equal([a, b]);
      await bench.clock.pass(7_000);
      expect(connects()).to.deep.equal([a, b, b, b, b]);
      bench.sip.registers = () => Promise.resolve(300);
      await bench.clock.pass(112_999);
      expect(connects().filter((one) => one === a)).to.have.length(1);
      await bench.clock.pass(31_000);
      expect(connects().filter((one) => one === a)).to.have.length(2);
      expect(bench.phone.state.registration.status).to.equal('registered');
    });

    it('is not asked before its time, and then with the usual jitter', async () => {
      bench.sip.registers = busy(60);
      await bench.phone.execute({ type: 'start' });
      expect(bench.phone.state.connection).to.include({ status: 'waiting', retryAt: bench.clock.now() + 61_000 });
      expect(bench.phone.state.connection.error).to.have.nested.property('details.retryAfter', 60);
      bench.sip.registers = () => Promise.resolve(300);
      await bench.clock.pass(60_999);
      expect(connects()).to.have.length(2);
      await bench.clock.pass(1);
      expect(bench.phone.state.registration.status).to.equal('registered');
    });

    it('is asked at once when the agent says so', async () => {
      bench.sip.registers = busy(60);
      await bench.phone.execute({ type: 'start' });
      bench.sip.registers = () => Promise.resolve(300);
      await bench.phone.execute({ type: 'retryNow' });
      await settle();
      expect(bench.phone.state.registration.status).to.equal('registered');
    });

    it('cannot silence the phone for days', async () => {
      bench.sip.registers = busy(999_999_999);
      await bench.phone.execute({ type: 'start' });
      bench.sip.registers = () => Promise.resolve(300);
      await bench.clock.pass(601_000);
      expect(bench.phone.state.registration.status).to.equal('registered');
    });

    it('is left alone when it refuses a refresh so', async () => {
      await bench.phone.execute({ type: 'start' });
      bench.sip.registers = busy(60);
      await bench.clock.pass(270_000);
      expect(connects()).to.deep.equal([a, b]);
      await bench.clock.pass(59_000);
      expect(connects()).to.deep.equal([a, b]);
      bench.sip.registers = () => Promise.resolve(300);
      await bench.clock.pass(3_000);
      expect(connects()).to.deep.equal([a, b, a]);
      expect(bench.phone.state.registration.status).to.equal('registered');
    });
  });

  it('says so when a refresh is refused in mid-session, and keeps a live call', async () => {
    await bench.phone.execute({ type: 'start' });
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    bench.sip.registers = () => Promise.reject(new PhoneError('AUTH_FAILED', { statusCode: 401 }));
    await bench.clock.pass(270_000);
    expect(bench.phone.state.registration).to.include({ status: 'failed' });
    expect(bench.events.at(-1)).to.equal('registrationFailed');
    expect(bench.phone.state.line1?.state).to.equal('active');
  });

  it('stops for good: no timer left, nothing told twice', async () => {
    await bench.phone.execute({ type: 'start' });
    await bench.phone.execute({ type: 'stop' });
    expect(bench.events).to.deep.equal(['connected', 'registered', 'unregistered', 'disconnected']);
    expect(bench.clock.waiting).to.equal(0);
    expect(await bench.phone.execute({ type: 'stop' })).to.have.nested.property('error.code', 'NOT_STARTED');
  });

  it('can be stopped while it starts', async () => {
    bench.sip.connects = never;
    const started = bench.phone.execute({ type: 'start' });
    await settle();
    await bench.phone.execute({ type: 'stop' });
    await bench.clock.pass(60_000);
    expect(await started).to.have.nested.property('error.code', 'CANCELLED');
    expect(bench.phone.state.status).to.equal('stopped');
    expect(bench.clock.waiting).to.equal(0);
  });
});

describe('the reconnect policy', () => {
  it('tries at once, then after 1 s, doubling to 30 s, with jitter over the upper half', () => {
    const delays = (random: number): number[] =>
      [0, 1, 2, 3, 4, 5, 6, 7, 50].map((failed) => nextRetry(failed, random).delay);
    expect(delays(1)).to.deep.equal([0, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
    expect(delays(0)).to.deep.equal([0, 500, 1000, 2000, 4000, 8000, 15_000, 15_000, 15_000]);
  });

  it('refreshes early enough for a second try', () => {
    expect(refreshAfter(300)).to.equal(270_000);
    expect(refreshAfter(3600)).to.equal(3_570_000);
    expect(refreshAfter(20)).to.equal(10_000);
  });
});
