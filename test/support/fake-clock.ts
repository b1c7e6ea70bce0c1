import type { ClockPort } from '../../src/phone/ports.js';

/** A clock that a test owns. */
export class FakeClock implements ClockPort {
  #now = Date.UTC(2026, 10, 22, 12);
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  /** `settles` gives what a timer started its time to go on. */
  constructor(private readonly settles: () => Promise<void> = settle) {}

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + ms, run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Time goes by and no timer runs: the machine sleeps. */
  sleep(ms: number): void {
    this.#now += ms;
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size;
  }

  /** Lets time pass; whatever a timer starts has settled before the next one runs. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms;
    for (;;) {
      await this.settles();
      const next = [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
      if (!next) break;
      this.#timers.delete(next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
    await this.settles();
  }
}

/** Lets every promise that can go on go on. */
export function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}
