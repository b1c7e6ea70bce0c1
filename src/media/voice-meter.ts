/** The most that an analyser keeps, samples: 0.7 s at 48 kHz. One look a second then misses little. */
const windowSize = 32_768;

/** Hears a track by itself, whatever of it is sent. */
export class VoiceMeter {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #sound = new Float32Array(windowSize);

  /** The track is the meter's own: `close` stops it. */
  constructor(private readonly track: MediaStreamTrack) {
    this.#analyser = this.#context.createAnalyser();
    this.#analyser.fftSize = windowSize;
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
  }

  /** RMS of the last 0.7 s, 1 = full scale; `null` while the browser does not let it listen. */
  read(): number | null {
    if (this.#context.state !== 'running') return null;
    this.#analyser.getFloatTimeDomainData(this.#sound);
    const energy = this.#sound.reduce((total, value) => total + value * value, 0);
    return Math.sqrt(energy / windowSize);
  }

  close(): void {
    this.track.stop();
    void this.#context.close().catch(() => undefined);
  }
}
