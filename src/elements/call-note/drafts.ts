/** What an agent has written about a call and not saved yet. */
export interface Draft {
  readonly note: string;
  /** 1–5 */
  readonly rate: number | null;
  readonly report: string;
  /** When it was last changed, ms since the epoch. */
  readonly at: number;
}

const storageKey = 'bfc-webphone.drafts';
/** The oldest ones make room. */
const most = 50;
/** A draft that nobody has come back to is let go after this, ms. */
const longest = 7 * 24 * 3_600_000;

/**
 * Drafts by call. They stand in the browser's `localStorage`, written with each key stroke, because only that outlives a
 * reload, a closed tab and a crash without a moment in between; they leave it when the note is saved, when the agent
 * empties it, or after a week. Where the page has no storage they live as long as the page.
 */
export class Drafts {
  /** What could not be written. */
  readonly #unwritten = new Map<string, Draft>();

  get(key: string): Draft | null {
    return this.#unwritten.get(key) ?? this.#read()[key] ?? null;
  }

  /** False where it lives only as long as the page. */
  keep(key: string, draft: Draft): boolean {
    this.#unwritten.delete(key);
    const others = Object.entries(this.#read())
      .filter(([each, { at }]) => each !== key && draft.at - at < longest)
      .sort(([, a], [, b]) => b.at - a.at)
      .slice(0, most - 1);
    const isWritten = this.#write(Object.fromEntries([[key, draft], ...others]));
    if (!isWritten) this.#unwritten.set(key, draft);
    return isWritten;
  }

  drop(key: string): void {
    this.#unwritten.delete(key);
    const { [key]: dropped, ...others } = this.#read();
    if (dropped) this.#write(others);
  }

  /** A call may get its lasting id only while it goes on. */
  move(from: string, to: string): void {
    const draft = from === to ? null : this.get(from);
    if (!draft || this.get(to)) return;
    this.keep(to, draft);
    this.drop(from);
  }

  #read(): Record<string, Draft> {
    try {
      const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
      if (typeof stored !== 'object' || stored === null) return {};
      return Object.fromEntries(Object.entries(stored).filter((entry): entry is [string, Draft] => isDraft(entry[1])));
    } catch {
      return {};
    }
  }

  #write(drafts: Record<string, Draft>): boolean {
    try {
      if (Object.keys(drafts).length === 0) localStorage.removeItem(storageKey);
      else localStorage.setItem(storageKey, JSON.stringify(drafts));
      return true;
    } catch {
      return false;
    }
  }
}

/** Agents who share a browser do not see each other's drafts: `own` is the number of the agent's extension. */
export function draftKey(own: string | null, noteId: string): string {
  return `${own ?? ''} ${noteId}`;
}

/** One for the page, so that every element shows the same. */
export const drafts = new Drafts();

/** Anybody on the page may have written into the storage. */
function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false;
  const { note, rate, report, at } = value as Record<string, unknown>;
  return (
    typeof note === 'string' &&
    (rate === null || (typeof rate === 'number' && Number.isInteger(rate) && rate >= 1 && rate <= 5)) &&
    typeof report === 'string' &&
    typeof at === 'number'
  );
}
