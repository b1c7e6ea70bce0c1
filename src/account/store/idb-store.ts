import { openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Contact, HistoryItem } from '../../phone/account-data.js';
import {
  historyRow,
  sortContacts,
  type ContactRow,
  type HistoryRow,
  type LocalStore,
  type Rows,
} from './local-store.js';

interface Schema extends DBSchema {
  histories: { key: [string, string]; value: HistoryRow; indexes: { byOrder: [string, number] } };
  contacts: { key: [string, string]; value: ContactRow };
}
type Database = IDBPDatabase<Schema>;

export const databaseName = 'bfc-webphone';
const version = 1;

/** Every key of one account: an array sorts after every string and number (IndexedDB §2.4). */
const ofAccount = (account: string): IDBKeyRange => IDBKeyRange.bound([account], [account, []]);

/** IndexedDB. Rejects with whatever the browser says. */
export class IdbStore implements LocalStore {
  #opening: Promise<Database> | null = null;

  /** @param within races the opening against a time-out: some browsers never answer */
  constructor(private readonly within: <T>(work: Promise<T>) => Promise<T> = (work) => work) {}

  addHistory(account: string, item: HistoryItem, most: number): Promise<void> {
    return this.#use(async (db) => {
      const tx = db.transaction('histories', 'readwrite');
      const before = await tx.store.get([account, item.id]);
      await tx.store.put(historyRow(account, item, before));
      let surplus = (await tx.store.index('byOrder').count(ofAccount(account))) - most;
      if (surplus > 0) {
        let oldest = await tx.store.index('byOrder').openCursor(ofAccount(account), 'prev');
        for (; oldest && surplus > 0; surplus--) {
          await oldest.delete();
          oldest = await oldest.continue();
        }
      }
      await tx.done;
    });
  }

  histories(account: string, limit: number): Promise<readonly HistoryItem[]> {
    return this.#use(async (db) => {
      const count = Math.min(limit, 2 ** 32 - 1);
      const rows = await db.getAllFromIndex('histories', 'byOrder', ofAccount(account), count);
      return rows.map(({ item }) => item);
    });
  }

  changeHistory(account: string, id: string, change: Partial<HistoryItem>): Promise<HistoryItem | null> {
    return this.#use(async (db) => {
      const tx = db.transaction('histories', 'readwrite');
      const row = await tx.store.get([account, id]);
      const item = row ? { ...row.item, ...change } : null;
      if (row && item) await tx.store.put({ ...row, item });
      await tx.done;
      return item;
    });
  }

  contacts(account: string): Promise<readonly Contact[]> {
    return this.#use(async (db) => {
      const rows = await db.getAll('contacts', ofAccount(account));
      return sortContacts(rows.map(({ contact }) => contact));
    });
  }

  putContact(account: string, contact: Contact): Promise<void> {
    return this.#use(async (db) => {
      await db.put('contacts', { account, id: contact.id, contact });
    });
  }

  deleteContact(account: string, id: string): Promise<boolean> {
    return this.#use(async (db) => {
      const tx = db.transaction('contacts', 'readwrite');
      const found = (await tx.store.getKey([account, id])) !== undefined;
      if (found) await tx.store.delete([account, id]);
      await tx.done;
      return found;
    });
  }

  /** Everything there is. */
  rows(): Promise<Rows> {
    return this.#use(async (db) => ({
      histories: await db.getAll('histories'),
      contacts: await db.getAll('contacts'),
    }));
  }

  close(): void {
    this.#opening?.then(
      (db) => db.close(),
      () => undefined,
    );
    this.#opening = null;
  }

  async #use<T>(work: (db: Database) => Promise<T>): Promise<T> {
    try {
      return await work(await this.#open());
    } catch (thrown) {
      // The connection was closed under us (the browser's site data were cleared, a phone was stopped): once more.
      if (!(thrown instanceof DOMException && thrown.name === 'InvalidStateError')) throw thrown;
      this.#opening = null;
      return work(await this.#open());
    }
  }

  #open(): Promise<Database> {
    this.#opening ??= this.within(
      openDB<Schema>(databaseName, version, {
        upgrade: (db, before) => {
          if (before >= 1) return;
          db.createObjectStore('histories', { keyPath: ['account', 'id'] }).createIndex('byOrder', [
            'account',
            'order',
          ]);
          db.createObjectStore('contacts', { keyPath: ['account', 'id'] });
        },
        // A newer version of the phone in another tab must not wait for us.
        blocking: (_current, _blocked, event) => {
          this.#opening = null;
          (event.target as IDBDatabase).close();
        },
        terminated: () => (this.#opening = null),
      }),
    );
    return this.#opening;
  }
}
