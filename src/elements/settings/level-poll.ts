import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import { afterPaint } from '../parts/after-paint.js';

interface LevelHost extends ReactiveControllerHost {
  readonly activePhone: Phone | null;
}

/** Steps of the meter. */
export const levelSteps = 12;
/** Ms between two looks. */
const period = 100;

/** Asks the phone how loud the microphone hears, over and over, while somebody looks. */
export class LevelPoll implements ReactiveController {
  /** 0–12; `null` while nobody listens. */
  level: number | null = null;
  /** Why the microphone could not be had. */
  error: PhoneErrorData | null = null;
  #run = 0;

  constructor(private readonly host: LevelHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    this.stop();
  }

  start(): void {
    if (this.level !== null) return;
    this.level = 0;
    this.error = null;
    void this.#listen(++this.#run);
  }

  stop(): void {
    this.#run++;
    this.level = null;
  }

  async #listen(run: number): Promise<void> {
    // To open a microphone takes the page a while: first the agent sees what he pressed for.
    await new Promise<void>(afterPaint);
    while (run === this.#run) {
      const result = await this.host.activePhone?.execute({ type: 'inputLevel' });
      if (run !== this.#run) return;
      if (!result?.ok) {
        this.stop();
        this.error = result?.error ?? null;
        this.host.requestUpdate();
        return;
      }
      const level = Math.round(result.data * levelSteps);
      if (level !== this.level) this.host.requestUpdate();
      this.level = level;
      await new Promise((resolve) => setTimeout(resolve, period));
    }
  }
}
