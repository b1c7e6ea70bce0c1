import type { TabsHost, Locks } from '../../src/tabs/host.js';
import type { ClockPort } from '../../src/phone/ports.js';
import type { FakeClock } from './fake-clock.js';

/**
 * One tab: everything that reaches its page comes through here, so that a test can close it (nothing reaches it any
 * more) or freeze it (everything waits).
 */
export class FakeTab {
  isHidden = false;
  #state: 'runs' | 'frozen' | 'closed' = 'runs';
  #isSuspended = false;
  #waiting: (() => void)[] = [];
  readonly #lifecycle = new Set<(event: 'suspended' | 'resumed') => void>();

  constructor(
    readonly browser: FakeBrowser,
    private readonly time: FakeClock,
  ) {}

  get isOpen(): boolean {
    return this.#state !== 'closed';
  }

  get isRunning(): boolean {
    return this.#state === 'runs';
  }

  /** Runs in this page. */
  run(task: () => void): void {
    if (this.#state === 'runs') task();
    else if (this.#state === 'frozen') this.#waiting.push(task);
  }

  /** A request to the world outside the page: its answer comes back into the page. */
  ask<T>(work: () => T | Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      if (this.#state === 'closed') return;
      Promise.resolve()
        .then(work)
        .then(
          (value) => this.run(() => resolve(value)),
          (error: unknown) => this.run(() => reject(error instanceof Error ? error : new Error(String(error)))),
        );
    });
  }

  /** Stands still: a hung script, a debugger. */
  freeze(): void {
    if (this.#state === 'runs') this.#state = 'frozen';
  }

  thaw(): void {
    if (this.#state !== 'frozen') return;
    this.#state = 'runs';
    for (const task of this.#waiting.splice(0)) task();
  }

  /** The browser freezes the page, and tells it before. */
  suspend(): void {
    for (const listener of [...this.#lifecycle]) listener('suspended');
    this.#isSuspended = true;
    // The page's last microtasks still run.
    queueMicrotask(() =>
      queueMicrotask(() => {
        if (this.#isSuspended) this.freeze();
      }),
    );
  }

  resume(): void {
    this.#isSuspended = false;
    this.thaw();
    for (const listener of [...this.#lifecycle]) listener('resumed');
  }

  close(): void {
    this.#state = 'closed';
    this.#waiting = [];
    this.browser.forget(this);
  }

  readonly clock: ClockPort = {
    now: () => this.time.now(),
    after: (ms, run) => {
      let isCancelled = false;
      const task = (): void => {
        if (!isCancelled) run();
      };
      const cancel = this.time.after(ms, () => this.run(task));
      return () => {
        isCancelled = true;
        cancel();
      };
    },
  };

  get host(): TabsHost {
    return {
      locks: this.browser.locksOf(this),
      openChannel: (name, listener) => this.browser.openChannel(this, name, listener),
      isHidden: () => this.isHidden,
      onLifecycle: (listener) => {
        this.#lifecycle.add(listener);
        return () => void this.#lifecycle.delete(listener);
      },
    };
  }
}

interface Claim {
  readonly tab: FakeTab;
  readonly name: string;
  readonly run: LockGrantedCallback<unknown>;
  settle(value: unknown): void;
  fail(error: Error): void;
}

/** Locks (as the Web Locks API has them) and channels between the tabs of one browser, in memory. */
export class FakeBrowser {
  readonly tabs = new Set<FakeTab>();
  /** Everything that was said between the tabs. */
  readonly said: unknown[] = [];
  readonly lockNames = new Set<string>();
  readonly #held = new Map<string, Claim>();
  #queue: Claim[] = [];
  readonly #channels = new Set<{ tab: FakeTab; name: string; listener: (message: unknown) => void }>();

  constructor(readonly clock: FakeClock) {}

  open(): FakeTab {
    const tab = new FakeTab(this, this.clock);
    this.tabs.add(tab);
    return tab;
  }

  /** Who holds the lock that says who leads. */
  leaders(): readonly FakeTab[] {
    const isLead = (name: string): boolean => !/\/(tab\/.*|steal)$/.test(name);
    return [...this.#held].filter(([name]) => isLead(name)).map(([, { tab }]) => tab);
  }

  openChannel(tab: FakeTab, name: string, listener: (message: unknown) => void) {
    const end = { tab, name, listener };
    this.#channels.add(end);
    return {
      post: (message: unknown) => {
        if (!tab.isOpen) return;
        if (!this.#channels.has(end)) throw new Error('the channel is closed');
        const copy: unknown = structuredClone(message);
        this.said.push(copy);
        const others = [...this.#channels].filter((other) => other !== end && other.name === name);
        for (const other of others) {
          queueMicrotask(() =>
            other.tab.run(() => {
              if (this.#channels.has(other)) other.listener(structuredClone(copy));
            }),
          );
        }
      },
      close: () => void this.#channels.delete(end),
    };
  }

  locksOf(tab: FakeTab): Locks {
    const request = (name: string, ...rest: readonly unknown[]): Promise<unknown> => {
      const run = rest.at(-1) as LockGrantedCallback<unknown>;
      const options = (rest.length > 1 ? rest[0] : {}) as LockOptions;
      return this.#request(tab, name, options, run);
    };
    return { request, query: () => tab.ask(() => ({})) } as Locks;
  }

  /** A tab is gone: its locks go to the next. */
  forget(tab: FakeTab): void {
    this.tabs.delete(tab);
    for (const end of [...this.#channels]) if (end.tab === tab) this.#channels.delete(end);
    this.#queue = this.#queue.filter((claim) => claim.tab !== tab);
    for (const claim of [...this.#held.values()]) if (claim.tab === tab) this.#release(claim);
  }

  #request(tab: FakeTab, name: string, options: LockOptions, run: LockGrantedCallback<unknown>): Promise<unknown> {
    this.lockNames.add(name);
    return new Promise((resolve, reject) => {
      if (!tab.isOpen) return;
      const claim: Claim = {
        tab,
        name,
        run,
        settle: (value) => tab.run(() => resolve(value)),
        fail: (error) => tab.run(() => reject(error)),
      };
      const { signal, steal, ifAvailable } = options;
      signal?.addEventListener('abort', () => {
        if (!this.#queue.includes(claim)) return;
        this.#queue = this.#queue.filter((other) => other !== claim);
        claim.fail(new DOMException('aborted', 'AbortError'));
      });
      const holder = this.#held.get(name);
      if (holder && ifAvailable) {
        queueMicrotask(() => tab.run(() => void Promise.resolve(run(null)).then(claim.settle, claim.fail)));
      } else if (holder && steal) {
        holder.fail(new DOMException('stolen', 'AbortError'));
        this.#grant(claim);
      } else if (holder) this.#queue.push(claim);
      else this.#grant(claim);
    });
  }

  #grant(claim: Claim): void {
    this.#held.set(claim.name, claim);
    queueMicrotask(() =>
      claim.tab.run(() => {
        Promise.resolve(claim.run({ name: claim.name, mode: 'exclusive' })).then(
          (value) => {
            this.#release(claim);
            claim.settle(value);
          },
          (error: unknown) => {
            this.#release(claim);
            claim.fail(error as Error);
          },
        );
      }),
    );
  }

  #release(claim: Claim): void {
    if (this.#held.get(claim.name) !== claim) return;
    this.#held.delete(claim.name);
    const next = this.#queue.find(({ name }) => name === claim.name);
    if (!next) return;
    this.#queue = this.#queue.filter((other) => other !== next);
    this.#grant(next);
  }
}
