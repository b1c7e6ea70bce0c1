import { PhoneError, type ErrorCode } from '../phone/errors.js';
import type { MediaFact, MediaPort, Tone } from '../phone/ports.js';
import { SimulatedDevices } from './devices.js';
import type { Note } from './sent.js';

/** What the browser says when a page wants the microphone; `asking` leaves the question open. */
export type MicrophoneMood = 'allowed' | 'asking' | 'denied' | 'missing' | 'insecure' | 'policy';

const codes: Readonly<Record<Exclude<MicrophoneMood, 'allowed' | 'asking'>, ErrorCode>> = {
  denied: 'MIC_DENIED',
  missing: 'MIC_MISSING',
  insecure: 'MIC_INSECURE',
  policy: 'MIC_POLICY',
};

/** What the phone has asked for the audio of one call. */
export interface CallAudio {
  readonly muted: boolean;
  readonly held: boolean;
  readonly speakerMuted: boolean;
}

const untouched: CallAudio = { muted: false, held: false, speakerMuted: false };

/** `MediaPort` without a browser: nothing sounds, everything can be looked at. */
export class SimulatedMedia implements MediaPort {
  readonly audio = new SimulatedDevices();
  isMicrophoneOpen = false;
  /** What plays right now. */
  sounding: Tone | null = null;
  /** Whether the far side takes DTMF as telephone-events (RFC 4733). */
  takesTelephoneEvents = true;
  #mood: MicrophoneMood = 'allowed';
  #asking: ((mood: MicrophoneMood | 'closed') => void)[] = [];
  readonly #calls = new Map<string, CallAudio>();
  readonly #closed = new Set<string>();
  readonly #listeners = new Set<(fact: MediaFact) => void>();

  constructor(private readonly note: Note) {}

  onFact(listener: (fact: MediaFact) => void): void {
    this.#listeners.add(listener);
  }

  tell(fact: MediaFact): void {
    for (const listener of [...this.#listeners]) listener(fact);
  }

  get microphone(): MicrophoneMood {
    return this.#mood;
  }

  set microphone(mood: MicrophoneMood) {
    this.#mood = mood;
    this.audio.refused = mood === 'allowed' || mood === 'asking' ? null : codes[mood];
    if (mood !== 'asking') this.#answerAll(mood);
  }

  openMicrophone(): Promise<void> {
    if (this.isMicrophoneOpen) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const decide = (mood: MicrophoneMood | 'closed'): void => {
        if (mood === 'allowed') {
          this.isMicrophoneOpen = true;
          resolve();
        } else if (mood === 'asking') {
          this.#asking.push(decide);
        } else {
          // Closed while the browser was asking: nobody wants it any more.
          reject(new PhoneError(mood === 'closed' ? 'CANCELLED' : codes[mood]));
        }
      };
      decide(this.#mood);
    });
  }

  closeMicrophone(): void {
    this.isMicrophoneOpen = false;
    this.#answerAll('closed');
  }

  setMuted(id: string, muted: boolean): void {
    this.#change(id, { muted });
  }

  setHeld(id: string, held: boolean): void {
    this.#change(id, { held });
  }

  setSpeakerMuted(id: string, speakerMuted: boolean): void {
    this.#change(id, { speakerMuted });
  }

  insertDtmf(id: string, tones: string): boolean {
    if (this.takesTelephoneEvents) this.note('dtmf', id, { tones });
    return this.takesTelephoneEvents;
  }

  play(tone: Tone | null): void {
    this.sounding = tone;
  }

  unblockSound(): Promise<void> {
    this.tell({ type: 'soundBlocked', blocked: false });
    return Promise.resolve();
  }

  closeCall(id: string): void {
    this.#calls.delete(id);
    this.#closed.add(id);
  }

  close(): void {
    for (const id of [...this.#calls.keys()]) this.closeCall(id);
    this.sounding = null;
    this.audio.close();
    this.closeMicrophone();
  }

  /** The audio of one call, as the phone wants it. */
  audioOf(id: string): CallAudio {
    return this.#calls.get(id) ?? untouched;
  }

  /** Whether the phone has closed the audio of a call for good. */
  isClosed(id: string): boolean {
    return this.#closed.has(id);
  }

  #change(id: string, change: Partial<CallAudio>): void {
    this.#calls.set(id, { ...this.audioOf(id), ...change });
  }

  #answerAll(mood: MicrophoneMood | 'closed'): void {
    for (const decide of this.#asking.splice(0)) decide(mood);
  }
}
