import type { HistoryItem, NoteInput } from '../../phone/account-data.js';
import type { Call } from '../../phone/call.js';
import { endText } from '../../phone/end-text.js';
import { shownLine } from '../../util/one-line.js';
import type { Language } from '../../util/types.js';
import type { Messages } from '../messages/index.js';
import { callerOf, initialsOf } from '../parts/caller.js';
import { noteIdOf } from '../parts/calls.js';
import type { Draft } from './drafts.js';

/** The call that a note is about. */
export interface Subject {
  /** What the account knows it by. */
  readonly noteId: string;
  /** The phone's own id of it, from its first moment; `null` for a call of the past. */
  readonly callId: string | null;
  readonly title: string;
  readonly subtitle: string;
  readonly initials: string | null;
  /** Seconds; `null` while it goes on, and where nobody talked. */
  readonly duration: number | null;
  readonly isLive: boolean;
  /** As the account has it. */
  readonly saved: Note;
}

export type Note = Omit<Draft, 'at'>;

const blank: Note = { note: '', rate: null, report: '' };

export function subjectOfCall(call: Call, messages: Messages, lang: Language): Subject {
  const { title, subtitle, initials } = callerOf(call, messages);
  return {
    noteId: noteIdOf(call),
    callId: call.id,
    title,
    subtitle: call.end ? endText({ ...call.end, direction: call.direction }, lang) : subtitle,
    initials,
    duration: talked(call),
    isLive: call.end === null,
    saved: blank,
  };
}

/** `isInbound` and the names are the history's own reading of the item. */
export function subjectOfItem(item: HistoryItem, own: string | null, messages: Messages): Subject {
  const isInbound = item.direction === 'inbound' || (item.direction === 'internal' && item.from !== own);
  const number = shownLine(isInbound ? item.from : item.to);
  const name = shownLine(item.name ?? '');
  return {
    noteId: item.id,
    callId: null,
    title: name || number || messages.hiddenNumber,
    subtitle: name === '' ? '' : number,
    initials: initialsOf(name),
    duration: item.duration > 0 ? item.duration : null,
    isLive: false,
    saved: { note: item.note ?? '', rate: item.rate, report: item.report ?? '' },
  };
}

/** What there is to send; `null` for nothing. */
export function changeOf(saved: Note, { note, rate, report }: Note): NoteInput | null {
  const change = {
    ...(note === saved.note ? {} : { note }),
    ...(rate === saved.rate || rate === null ? {} : { rate }),
    ...(report === saved.report ? {} : { report }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

/** What went wrong with the sound, as it is sent: the same words in every language, so that they can be counted. */
export const troubles = ['Too quiet', 'Echo', 'Breaks'] as const;

export function hasTrouble(report: string, trouble: string): boolean {
  return report.split(', ').includes(trouble);
}

/** Whatever else stands in a report stays there. */
export function withTrouble(report: string, trouble: string): string {
  const words = report.split(', ').filter((word) => word !== '');
  const others = words.filter((word) => word !== trouble);
  return (others.length < words.length ? others : [...words, trouble]).join(', ');
}

function talked({ answeredAt, endedAt }: Call): number | null {
  return answeredAt === null || endedAt === null ? null : (Date.parse(endedAt) - Date.parse(answeredAt)) / 1000;
}
