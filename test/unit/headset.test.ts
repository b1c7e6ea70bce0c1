/** A phone whose headset is a fake one behind WebHID: what its buttons do, what it shows, and what becomes of it. */
import { expect } from '@open-wc/testing';
import { askForHeadset, BrowserHeadset } from '../../src/page/browser-headset.js';
import { BrowserPage } from '../../src/page/browser-page.js';
import { PhoneError } from '../../src/phone/errors.js';
import { SimulatedKeeper, SimulatedPage } from '../../src/simulator/page.js';
import { createSimulator } from '../../src/testing.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { bits, FakeHid, FakeHidDevice, padding, useHid, type Collection } from '../support/fake-hid.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { TabWorld } from '../support/tabs.js';

const logged: unknown[] = [];
const log = { error() {}, warn() {}, debug() {}, info: (...all: unknown[]) => void logged.push(all) };

/** Bits of the fake headset's report 2. */
const [onHook, offHook, mute, flash, reject] = [0, 1, 4, 8, 0x80];

let hid: FakeHid;
let stopUsing: () => void;
let clock: FakeClock;
let device: FakeHidDevice;
let bench: Bench;

beforeEach(() => {
  logged.length = 0;
  hid = new FakeHid();
  stopUsing = useHid(hid);
  device = new FakeHidDevice();
  clock = new FakeClock();
});
afterEach(() => stopUsing());

async function start(...devices: FakeHidDevice[]): Promise<void> {
  hid.allowed.push(...devices);
  const page = new SimulatedPage();
  Object.defineProperty(page, 'headset', { value: new BrowserHeadset(clock, log) });
  bench = createBench({}, new SimulatedKeeper(), page);
  await bench.phone.execute({ type: 'start' });
  await settle();
}

const headset = (): object => bench.phone.state.headset;
const states = (): (string | null)[] =>
  [bench.phone.state.line1, bench.phone.state.line2].map((call) => call && (call.onHold ? 'held' : call.state));

/** The button is pressed; nothing else happens until the phone has had its time. */
async function says(...bytes: number[]): Promise<void> {
  for (const byte of bytes) device.reports(2, byte);
  await settle();
}

/** Longer than buttons bounce, and than a headset may contradict. */
const later = (): Promise<void> => clock.pass(1500);

describe('the buttons of a headset', () => {
  beforeEach(async () => {
    await start(device);
  });

  it('answer, mute and hang up, and the headset shows it', async () => {
    expect(headset()).to.deep.equal({ supported: true, name: 'Jabra Evolve2 40' });
    expect(device.lamps).to.equal('-----');
    bench.sip.rings('a');
    expect(device.lamps).to.equal('--R--');
    await says(offHook);
    expect(states()).to.deep.equal(['active', null]);
    expect(device.lamps).to.equal('O----');
    await later();
    await says(offHook | mute, offHook);
    expect(bench.phone.state.line1?.muted).to.equal(true);
    expect(device.lamps).to.equal('OM--m');
    await later();
    await says(offHook | mute, offHook);
    expect(bench.phone.state.line1?.muted).to.equal(false);
    expect(device.lamps).to.equal('O----');
    await later();
    await says(onHook);
    expect(states()).to.deep.equal([null, null]);
    expect(device.lamps).to.equal('-----');
    expect(bench.sip.asked.filter((asked) => /answer|hangUp/.test(asked))).to.deep.equal(['answer', 'hangUp']);
  });

  it('are told at once that the call is being answered, and told otherwise where it is not', async () => {
    let refuse: (error: PhoneError) => void = () => undefined;
    bench.media.opens = () => new Promise((_, reject) => (refuse = reject));
    bench.sip.rings('a');
    await says(offHook);
    expect(device.lamps).to.equal('O----');
    expect(states()).to.deep.equal(['ringing', null]);
    await later();
    await says(onHook);
    expect(bench.sip.asked, 'who waits for the microphone has not declined').not.to.contain('reject 486');
    refuse(new PhoneError('MIC_DENIED'));
    await settle();
    expect(device.lamps).to.equal('--R--');
    expect(states()).to.deep.equal(['ringing', null]);
  });

  it('take their own echo for no press, of what was done on the screen too', async () => {
    // As headsets do: what they are told about the hook they report as theirs.
    device.answers = ([byte = 0]) => device.reports(2, byte & 1);
    bench.sip.rings('a');
    await bench.phone.execute({ type: 'answer' });
    await later();
    await bench.phone.execute({ type: 'mute' });
    await bench.phone.execute({ type: 'hangUp' });
    bench.sip.rings('b');
    await later();
    expect(states()).to.deep.equal(['ringing', null]);
    await says(offHook);
    expect(states()).to.deep.equal(['active', null]);
    await later();
    await says(onHook);
    expect(states()).to.deep.equal([null, null]);
  });

  it('that bounce do it once', async () => {
    bench.sip.rings('a');
    await says(offHook, onHook, offHook);
    await clock.pass(200);
    await says(onHook);
    expect(states()).to.deep.equal(['active', null]);
    await later();
    await says(offHook, offHook | mute, offHook, offHook | mute, offHook | mute, offHook);
    expect(bench.phone.state.line1?.muted).to.equal(true);
  });

  it('end the call and leave the one that waits; another press answers that', async () => {
    bench.sip.rings('a');
    await says(offHook);
    await later();
    bench.sip.rings('b');
    expect(device.lamps).to.equal('O-R--');
    await says(onHook);
    expect(states().filter(Boolean)).to.deep.equal(['ringing']);
    expect(device.lamps).to.equal('--R--');
    await later();
    await says(offHook);
    expect(states().filter(Boolean)).to.deep.equal(['active']);
    expect(bench.phone.state.line1?.id ?? bench.phone.state.line2?.id).to.equal('b');
  });

  it('take the one that waits by the flash, swap by it, and hold and take back one alone', async () => {
    bench.sip.rings('a');
    await says(offHook);
    await later();
    await says(offHook | flash, offHook);
    expect(states()).to.deep.equal(['held', null]);
    expect(device.lamps).to.equal('O--H-');
    await later();
    await says(offHook | flash, offHook);
    expect(states()).to.deep.equal(['active', null]);
    await later();
    bench.sip.rings('b');
    await says(offHook | flash, offHook);
    expect(states()).to.deep.equal(['held', 'active']);
    await later();
    await says(offHook | flash, offHook);
    expect(states()).to.deep.equal(['active', 'held']);
    await later();
    await says(onHook);
    expect(states().filter(Boolean).length, 'the other one is still there').to.equal(1);
    expect(device.lamps[0]).to.equal('O');
    const told = device.sent.length;
    await later();
    expect(device.sent.length, 'told again that it is off the hook').to.equal(told + 1);
    expect(device.lamps[0]).to.equal('O');
  });

  it('decline what rings, and nothing else', async () => {
    await says(reject, 0);
    await later();
    bench.sip.rings('a');
    await says(reject, 0);
    expect(bench.sip.asked.filter((asked) => asked.startsWith('reject')).length).to.equal(1);
    expect(states()).to.deep.equal([null, null]);
    await bench.phone.execute({ type: 'call', number: '1' });
    await later();
    await says(reject | offHook, offHook);
    expect(bench.phone.state.line1).not.to.equal(null);
  });

  it('do nothing where there is no call, but leave the hook as it was', async () => {
    await says(offHook);
    await says(offHook | mute, offHook, offHook | flash, offHook);
    expect(states()).to.deep.equal([null, null]);
    const told = device.sent.length;
    await later();
    expect(device.sent.length).to.equal(told + 1);
    expect(device.lamps).to.equal('-----');
    await says(onHook);
    await later();
    expect(device.sent.length, 'it has come back').to.equal(told + 1);
  });

  it('hang up a call that nobody has answered yet', async () => {
    await bench.phone.execute({ type: 'call', number: '1' });
    expect(device.lamps).to.equal('O----');
    await says(offHook);
    await later();
    await says(onHook);
    expect(states()).to.deep.equal([null, null]);
  });

  it('may report a thousand times a second', async () => {
    bench.sip.rings('a');
    await says(offHook);
    await later();
    const before = bench.media.asked.length;
    for (let i = 0; i < 1000; i++) {
      device.reports(2, offHook | mute);
      device.reports(2, offHook);
      if (i % 10 === 9) await clock.pass(10);
    }
    expect(bench.media.asked.length - before).to.be.at.most(4);
    expect(states()).to.deep.equal(['active', null]);
  });

  it('are heard in strange reports without harm', async () => {
    bench.sip.rings('a');
    device.reports(2);
    device.reports(0, 1);
    device.reports(3, 1, 1, 1);
    device.reports(255, ...new Array<number>(64).fill(0xff));
    await settle();
    expect(states()).to.deep.equal(['ringing', null]);
  });
});

describe('a headset of another make', () => {
  const make = (hook: object, muting: object): FakeHidDevice => {
    const collections: Collection[] = [
      {
        usagePage: 0x0b,
        inputReports: [{ items: [bits([0x0b0020], hook), bits([0x0b002f], muting), bits([0x0b0026]), padding(5)] }],
        outputReports: [{ items: [bits([0x080017, 0x080009, 0x080018, 0x080020]), padding(4)] }],
      },
    ];
    return new FakeHidDevice('Other', collections);
  };
  const hear = async (...bytes: number[]): Promise<void> => {
    for (const byte of bytes) device.reports(0, byte);
    await settle();
    await later();
  };

  it('whose hook is a key that comes back answers and hangs up', async () => {
    await start((device = make({}, {})));
    bench.sip.rings('a');
    await hear(1, 0);
    expect(states()).to.deep.equal(['active', null]);
    await hear(1, 0);
    expect(states()).to.deep.equal([null, null]);
  });

  it('whose hook is an event does too', async () => {
    await start((device = make({ isAbsolute: false }, {})));
    bench.sip.rings('a');
    await hear(1);
    expect(states()).to.deep.equal(['active', null]);
    await hear(1, 0);
    expect(states()).to.deep.equal([null, null]);
  });

  it('whose mute is a state says how it is', async () => {
    await start((device = make({}, {})));
    bench.sip.rings('a');
    await hear(1);
    const isMuted = (): boolean | undefined => bench.phone.state.line1?.muted;
    await hear(3);
    expect(isMuted()).to.equal(true);
    await hear(3, 3);
    expect(isMuted()).to.equal(true);
    await hear(1);
    expect(isMuted()).to.equal(false);
    await bench.phone.execute({ type: 'mute' });
    await later();
    await hear(3);
    expect(isMuted(), 'the echo').to.equal(true);
  });

  it('may have a key that drops the call, and no lamps', async () => {
    device = make({}, {});
    device = new FakeHidDevice('Plain', [{ ...device.collections[0], outputReports: [] }]);
    await start(device);
    bench.sip.rings('a');
    await hear(1);
    await hear(5, 1);
    expect(states()).to.deep.equal([null, null]);
    expect(device.sent).to.deep.equal([]);
  });
});

describe('the headset', () => {
  it('is asked for by a click, used at once, and taken from there when the phone starts again', async () => {
    await start();
    expect(headset()).to.deep.equal({ supported: true, name: null });
    hid.choice = device;
    bench.sip.rings('a');
    expect(await bench.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: 'Jabra Evolve2 40' });
    expect(hid.asked).to.deep.equal([{ filters: [{ usagePage: 0x0b }] }]);
    expect(headset()).to.deep.equal({ supported: true, name: 'Jabra Evolve2 40' });
    expect(device.lamps, 'of a call that rang before').to.equal('--R--');
    await bench.phone.execute({ type: 'stop' });
    await settle();
    expect(device.lamps).to.equal('-----');
    expect(device.opened).to.equal(false);
    expect(headset()).to.deep.equal({ supported: false, name: null });
    device.opened = true;
    device.reports(2, offHook);
    device.opened = false;
    await bench.phone.execute({ type: 'start' });
    await settle();
    expect(device.opened).to.equal(true);
    expect(headset()).to.deep.equal({ supported: true, name: 'Jabra Evolve2 40' });
    expect(clock.waiting).to.equal(0);
  });

  it('is not there where the agent chooses none, or one without buttons', async () => {
    await start();
    expect(await bench.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: null });
    hid.choice = new FakeHidDevice('Speaker', []);
    expect(await bench.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: null });
    expect(headset()).to.deep.equal({ supported: true, name: null });
  });

  it('cannot be had where the browser has no WebHID, or the page may not use it', async () => {
    hid.policyForbids = true;
    await start();
    expect(headset()).to.deep.equal({ supported: false, name: null });
    expect(await bench.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: null });
    stopUsing();
    useHid(undefined);
    await start();
    expect(headset()).to.deep.equal({ supported: false, name: null });
    expect(await bench.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: null });
    await bench.phone.execute({ type: 'forgetHeadset' });
    expect(await askForHeadset()).to.equal(null);
  });

  it('pulled out in a call ends nothing, and is back when it is plugged in', async () => {
    await start(device);
    bench.sip.rings('a');
    await says(offHook);
    hid.unplug(device);
    await later();
    expect(states()).to.deep.equal(['active', null]);
    expect(headset()).to.deep.equal({ supported: true, name: null });
    const again = new FakeHidDevice();
    hid.plug(again);
    await settle();
    expect(headset()).to.deep.equal({ supported: true, name: 'Jabra Evolve2 40' });
    expect(again.lamps).to.equal('O----');
    expect(states()).to.deep.equal(['active', null]);
    expect(clock.waiting).to.equal(0);
  });

  it('in use stays in use when another one is plugged in, which takes over when it goes', async () => {
    await start(device);
    const other = new FakeHidDevice('Poly');
    hid.plug(other);
    await settle();
    expect(headset()).to.deep.include({ name: 'Jabra Evolve2 40' });
    hid.unplug(new FakeHidDevice('no business of ours'));
    hid.unplug(device);
    await settle();
    expect(headset()).to.deep.include({ name: 'Poly' });
  });

  it('gives way to another one that the agent chooses', async () => {
    await start(device);
    hid.choice = new FakeHidDevice('Poly');
    bench.sip.rings('a');
    expect(await bench.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: 'Poly' });
    await settle();
    expect(device.lamps).to.equal('-----');
    expect(device.opened).to.equal(false);
    expect(hid.choice.lamps).to.equal('--R--');
    device.opened = true;
    await says(offHook);
    expect(states(), 'the first one is heard no more').to.deep.equal(['ringing', null]);
    hid.choice.reports(2, offHook);
    await settle();
    expect(states()).to.deep.equal(['active', null]);
  });

  it('is forgotten, dark', async () => {
    await start(device);
    bench.sip.rings('a');
    expect(await bench.phone.execute({ type: 'forgetHeadset' })).to.deep.equal({ ok: true, data: null });
    expect(device.isForgotten).to.equal(true);
    expect(device.lamps).to.equal('-----');
    expect(headset()).to.deep.equal({ supported: true, name: null });
    expect(states()).to.deep.equal(['ringing', null]);
  });

  it('that takes no report, or cannot be opened, harms no call', async () => {
    device.trouble = { send: new DOMException('the device is gone', 'NetworkError') };
    await start(device);
    bench.sip.rings('a');
    await says(offHook);
    expect(states()).to.deep.equal(['active', null]);
    expect(logged.length).to.be.greaterThan(0);
    const taken = new FakeHidDevice('Taken');
    taken.trouble = { open: new DOMException('in use', 'NotAllowedError') };
    stopUsing();
    hid = new FakeHid();
    stopUsing = useHid(hid);
    await start(taken, new FakeHidDevice('Free'));
    expect(headset()).to.deep.include({ name: 'Free' });
  });

  it('whose permission is taken back in the browser is not said to be there', async () => {
    await start(device);
    device.isForgotten = true;
    device.opened = false;
    device.trouble = { send: new DOMException('closed', 'InvalidStateError') };
    bench.sip.rings('a');
    await settle();
    expect(headset()).to.deep.equal({ supported: true, name: null });
  });

  it('is let alone by a phone that has stopped meanwhile', async () => {
    let opened: (value?: unknown) => void = () => undefined;
    device.open = () => new Promise((resolve) => (opened = resolve)).then(() => void (device.opened = true));
    await start(device);
    await bench.phone.execute({ type: 'stop' });
    opened();
    await settle();
    expect(device.opened).to.equal(false);
    expect(headset()).to.deep.equal({ supported: false, name: null });
  });

  it('leaves no timer behind', async () => {
    await start(device);
    await says(offHook);
    expect(clock.waiting).to.equal(1);
    await bench.phone.execute({ type: 'stop' });
    expect(clock.waiting).to.equal(0);
  });

  it('serves one phone of a page, and the next when that has stopped', async () => {
    await start(device);
    const first = bench;
    await start();
    expect(headset()).to.deep.equal({ supported: true, name: null });
    await first.phone.execute({ type: 'stop' });
    await settle();
    expect(device.opened).to.equal(false);
    expect(await bench.phone.execute({ type: 'connectHeadset', chosen: device.productName })).to.have.property(
      'data',
      device.productName,
    );
    expect(device.opened).to.equal(true);
  });

  it('of a name that cannot be read has one', async () => {
    await start(new FakeHidDevice('\u202e\u200b'));
    expect(headset()).to.deep.include({ name: 'USB' });
  });

  it('is left to a page that wants it for itself', async () => {
    hid.allowed.push(device);
    const page = new BrowserPage({ title: false, desktop: false, mediaSession: false, headset: false }, log);
    const told: boolean[] = [];
    page.headset.onChange(({ supported }) => told.push(supported));
    page.open();
    await settle();
    expect(device.opened).to.equal(false);
    expect(told).to.deep.equal([]);
    page.close();
  });
});

describe('the headset of several tabs', () => {
  it('is asked for in the tab that is clicked, and used by the one that leads', async () => {
    const world = new TabWorld();
    const first = await world.start();
    const other = await world.start();
    world.chosenHeadset = 'Poly';
    const asked = other.phone.execute({ type: 'connectHeadset' });
    await world.settle();
    expect(await asked).to.deep.equal({ ok: true, data: 'Poly' });
    await world.settle();
    expect([first, other].map(({ phone }) => phone.state.headset.name)).to.deep.equal(['Poly', 'Poly']);
    expect(first.pages[0]?.headset.choice, 'nobody asks in the tab that leads').to.equal('Headset');
    world.chosenHeadset = null;
    expect(await other.phone.execute({ type: 'connectHeadset' })).to.deep.equal({ ok: true, data: null });
    const forgotten = other.phone.execute({ type: 'forgetHeadset' });
    await world.settle();
    expect(await forgotten).to.deep.equal({ ok: true, data: null });
    await world.settle();
    expect(first.phone.state.headset.name).to.equal(null);
  });

  it('is let go with the lead', async () => {
    const world = new TabWorld();
    const first = await world.start();
    const other = await world.start();
    first.pages[0]?.headset.plug('Poly');
    await world.settle();
    const taken = other.phone.execute({ type: 'takeHere' });
    await world.settle();
    await taken;
    await world.settle();
    expect(other.pages.length).to.equal(1);
    const acts = first.pages[0]?.headset.lamps;
    expect(acts).to.deep.equal({ ringing: false, offHook: false, muted: false, held: false });
    expect(other.phone.state.headset).to.deep.equal({ supported: true, name: null });
  });

  it('is nobody’s in a phone that is not started', async () => {
    const world = new TabWorld();
    const { phone } = world.open();
    expect(await phone.execute({ type: 'connectHeadset' })).to.have.nested.property('error.code', 'NOT_STARTED');
  });
});

describe('the simulator’s headset', () => {
  it('is plugged in, pressed and looked at', async () => {
    const simulator = createSimulator();
    await simulator.phone.execute({ type: 'start' });
    expect(simulator.phone.state.headset).to.deep.equal({ supported: true, name: null });
    simulator.headsetIs('Poly');
    simulator.remoteRings({ number: '0912345678' });
    expect(simulator.headsetLamps).to.deep.include({ ringing: true, offHook: false });
    simulator.headsetPresses('hook');
    await simulator.settled();
    expect(simulator.phone.state.line1?.state).to.equal('active');
    expect(simulator.headsetLamps).to.deep.include({ ringing: false, offHook: true });
    simulator.headsetIs(null);
    simulator.headsetPresses('hook');
    await simulator.settled();
    expect(simulator.phone.state.line1?.state).to.equal('active');
    expect(simulator.phone.state.headset.name).to.equal(null);
  });
});
