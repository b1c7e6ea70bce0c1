import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** Often enough that a clock never shows a second twice as long as the next one. Ms. */
const period = 250;

const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | null = null;

/** One timer for all clocks of the page; it runs only while somebody looks at one. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    for (const each of [...listeners]) each();
  }, period);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0 || timer === null) return;
    clearInterval(timer);
    timer = null;
  };
}

/** How many clocks are ticking: for tests that look for what was left behind. */
export function tickingClocks(): number {
  return listeners.size;
}

/** Re-renders its host whenever what `read` gives changes; `null` stops the clock. */
export class Ticker implements ReactiveController {
  #unsubscribe: (() => void) | null = null;
  #shown: number | string | null = null;

  constructor(
    private readonly host: ReactiveControllerHost,
    private readonly read: () => number | string | null,
  ) {
    host.addController(this);
  }

  hostUpdated(): void {
    this.#shown = this.read();
    if (this.#shown === null) this.hostDisconnected();
    else this.#unsubscribe ??= subscribe(() => this.#tick());
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = null;
  }

  #tick(): void {
    if (this.read() !== this.#shown) this.host.requestUpdate();
  }
}
