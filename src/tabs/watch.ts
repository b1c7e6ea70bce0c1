import type { ClockPort } from '../phone/ports.js';

/** Between a sign of life and the next question, ms. */
const beat = 200;
/** In a page that nobody looks at the browser rounds timers up to whole seconds. */
const hiddenBeat = 800;
/** A leader that does not answer for this long is frozen, ms. Answering needs no timer, so a throttled one does. */
export const patience = 700;
/** A timer that is this late says that this very page stood still: then the leader's silence proves nothing. Ms. */
const late = 250;
const hiddenLate = 2_000;

interface WatchParts {
  readonly clock: ClockPort;
  isHidden(): boolean;
  /** Asks the leader for a sign of life. */
  ask(): void;
  frozen(): void;
}

/** Finds a leader that holds its lock and does nothing any more. Decision 0011 has the reasoning. */
export class Watch {
  #cancel: (() => void) | null = null;
  #isAsking = false;

  constructor(private readonly parts: WatchParts) {}

  start(): void {
    this.stop();
    this.#ask();
  }

  /** The leader has said something, whatever it was. */
  heard(): void {
    if (!this.#cancel || !this.#isAsking) return;
    this.#after(this.parts.isHidden() ? hiddenBeat : beat, () => this.#ask());
    this.#isAsking = false;
  }

  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#isAsking = false;
  }

  /** No answer so far. */
  get isAsking(): boolean {
    return this.#isAsking;
  }

  #ask(): void {
    const { clock } = this.parts;
    const due = clock.now() + patience;
    this.#isAsking = true;
    this.#after(patience, () => {
      if (clock.now() - due <= (this.parts.isHidden() ? hiddenLate : late)) this.parts.frozen();
      // Also where the lead was left alone after all: the question stays open.
      if (this.#isAsking) this.#ask();
    });
    this.parts.ask();
  }

  #after(ms: number, run: () => void): void {
    this.#cancel?.();
    this.#cancel = this.parts.clock.after(ms, run);
  }
}
