import type { Contact, HistoryItem, NoteInput } from '../../phone/account-data.js';

/** A note that has not reached the back end yet. */
export interface KeptNote {
  readonly callId: string;
  readonly note: NoteInput;
}

/**
 * Where unsent notes are kept. `account` names whose they are and holds no secret. Never rejects where it can
 * keep them in memory instead.
 */
export interface Outbox {
  /** Keeps a note; what is kept for the same call already is laid under it and keeps its place. */
  keep(account: string, callId: string, note: NoteInput): Promise<KeptNote>;
  /** In the order they came. */
  kept(account: string): Promise<readonly KeptNote[]>;
  keptFor(account: string, callId: string): Promise<KeptNote | null>;
  /** Unless more was written to it since. */
  drop(account: string, note: KeptNote): Promise<void>;
}

/** What an account without a back end knows, kept by this browser. */
export interface LocalStore extends Outbox {
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
export interface NoteRow extends KeptNote {
  readonly account: string;
  /** Rises: the order in which the notes came. */
  readonly place: number;
}
export interface Rows {
  readonly histories: readonly HistoryRow[];
  readonly contacts: readonly ContactRow[];
  readonly notes: readonly NoteRow[];
}

export function historyRow(account: string, item: HistoryItem, before: HistoryRow | undefined): HistoryRow {
  // A call that is told of again (a reload, a second leg) keeps what was written to it.
  const { note, rate, report } = before?.item ?? item;
  return { account, id: item.id, order: -Date.parse(item.started_at), item: { ...item, note, rate, report } };
}

/** @param last the highest place so far */
export function noteRow(
  account: string,
  callId: string,
  note: NoteInput,
  before: NoteRow | undefined,
  last: number,
): NoteRow {
  return { account, callId, note: { ...before?.note, ...note }, place: before?.place ?? last + 1 };
}

export function keptNote({ callId, note }: NoteRow): KeptNote {
  return { callId, note };
}

/** Whether a row holds just this. */
export function holds(row: NoteRow | undefined, { note }: KeptNote): boolean {
  const { note: text, rate, report } = row?.note ?? {};
  return row !== undefined && text === note.note && rate === note.rate && report === note.report;
}

/** By name, as a person looks them up. */
export function sortContacts(contacts: readonly Contact[]): readonly Contact[] {
  const { compare } = new Intl.Collator('vi');
  return [...contacts].sort((a, b) => compare(a.name, b.name) || compare(a.id, b.id));
}
