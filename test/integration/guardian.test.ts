import { expect } from '@open-wc/testing';
import type { Alert } from '../../src/phone/events.js';
import { LoopbackSip } from '../support/loopback-sip.js';
import { createTestPhone, type TestPhone } from '../support/phones.js';
import { until } from '../support/until.js';

/** What the page has open: microphones, and what listens to them. */
class Opened {
  readonly tracks: MediaStreamTrack[] = [];
  readonly contexts: AudioContext[] = [];
  readonly #getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  readonly #clone = Object.getOwnPropertyDescriptor(MediaStreamTrack.prototype, 'clone') ?? {};
  readonly #context = globalThis.AudioContext;

  install(): void {
    const { tracks, contexts } = this;
    const original = this.#clone.value as () => MediaStreamTrack;
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await this.#getUserMedia(constraints);
      tracks.push(...stream.getAudioTracks());
      return stream;
    };
    MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
      const copy = original.call(this);
      tracks.push(copy);
      return copy;
    };
    globalThis.AudioContext = class extends this.#context {
      constructor(options?: AudioContextOptions) {
        super(options);
        contexts.push(this);
      }
    };
  }

  uninstall(): void {
    navigator.mediaDevices.getUserMedia = this.#getUserMedia;
    Object.defineProperty(MediaStreamTrack.prototype, 'clone', this.#clone);
    globalThis.AudioContext = this.#context;
  }

  get microphones(): number {
    return this.tracks.filter(({ readyState }) => readyState === 'live').length;
  }

  get listening(): number {
    return this.contexts.filter(({ state }) => state !== 'closed').length;
  }
}

const codes = (phone: TestPhone): readonly string[] =>
  phone.events.filter(({ name }) => name === 'alerts').map(({ data }) => (data as Alert).code);

describe('the sound of a real call', () => {
  let wire: LoopbackSip;
  let alice: TestPhone;
  let bob: TestPhone;
  let opened: Opened;

  beforeEach(async () => {
    opened = new Opened();
    opened.install();
    wire = new LoopbackSip();
    wire.install();
    alice = createTestPhone('alice');
    bob = createTestPhone('bob');
    await alice.phone.execute({ type: 'start' });
    await bob.phone.execute({ type: 'start' });
    await alice.phone.execute({ type: 'call', number: 'bob' });
    await until(() => bob.phone.state.line1?.state === 'ringing', 'bob rings');
    await bob.phone.execute({ type: 'answer' });
    await until(() => alice.phone.state.line1?.state === 'active', 'alice is answered');
  });

  afterEach(async () => {
    await alice.phone.execute({ type: 'stop' });
    await bob.phone.execute({ type: 'stop' });
    wire.uninstall();
    opened.uninstall();
  });

  it('is measured at both ends', async () => {
    await until(() => alice.phone.state.line1?.quality && bob.phone.state.line1?.quality, 'both have figures');
    expect(alice.phone.state.line1?.quality?.mos).to.be.within(3.5, 4.5);
    expect(codes(alice)).to.deep.equal([]);
  });

  it('listens to the muted microphone only where it matters', async () => {
    const [microphones, listening] = [opened.microphones, opened.listening];
    await alice.phone.execute({ type: 'mute' });
    await until(() => opened.microphones === microphones + 1, 'it listens');
    await alice.phone.execute({ type: 'hold' });
    await until(() => opened.microphones === microphones, 'nobody listens during hold');
    await alice.phone.execute({ type: 'unhold' });
    await until(() => opened.microphones === microphones + 1, 'it listens again');
    await alice.phone.execute({ type: 'unmute' });
    await until(() => opened.microphones === microphones && opened.listening === listening, 'it has let go');
  });
});
