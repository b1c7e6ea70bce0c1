import type { Contact, HistoryItem } from '../../phone/account-data.js';
import {
  historyRow,
  sortContacts,
  type ContactRow,
  type HistoryRow,
  type LocalStore,
  type Rows,
} from './local-store.js';

const keyOf = (account: string, id: string): string => JSON.stringify([account, id]);

/** For as long as the page lives: where the browser gives no database. */
export class MemoryStore implements LocalStore {
  readonly #histories: Map<string, HistoryRow>;
  readonly #contacts: Map<string, ContactRow>;

  constructor(rows: Rows = { histories: [], contacts: [] }) {
    this.#histories = new Map(rows.histories.map((row) => [keyOf(row.account, row.id), row]));
    this.#contacts = new Map(rows.contacts.map((row) => [keyOf(row.account, row.id), row]));
  }

  async addHistory(account: string, item: HistoryItem, most: number): Promise<void> {
    const key = keyOf(account, item.id);
    this.#histories.set(key, historyRow(account, item, this.#histories.get(key)));
    if (this.#histories.size <= most) return;
    for (const row of this.#newest(account).slice(most)) this.#histories.delete(keyOf(account, row.id));
  }

  async histories(account: string, limit: number): Promise<readonly HistoryItem[]> {
    return this.#newest(account)
      .slice(0, limit)
      .map(({ item }) => item);
  }

  async changeHistory(account: string, id: string, change: Partial<HistoryItem>): Promise<HistoryItem | null> {
    const key = keyOf(account, id);
    const row = this.#histories.get(key);
    if (!row) return null;
    const item = { ...row.item, ...change };
    this.#histories.set(key, { ...row, item });
    return item;
  }

  async contacts(account: string): Promise<readonly Contact[]> {
    const rows = [...this.#contacts.values()].filter((row) => row.account === account);
    return sortContacts(rows.map(({ contact }) => contact));
  }

  async putContact(account: string, contact: Contact): Promise<void> {
    this.#contacts.set(keyOf(account, contact.id), { account, id: contact.id, contact });
  }

  async deleteContact(account: string, id: string): Promise<boolean> {
    return this.#contacts.delete(keyOf(account, id));
  }

  close(): void {
    // Memory needs no closing, and a phone that starts again finds it as it was.
  }

  #newest(account: string): HistoryRow[] {
    return [...this.#histories.values()].filter((row) => row.account === account).sort((a, b) => a.order - b.order);
  }
}
