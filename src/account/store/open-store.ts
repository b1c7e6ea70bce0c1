import type { Contact, HistoryItem } from '../../phone/account-data.js';
import type { ClockPort, LogPort } from '../../phone/ports.js';
import { IdbStore } from './idb-store.js';
import type { LocalStore } from './local-store.js';
import { MemoryStore } from './memory-store.js';

/** How long a browser may take to open the database. Ms. */
const longestOpening = 5_000;

/**
 * The browser's database, or memory where there is none (a private window, an opaque origin, a full disk):
 * said once in the log, and never a failure of the phone. Opens nothing before its first use.
 */
export function openLocalStore(parts: { readonly clock: ClockPort; readonly log: LogPort }): LocalStore {
  return new FallbackStore(parts.clock, parts.log);
}

class FallbackStore implements LocalStore {
  readonly #idb: IdbStore;
  #memory: Promise<MemoryStore> | null = null;

  constructor(
    private readonly clock: ClockPort,
    private readonly log: LogPort,
  ) {
    this.#idb = new IdbStore((opening) => this.#within(opening));
  }

  addHistory(account: string, item: HistoryItem, most: number): Promise<void> {
    return this.#use((store) => store.addHistory(account, item, most));
  }
  histories(account: string, limit: number): Promise<readonly HistoryItem[]> {
    return this.#use((store) => store.histories(account, limit));
  }
  changeHistory(account: string, id: string, change: Partial<HistoryItem>): Promise<HistoryItem | null> {
    return this.#use((store) => store.changeHistory(account, id, change));
  }
  contacts(account: string): Promise<readonly Contact[]> {
    return this.#use((store) => store.contacts(account));
  }
  putContact(account: string, contact: Contact): Promise<void> {
    return this.#use((store) => store.putContact(account, contact));
  }
  deleteContact(account: string, id: string): Promise<boolean> {
    return this.#use((store) => store.deleteContact(account, id));
  }
  close(): void {
    this.#idb.close();
  }

  async #use<T>(work: (store: LocalStore) => Promise<T>): Promise<T> {
    if (this.#memory === null) {
      try {
        return await work(this.#idb);
      } catch (thrown) {
        this.#memory ??= this.#fallBack(thrown);
      }
    }
    return work(await this.#memory);
  }

  /** From now on memory, with what can still be read: a disk that is full still reads. */
  async #fallBack(reason: unknown): Promise<MemoryStore> {
    this.log.warn(
      'the browser keeps no data for this page: histories and contacts last until it is closed',
      reason instanceof Error ? reason.name : undefined,
    );
    try {
      return new MemoryStore(await this.#idb.rows());
    } catch {
      return new MemoryStore();
    }
  }

  async #within<T>(opening: Promise<T>): Promise<T> {
    let cancel = (): void => undefined;
    const tooLong = new Promise<never>((_, reject) => {
      cancel = this.clock.after(longestOpening, () => reject(new DOMException('', 'TimeoutError')));
    });
    try {
      return await Promise.race([opening, tooLong]);
    } finally {
      cancel();
    }
  }
}
