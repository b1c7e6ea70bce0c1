/** What counts as silent and as loud, dB of full scale. */
const quiet = -60;
const loud = -10;

/** How loud a track is. */
export class LevelMeter {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer>;

  /** The track is the meter's own: `close` stops it. */
  constructor(private readonly track: MediaStreamTrack) {
    this.#analyser = this.#context.createAnalyser();
    this.#samples = new Float32Array(this.#analyser.fftSize);
    this.#context.createMediaStreamSource(new MediaStream([track])).connect(this.#analyser);
    void this.#context.resume().catch(() => undefined);
  }

  /** 0–1, by the loudness of the last few hundredths of a second. */
  read(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    const power = this.#samples.reduce((sum, sample) => sum + sample * sample, 0) / this.#samples.length;
    return Math.min(1, Math.max(0, (10 * Math.log10(power) - quiet) / (loud - quiet)));
  }

  close(): void {
    this.track.stop();
    void this.#context.close().catch(() => undefined);
  }
}
