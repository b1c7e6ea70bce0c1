import type { AudioDevice } from '../phone/audio.js';
import type { LogPort } from '../phone/ports.js';

/** Names that Chromium gives to what the system chose: "the default" says the same. */
const aliases: ReadonlySet<string> = new Set(['', 'default', 'communications']);

/** The audio devices that are plugged in, as far as the browser tells. */
export class DeviceList {
  #changed: ((devices: readonly AudioDevice[]) => void) | null = null;
  #last: string | null = null;
  #devices: readonly AudioDevice[] = [];

  constructor(private readonly log: LogPort) {}

  get devices(): readonly AudioDevice[] {
    return this.#devices;
  }

  watch(changed: (devices: readonly AudioDevice[]) => void): void {
    this.#changed = changed;
    this.#last = null;
    mediaDevices()?.addEventListener('devicechange', this.#onChange);
    void this.refresh();
  }

  stop(): void {
    this.#changed = null;
    mediaDevices()?.removeEventListener('devicechange', this.#onChange);
  }

  /** Labels and ids come only once a microphone is allowed. */
  async refresh(): Promise<void> {
    try {
      const found = (await mediaDevices()?.enumerateDevices()) ?? [];
      const devices = found.flatMap(toDevice);
      const stamp = JSON.stringify(devices);
      if (stamp === this.#last) return;
      this.#last = stamp;
      this.#devices = devices;
      this.#changed?.(devices);
    } catch (error) {
      this.log.warn('the audio devices cannot be listed', error instanceof Error ? error.message : error);
    }
  }

  readonly #onChange = (): void => void this.refresh();
}

function toDevice({ deviceId, kind, label }: MediaDeviceInfo): AudioDevice[] {
  if (kind === 'videoinput' || aliases.has(deviceId)) return [];
  return [{ id: deviceId, kind: kind === 'audioinput' ? 'input' : 'output', label }];
}

/** Absent where the page is not secure. */
function mediaDevices(): MediaDevices | undefined {
  return (navigator as Partial<Navigator>).mediaDevices;
}
