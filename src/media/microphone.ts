import { PhoneError, toPhoneError } from '../phone/errors.js';
import type { LogPort } from '../phone/ports.js';

interface MicrophoneEvents {
  /**
   * The track ended without being asked to: unplugged, or the permission was taken back. Told again with the reason
   * where there is no other microphone.
   */
  lost(reason: PhoneError | null): void;
  /** Another track is there; calls must take it. */
  replaced(): void;
}

/** The one microphone of the page. Opened when a call needs it, closed when none does. */
export class Microphone {
  #stream: MediaStream | null = null;
  #opening: Promise<MediaStream> | null = null;
  #generation = 0;
  /** It went away while a call needed it, and no other one could be opened so far. */
  #isMissed = false;
  #isNeeded = false;
  #unwatch: () => void = () => undefined;

  constructor(
    private deviceId: string | undefined,
    private readonly events: MicrophoneEvents,
    private readonly log: LogPort,
  ) {}

  /** @throws PhoneError MIC_DENIED, MIC_MISSING, MIC_INSECURE, MIC_POLICY */
  async open(): Promise<void> {
    this.#isNeeded = true;
    if (this.#stream) return;
    const generation = this.#generation;
    const opening = (this.#opening ??= this.#request());
    let stream: MediaStream;
    try {
      stream = await opening;
    } finally {
      if (this.#opening === opening) this.#opening = null;
    }
    if (this.#stream === stream) return;
    if (generation !== this.#generation) {
      // Closed while the browser was asking: nobody wants it any more.
      stopTracks(stream);
      throw new PhoneError('CANCELLED');
    }
    this.#adopt(stream);
  }

  /** Something has changed: a microphone that went away may be back. */
  async retry(): Promise<void> {
    if (!this.#isMissed || !this.#isNeeded || this.#opening) return;
    try {
      await this.open();
    } catch (error) {
      this.log.debug('the microphone is not back yet', error instanceof Error ? error.message : error);
    }
  }

  /** Another device from now on; an open microphone changes over when the new one is there. Rejects as `open`. */
  async use(deviceId: string | undefined): Promise<void> {
    if (deviceId === this.deviceId) return;
    const previous = this.deviceId;
    this.deviceId = deviceId;
    await this.#opening?.catch(() => undefined);
    const before = this.#stream;
    if (!before) return;
    let stream: MediaStream;
    try {
      stream = await this.#request();
    } catch (error) {
      if (this.deviceId === deviceId) this.deviceId = previous;
      throw error;
    }
    if (this.#stream !== before || this.deviceId !== deviceId) {
      // Closed, lost, or another one chosen meanwhile.
      stopTracks(stream);
      return;
    }
    this.#adopt(stream);
    stopTracks(before);
    this.events.replaced();
  }

  #adopt(stream: MediaStream): void {
    this.#stream = stream;
    stream.getAudioTracks()[0]?.addEventListener('ended', () => void this.#recover(stream), { once: true });
    if (!this.#isMissed) return;
    this.#isMissed = false;
    this.#unwatch();
    this.events.replaced();
  }

  close(): void {
    this.#generation++;
    this.#isNeeded = false;
    this.#unwatch();
    // Whoever opens it next asks anew: what was asked for before is stopped when it comes.
    this.#opening = null;
    if (this.#stream) stopTracks(this.#stream);
    this.#stream = null;
  }

  /** A track of its own for one call, so that muting one call does not mute another. */
  cloneTrack(): MediaStreamTrack | null {
    return this.#stream?.getAudioTracks()[0]?.clone() ?? null;
  }

  async #recover(lost: MediaStream): Promise<void> {
    if (this.#stream !== lost) return;
    this.#stream = null;
    this.#isMissed = true;
    this.events.lost(null);
    try {
      await this.open();
    } catch (thrown) {
      const error = toPhoneError(thrown, 'MIC_MISSING');
      this.log.warn('no other microphone could be opened', error.message);
      if (!this.#isMissed || !this.#isNeeded || error.code === 'CANCELLED') return;
      this.events.lost(error);
      void this.#watchPermission();
    }
  }

  /** A permission that is given back is no change of devices. */
  async #watchPermission(): Promise<void> {
    try {
      const status = await navigator.permissions.query({ name: 'microphone' });
      const changed = (): void => {
        if (status.state === 'granted') void this.retry();
      };
      this.#unwatch();
      status.addEventListener('change', changed);
      this.#unwatch = () => status.removeEventListener('change', changed);
      // While it was asked.
      if (this.#isMissed && this.#isNeeded) changed();
      else this.#unwatch();
    } catch {
      // A browser that does not tell: the next call asks again.
    }
  }

  async #request(): Promise<MediaStream> {
    const devices = (navigator as Partial<Navigator>).mediaDevices;
    if (!isSecureContext || !devices) throw new PhoneError('MIC_INSECURE');
    const wish = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
    try {
      if (this.deviceId === undefined) return await devices.getUserMedia({ audio: wish });
      // "exact": Chromium takes an ideal one for a hint, and gives the default.
      return await devices
        .getUserMedia({ audio: { ...wish, deviceId: { exact: this.deviceId } } })
        .catch((error: unknown) => {
          // A headset that is not plugged in today must not cost the call.
          if (!isNotThere(error)) throw error;
          return devices.getUserMedia({ audio: wish });
        });
    } catch (error) {
      throw microphoneError(error);
    }
  }
}

/** OverconstrainedError is no DOMException everywhere. */
function isNotThere(error: unknown): boolean {
  const name = (error as { readonly name?: unknown } | null)?.name;
  return name === 'OverconstrainedError' || name === 'NotFoundError';
}

/** Four causes, four remedies (W3C Media Capture §10.3, Permissions Policy §9.8). */
function microphoneError(error: unknown): PhoneError {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
    case 'SecurityError':
      return new PhoneError(allowedByPolicy() ? 'MIC_DENIED' : 'MIC_POLICY');
    case 'NotReadableError':
      return new PhoneError('MIC_MISSING', { hint: 'the microphone is in use by another program' });
    default:
      return new PhoneError('MIC_MISSING', { hint: name || String(error) });
  }
}

interface FeaturePolicy {
  allowsFeature(feature: string): boolean;
}

/** Browsers that cannot tell are taken to allow it: then the agent is told of the permission. */
function allowedByPolicy(): boolean {
  const page = document as Document & { permissionsPolicy?: FeaturePolicy; featurePolicy?: FeaturePolicy };
  return (page.permissionsPolicy ?? page.featurePolicy)?.allowsFeature('microphone') ?? true;
}

export function stopTracks(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
