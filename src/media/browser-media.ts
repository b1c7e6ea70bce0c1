import type { AudioOptions } from '../phone/config.js';
import type { PhoneError } from '../phone/errors.js';
import type { ClockPort, LogPort, MediaFact, MediaPort, MediaSession, MediaSessions, Tone } from '../phone/ports.js';
import { BrowserAudio } from './browser-audio.js';
import { CallMedia } from './call-media.js';
import { Microphone } from './microphone.js';
import { SoundGate } from './sound-gate.js';
import { Tones } from './tones.js';

interface BrowserMediaOptions {
  readonly audio: Readonly<AudioOptions>;
  /** Ms. */
  readonly iceGatheringTimeout: number;
  readonly clock: ClockPort;
  readonly log: LogPort;
}

interface Wishes {
  readonly muted?: boolean;
  readonly held?: boolean;
  readonly speakerMuted?: boolean;
}

/** The browser's audio: one microphone, one peer connection for each call, the tones. */
export class BrowserMedia implements MediaPort, MediaSessions {
  readonly #calls = new Map<string, CallMedia>();
  /** What was asked for each call: it may be asked before the call has a connection. */
  readonly #wishes = new Map<string, Wishes>();
  readonly #listeners = new Set<(fact: MediaFact) => void>();
  readonly #gate = new SoundGate((blocked) => this.#tell({ type: 'soundBlocked', blocked }));
  readonly #microphone: Microphone;
  readonly #tones: Tones;
  readonly audio: BrowserAudio;

  constructor(private readonly options: BrowserMediaOptions) {
    const { audio, clock, log } = options;
    const events = {
      lost: (reason: PhoneError | null) => this.#tell({ type: 'microphoneLost', reason }),
      replaced: () => void this.#microphoneReplaced(),
    };
    this.#microphone = new Microphone(undefined, events, log);
    this.audio = new BrowserAudio({
      options: audio,
      microphone: this.#microphone,
      gate: this.#gate,
      clock,
      log,
      changed: (devices) => {
        this.#tones.configure(devices);
        for (const call of this.#calls.values()) call.setOutput(devices.outputDevice);
      },
    });
    void this.#microphone.use(this.audio.device('input'));
    this.#tones = new Tones(this.audio.inUse, this.#gate, clock, log);
  }

  onFact(listener: (fact: MediaFact) => void): void {
    this.#listeners.add(listener);
  }

  open(id: string, { iceServers }: { readonly iceServers: readonly RTCIceServer[] }): MediaSession {
    const { iceGatheringTimeout, clock, log } = this.options;
    // A call that goes on from another place has its old media until the new one stands.
    const before = this.#calls.get(id) ?? null;
    const isCurrent = (): boolean => this.#calls.get(id) === call;
    const call: CallMedia = new CallMedia({
      id,
      iceServers,
      gatheringTimeout: iceGatheringTimeout,
      outputDevice: this.audio.device('output'),
      clock,
      log,
      gate: this.#gate,
      microphoneTrack: () => this.#microphone.cloneTrack(),
      tell: (fact) => {
        if (isCurrent()) this.#tell(fact);
      },
      closed: () => {
        if (isCurrent() && before?.isClosed === false) this.#calls.set(id, before);
      },
    });
    this.#calls.set(id, call);
    this.#grant(id, {});
    return call;
  }

  openMicrophone(): Promise<void> {
    return this.audio.openMicrophone();
  }

  closeMicrophone(): void {
    this.audio.closeMicrophone();
  }

  setMuted(id: string, muted: boolean): void {
    this.#grant(id, { muted });
  }

  setHeld(id: string, held: boolean): void {
    this.#grant(id, { held });
  }

  setSpeakerMuted(id: string, muted: boolean): void {
    this.#grant(id, { speakerMuted: muted });
  }

  insertDtmf(id: string, tones: string): boolean {
    return this.#calls.get(id)?.insertDtmf(tones) ?? false;
  }

  play(tone: Tone | null): void {
    if (tone !== null) void this.audio.test(null);
    this.#tones.play(tone);
  }

  unblockSound(): Promise<void> {
    return this.#gate.retry();
  }

  closeCall(id: string): void {
    this.#calls.get(id)?.close();
    this.#calls.delete(id);
    this.#wishes.delete(id);
  }

  close(): void {
    for (const id of [...this.#calls.keys()]) this.closeCall(id);
    this.#tones.close();
    this.audio.close();
  }

  #grant(id: string, change: Wishes): void {
    const wishes = { ...this.#wishes.get(id), ...change };
    this.#wishes.set(id, wishes);
    const call = this.#calls.get(id);
    call?.setMuted(wishes.muted ?? false);
    call?.setHeld(wishes.held ?? false);
    call?.setSpeakerMuted(wishes.speakerMuted ?? false);
  }

  async #microphoneReplaced(): Promise<void> {
    this.audio.microphoneReplaced();
    await Promise.all([...this.#calls.values()].map((call) => call.replaceMicrophone()));
    this.#tell({ type: 'microphoneBack' });
  }

  #tell(fact: MediaFact): void {
    for (const listener of this.#listeners) listener(fact);
  }
}
