import { PhoneError } from './errors.js';
import type { ClockPort } from './ports.js';

/** Waits for the server, one answer at a time, and never for ever. */
export class Patience {
  #end: (error: PhoneError) => void = () => undefined;

  constructor(private readonly clock: ClockPort) {}

  /** Rejects TIMEOUT when the clock is faster than the server. */
  within<T>(ms: number, work: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      this.#end = reject;
      const cancel = this.clock.after(ms, () => reject(new PhoneError('TIMEOUT')));
      work.then(resolve, reject).finally(cancel);
    });
  }

  /** No answer will come: what waits for one fails. */
  end(error: PhoneError): void {
    this.#end(error);
  }
}
