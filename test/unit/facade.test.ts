import { expect } from '@open-wc/testing';
import { PhoneError } from '../../src/phone/errors.js';
import { PhoneFacade, type Envelope } from '../../src/phone/facade.js';
import { PhoneLeases } from '../../src/phone/phone-leases.js';
import { parseConfig } from '../../src/phone/config.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { settle } from '../support/fake-clock.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';

const sip = { uri: 'sip:1001@pbx.test', password: 'secret', servers: 'wss://a.test/ws' };

describe('the methods and getters, without a phone', () => {
  const facade = new PhoneFacade(() => null);
  it('answers NOT_STARTED once, by promise and by callback', async () => {
    const calls: Envelope[] = [];
    const promised = await facade.makeCall('1', (result) => calls.push(result));
    expect(calls).to.deep.equal([promised]);
    expect(promised).to.have.all.keys('status', 'error', 'data');
    expect(promised).to.deep.include({ status: 'error', data: null });
    expect(promised.error?.code).to.equal('NOT_STARTED');
  });
  it('has getters that never throw', () => {
    expect([facade.currentMode, facade.currentLine, facade.currentExtension, facade.currentHotline]).to.deep.equal([
      null,
      null,
      null,
      null,
    ]);
    expect([facade.isRegistered, facade.isConnected, facade.isMuted, facade.isOnHold]).to.deep.equal([
      false,
      false,
      false,
      false,
    ]);
    expect(facade.hotlines).to.deep.equal([]);
    expect(facade.ping()).to.deep.equal({ line1: null, line2: null });
  });
});

describe('BfcWebphoneSDK', () => {
  let benches: Bench[];
  let sdk: BfcWebphoneSDK;
  /** Sets up each phone as it is made. */
  let prepare: (bench: Bench) => void;

  beforeEach(() => {
    benches = [];
    prepare = () => undefined;
    BfcWebphoneSDK.provider = new PhoneLeases(({ config }) => {
      const bench = createBench({ mode: config.mode, register: config.register, lang: config.lang });
      benches.push(bench);
      prepare(bench);
      return bench.phone;
    });
    sdk = new BfcWebphoneSDK();
  });
  afterEach(() => {
    BfcWebphoneSDK.provider = null;
  });

  it('calls back once with the envelope when it is registered, and then the getters know', async () => {
    const heard: unknown[] = [];
    const result = await sdk.init({ sip, listeners: { registered: (data) => heard.push(data) } }, (data) =>
      heard.push(data),
    );
    expect(heard).to.have.length(2);
    expect(heard[1]).to.equal(result);
    expect(result).to.deep.include({ status: 'success', error: null });
    expect(sdk.isRegistered).to.equal(true);
    expect(sdk.currentExtension?.number).to.equal('1001');
    expect(sdk.currentLine).to.equal(1);
    expect(sdk.currentMode).to.equal('active');
  });

  it('answers with plain data of the page’s own', async () => {
    const { data } = await sdk.init({ sip });
    Object.assign(data ?? {}, { name: 'written by the page' });
    expect(sdk.currentExtension?.name).not.to.equal('written by the page');
  });

  it('refuses a second init and takes one after stop', async () => {
    await sdk.init({ sip });
    expect((await sdk.init({ sip })).error?.code).to.equal('ALREADY_STARTED');
    expect((await sdk.stop()).status).to.equal('success');
    expect((await sdk.init({ sip })).status).to.equal('success');
  });

  it('names what is wrong in the configuration, before anything starts', async () => {
    const result = await sdk.init({ sip, mode: 'x' as 'active' });
    expect(result.error).to.include({ code: 'INVALID_ARGUMENT' });
    expect(result.error?.details?.field).to.equal('mode');
    expect(benches).to.have.length(0);
  });

  it('can be tried again after a wrong password, without stop', async () => {
    prepare = ({ sip }) => (sip.registers = () => Promise.reject(new PhoneError('AUTH_FAILED', { statusCode: 401 })));
    const heard: string[] = [];
    const refused = await sdk.init({ sip, listeners: { registrationFailed: ({ code }) => heard.push(code) } });
    expect(refused.error?.code).to.equal('AUTH_FAILED');
    expect(heard).to.deep.equal(['AUTH_FAILED']);
    expect((await sdk.makeCall('1002')).error?.code).to.equal('NOT_STARTED');
    prepare = () => undefined;
    expect((await sdk.init({ sip: { ...sip, password: 'right' } })).status).to.equal('success');
    expect(sdk.isRegistered).to.equal(true);
  });

  it('stays started when no server can be reached yet, and tells when one can', async () => {
    prepare = ({ sip }) => (sip.connects = () => Promise.reject(new PhoneError('NETWORK')));
    const heard: string[] = [];
    const result = await sdk.init({ sip, listeners: { registered: () => heard.push('registered') } });
    expect(result.error).to.deep.include({ code: 'NETWORK', details: { retrying: true } });
    expect((await sdk.makeCall('1002')).error?.code).to.equal('NOT_CONNECTED');
    const [bench] = benches;
    if (bench) bench.sip.connects = () => Promise.resolve();
    await bench?.clock.pass(1000);
    expect(heard).to.deep.equal(['registered']);
    expect(sdk.isRegistered).to.equal(true);
  });

  it('makes an exception in a callback the page’s own', async () => {
    const { error } = console;
    const reported: unknown[] = [];
    console.error = (...args: unknown[]) => void reported.push(args);
    try {
      await sdk.init({ sip }, () => {
        throw new Error('the page is broken');
      });
      expect(reported).to.have.length(1);
    } finally {
      console.error = error;
    }
    expect((await sdk.makeCall('1002')).status).to.equal('success');
  });

  it('gives each documented listener its calls, also as a list, and nothing after stop', async () => {
    const heard: string[] = [];
    await sdk.init({
      sip,
      listeners: {
        callIncoming: [({ number }) => heard.push(`a ${number}`), ({ number }) => heard.push(`b ${number}`)],
        callEnded: ({ end }) => heard.push(String(end?.cause)),
      },
    });
    const [bench] = benches;
    bench?.sip.rings();
    expect(sdk.ping().line1).to.include({ number: '0912345678', state: 'ringing' });
    expect((await sdk.answerCall()).data).to.include({ state: 'active' });
    expect((await sdk.mute()).data).to.include({ muted: true });
    expect([sdk.isMuted, sdk.isOnHold]).to.deep.equal([true, false]);
    await sdk.hold();
    expect(sdk.isOnHold).to.equal(true);
    await sdk.stop();
    bench?.sip.rings('late');
    expect(heard).to.deep.equal(['a 0912345678', 'b 0912345678', 'hangup']);
    expect((await sdk.hold()).error?.code).to.equal('NOT_STARTED');
  });

  it('chooses a hotline for the next call, and the extension says so too', async () => {
    prepare = ({ account }) =>
      (account.hotlines = ['hl-1', 'hl-2'].map((id) => ({ id, type: 'hotline', name: id, number: null })));
    await sdk.init({ sip });
    expect(sdk.currentHotline?.id).to.equal('hl-1');
    expect((await sdk.chooseHotline('hl-2')).id).to.equal('hl-2');
    expect(sdk.currentHotline?.id).to.equal('hl-2');
    expect(sdk.currentExtension?.current_hotline_id).to.equal('hl-2');
    expect((await sdk.makeCall('1002')).data?.hotline?.id).to.equal('hl-2');
    const refused = await sdk.chooseHotline('hl-9').catch((error: unknown) => error);
    expect(refused).to.include({ code: 'INVALID_ARGUMENT' });
  });

  it('leaves a live call alone when the account is out of reach', async () => {
    await sdk.init({ sip });
    const [bench] = benches;
    if (!bench) throw new Error('no phone was made');
    const unreachable = (): Promise<never> => Promise.reject(new PhoneError('NETWORK'));
    Object.assign(bench.account, { histories: unreachable, contacts: unreachable, saveNote: unreachable });
    bench.account.recordCall = unreachable;
    bench.sip.rings();
    await sdk.answerCall();
    for (const asked of [sdk.histories(), sdk.contacts, sdk.note('c', { rate: 5 })]) {
      expect(await asked.catch((error: unknown) => error)).to.include({ code: 'NETWORK' });
    }
    expect(sdk.ping().line1?.state).to.equal('active');
    expect((await sdk.endCall()).status).to.equal('success');
    expect((await sdk.makeCall('1002')).status).to.equal('success');
  });

  it('shares one phone and one registration with whoever names the same account', async () => {
    const other = new BfcWebphoneSDK();
    await Promise.all([sdk.init({ sip }), other.init({ sip: { ...sip } })]);
    expect(benches).to.have.length(1);
    expect(benches[0]?.sip.asked.filter((entry) => entry === 'register')).to.have.length(1);
    await other.init({ sip });
    const third = new BfcWebphoneSDK();
    await third.init({ sip: { ...sip, uri: 'sip:1002@pbx.test' } });
    expect(benches).to.have.length(2);
  });
});

describe('leases', () => {
  it('stop the phone with the last one, a microtask later, and never during a call', async () => {
    const bench = createBench();
    const leases = new PhoneLeases(() => bench.phone);
    const config = parseConfig({ sip });
    const first = leases.acquire(config);
    await bench.phone.execute({ type: 'start' });
    first.release();
    const second = leases.acquire(config);
    await settle();
    expect(bench.phone.state.status, 'moved, not removed').to.equal('started');
    bench.sip.rings();
    await bench.phone.execute({ type: 'answer' });
    second.release();
    second.release();
    await settle();
    expect(bench.phone.state.line1?.state, 'the call outlives its last user').to.equal('active');
    await bench.phone.execute({ type: 'hangUp' });
    await settle();
    expect(bench.phone.state.status).to.equal('stopped');
    expect(leases.acquireExisting()).to.equal(null);
  });

  it('give whoever has no account the phone that runs, not one that has failed or was stopped', async () => {
    const benches: Bench[] = [];
    const leases = new PhoneLeases(() => (benches.push(createBench()), benches.at(-1)!.phone));
    const [wrong, right] = ['wrong', 'right'].map((password) => parseConfig({ sip: { ...sip, password } }));
    leases.acquire(wrong!);
    const element = leases.acquireExisting();
    expect(element?.phone === benches[0]?.phone, 'one that may yet be started').to.equal(true);
    leases.acquire(right!);
    expect(leases.acquireExisting()?.phone === benches[1]?.phone, 'the newer one').to.equal(true);
    await benches[0]?.phone.execute({ type: 'start' });
    expect(leases.acquireExisting()?.phone === benches[0]?.phone, 'the one that runs').to.equal(true);
    await benches[1]?.phone.execute({ type: 'start' });
    expect(leases.acquireExisting()?.phone === benches[0]?.phone, 'the one that ran first').to.equal(true);
  });
});
