import { expect } from '@open-wc/testing';
import type { BeforeCallAnswer, Hooks, PlannedCall } from '../../src/phone/host-hooks.js';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import type { OutgoingInvite } from '../../src/phone/ports.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { SimulatedKeeper } from '../../src/simulator/page.js';
import { askedOf } from '../../src/phone/state.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';

/** A promise that the test settles. */
function open<T>(): { readonly promise: Promise<T>; resolve(value: T): void; reject(error: unknown): void } {
  let resolve: (value: T) => void = () => undefined;
  let reject: (error: unknown) => void = () => undefined;
  const promise = new Promise<T>((done, failed) => {
    resolve = done;
    reject = failed;
  });
  return { promise, resolve: (value) => resolve(value), reject: (error) => reject(error) };
}

let reported: unknown[][];
const report = console.error;
beforeEach(() => {
  reported = [];
  console.error = (...args: unknown[]) => void reported.push(args);
});
afterEach(() => (console.error = report));

async function started(hooks: Hooks): Promise<Bench & { readonly invites: OutgoingInvite[] }> {
  const bench = createBench();
  const invites: OutgoingInvite[] = [];
  const { invites: leave } = bench.sip;
  bench.sip.invites = (invite) => {
    invites.push(invite);
    return leave(invite);
  };
  bench.phone.addHooks(hooks);
  await bench.phone.execute({ type: 'start' });
  bench.events.length = 0;
  bench.sip.asked.length = 0;
  return { ...bench, invites };
}

const call = { type: 'call', number: '0912 345 678', externalCallId: 'deal-7' } as const;

describe('beforeCall', () => {
  it('is told of the call as it would be dialled, before a microphone is opened, and lets it go', async () => {
    const asked: PlannedCall[] = [];
    const seen: boolean[] = [];
    const bench = await started({
      beforeCall: (planned) => {
        asked.push(planned);
        seen.push(bench.media.isOpen);
      },
    });
    expect((await bench.phone.execute(call)).ok).to.equal(true);
    expect(asked).to.deep.equal([{ number: '0912345678', line: 1, externalCallId: 'deal-7' }]);
    expect(seen).to.deep.equal([false]);
    expect(bench.invites[0]).to.deep.include({
      number: '0912345678',
      headers: { 'X-External-Call-Id': 'deal-7' },
    });
  });

  const vetoes: [string, () => BeforeCallAnswer | Promise<BeforeCallAnswer>][] = [
    ['false', () => false],
    ['a promise of false', () => Promise.resolve(false)],
  ];
  for (const [name, beforeCall] of vetoes) {
    it(`forbids a call by ${name}: nothing is sent, nobody is told, the line is free`, async () => {
      const bench = await started({ beforeCall });
      expect(await bench.phone.execute(call)).to.have.nested.property('error.code', 'CALL_VETOED');
      expect([bench.sip.asked, bench.events, bench.phone.state.line1]).to.deep.equal([[], [], null]);
      expect(bench.media.isOpen).to.equal(false);
    });
  }

  const rewrites: [string, BeforeCallAnswer, string, string | null][] = [
    ['a text', '1900 1234', '19001234', 'deal-7'],
    ['an object', { number: '+84 900', externalCallId: 'deal-8' }, '+84900', 'deal-8'],
    ['an object without a number', { externalCallId: null }, '0912345678', null],
  ];
  for (const [name, answer, number, externalCallId] of rewrites) {
    it(`changes the call by ${name}, in the INVITE, the state and the events`, async () => {
      const bench = await started({ beforeCall: () => answer });
      const result = await bench.phone.execute(call);
      expect(result).to.have.nested.property('data.number', number);
      expect(bench.invites[0]?.number).to.equal(number);
      expect(bench.invites[0]?.headers['X-External-Call-Id'] ?? null).to.equal(externalCallId);
      expect(bench.data.at(-1)?.data).to.include({ number, externalCallId });
    });
  }

  it('is asked about the same call again where the agent calls again: nothing is changed twice', async () => {
    const asked: PlannedCall[] = [];
    const bench = await started({
      beforeCall: (planned) => {
        asked.push(planned);
        return { number: `9${planned.number}`, externalCallId: `crm-${String(planned.externalCallId)}` };
      },
    });
    await bench.phone.execute(call);
    await bench.phone.execute({ type: 'hangUp' });
    const { lastCall } = bench.phone.state;
    expect(lastCall).to.include({ number: '90912345678', externalCallId: 'crm-deal-7' });
    await bench.phone.execute({ type: 'call', ...askedOf(bench.phone.state, lastCall!) });
    expect(asked[1]).to.deep.equal(asked[0]);
    expect(bench.invites.map(({ number }) => number)).to.deep.equal(['90912345678', '90912345678']);
    expect(bench.invites[1]?.headers).to.deep.equal({ 'X-External-Call-Id': 'crm-deal-7' });
    expect(bench.phone.state.asked, 'of calls that are there').to.have.length(1);
  });

  it('leaves what was asked for to be known in the next page', async () => {
    const keeper = new SimulatedKeeper();
    const before = createBench({}, keeper);
    before.sip.handovers = () => ({ phase: 'outgoing', invite: 'INVITE', remoteTag: null });
    before.phone.addHooks({ beforeCall: () => '1900' });
    await before.phone.execute({ type: 'start' });
    await before.phone.execute(call);
    before.page.leaves();
    const { phone } = createBench({}, keeper);
    await phone.execute({ type: 'start' });
    expect(phone.state.line1).to.include({ number: '1900' });
    expect(askedOf(phone.state, phone.state.line1!)).to.deep.equal({ number: '0912345678', externalCallId: 'deal-7' });
  });

  const useless = [
    'sip:evil@host',
    '1\r\nEvil: 1',
    '',
    { number: 7 },
    { externalCallId: 'a\r\nEvil: 1' },
    42,
    () => 1,
  ] as unknown as BeforeCallAnswer[];
  for (const answer of useless) {
    it(`places nothing on an answer that cannot be used: ${JSON.stringify(answer) ?? 'a function'}`, async () => {
      const bench = await started({ beforeCall: () => answer });
      expect(await bench.phone.execute(call)).to.have.nested.property('error.code', 'INVALID_ARGUMENT');
      expect([bench.sip.asked, bench.events, bench.phone.state.line1]).to.deep.equal([[], [], null]);
    });
  }

  it('that throws places nothing, and the page finds its error in the console', async () => {
    const error = new Error('CRM is down');
    const bench = await started({ beforeCall: () => Promise.reject(error) });
    expect(await bench.phone.execute(call)).to.have.nested.property('error.code', 'HOOK_FAILED');
    expect(bench.sip.asked).to.deep.equal([]);
    expect(reported.flat()).to.include(error);
  });

  it('that never answers places nothing after 10 s, and leaves no timer', async () => {
    const bench = await started({ beforeCall: () => open<boolean>().promise });
    const timers = bench.clock.waiting;
    const placed = bench.phone.execute(call);
    await bench.clock.pass(9_900);
    expect(bench.phone.state.line1?.state).to.equal('dialing');
    await bench.clock.pass(200);
    expect(await placed).to.have.nested.property('error.code', 'TIMEOUT');
    expect([bench.invites, bench.events, bench.phone.state.line1]).to.deep.equal([[], [], null]);
    expect(bench.clock.waiting).to.equal(timers);
  });

  for (const late of ['lets it go', 'throws'] as const) {
    it(`does not keep the agent from hanging up, also when it ${late} afterwards`, async () => {
      const answer = open<BeforeCallAnswer>();
      const bench = await started({ beforeCall: () => answer.promise });
      const timers = bench.clock.waiting;
      const placed = bench.phone.execute(call);
      await settle();
      expect((await bench.phone.execute({ type: 'hangUp' })).ok).to.equal(true);
      expect(await placed, 'at once').to.have.nested.property('error.code', 'CANCELLED');
      const error = new Error('too late');
      if (late === 'throws') answer.reject(error);
      else answer.resolve('1005');
      await settle();
      expect(bench.invites).to.deep.equal([]);
      expect(bench.events).to.deep.equal([]);
      expect(bench.clock.waiting).to.equal(timers);
      expect(reported.flat().includes(error)).to.equal(late === 'throws');
    });
  }

  it('is asked once for a double click, which places one call', async () => {
    const answer = open<BeforeCallAnswer>();
    let asked = 0;
    const bench = await started({
      beforeCall: () => {
        asked++;
        return answer.promise;
      },
    });
    const both = [bench.phone.execute(call), bench.phone.execute(call)];
    await settle();
    answer.resolve(true);
    const results = await Promise.all(both);
    expect(results.map((result) => (result.ok ? 'placed' : result.error.code))).to.deep.equal(['placed', 'LINE_BUSY']);
    expect(asked).to.equal(1);
    expect(bench.invites).to.have.length(1);
  });

  it('forbids a call on line 2 before anybody is put on hold for it', async () => {
    const bench = await started({ beforeCall: ({ line }) => line === 1 });
    await bench.phone.execute(call);
    bench.sip.tell({ type: 'accepted', id: bench.phone.state.line1?.id ?? '' });
    bench.sip.asked.length = 0;
    const result = await bench.phone.execute({ type: 'callLine2', number: '1005' });
    expect(result).to.have.nested.property('error.code', 'CALL_VETOED');
    expect(bench.sip.asked).to.deep.equal([]);
    expect(bench.phone.state.line1).to.include({ state: 'active', onHold: false });
    expect([bench.phone.state.line2, bench.phone.state.currentLine]).to.deep.equal([null, 1]);
  });

  it('of each who gave one is asked in turn, with what the one before made of it, until it is taken back', async () => {
    const bench = await started({ beforeCall: () => '1' });
    const remove = bench.phone.addHooks({ beforeCall: ({ number }) => `${number}2` });
    await bench.phone.execute(call);
    expect(bench.invites[0]?.number).to.equal('12');
    await bench.phone.execute({ type: 'hangUp' });
    remove();
    await bench.phone.execute(call);
    expect(bench.invites[1]?.number).to.equal('1');
  });
});

describe('resolveContact', () => {
  it('names who calls, after the ring has begun, and later events carry the name', async () => {
    const answer = open<{ name: string }>();
    const asked: string[] = [];
    const bench = await started({
      resolveContact: (number) => {
        asked.push(number);
        return answer.promise;
      },
    });
    bench.sip.rings();
    expect(bench.events).to.deep.equal(['callIncoming']);
    expect(bench.phone.state.ring).to.equal('incoming');
    expect(bench.phone.state.line1?.name).to.equal('Hoa');
    await settle();
    expect(asked).to.deep.equal(['0912345678']);
    answer.resolve({ name: '  Trần\r\nHoa\u0000 ' });
    await settle();
    expect(bench.phone.state.line1?.name).to.equal('Trần Hoa');
    await bench.phone.execute({ type: 'answer' });
    expect(bench.data.at(-1)?.data).to.include({ name: 'Trần Hoa' });
    expect(asked, 'asked once for a call').to.deep.equal(['0912345678']);
  });

  it('is asked once for a number that is on both lines, and anew for the next call', async () => {
    let asked = 0;
    const bench = await started({ resolveContact: () => ({ name: `Hoa ${++asked}` }) });
    bench.sip.rings('a');
    bench.sip.rings('b');
    await settle();
    expect([bench.phone.state.line1?.name, bench.phone.state.line2?.name]).to.deep.equal(['Hoa 1', 'Hoa 1']);
    await bench.phone.execute({ type: 'reject', line: 1 });
    await bench.phone.execute({ type: 'reject', line: 2 });
    bench.sip.rings('c');
    await settle();
    expect(bench.phone.state.line1?.name).to.equal('Hoa 2');
  });

  it('names whom beforeCall chose, not whom the agent dialled', async () => {
    const answers: Record<string, ReturnType<typeof open<{ name: string }>>> = { '1': open(), '2': open() };
    const bench = await started({
      beforeCall: () => '2',
      resolveContact: (number) => answers[number]?.promise,
    });
    await bench.phone.execute({ type: 'call', number: '1' });
    answers['2']?.resolve({ name: 'Two' });
    await settle();
    answers['1']?.resolve({ name: 'One' });
    await settle();
    expect(bench.phone.state.line1).to.include({ number: '2', name: 'Two' });
  });

  const silent: [string, () => unknown][] = [
    ['null', () => null],
    ['an empty name', () => ({ name: ' ' })],
    ['no text', () => ({ name: { toString: () => 'x' } })],
    ['an error', () => Promise.reject(new Error('CRM is down'))],
  ];
  for (const [name, resolveContact] of silent) {
    it(`leaves the name that SIP gave on ${name}`, async () => {
      const bench = await started({ resolveContact: resolveContact as Hooks['resolveContact'] });
      bench.sip.rings();
      await settle();
      expect(bench.phone.state.line1?.name).to.equal('Hoa');
      expect(reported.length).to.equal(name === 'an error' ? 1 : 0);
    });
  }

  it('that never answers is given up after 10 s, and what it says then is not shown', async () => {
    const answer = open<{ name: string }>();
    const bench = await started({ resolveContact: () => answer.promise });
    const timers = bench.clock.waiting;
    bench.sip.rings();
    await bench.clock.pass(10_100);
    answer.resolve({ name: 'Late' });
    await settle();
    expect(bench.phone.state.line1?.name).to.equal('Hoa');
    await bench.phone.execute({ type: 'reject' });
    expect(bench.clock.waiting).to.equal(timers);
  });

  it('is not asked for a hidden number', async () => {
    let asked = 0;
    const bench = await started({
      resolveContact: () => {
        asked++;
        return { name: 'x' };
      },
    });
    bench.sip.rings('a', 'Anonymous');
    await settle();
    expect(asked).to.equal(0);
  });

  it('cuts a name that is no name', async () => {
    const bench = await started({ resolveContact: () => ({ name: 'á'.repeat(100_000) }) });
    bench.sip.rings();
    await settle();
    expect(bench.phone.state.line1?.name).to.have.length(200);
  });
});

describe('the SDK', () => {
  const sip = { uri: 'sip:1001@pbx.test', password: 'secret', servers: 'wss://a.test/ws' };
  let bench: Bench;
  let sdk: BfcWebphoneSDK;
  beforeEach(() => {
    BfcWebphoneSDK.provider = new PhoneLeases(() => (bench = createBench()).phone);
    sdk = new BfcWebphoneSDK();
  });
  afterEach(() => (BfcWebphoneSDK.provider = null));

  it('takes the hooks with init and no more after stop', async () => {
    await sdk.init({ sip, beforeCall: () => false, resolveContact: () => ({ name: 'x' }) });
    expect((await sdk.makeCall('1002')).error?.code).to.equal('CALL_VETOED');
    const { phone } = bench;
    await sdk.stop();
    await phone.execute({ type: 'start' });
    expect((await phone.execute({ type: 'call', number: '1002' })).ok).to.equal(true);
  });

  it('names a hook that is no function', async () => {
    const result = await sdk.init({ sip, beforeCall: 'x' as unknown as () => boolean });
    expect(result.error?.details?.field).to.equal('beforeCall');
  });

  it('places a call with an id of the page’s own, which comes back in every event', async () => {
    const heard: unknown[] = [];
    const listener = ({ externalCallId }: { externalCallId: string | null }): unknown => heard.push(externalCallId);
    await sdk.init({ sip, listeners: { callOutgoing: listener, callConfirmed: listener, callEnded: listener } });
    const result = await sdk.placeCall({ number: '1002', externalCallId: 'deal-7' }, ({ data }) =>
      heard.push(data?.externalCallId),
    );
    expect(result.data).to.include({ line: 1, externalCallId: 'deal-7' });
    bench.sip.tell({ type: 'accepted', id: result.data?.id ?? '' });
    const second = await sdk.placeCall({ number: '1003', externalCallId: 'deal-8', line: 2 });
    expect(second.data).to.include({ line: 2, externalCallId: 'deal-8' });
    await sdk.endCall();
    expect(heard).to.deep.equal(['deal-7', 'deal-7', 'deal-7', 'deal-8', 'deal-8']);
  });

  for (const id of ['a\r\nEvil: 1', 'x'.repeat(256), 7 as unknown as string]) {
    it(`refuses an id that is no line of text: ${JSON.stringify(id).slice(0, 20)}`, async () => {
      await sdk.init({ sip });
      bench.sip.asked.length = 0;
      const result = await sdk.placeCall({ number: '1002', externalCallId: id });
      expect(result.error).to.deep.include({ code: 'INVALID_ARGUMENT' });
      expect(result.error?.details?.field).to.equal('externalCallId');
      expect(bench.sip.asked).to.deep.equal([]);
    });
  }
});
