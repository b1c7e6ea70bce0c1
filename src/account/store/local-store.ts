import type { Contact, HistoryItem } from '../../phone/account-data.js';

/** What an account without a back end knows, kept by this browser. */
export interface LocalStore {
  /** Adds a call or replaces the one with its id, and lets go of all but the newest `most`. */
  addHistory(account: string, item: HistoryItem, most: number): Promise<void>;
  /** Newest first. */
  histories(account: string, limit: number): Promise<readonly HistoryItem[]>;
  /** `null` where there is no such call. */
  changeHistory(account: string, id: string, change: Partial<HistoryItem>): Promise<HistoryItem | null>;
  contacts(account: string): Promise<readonly Contact[]>;
  putContact(account: string, contact: Contact): Promise<void>;
  /** False where there was none. */
  deleteContact(account: string, id: string): Promise<boolean>;
  /** Lets go of the database; the next use opens it again. */
  close(): void;
}

/** Rows as they are stored: every key begins with the account. */
export interface HistoryRow {
  readonly account: string;
  readonly id: string;
  /** Minus the start in ms: the newest come first. */
  readonly order: number;
  readonly item: HistoryItem;
}
export interface ContactRow {
  readonly account: string;
  readonly id: string;
  readonly contact: Contact;
}
export interface Rows {
  readonly histories: readonly HistoryRow[];
  readonly contacts: readonly ContactRow[];
}

export function historyRow(account: string, item: HistoryItem, before: HistoryRow | undefined): HistoryRow {
  // A call that is told of again (a reload, a second leg) keeps what was written to it.
  const { note, rate, report } = before?.item ?? item;
  return { account, id: item.id, order: -Date.parse(item.started_at), item: { ...item, note, rate, report } };
}

/** By name, as a person looks them up. */
export function sortContacts(contacts: readonly Contact[]): readonly Contact[] {
  const { compare } = new Intl.Collator('vi');
  return [...contacts].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}
