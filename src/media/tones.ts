import type { ClockPort, LogPort, Tone } from '../phone/ports.js';
import { useSink } from './remote-audio.js';
import type { SoundGate } from './sound-gate.js';

interface TonesOptions {
  readonly ringtone?: string | undefined;
  readonly ringDevice?: string | undefined;
  readonly ringVolume?: number | undefined;
  /** Where everything but the ringtone sounds. */
  readonly outputDevice?: string | undefined;
}

/** One stretch of a pattern: Hz (two for a chord, none for silence), seconds, loudness 0–1. */
type Stretch = readonly [hertz: readonly number[], seconds: number, loudness?: number];

/** Patterns that repeat. Ring-back and busy are Vietnam's (425 Hz; ITU-T E.180 supplement 2). */
const patterns: Readonly<Record<Tone, readonly Stretch[]>> = {
  ringtone: [
    [[659.3, 988], 0.16],
    [[784, 1174.7], 0.16],
    [[987.8, 1480], 0.34],
    [[], 0.2],
    [[659.3, 988], 0.16],
    [[784, 1174.7], 0.16],
    [[987.8, 1480], 0.34],
    [[], 1.6],
  ],
  waiting: [
    [[440], 0.2, 0.35],
    [[], 4.8],
  ],
  ringback: [
    [[425], 1, 0.4],
    [[], 4],
  ],
  busy: [
    [[425], 0.5, 0.4],
    [[], 0.5],
  ],
};

/** How long a context may take to start before it counts as blocked, ms. */
const startGrace = 300;

/**
 * Ringtone, ring-back and beeps. A pattern is one looped buffer, so that no timer, which a background tab
 * would stall, keeps the rhythm.
 */
export class Tones {
  #context: AudioContext | null = null;
  #stop: () => void = () => undefined;
  #tone: Tone | null = null;

  constructor(
    private options: TonesOptions,
    private readonly gate: SoundGate,
    private readonly clock: ClockPort,
    private readonly log: LogPort,
  ) {}

  /** What sounds goes on with the new devices and volume. */
  configure(options: TonesOptions): void {
    this.options = options;
    if (this.#tone !== null) this.play(this.#tone);
  }

  play(tone: Tone | null): void {
    this.#tone = tone;
    this.#stop();
    this.#stop = () => undefined;
    this.gate.clear(this);
    if (tone === null) return;
    if (tone === 'ringtone' && this.options.ringtone !== undefined) this.#playFile(this.options.ringtone);
    else this.#playPattern(tone);
  }

  close(): void {
    this.play(null);
    void this.#context?.close().catch(() => undefined);
    this.#context = null;
  }

  #playFile(url: string): void {
    const element = new Audio(url);
    element.loop = true;
    element.volume = this.options.ringVolume ?? 1;
    if (this.options.ringDevice !== undefined) void useSink(element, this.options.ringDevice, this.log);
    this.#stop = () => {
      element.pause();
      element.removeAttribute('src');
    };
    const stop = this.#stop;
    element.play().catch((error: unknown) => {
      if (this.#stop !== stop) return;
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.gate.block(this, () => element.play());
      } else {
        // A ringtone that cannot be loaded must not cost the ring.
        this.log.warn('the ringtone cannot be played, the built-in one rings instead');
        this.#playPattern('ringtone');
      }
    });
  }

  #playPattern(tone: Tone): void {
    if (typeof AudioContext === 'undefined') return;
    const context = (this.#context ??= new AudioContext());
    const source = context.createBufferSource();
    source.buffer = render(context, patterns[tone]);
    source.loop = true;
    const gain = context.createGain();
    gain.gain.value = tone === 'ringtone' ? (this.options.ringVolume ?? 1) : 1;
    source.connect(gain);
    const sink = this.#route(context, gain, tone);
    source.start();
    const cancelCheck = this.#watchStart(context);
    this.#stop = () => {
      cancelCheck();
      source.stop();
      source.disconnect();
      gain.disconnect();
      sink?.pause();
    };
  }

  /** Where it is not the system's default device, the sound goes through an element that has one. */
  #route(context: AudioContext, from: AudioNode, tone: Tone): HTMLAudioElement | null {
    const device = tone === 'ringtone' ? this.options.ringDevice : this.options.outputDevice;
    if (device === undefined) {
      from.connect(context.destination);
      return null;
    }
    const destination = context.createMediaStreamDestination();
    from.connect(destination);
    const element = new Audio();
    element.srcObject = destination.stream;
    void useSink(element, device, this.log).then(() => element.play().catch(() => undefined));
    return element;
  }

  /** A blocked context says nothing: its `resume()` just stays pending until the agent clicks. */
  #watchStart(context: AudioContext): () => void {
    if (context.state === 'running') return () => undefined;
    void context.resume().then(
      () => this.gate.clear(this),
      () => undefined,
    );
    return this.clock.after(startGrace, () => {
      if (context.state !== 'running') this.gate.block(this, () => context.resume());
    });
  }
}

/** A pattern as sound, with soft edges so that it does not click. */
function render(context: AudioContext, pattern: readonly Stretch[]): AudioBuffer {
  const { sampleRate } = context;
  const length = pattern.reduce((sum, [, seconds]) => sum + Math.round(seconds * sampleRate), 0);
  const buffer = context.createBuffer(1, length, sampleRate);
  const samples = buffer.getChannelData(0);
  const edge = 0.008 * sampleRate;
  let start = 0;
  for (const [hertz, seconds, loudness = 0.6] of pattern) {
    const count = Math.round(seconds * sampleRate);
    for (let i = 0; i < count && hertz.length > 0; i++) {
      const fade = Math.min(1, i / edge, (count - i) / edge);
      const wave = hertz.reduce((sum, f) => sum + Math.sin((2 * Math.PI * f * i) / sampleRate), 0) / hertz.length;
      samples[start + i] = wave * fade * loudness * 0.5;
    }
    start += count;
  }
  return buffer;
}
