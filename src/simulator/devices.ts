import {
  initialAudio,
  missingDevices,
  type AudioChoice,
  type AudioDevice,
  type AudioPort,
  type AudioState,
  type RunningCheck,
} from '../phone/audio.js';
import type { MediaFindings } from '../phone/check.js';
import type { ErrorCode, PhoneError } from '../phone/errors.js';

/** `AudioPort` without a browser: devices are plugged in and pulled out by the test. */
export class SimulatedDevices implements AudioPort {
  choice: AudioChoice = initialAudio;
  /** 0–1: what the microphone hears. */
  level = 0;
  /** The one that was configured since. */
  ringtone: string | null = null;
  /** When set, the microphone cannot be had. */
  fails: PhoneError | null = null;
  /** What sounds as a test. */
  testing: 'output' | 'ring' | null = null;
  /** Why a check gets no microphone. */
  refused: ErrorCode | null = null;
  /** What a check finds otherwise than where all is well; `null`: it never ends. */
  finds: Partial<MediaFindings> | null = {};
  /** Checks that hold the microphone. */
  checking = 0;
  #devices: readonly AudioDevice[] = [];
  #listener: ((now: Pick<AudioState, 'devices' | 'missing'>) => void) | null = null;
  #endTest: () => void = () => undefined;

  /** Somebody is told of what is plugged in. */
  get isWatched(): boolean {
    return this.#listener !== null;
  }

  /** What is plugged in from now on. */
  plug(devices: readonly AudioDevice[]): void {
    this.#devices = devices;
    this.#tell();
  }

  watch(listener: (now: Pick<AudioState, 'devices' | 'missing'>) => void): void {
    this.#listener = listener;
    if (this.#devices.length > 0) this.#tell();
  }

  configure({ ringtone }: { readonly ringtone?: string }): void {
    this.ringtone = ringtone ?? null;
  }

  async choose(choice: AudioChoice): Promise<void> {
    if (this.fails) throw this.fails;
    this.choice = choice;
    this.#tell();
  }

  async inputLevel(): Promise<number> {
    if (this.fails) throw this.fails;
    return this.level;
  }

  test(role: 'output' | 'ring' | null): Promise<void> {
    this.#endTest();
    this.testing = role;
    if (role === null) return Promise.resolve();
    return new Promise((resolve) => {
      this.#endTest = () => {
        this.testing = null;
        this.#endTest = () => undefined;
        resolve();
      };
    });
  }

  check(iceServers: readonly RTCIceServer[]): RunningCheck {
    const { finds, refused: microphone } = this;
    this.checking++;
    let isOver = false;
    const candidates = iceServers.length > 0 ? ['host', 'srflx', 'relay'] : ['host'];
    const well = { microphone, level: 0.7, looped: microphone === null, returned: 0.7, candidates, unanswered: false };
    return {
      found: finds ? Promise.resolve({ ...well, ...finds }) : new Promise<never>(() => undefined),
      cancel: () => {
        if (!isOver) this.checking--;
        isOver = true;
      },
    };
  }

  close(): void {
    this.#listener = null;
    this.#endTest();
  }

  #tell(): void {
    this.#listener?.({ devices: this.#devices, missing: missingDevices(this.choice, this.#devices) });
  }
}
