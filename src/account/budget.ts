import { PhoneError } from '../phone/errors.js';
import type { ClockPort } from '../phone/ports.js';

/** How long one request may take in all, retries and the waiting between them included. Ms. */
export const wholeRequest = 10_000;

/**
 * The time and the tries of one request. Whatever is waited for is raced against its end, so that nothing hangs,
 * not even on a `fetch` that ignores its signal.
 */
export class Budget {
  /** How often it may still be tried again. */
  triesLeft = 3;
  readonly #abort = new AbortController();
  readonly #end: number;
  readonly #over: Promise<never>;
  #error: PhoneError | null = null;
  #reject: (error: PhoneError) => void = () => undefined;
  readonly #cancelTimer: () => void;

  /** @param closing aborted when the account is closed */
  constructor(
    private readonly clock: ClockPort,
    private readonly closing: AbortSignal,
  ) {
    this.#end = clock.now() + wholeRequest;
    this.#over = new Promise((_, reject) => (this.#reject = reject));
    this.#over.catch(() => undefined);
    this.#cancelTimer = clock.after(wholeRequest, () =>
      this.#finish(new PhoneError('TIMEOUT', { hint: `no answer within ${wholeRequest / 1000} s`, retrying: false })),
    );
    if (closing.aborted) this.#onClosing();
    else closing.addEventListener('abort', this.#onClosing);
  }

  /** @throws PhoneError where it is over already, before anything is begun */
  check(): void {
    if (this.#error) throw this.#error;
  }

  /** Aborts what `fetch` does. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Ms. */
  get left(): number {
    return Math.max(0, this.#end - this.clock.now());
  }

  /** @throws PhoneError TIMEOUT, or CANCELLED when the account is closed */
  race<T>(work: Promise<T>): Promise<T> {
    // Who loses the race is still someone's promise.
    work.catch(() => undefined);
    return Promise.race([work, this.#over]);
  }

  /** Lets time pass. */
  async wait(ms: number): Promise<void> {
    let cancel = (): void => undefined;
    try {
      await this.race(new Promise<void>((resolve) => (cancel = this.clock.after(ms, resolve))));
    } finally {
      cancel();
    }
  }

  /** Lets go of the timer. Must be called, whatever came. */
  done(): void {
    this.#cancelTimer();
    this.closing.removeEventListener('abort', this.#onClosing);
  }

  readonly #onClosing = (): void => this.#finish(new PhoneError('CANCELLED', { hint: 'the phone was stopped' }));

  #finish(error: PhoneError): void {
    this.#error ??= error;
    this.#reject(error);
    this.#abort.abort();
  }
}
