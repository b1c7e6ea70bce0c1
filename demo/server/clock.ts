/** Time, so that a test can own it. */
export interface Clock {
  /** Ms since the epoch. */
  now(): number;
  /** Returns the cancel. */
  after(ms: number, run: () => void): () => void;
}

/** The machine's time. Its timers keep no process alive. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, run) {
    const timer = setTimeout(run, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
};
