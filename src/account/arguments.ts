/** What a page hands in, checked before any request or any writing. */
import type { NoteInput } from '../phone/account-data.js';
import { PhoneError } from '../phone/errors.js';

/** Characters. */
const longestNote = 10_000;
const longestId = 1_000;

/** @throws PhoneError INVALID_ARGUMENT `limit` */
export function readLimit(limit: unknown): number {
  if (typeof limit === 'number' && Number.isSafeInteger(limit) && limit >= 1) return limit;
  throw invalid('limit', 'must be a whole number from 1');
}

/** @throws PhoneError INVALID_ARGUMENT `callId` */
export function readCallId(callId: unknown): string {
  if (typeof callId !== 'string' || callId === '') throw invalid('callId', 'must be the id of a call');
  // A lone surrogate cannot be written into a URL, and a browser takes dots in a path for a way up.
  if (callId.length > longestId || /\p{Surrogate}/u.test(callId) || /^\.{1,2}$/.test(callId)) {
    throw invalid('callId', 'is no id of a call');
  }
  return callId;
}

/** @throws PhoneError INVALID_ARGUMENT naming the key */
export function readNote(note: unknown): NoteInput {
  if (typeof note !== 'object' || note === null || Array.isArray(note)) {
    throw invalid('note', 'must be an object with note, or with rate and report');
  }
  const given = Object.entries(note as Record<string, unknown>).filter(([, value]) => value !== undefined);
  const result: { note?: string; rate?: number; report?: string } = {};
  for (const [key, value] of given) {
    if (key === 'note' || key === 'report') result[key] = readText(key, value);
    else if (key === 'rate') result.rate = readRate(value);
    else throw invalid(key, 'is unknown: note, rate and report are possible');
  }
  if (given.length === 0) throw invalid('note', 'is missing, and so are rate and report');
  return result;
}

function readText(field: string, value: unknown): string {
  if (typeof value !== 'string') throw invalid(field, 'must be a string');
  if (value.length > longestNote) throw invalid(field, `must be at most ${longestNote} characters`);
  return value;
}

function readRate(value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 5) return value;
  throw invalid('rate', 'must be a whole number from 1 to 5');
}

export function invalid(field: string, hint: string): PhoneError {
  return new PhoneError('INVALID_ARGUMENT', { field, hint: `${field} ${hint}` });
}
