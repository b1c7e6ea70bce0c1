import type { LogPort } from '../phone/ports.js';
import type { SoundGate } from './sound-gate.js';

/**
 * Plays what the far side says. The audio element stands in no document: no shadow root that is taken away
 * can silence a call.
 */
export class RemoteAudio {
  readonly #element = new Audio();
  /** What the element was told last; it starts on the default device. */
  #device: string | undefined;

  constructor(
    private readonly gate: SoundGate,
    outputDevice: string | undefined,
    private readonly log: LogPort,
  ) {
    this.#element.autoplay = true;
    this.setOutput(outputDevice);
  }

  /** `undefined` is the system's default. */
  setOutput(deviceId: string | undefined): void {
    if (deviceId === this.#device) return;
    this.#device = deviceId;
    void useSink(this.#element, deviceId ?? '', this.log);
  }

  play(stream: MediaStream): void {
    this.#element.srcObject = stream;
    void this.#start();
  }

  close(): void {
    this.gate.clear(this);
    this.#element.pause();
    this.#element.srcObject = null;
  }

  async #start(): Promise<void> {
    try {
      await this.#element.play();
      this.gate.clear(this);
    } catch (error) {
      if (this.#element.srcObject === null) return;
      if (error instanceof DOMException && error.name === 'NotAllowedError') {
        this.gate.block(this, () => this.#element.play());
      } else if (!(error instanceof DOMException && error.name === 'AbortError')) {
        this.log.warn('the remote audio does not play', error instanceof Error ? error.message : error);
      }
    }
  }
}

/** Sends an element's sound to a device; a device that is gone leaves it on the default one. */
export async function useSink(element: HTMLAudioElement, deviceId: string, log: LogPort): Promise<void> {
  try {
    await (element as HTMLAudioElement & { setSinkId?: (id: string) => Promise<void> }).setSinkId?.(deviceId);
  } catch (error) {
    log.warn('the output device cannot be used', error instanceof Error ? error.message : error);
  }
}
