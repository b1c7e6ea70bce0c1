import type { HistoryItem } from '../../phone/account-data.js';
import { shownLine } from '../../util/one-line.js';
import type { ListRow } from '../controllers/row-list.js';
import { coreOf, fold, looksLikeNumber, plainOf } from '../parts/people.js';

/** What became of a call, as its agent would tell it. */
export type Outcome =
  | 'answered'
  /** A colleague took it. */
  | 'elsewhere'
  /** Somebody called and nobody answered. */
  | 'missed'
  | 'noAnswer'
  | 'busy'
  /** The agent did not take it. */
  | 'declined'
  /** The far side did not take it. */
  | 'refused'
  | 'cancelled'
  | 'failed';

/** One call of the past, made ready for the list. */
export interface Entry extends ListRow {
  readonly heading: null;
  readonly item: HistoryItem;
  readonly isInbound: boolean;
  /** Of the far side; empty where the account knows none. */
  readonly name: string;
  readonly number: string;
  readonly outcome: Outcome;
  /** Ms since the epoch. */
  readonly at: number;
}

export interface DayHeading extends ListRow {
  readonly heading: () => string;
}

export type HistoryRow = Entry | DayHeading;

/**
 * `own` is the agent's number: of a call between two extensions it is the side that is not the agent's. Whom the
 * contacts know, `nameOf` gives their name for.
 */
export function entriesOf(
  items: readonly HistoryItem[],
  own: string | null,
  nameOf: (number: string) => string,
): readonly Entry[] {
  return items
    .map((each): Entry => {
      const isInbound = each.direction === 'inbound' || (each.direction === 'internal' && each.from !== own);
      const number = shownLine(isInbound ? each.from : each.to);
      const item = { ...each, name: nameOf(number) || each.name };
      const name = shownLine(item.name ?? '');
      return {
        key: item.id,
        heading: null,
        item,
        isInbound,
        name: name === number ? '' : name,
        number,
        outcome: outcomeOf(item, isInbound),
        at: Date.parse(item.started_at),
      };
    })
    .sort((a, b) => b.at - a.at);
}

function outcomeOf({ status, answered_at }: HistoryItem, isInbound: boolean): Outcome {
  switch (status) {
    case 'answered':
      return isInbound && answered_at === null ? 'elsewhere' : 'answered';
    case 'missed':
      return isInbound ? 'missed' : 'noAnswer';
    case 'rejected':
      return isInbound ? 'declined' : 'refused';
    case 'cancelled':
      return isInbound ? 'missed' : 'cancelled';
    case 'busy':
    case 'failed':
      return status;
  }
}

/** By any word of the name, with or without marks, or by any part of the number. */
export function findEntries(entries: readonly Entry[], text: string): readonly Entry[] {
  const words = fold(text).split(' ');
  if (words[0] === '') return entries;
  const digits = looksLikeNumber(text.trim()) ? coreOf(plainOf(text)) : '';
  return entries.filter((entry) => {
    const name = foldedName(entry);
    return words.every((word) => name.includes(word)) || (digits !== '' && plainOf(entry.number).includes(digits));
  });
}

/** Worked out when it is first looked for, and once. */
const foldedNames = new WeakMap<Entry, string>();

function foldedName(entry: Entry): string {
  const known = foldedNames.get(entry) ?? fold(entry.name);
  foldedNames.set(entry, known);
  return known;
}

/** With a heading for each day of the agent's own calendar. */
export function withDays(entries: readonly Entry[], titleOf: (at: number) => string): readonly HistoryRow[] {
  const rows: HistoryRow[] = [];
  let day = '';
  for (const entry of entries) {
    const key = `day ${new Date(entry.at).toDateString()}`;
    if (key !== day) rows.push({ key, heading: () => titleOf(entry.at) });
    day = key;
    rows.push(entry);
  }
  return rows;
}
