/** The check of microphone and network with Chromium's fake microphone, which beeps, and real connections. */
import { expect } from '@open-wc/testing';
import { BrowserMedia } from '../../src/media/browser-media.js';
import { systemClock } from '../../src/util/clock.js';
import { Belongings } from '../support/belongings.js';
import { until } from '../support/until.js';

const log = { error() {}, warn() {}, info() {}, debug() {} };
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);

describe('the check of the browser', () => {
  let medias: BrowserMedia[] = [];
  let belongings: Belongings;

  beforeEach(() => {
    localStorage.clear();
    belongings = new Belongings();
    belongings.install();
  });
  afterEach(() => {
    for (const media of medias) media.close();
    medias = [];
    belongings.uninstall();
    navigator.mediaDevices.getUserMedia = getUserMedia;
  });

  function browser(): BrowserMedia {
    const media = new BrowserMedia({ audio: {}, iceGatheringTimeout: 500, clock: systemClock, log });
    medias.push(media);
    return media;
  }

  const nothingHeld = async (): Promise<void> => {
    await until(() => {
      const { connections, tracks, contexts, elements, timers } = belongings.held;
      return connections + tracks + contexts + elements + timers === 0;
    }, 'no connection, track, audio context, player or timer is left');
  };

  it('hears the microphone, and hears it come back over a connection to itself', async () => {
    const found = await browser().audio.check([]).found;
    expect(found).to.deep.include({ microphone: null, looped: true });
    expect(found.level).to.be.above(0.3);
    expect(found.returned).to.be.above(0.1);
    expect(found.candidates).to.include('host');
    expect(belongings.made.connections).to.equal(3);
    await nothingHeld();
  });

  it('says why there is no microphone, and looks for ways out all the same', async () => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'));
    const found = await browser().audio.check([]).found;
    expect(found).to.deep.include({ microphone: 'MIC_DENIED', looped: false });
    expect(found.candidates).to.include('host');
    await nothingHeld();
  });

  it('notices a STUN server that does not answer', async () => {
    const found = await browser().audio.check([{ urls: 'stun:127.0.0.1:9' }]).found;
    expect(found.unanswered).to.be.true;
    expect(found.candidates).not.to.include('srflx');
    await nothingHeld();
  });

  it('notices a TURN server that gives no way, also in a browser that raises no error', async () => {
    const Native = RTCPeerConnection;
    window.RTCPeerConnection = class extends Native {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        this.addEventListener('icecandidateerror', (event) => event.stopImmediatePropagation());
      }
    };
    try {
      const dead = { urls: ['turn:127.0.0.1:9?transport=tcp'], username: 'u', credential: 'c' };
      const found = await browser().audio.check([dead]).found;
      expect(found.unanswered).to.be.true;
    } finally {
      window.RTCPeerConnection = Native;
    }
  });

  it('tells of a browser without connections, and of servers that it does not take', async () => {
    const Native = RTCPeerConnection;
    const found = await browser().audio.check([{ urls: 'turn:127.0.0.1:9' }]).found;
    expect(found).to.deep.include({ microphone: null, candidates: [] });
    Reflect.deleteProperty(window, 'RTCPeerConnection');
    try {
      expect(await browser().audio.check([]).found).to.deep.include({ looped: false, candidates: [] });
    } finally {
      window.RTCPeerConnection = Native;
    }
    await nothingHeld();
  });

  it('frees everything at once when it is cancelled, also while the browser asks', async () => {
    const media = browser();
    const check = media.audio.check([]);
    await until(() => belongings.made.connections === 3, 'it has begun');
    check.cancel();
    expect(belongings.held.connections).to.equal(0);
    await nothingHeld();

    let allow = (_: MediaStream): void => undefined;
    navigator.mediaDevices.getUserMedia = () => new Promise((resolve) => (allow = resolve));
    media.audio.check([]).cancel();
    allow(await getUserMedia({ audio: true }));
    await nothingHeld();
    expect(belongings.made.connections).to.equal(3);
  });

  it('ends with the phone', async () => {
    const media = browser();
    void media.audio.check([]);
    await until(() => belongings.made.connections === 3, 'it has begun');
    media.close();
    await nothingHeld();
  });
});
