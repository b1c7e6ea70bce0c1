/** The browser's own devices: Chromium's fake ones, which beep. */
import { expect } from '@open-wc/testing';
import { BrowserMedia } from '../../src/media/browser-media.js';
import type { AudioState } from '../../src/phone/audio.js';
import type { AudioOptions } from '../../src/phone/config.js';
import type { MediaFact } from '../../src/phone/ports.js';
import { systemClock as clock } from '../../src/util/clock.js';
import { until } from '../support/until.js';

const log = { error() {}, warn() {}, info() {}, debug() {} };
const real = {
  getUserMedia: navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices),
  enumerateDevices: navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices),
};
let opened: MediaStream[] = [];
let unplugged = new Set<string>();
let medias: BrowserMedia[] = [];

beforeEach(() => {
  localStorage.clear();
  opened = [];
  unplugged = new Set();
  medias = [];
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const wished = (constraints?.audio as { deviceId?: { exact?: string } }).deviceId?.exact ?? '';
    if (unplugged.has(wished)) throw new OverconstrainedError('deviceId', 'unplugged');
    const stream = await real.getUserMedia(constraints);
    opened.push(stream);
    return stream;
  };
  navigator.mediaDevices.enumerateDevices = async () =>
    (await real.enumerateDevices()).filter(({ deviceId }) => !unplugged.has(deviceId));
});
afterEach(() => {
  for (const media of medias) media.close();
  Object.assign(navigator.mediaDevices, real);
  localStorage.clear();
});

function browser(audio: AudioOptions = {}): {
  media: BrowserMedia;
  state: () => Pick<AudioState, 'devices' | 'missing'>;
} {
  const media = new BrowserMedia({ audio, iceGatheringTimeout: 500, clock, log });
  medias.push(media);
  let state: Pick<AudioState, 'devices' | 'missing'> = { devices: [], missing: [] };
  media.audio.watch((now) => (state = now));
  return { media, state: () => state };
}

const deviceOf = (stream: MediaStream | undefined): string | undefined =>
  stream?.getAudioTracks()[0]?.getSettings().deviceId;
const isLive = (stream: MediaStream | undefined): boolean => stream?.getAudioTracks()[0]?.readyState === 'live';

/** A live call whose sender can be looked at. */
async function call(media: BrowserMedia): Promise<RTCRtpSender> {
  const Native = RTCPeerConnection;
  const made: RTCPeerConnection[] = [];
  window.RTCPeerConnection = new Proxy(Native, {
    construct(target, [configuration]: [RTCConfiguration]) {
      const connection = new target(configuration);
      made.push(connection);
      return connection;
    },
  });
  try {
    await media.openMicrophone();
    await media.open('call', { iceServers: [] }).createOffer({ hold: false, iceRestart: false });
  } finally {
    window.RTCPeerConnection = Native;
  }
  const [sender] = made[0]?.getSenders() ?? [];
  if (!sender) throw new Error('no sender');
  return sender;
}

async function inputs(media: BrowserMedia, state: () => Pick<AudioState, 'devices'>): Promise<[string, string]> {
  await media.openMicrophone();
  media.closeMicrophone();
  await until(() => state().devices.filter(({ kind }) => kind === 'input').length >= 2, 'two microphones');
  const [first, second] = state().devices.filter(({ kind }) => kind === 'input');
  return [first?.id ?? '', second?.id ?? ''];
}

describe('the devices of the browser', () => {
  it('are told with their names, without the names that only mean "the default"', async () => {
    const { media, state } = browser();
    await inputs(media, state);
    for (const { id, label } of state().devices) {
      expect(id).not.to.be.oneOf(['', 'default', 'communications']);
      expect(label).not.to.equal('');
    }
  });

  it('change over in a live call, and mute stays', async () => {
    const { media, state } = browser();
    const [first, second] = await inputs(media, state);
    await media.audio.choose({ ...media.audio.choice, input: first });
    const sender = await call(media);
    expect(sender.track?.getSettings().deviceId).to.equal(first);
    media.setMuted('call', true);
    await media.audio.choose({ ...media.audio.choice, input: second });
    await until(() => sender.track?.getSettings().deviceId === second, 'the call has the second microphone');
    expect(sender.track?.enabled).to.be.false;
    expect(isLive(opened.at(-2)), 'the first one is let go').to.be.false;
    media.setMuted('call', false);
    expect(sender.track?.enabled).to.be.true;
  });

  it('that is chosen and unplugged gives way to the default at once, muted as before, and comes back', async () => {
    const { media, state } = browser();
    const [, second] = await inputs(media, state);
    await media.audio.choose({ ...media.audio.choice, input: second });
    const sender = await call(media);
    media.setMuted('call', true);
    unplugged.add(second);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(() => sender.track?.getSettings().deviceId !== second, 'another microphone');
    expect(state().missing).to.deep.equal(['input']);
    expect(sender.track?.enabled).to.be.false;
    unplugged.clear();
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    await until(() => sender.track?.getSettings().deviceId === second, 'the chosen one again');
    expect(state().missing).to.deep.equal([]);
    expect(sender.track?.enabled).to.be.false;
  });

  describe('when the only microphone goes away in a call', () => {
    const facts: MediaFact[] = [];
    let isThere = true;
    let denied = false;

    async function lose(): Promise<ReturnType<typeof browser> & { sender: RTCRtpSender }> {
      const { getUserMedia } = navigator.mediaDevices;
      isThere = true;
      denied = false;
      facts.length = 0;
      navigator.mediaDevices.getUserMedia = (constraints) => {
        if (isThere) return getUserMedia(constraints);
        return Promise.reject(new DOMException('gone', denied ? 'NotAllowedError' : 'NotFoundError'));
      };
      const { media, state } = browser();
      media.onFact((fact) => fact.type.startsWith('microphone') && facts.push(fact));
      const sender = await call(media);
      media.setMuted('call', true);
      return { media, state, sender };
    }

    const goes = (): void => {
      isThere = false;
      navigator.mediaDevices.enumerateDevices = () => Promise.resolve([]);
      const [track] = opened.at(-1)?.getAudioTracks() ?? [];
      track?.dispatchEvent(new Event('ended'));
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    };
    const comes = (): void => {
      isThere = true;
      navigator.mediaDevices.enumerateDevices = real.enumerateDevices;
      navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
    };
    const reason = (): unknown => facts.flatMap((fact) => (fact.type === 'microphoneLost' ? [fact.reason?.code] : []));

    it('says why, and takes it again, muted as before, as soon as it is plugged in', async () => {
      const { sender } = await lose();
      const before = sender.track;
      goes();
      await until(() => facts.length >= 2, 'told twice');
      expect(reason()).to.deep.equal([undefined, 'MIC_MISSING']);
      comes();
      await until(() => facts.at(-1)?.type === 'microphoneBack', 'it is back');
      expect(sender.track).not.to.equal(before);
      expect(sender.track?.readyState).to.equal('live');
      expect(sender.track?.enabled).to.be.false;
    });

    it('tells a permission that was taken back from a plug', async () => {
      await lose();
      denied = true;
      goes();
      await until(() => facts.length >= 2, 'told twice');
      expect(reason()).to.deep.equal([undefined, 'MIC_DENIED']);
    });

    it('leaves it closed when no call needs it any more', async () => {
      const { media, state } = await lose();
      goes();
      await until(() => facts.length >= 2 && state().devices.length === 0, 'it is gone');
      media.closeCall('call');
      media.closeMicrophone();
      const { length } = opened;
      comes();
      await until(() => state().devices.length > 0, 'it is there again');
      expect(opened).to.have.length(length);
      await media.openMicrophone();
      expect(facts.at(-1)?.type, 'the next call has it').to.equal('microphoneBack');
    });
  });

  it('are remembered in this browser, before what the page configures', async () => {
    const { media, state } = browser({ ringVolume: 0.2, outputDevice: 'page' });
    expect(media.audio.choice).to.deep.equal({ input: null, output: 'page', ring: null, ringVolume: 0.2 });
    const [first] = await inputs(media, state);
    await media.audio.choose({ ...media.audio.choice, input: first, ringVolume: 0.7 });
    expect(browser({ ringVolume: 0.2, outputDevice: 'other' }).media.audio.choice).to.deep.equal({
      input: first,
      output: 'other',
      ring: null,
      ringVolume: 0.7,
    });
    for (const nonsense of ['[', '7', '{"ringVolume":9,"input":{},"x":1}']) {
      localStorage.setItem('bfc-webphone.audio', nonsense);
      expect(browser().media.audio.choice).to.deep.equal({ input: null, output: null, ring: null, ringVolume: 1 });
    }
  });

  it('that cannot be had in a call leave everything as it was', async () => {
    const { media, state } = browser();
    const [first, second] = await inputs(media, state);
    await media.audio.choose({ ...media.audio.choice, input: first });
    const sender = await call(media);
    const { getUserMedia } = navigator.mediaDevices;
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('busy', 'NotReadableError'));
    const failed = await media.audio.choose({ ...media.audio.choice, input: second }).catch((error: unknown) => error);
    navigator.mediaDevices.getUserMedia = getUserMedia;
    expect(failed).to.deep.include({ code: 'MIC_MISSING' });
    expect(media.audio.choice.input).to.equal(first);
    expect(sender.track?.getSettings().deviceId).to.equal(first);
    expect(sender.track?.readyState).to.equal('live');
  });

  it('are measured; the microphone closes when nobody looks any more', async () => {
    const { media } = browser();
    // Chromium's fake microphone beeps once a second.
    await until(async () => (await media.audio.inputLevel()) > 0.1, 'a beep');
    expect(isLive(opened.at(-1))).to.be.true;
    await until(() => !isLive(opened.at(-1)), 'closed');
  });

  it('are measured in a call without closing its microphone', async () => {
    const { media } = browser();
    const sender = await call(media);
    await media.audio.inputLevel();
    const [stream] = opened;
    media.closeCall('call');
    media.closeMicrophone();
    expect(isLive(stream), 'still measured').to.be.true;
    await until(() => !isLive(stream), 'closed');
    expect(sender.track?.readyState).to.equal('ended');
  });

  it('sound as a test until it is stopped, or the phone rings', async () => {
    const { media } = browser();
    let ended = 0;
    const count = (): number => ended++;
    void media.audio.test('ring').then(count);
    void media.audio.test('output').then(count);
    await until(() => ended === 1, 'one test at a time');
    media.play('ringtone');
    await until(() => ended === 2, 'a real ring goes before');
    media.play(null);
  });

  it('ring with another ringtone as soon as there is one', () => {
    const { audio } = browser().media;
    audio.configure({ ringtone: '/other.mp3' });
    expect(audio.inUse.ringtone).to.equal('/other.mp3');
    audio.configure({});
    expect(audio.inUse.ringtone).to.equal(undefined);
  });

  it('are those that were wished, and the default one where that is not plugged in', async () => {
    const { media, state } = browser();
    const [first] = await inputs(media, state);
    const chosen = browser({ inputDevice: first });
    await chosen.media.openMicrophone();
    expect(deviceOf(opened.at(-1))).to.equal(first);
    const nowhere = browser({ inputDevice: 'not plugged in' });
    unplugged.add('not plugged in');
    await nowhere.media.openMicrophone();
    expect(deviceOf(opened.at(-1))).to.equal('default');
  });
});
