import type { Unsubscribe } from '../util/types.js';

export type Locks = Pick<LockManager, 'request' | 'query'>;

/** A way to all other tabs that opened it by the same name. */
export interface OpenChannel {
  post(message: unknown): void;
  close(): void;
}

/** What the tabs of one phone ask of the browser. */
export interface TabsHost {
  readonly locks: Locks;
  openChannel(name: string, listener: (message: unknown) => void): OpenChannel;
  /** Nobody looks at this page: its timers run late. */
  isHidden(): boolean;
  /** Told before the browser freezes this page or puts it aside, and when it is back. */
  onLifecycle(listener: (event: 'suspended' | 'resumed') => void): Unsubscribe;
}

/** For a tab that cannot find the others: it leads, and nobody hears it. */
export const solitaryHost: TabsHost = {
  locks: {
    request: (_name: string, ...rest: readonly unknown[]) => {
      const run = rest.at(-1) as LockGrantedCallback<unknown>;
      return Promise.resolve().then(() => run({ name: '', mode: 'exclusive' }));
    },
    query: () => Promise.resolve({}),
  } as Locks,
  openChannel: () => ({ post() {}, close() {} }),
  isHidden: () => false,
  onLifecycle: () => () => undefined,
};
