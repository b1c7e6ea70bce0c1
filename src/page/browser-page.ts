import type { PagePort } from '../phone/ports.js';

type Wake = { readonly networkChanged: boolean };

/** Network Information API, where the browser has it. */
interface Connection {
  readonly connection?: EventTarget;
}

/** Tells when the page or the network wakes, and when the page goes. */
export class BrowserPage implements PagePort {
  readonly #wakeListeners = new Set<(wake: Wake) => void>();
  readonly #leaveListeners = new Set<() => void>();
  #stop: AbortController | null = null;

  onWake(listener: (wake: Wake) => void): void {
    this.#wakeListeners.add(listener);
  }

  onLeave(listener: () => void): void {
    this.#leaveListeners.add(listener);
  }

  open(): void {
    this.close();
    const stop = new AbortController();
    const options = { signal: stop.signal };
    this.#stop = stop;
    window.addEventListener('online', () => this.#wake({ networkChanged: true }), options);
    (navigator as Connection).connection?.addEventListener('change', () => this.#networkChanged(), options);
    document.addEventListener('visibilitychange', () => this.#becameVisible(), options);
    // Page Lifecycle: a frozen page runs again.
    document.addEventListener('resume', () => this.#wake({ networkChanged: false }), options);
    window.addEventListener(
      'pageshow',
      // Out of the back/forward cache, where sockets are closed without a word.
      ({ persisted }) => persisted && this.#wake({ networkChanged: true }),
      options,
    );
    window.addEventListener('pagehide', () => this.#leave(), options);
  }

  close(): void {
    this.#stop?.abort();
    this.#stop = null;
  }

  #becameVisible(): void {
    if (document.visibilityState === 'visible') this.#wake({ networkChanged: false });
  }

  #networkChanged(): void {
    // While there is none, there is nothing to look for.
    if (navigator.onLine) this.#wake({ networkChanged: true });
  }

  #wake(wake: Wake): void {
    for (const listener of this.#wakeListeners) listener(wake);
  }

  #leave(): void {
    for (const listener of this.#leaveListeners) listener();
  }
}
