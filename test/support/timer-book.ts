/**
 * Keeps book of `setTimeout` and `setInterval`: what is set and has neither run nor been cleared. SIP.js takes its
 * timers from there; the phone has its clock.
 */
export class TimerBook {
  readonly #open = new Map<unknown, { readonly ms: number; readonly run: () => void; readonly repeats: boolean }>();
  readonly #original = {
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    clearTimeout: globalThis.clearTimeout,
    clearInterval: globalThis.clearInterval,
  };

  install(): void {
    const { setTimeout, setInterval, clearTimeout, clearInterval } = this.#original;
    const after = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown => {
      const run = (): void => {
        this.#open.delete(id);
        callback(...args);
      };
      const id: unknown = setTimeout(run, ms);
      this.#open.set(id, { ms, run, repeats: false });
      return id;
    };
    const every = (callback: (...args: unknown[]) => void, ms = 0, ...args: unknown[]): unknown => {
      const id: unknown = setInterval(callback, ms, ...args);
      this.#open.set(id, { ms, run: () => callback(...args), repeats: true });
      return id;
    };
    const forget = (id: number | undefined): void => {
      this.#open.delete(id);
      clearTimeout(id);
      clearInterval(id);
    };
    const own = { setTimeout: after, setInterval: every, clearTimeout: forget, clearInterval: forget };
    Object.assign(globalThis, own);
  }

  uninstall(): void {
    Object.assign(globalThis, this.#original);
  }

  /** Durations of what is open and lasts at least `atLeast` ms. */
  open(atLeast: number): readonly number[] {
    return [...this.#open.values()].map(({ ms }) => ms).filter((ms) => ms >= atLeast);
  }

  get intervals(): number {
    return [...this.#open.values()].filter(({ repeats }) => repeats).length;
  }

  /** Lets everything run now that lasts from `from` to `to` ms, as if that time had gone by. */
  runDown(from: number, to: number): void {
    // A browser's functions want no `this` of ours.
    const { clearTimeout: clear } = this.#original;
    for (const [id, { ms, run, repeats }] of [...this.#open]) {
      if (repeats || ms < from || ms > to || !this.#open.has(id)) continue;
      clear(id as number);
      run();
    }
  }
}
