import {
  missingDevices,
  type AudioChoice,
  type AudioPort,
  type AudioRole,
  type AudioState,
  type RunningCheck,
} from '../phone/audio.js';
import type { AudioOptions } from '../phone/config.js';
import type { ClockPort, LogPort } from '../phone/ports.js';
import { recallAudio, rememberAudio } from './audio-memory.js';
import { DeviceList } from './device-list.js';
import { LevelMeter } from './level-meter.js';
import { MediaCheck } from './media-check.js';
import type { Microphone } from './microphone.js';
import type { SoundGate } from './sound-gate.js';
import { Tones } from './tones.js';

/** The devices to use now: of those chosen, the ones that are plugged in. `undefined` is the system's default. */
export interface DevicesInUse {
  readonly outputDevice: string | undefined;
  readonly ringDevice: string | undefined;
  readonly ringVolume: number;
  readonly ringtone: string | undefined;
}

interface BrowserAudioParts {
  readonly options: Readonly<AudioOptions>;
  readonly microphone: Microphone;
  readonly gate: SoundGate;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** Told of other outputs and another volume. */
  readonly changed: (devices: DevicesInUse) => void;
}

/** A microphone that was opened to be measured closes when nobody has asked for so long, ms. */
const measuredFor = 1_500;
/** How long a test sounds, ms. */
const testFor = 4_000;

/** Which devices the agent has chosen, and which of them are there. */
export class BrowserAudio implements AudioPort {
  #choice: AudioChoice;
  #ringtone: string | undefined;
  #listener: ((now: Pick<AudioState, 'devices' | 'missing'>) => void) | null = null;
  /** Whether the phone itself wants the microphone. */
  #isWanted = false;
  #meter: LevelMeter | null = null;
  #cancelMeasuring: (() => void) | null = null;
  #stopTest: (() => void) | null = null;
  #check: RunningCheck | null = null;
  readonly #list: DeviceList;

  constructor(private readonly parts: BrowserAudioParts) {
    const { inputDevice, outputDevice, ringDevice, ringVolume, ringtone } = parts.options;
    this.#ringtone = ringtone;
    this.#list = new DeviceList(parts.log);
    this.#choice = {
      input: inputDevice ?? null,
      output: outputDevice ?? null,
      ring: ringDevice ?? null,
      ringVolume: ringVolume ?? 1,
      ...recallAudio(),
    };
  }

  get choice(): AudioChoice {
    return this.#choice;
  }

  get inUse(): DevicesInUse {
    const { ringVolume } = this.#choice;
    const [outputDevice, ringDevice] = [this.device('output'), this.device('ring')];
    return { outputDevice, ringDevice, ringVolume, ringtone: this.#ringtone };
  }

  device(role: AudioRole): string | undefined {
    return this.#missing.includes(role) ? undefined : (this.#choice[role] ?? undefined);
  }

  watch(listener: (now: Pick<AudioState, 'devices' | 'missing'>) => void): void {
    this.#listener = listener;
    this.#list.watch(() => this.#devicesChanged());
  }

  async choose(choice: AudioChoice): Promise<void> {
    const before = this.#choice;
    this.#choice = choice;
    try {
      await this.parts.microphone.use(this.device('input'));
    } catch (error) {
      if (this.#choice === choice) this.#choice = before;
      throw error;
    }
    const changed = Object.entries(choice).filter(([key, value]) => value !== before[key as keyof AudioChoice]);
    rememberAudio(Object.fromEntries(changed));
    this.parts.changed(this.inUse);
    this.#tell();
  }

  configure({ ringtone }: AudioOptions): void {
    if (ringtone === this.#ringtone) return;
    this.#ringtone = ringtone;
    this.parts.changed(this.inUse);
  }

  async openMicrophone(): Promise<void> {
    this.#isWanted = true;
    await this.parts.microphone.open();
    // Now the browser tells their names.
    void this.#list.refresh();
  }

  closeMicrophone(): void {
    this.#isWanted = false;
    if (this.#cancelMeasuring === null) this.parts.microphone.close();
  }

  /** The meter listens to a track of the microphone of before. */
  microphoneReplaced(): void {
    this.#meter?.close();
    this.#meter = null;
  }

  async inputLevel(): Promise<number> {
    const { microphone, clock } = this.parts;
    this.#cancelMeasuring?.();
    // The agent may think about the browser's question for as long as he likes.
    this.#cancelMeasuring = () => undefined;
    try {
      await microphone.open();
    } finally {
      this.#cancelMeasuring = clock.after(measuredFor, () => this.#stopMeasuring());
    }
    void this.#list.refresh();
    const track = this.#meter ? null : microphone.cloneTrack();
    if (track) this.#meter = new LevelMeter(track);
    return this.#meter?.read() ?? 0;
  }

  test(role: 'output' | 'ring' | null): Promise<void> {
    this.#stopTest?.();
    if (role === null) return Promise.resolve();
    const { gate, clock, log } = this.parts;
    const { ringVolume, ringtone } = this.inUse;
    const options = role === 'ring' ? { ringVolume, ringtone } : {};
    const tones = new Tones({ ...options, ringDevice: this.device(role) }, gate, clock, log);
    tones.play('ringtone');
    return new Promise((resolve) => {
      const stop = (): void => {
        cancel();
        tones.close();
        if (this.#stopTest === stop) this.#stopTest = null;
        resolve();
      };
      const cancel = clock.after(testFor, stop);
      this.#stopTest = stop;
    });
  }

  check(iceServers: readonly RTCIceServer[]): RunningCheck {
    const { microphone, clock } = this.parts;
    this.#check?.cancel();
    const level = (): Promise<number> => this.inputLevel();
    this.#check = new MediaCheck({ iceServers, clock, level, microphoneTrack: () => microphone.cloneTrack() });
    return this.#check;
  }

  close(): void {
    this.#check?.cancel();
    this.#isWanted = false;
    this.#listener = null;
    this.#list.stop();
    this.#stopTest?.();
    this.#stopMeasuring();
    this.parts.microphone.close();
  }

  #stopMeasuring(): void {
    this.#cancelMeasuring?.();
    this.#cancelMeasuring = null;
    this.microphoneReplaced();
    if (!this.#isWanted) this.parts.microphone.close();
  }

  get #missing(): readonly AudioRole[] {
    return missingDevices(this.#choice, this.#list.devices);
  }

  #devicesChanged(): void {
    const { microphone, log, changed } = this.parts;
    microphone.use(this.device('input')).catch((error: unknown) => {
      log.warn('the microphone could not be changed', error instanceof Error ? error.message : error);
    });
    void microphone.retry();
    changed(this.inUse);
    this.#tell();
  }

  #tell(): void {
    this.#listener?.({ devices: this.#list.devices, missing: this.#missing });
  }
}
