import type { ClockPort, LogPort, MediaSample } from '../phone/ports.js';
import { readStats, sampleBetween, type Reading } from './stats.js';
import { VoiceMeter } from './voice-meter.js';

interface CallSamplerParts {
  readonly clock: ClockPort;
  readonly log: LogPort;
  readonly getStats: () => Promise<RTCStatsReport>;
  /** Whether the agent has muted what the microphone hears. */
  readonly isMuted: () => boolean;
  /** A microphone track of the sampler's own, or `null` where none is open. */
  readonly microphoneTrack: () => MediaStreamTrack | null;
  readonly tell: (sample: MediaSample) => void;
}

/** Ms. Three of these are what an alert may take, and must stay within 3 s with what `getStats` takes. */
const interval = 900;

/** Measures one call's sound from `start` to `stop`. */
export class CallSampler {
  #cancel: (() => void) | null = null;
  #before: Reading | null = null;
  #meter: VoiceMeter | null = null;

  constructor(private readonly parts: CallSamplerParts) {}

  start(): void {
    if (!this.#cancel) this.#look();
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#before = null;
    this.microphoneReplaced();
  }

  /** The next look listens to the microphone of then. */
  microphoneReplaced(): void {
    this.#meter?.close();
    this.#meter = null;
  }

  #look(): void {
    const cancel = this.parts.clock.after(interval, () => this.#look());
    this.#cancel = cancel;
    this.#measure(() => this.#cancel === cancel).catch((error: unknown) => {
      this.parts.log.debug('a call could not be measured', error instanceof Error ? error.message : error);
    });
  }

  async #measure(isCurrent: () => boolean): Promise<void> {
    const { getStats, tell } = this.parts;
    const micLevel = this.#hearMicrophone();
    const reading = readStats((await getStats()).values() as Iterable<Record<string, unknown>>);
    if (!isCurrent()) return;
    const before = this.#before;
    this.#before = reading;
    if (before) tell(sampleBetween(before, reading, micLevel));
  }

  /** A track that is switched off sends silence and says nothing of the microphone: that is heard by itself. */
  #hearMicrophone(): number | null {
    if (!this.parts.isMuted()) {
      this.microphoneReplaced();
      return null;
    }
    if (!this.#meter) {
      const track = this.parts.microphoneTrack();
      this.#meter = track && new VoiceMeter(track);
    }
    return this.#meter?.read() ?? null;
  }
}
