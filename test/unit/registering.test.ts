import { expect } from '@open-wc/testing';
import { PhoneError } from '../../src/phone/errors.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { never } from '../support/never.js';

const [a, b] = ['connect wss://a.test/ws', 'connect wss://b.test/ws'];

describe('a socket that is lost over a REGISTER', () => {
  let bench: Bench;
  const connects = (): string[] => bench.sip.asked.filter((entry) => entry.startsWith('connect'));
  const names = (): string[] => bench.events.filter((name) => name !== 'alerts');

  beforeEach(() => {
    bench = createBench();
    let tries = 0;
    bench.sip.registers = () => (tries++ === 0 ? never() : Promise.resolve(300));
  });

  it('costs a start nothing: the next server has the phone, and the start is told of that one', async () => {
    const started = bench.phone.execute({ type: 'start' });
    await settle();
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    expect(await started).to.deep.equal({ ok: true, data: null });
    expect(connects()).to.deep.equal([a, b]);
    await bench.clock.pass(60_000);
    expect(bench.phone.state.status).to.equal('started');
    expect(bench.phone.state.registration.status).to.equal('registered');
    expect(names()).to.deep.equal(['connected', 'disconnected', 'connected', 'registered']);
  });

  it('does not run in circles where every server does so: the start says so, and pauses grow', async () => {
    let tries = 0;
    bench.sip.registers = () => {
      if (++tries > 20) return Promise.resolve(300);
      queueMicrotask(() => bench.sip.tell({ type: 'disconnected', hint: 'gone' }));
      return never();
    };
    const result = await bench.phone.execute({ type: 'start' });
    expect(result).to.have.nested.property('error.code', 'NETWORK');
    expect(result).to.have.nested.property('error.details.retrying', true);
    expect(bench.phone.state).to.have.property('status', 'started');
    expect(connects()).to.deep.equal([a, b]);
    await bench.clock.pass(3_000);
    expect(connects()).to.deep.equal([a, b, a, b, a, b]);
    bench.sip.registers = () => Promise.resolve(300);
    await bench.clock.pass(4_000);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('leaves a stop the last word, at once', async () => {
    const started = bench.phone.execute({ type: 'start' });
    await settle();
    await bench.phone.execute({ type: 'stop' });
    expect(await started).to.have.nested.property('error.code', 'CANCELLED');
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await bench.clock.pass(60_000);
    expect(connects()).to.deep.equal([a]);
  });
});

describe('a wish to be registered or not, without a connection', () => {
  it('is NOT_CONNECTED, and holds for the next one', async () => {
    const bench = createBench();
    await bench.phone.execute({ type: 'start' });
    bench.sip.connects = () => Promise.reject(new PhoneError('NETWORK'));
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await settle();
    expect(await bench.phone.execute({ type: 'unregister' })).to.have.nested.property('error.code', 'NOT_CONNECTED');
    bench.sip.connects = () => Promise.resolve();
    await bench.clock.pass(1_000);
    const { connection, registration } = bench.phone.state;
    expect([connection.status, registration.status]).to.deep.equal(['connected', 'unregistered']);

    bench.sip.connects = () => Promise.reject(new PhoneError('NETWORK'));
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    await settle();
    const refused = await bench.phone.execute({ type: 'register' });
    expect(refused).to.deep.include({ ok: false }).and.have.nested.property('error.details.retrying', true);
    bench.sip.connects = () => Promise.resolve();
    await bench.clock.pass(1_000);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });
});

describe('registering when the page asks for it', () => {
  let bench: Bench;
  const connects = (): string[] => bench.sip.asked.filter((entry) => entry.startsWith('connect'));

  beforeEach(async () => {
    bench = createBench({ register: false });
    await bench.phone.execute({ type: 'start' });
  });

  it('takes a new socket when it is not answered in 3 s', async () => {
    let tries = 0;
    bench.sip.registers = () => (tries++ === 0 ? never() : Promise.resolve(300));
    const registered = bench.phone.execute({ type: 'register' });
    await bench.clock.pass(3_000);
    expect((await registered).ok).to.equal(true);
    expect(connects()).to.deep.equal([a, b]);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('goes on for ever where no server can, and says that it does', async () => {
    bench.sip.registers = () => Promise.reject(new PhoneError('SERVER', { statusCode: 503 }));
    const result = await bench.phone.execute({ type: 'register' });
    expect(result).to.have.nested.property('error.code', 'SERVER');
    expect(result).to.have.nested.property('error.details.retrying', true);
    await bench.clock.pass(120_000);
    bench.sip.registers = () => Promise.resolve(300);
    await bench.clock.pass(31_000);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('answers a loss of the socket with what the next one comes to', async () => {
    let tries = 0;
    bench.sip.registers = () => (tries++ === 0 ? never() : Promise.resolve(300));
    const registered = bench.phone.execute({ type: 'register' });
    await settle();
    bench.sip.tell({ type: 'disconnected', hint: 'gone' });
    expect((await registered).ok).to.equal(true);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });

  it('is not tried again where it is refused for good, until it is asked for', async () => {
    bench.sip.registers = () => Promise.reject(new PhoneError('SIP_REJECTED', { statusCode: 403 }));
    const result = await bench.phone.execute({ type: 'register' });
    expect(result).to.have.nested.property('error.code', 'SIP_REJECTED');
    expect(result).not.to.have.nested.property('error.details.retrying');
    await bench.clock.pass(120_000);
    expect(bench.sip.asked.filter((entry) => entry === 'register')).to.have.length(1);
    expect(connects()).to.deep.equal([a]);
    bench.sip.registers = () => Promise.resolve(300);
    expect((await bench.phone.execute({ type: 'register' })).ok).to.equal(true);
  });

  it('follows a pass that is on its way, and does not ask twice', async () => {
    bench.sip.registers = never;
    const first = bench.phone.execute({ type: 'register' });
    await bench.clock.pass(3_000);
    const second = bench.phone.execute({ type: 'register' });
    bench.sip.registers = () => Promise.resolve(300);
    await bench.clock.pass(3_000);
    expect([(await first).ok, (await second).ok]).to.deep.equal([true, true]);
    expect(connects()).to.deep.equal([a, b, a]);
    expect(bench.phone.state.registration.status).to.equal('registered');
  });
});

describe('register, while the phone connects without being registered', () => {
  for (const turns of [0, 1, 2, 3, 4, 5]) {
    it(`is done, ${turns} turns after the socket is there`, async () => {
      const bench = createBench({ register: false });
      const asked = new Promise((resolve) => {
        bench.phone.on('connected', () => {
          let left = Promise.resolve();
          for (let turn = 0; turn < turns; turn++) left = left.then(() => undefined);
          void left.then(() => resolve(bench.phone.execute({ type: 'register' })));
          if (turns === 0) resolve(bench.phone.execute({ type: 'register' }));
        });
      });
      await bench.phone.execute({ type: 'start' });
      expect(await asked).to.deep.equal({ ok: true, data: null });
      expect(bench.phone.state.registration.status).to.equal('registered');
    });
  }
});
