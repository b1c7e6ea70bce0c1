import type { Locks } from './host.js';

/** Who is there. Each tab holds a lock of its own, which the browser lets go when the tab goes away, however it goes. */
export class Presence {
  readonly #tabs = new Map<string, AbortController>();
  #leave: (() => void) | null = null;

  constructor(
    private readonly locks: Locks,
    private readonly name: string,
    private readonly changed: () => void,
  ) {}

  /** Makes this tab seen. */
  enter(id: string): void {
    const stay = new Promise<void>((resolve) => (this.#leave = resolve));
    // A browser without locks is told of by the lock that says who leads.
    this.locks.request(this.#lockOf(id), () => stay).catch(() => undefined);
  }

  /** Counts another tab for as long as it is there. */
  count(id: string): void {
    if (this.#tabs.has(id)) return;
    const counting = new AbortController();
    this.#tabs.set(id, counting);
    this.locks
      .request(this.#lockOf(id), { signal: counting.signal }, () => {
        if (this.#tabs.delete(id)) this.changed();
      })
      .catch(() => undefined);
    this.changed();
  }

  /** The other tabs. */
  get others(): number {
    return this.#tabs.size;
  }

  /** Somebody else counts now. */
  forget(): void {
    const counting = [...this.#tabs.values()];
    this.#tabs.clear();
    for (const each of counting) each.abort();
  }

  leave(): void {
    this.forget();
    this.#leave?.();
  }

  #lockOf(id: string): string {
    return `${this.name}/tab/${id}`;
  }
}
