import { expect } from '@open-wc/testing';
import type { SipAccount } from '../../src/phone/ports.js';
import { BfcWebphoneSDK } from '../../src/sdk/bfc-webphone-sdk.js';
import { createSimulator, type Simulator } from '../../src/testing.js';
import { SimulatedPbx } from '../../src/simulator/pbx.js';
import { describeSipPort, type SipLab } from '../contract/sip-port.js';

const account: SipAccount = {
  uri: 'sip:1001@pbx.test',
  authorizationUsername: '1001',
  password: 'x',
  ha1: null,
  displayName: null,
  servers: ['wss://pbx.test/ws'],
  expires: 300,
  iceServers: [],
};

describeSipPort('the simulator', async (): Promise<SipLab> => {
  const pbx = new SimulatedPbx(account);
  const { sip } = pbx.suppliers;
  const now = (run: () => void): Promise<void> => {
    run();
    return Promise.resolve();
  };
  return {
    port: sip,
    account,
    server: 'wss://pbx.test/ws',
    number: '0912345678',
    third: '1009',
    serverAccepts: (accepts) => (accepts ? pbx.serverAccepts() : pbx.serverRefuses()),
    registerIsAnsweredWith: (status) => pbx.registrationIsRefused(status),
    farRings: () => now(() => pbx.remoteRings({ number: '0912345678' })),
    farRingsBack: (id) => now(() => pbx.remoteRingsBack(id)),
    farAnswers: (id) => now(() => pbx.remoteAnswers(id)),
    farRejects: (id, status) => now(() => pbx.remoteRejects(status, 'Because', id)),
    farHangsUp: (id) => now(() => pbx.remoteHangsUp(id)),
    farCancels: (id, { answeredElsewhere }) => now(() => pbx.remoteCancels({ id, answeredElsewhere })),
    farHolds: (id, hold) => now(() => (hold ? pbx.remoteHolds(id) : pbx.remoteUnholds(id))),
    reinviteIsAnsweredWith: (status) => pbx.holdsAreAnsweredWith(status),
    referIsAnsweredWith: (status) => pbx.remoteAnswersReferWith(status),
    thirdAnswers: (id, status) =>
      now(() => {
        pbx.transferProgress(180, 'Ringing', id);
        pbx.transferProgress(status, null, id);
      }),
    socketBreaks: () => pbx.socketDrops(),
    dispose: () => pbx.advance(60_000),
  };
});

describe('the simulator, as an integrator scripts it', () => {
  let simulator: Simulator;
  const { provider } = BfcWebphoneSDK;
  const sip = { uri: 'sip:1001@pbx.test', password: 'x', servers: 'wss://pbx.test/ws' };

  beforeEach(() => {
    simulator = createSimulator({ lang: 'en', simulate: { account: { contacts: [contact] } } });
    BfcWebphoneSDK.provider = simulator.provider;
  });
  afterEach(() => {
    BfcWebphoneSDK.provider = provider;
  });

  const contact = { id: 'c1', name: 'Hoa', phones: ['0912345678'], company: null, email: null, avatar_url: null };

  it('plays a whole call through the SDK, and the history knows it', async () => {
    const sdk = new BfcWebphoneSDK();
    const heard: string[] = [];
    const listeners = {
      callIncoming: ({ number }: { number: string }) => heard.push(`rings ${number}`),
      callConfirmed: () => heard.push('talks'),
      callEnded: ({ end }: { end: { text: string } | null }) => heard.push(end?.text ?? ''),
    };
    expect((await sdk.init({ sip, listeners })).status).to.equal('success');
    const id = simulator.remoteRings({ number: '0912345678', name: 'Hoa', callId: 'cc-1' });
    expect(simulator.sounding).to.equal('ringtone');
    await sdk.answerCall();
    expect(simulator.audible()).to.deep.equal({ hearsAgent: [id], heardByAgent: [id] });
    await sdk.mute();
    expect(simulator.audible().hearsAgent).to.deep.equal([]);
    await simulator.advance(65_000);
    expect(sdk.ping().line1).to.include({ duration: 65, callId: 'cc-1' });
    simulator.remoteHangsUp();
    expect(heard).to.deep.equal(['rings 0912345678', 'talks', 'The caller hung up']);
    const [item] = await sdk.histories(1);
    expect(item).to.include({ id: 'cc-1', status: 'answered', duration: 65 });
    expect(await sdk.note('cc-1', { note: 'call back' })).to.include({ call_id: 'cc-1', note: 'call back' });
    expect(await sdk.contacts).to.deep.equal([contact]);
    await sdk.stop();
    expect([simulator.timers, simulator.isMicrophoneOpen, simulator.isConnected]).to.deep.equal([0, false, false]);
  });

  it('plays what goes wrong: a denied microphone, a wrong password, a broken network', async () => {
    await simulator.phone.execute({ type: 'start' });
    simulator.microphoneIs('denied');
    const denied = await simulator.phone.execute({ type: 'call', number: '1005' });
    expect(denied).to.have.nested.property('error.code', 'MIC_DENIED');
    simulator.microphoneIs('allowed');
    simulator.serverRefuses();
    simulator.socketDrops();
    await simulator.settled();
    expect(simulator.phone.state.connection.status).to.equal('waiting');
    simulator.serverAccepts();
    await simulator.advance(30_000);
    expect(simulator.phone.state.registration.status).to.equal('registered');
    await simulator.phone.execute({ type: 'stop' });
    simulator.registrationIsRefused(403);
    expect(await simulator.phone.execute({ type: 'start' })).to.have.nested.property('error.code', 'AUTH_FAILED');
  });

  it('writes down what the phone asks, in order', async () => {
    await simulator.phone.execute({ type: 'start' });
    await simulator.phone.execute({ type: 'call', number: '1005', externalCallId: 'deal-7' });
    expect(simulator.phone.state.line1?.headers).to.deep.equal({ 'X-External-Call-Id': 'deal-7' });
    simulator.remoteAnswers();
    await simulator.phone.execute({ type: 'hold' });
    await simulator.phone.execute({ type: 'hangUp' });
    expect(simulator.sent.map(({ request }) => request)).to.deep.equal([
      'connect',
      'register',
      'invite',
      'hold',
      'hangUp',
    ]);
    expect(simulator.sent[2]?.details).to.deep.equal({ number: '1005', headers: { 'X-External-Call-Id': 'deal-7' } });
    expect(simulator.calls).to.have.length(1);
    expect(simulator.calls[0]).to.include({ status: 'ended', number: '1005', direction: 'outbound' });
  });

  it('says where a script is wrong about where it is', async () => {
    expect(() => simulator.remoteRings()).to.throw('not registered');
    await simulator.phone.execute({ type: 'start' });
    expect(() => simulator.remoteAnswers()).to.throw('there is no call for this');
    expect(() => simulator.remoteHangsUp('x')).to.throw('x');
  });

  it('answers late when it is told to, and not at all when it is silent', async () => {
    simulator.latency = 400;
    const started = simulator.phone.execute({ type: 'start' });
    await simulator.advance(400);
    expect(simulator.phone.state.connection.status).to.equal('connecting');
    await simulator.advance(800);
    expect((await started).ok).to.equal(true);
    simulator.serverIsSilent();
    const unregistered = simulator.phone.execute({ type: 'unregister' });
    await simulator.advance(2_900);
    expect(simulator.phone.state.registration.status).to.equal('unregistering');
    await simulator.advance(200);
    expect((await unregistered).ok).to.equal(true);
  });

  it('runs on the real clock too', async () => {
    const real = createSimulator({ simulate: { clock: 'real' } });
    expect((await real.phone.execute({ type: 'start' })).ok).to.equal(true);
    expect(Math.abs(real.now() - Date.now())).to.be.below(1_000);
    await real.phone.execute({ type: 'stop' });
  });
});
