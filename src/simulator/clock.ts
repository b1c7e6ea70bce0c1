import type { ClockPort } from '../phone/ports.js';

/** A clock that stands still until a test lets time pass. */
export class ManualClock implements ClockPort {
  #now: number;
  readonly #timers = new Set<{ readonly at: number; readonly run: () => void }>();

  /** @param start ms since the epoch */
  constructor(start = Date.UTC(2026, 0, 1, 10)) {
    this.#now = start;
  }

  now(): number {
    return this.#now;
  }

  after(ms: number, run: () => void): () => void {
    const timer = { at: this.#now + Math.max(0, ms), run };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Lets `ms` pass, timer by timer; whatever a timer starts has settled before the next one runs. */
  async advance(ms: number): Promise<void> {
    const end = this.#now + ms;
    await settled();
    for (let next = this.#next(end); next; next = this.#next(end)) {
      this.#timers.delete(next);
      this.#now = next.at;
      next.run();
      await settled();
    }
    this.#now = end;
  }

  #next(end: number): { readonly at: number; readonly run: () => void } | undefined {
    // Timers of one moment run in the order they were set.
    return [...this.#timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0];
  }
}

/** Counts the timers that one user of a clock has waiting, so that a test can see whether any is left behind. */
export class CountedClock implements ClockPort {
  #waiting = 0;

  constructor(private readonly clock: ClockPort) {}

  get waiting(): number {
    return this.#waiting;
  }

  now(): number {
    return this.clock.now();
  }

  after(ms: number, run: () => void): () => void {
    let isWaiting = true;
    this.#waiting++;
    const done = (): void => {
      if (isWaiting) this.#waiting--;
      isWaiting = false;
    };
    const cancel = this.clock.after(ms, () => {
      done();
      run();
    });
    return () => {
      done();
      cancel();
    };
  }
}

/** Lets every promise that can go on go on. A message, not a timer: browsers hold back timers, and tests fake them. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => {
      // An open port would keep Node from ending.
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
