import { FakeClock } from './fake-clock.js';

/** Every timer of the page on one clock that the test owns: SIP.js takes its timers from the page, the phone from the clock. */
export class VirtualTime {
  readonly clock = new FakeClock(hop);
  readonly #cancels = new Map<number, () => void>();
  readonly #original = {
    setTimeout: globalThis.setTimeout,
    setInterval: globalThis.setInterval,
    clearTimeout: globalThis.clearTimeout,
    clearInterval: globalThis.clearInterval,
  };
  #ids = 1_000_000;

  install(): void {
    const clear = (id: number | undefined): void => {
      this.#cancels.get(id ?? 0)?.();
      this.#cancels.delete(id ?? 0);
    };
    const own = {
      setTimeout: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        this.#set(ms, false, () => run(...args)),
      setInterval: (run: (...args: unknown[]) => void, ms = 0, ...args: unknown[]) =>
        this.#set(ms, true, () => run(...args)),
      clearTimeout: clear,
      clearInterval: clear,
    };
    Object.assign(globalThis, own);
  }

  uninstall(): void {
    Object.assign(globalThis, this.#original);
  }

  /** Resolves when so much time has gone by. */
  wait(ms: number): Promise<void> {
    return new Promise((resolve) => void this.clock.after(ms, resolve));
  }

  /** Whether the condition came true in that time; `since` may move the beginning of it. */
  async when(condition: () => boolean, ms: number, since = (): number => 0): Promise<boolean> {
    const start = this.clock.now();
    while (!condition()) {
      if (this.clock.now() >= Math.max(start, since()) + ms) return false;
      await this.wait(100);
    }
    return true;
  }

  #set(ms: number, repeats: boolean, run: () => void): number {
    const id = this.#ids++;
    const arm = (): void => {
      const cancel = this.clock.after(ms, () => {
        if (repeats) arm();
        else this.#cancels.delete(id);
        run();
      });
      this.#cancels.set(id, cancel);
    };
    arm();
    return id;
  }
}

const channel = new MessageChannel();
const hops: (() => void)[] = [];
channel.port1.onmessage = () => hops.shift()?.();

/** Lets every promise that can go on go on; unlike a nested `setTimeout` it does not wait 4 ms for that. */
function hop(): Promise<void> {
  return new Promise((resolve) => {
    hops.push(resolve);
    channel.port2.postMessage(null);
  });
}
