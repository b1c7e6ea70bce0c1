import {
  initialAudio,
  missingDevices,
  type AudioChoice,
  type AudioDevice,
  type AudioPort,
  type AudioState,
} from '../phone/audio.js';
import type { PhoneError } from '../phone/errors.js';

/** `AudioPort` without a browser: devices are plugged in and pulled out by the test. */
export class SimulatedDevices implements AudioPort {
  choice: AudioChoice = initialAudio;
  /** 0–1: what the microphone hears. */
  level = 0;
  /** When set, the microphone cannot be had. */
  fails: PhoneError | null = null;
  /** What sounds as a test. */
  testing: 'output' | 'ring' | null = null;
  #devices: readonly AudioDevice[] = [];
  #listener: ((now: Pick<AudioState, 'devices' | 'missing'>) => void) | null = null;
  #endTest: () => void = () => undefined;

  /** What is plugged in from now on. */
  plug(devices: readonly AudioDevice[]): void {
    this.#devices = devices;
    this.#tell();
  }

  watch(listener: (now: Pick<AudioState, 'devices' | 'missing'>) => void): void {
    this.#listener = listener;
    if (this.#devices.length > 0) this.#tell();
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

  close(): void {
    this.#listener = null;
    this.#endTest();
  }

  #tell(): void {
    this.#listener?.({ devices: this.#devices, missing: missingDevices(this.choice, this.#devices) });
  }
}
