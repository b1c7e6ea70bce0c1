import { PhoneError } from './errors.js';
import { hasControls } from '../util/one-line.js';

/** Spaces, dots, dashes and brackets that people write into numbers, and the invisible marks that a paste brings along. */
const decoration = /[ \u00a0\u2000-\u200f\u2010-\u2015\u202a-\u202f\u2060\u2066-\u2069\u3000\ufeff.\-()[\]]/g;

/**
 * A phone number or an extension as it goes into a SIP URI: decoration dropped, `+` leads only.
 * @throws PhoneError INVALID_ARGUMENT for anything that is no number, above all what could end a header (RFC 3261 §25.1)
 */
export function normalizeNumber(input: unknown): string {
  if (typeof input !== 'string') throw invalidNumber('must be a string: a number type loses leading zeros');
  // NFKC turns full-width digits, which some input methods write, into plain ones.
  const number = input.normalize('NFKC').replace(decoration, '');
  if (number === '') throw invalidNumber('is empty');
  if (number.length > 64) throw invalidNumber('is longer than 64 characters');
  if (!/^\+?[0-9A-Za-z*#_]+$/.test(number)) {
    throw invalidNumber('may hold digits, letters, * # _ and a leading + only');
  }
  return number;
}

/**
 * DTMF tones, ready to be sent (RFC 4733 §2.3; `,` is a pause of 2 s).
 * @throws PhoneError INVALID_ARGUMENT before anything is sent
 */
export function normalizeTones(input: unknown): string {
  if (typeof input !== 'string' || !/^[0-9*#A-D,]{1,128}$/.test(input)) {
    throw new PhoneError('INVALID_ARGUMENT', { field: 'tone', hint: 'tone must be 1–128 of 0-9 * # A-D ,' });
  }
  return input;
}

/**
 * The page's own id for a call, as it goes into a header; `null` for none.
 * @throws PhoneError INVALID_ARGUMENT for what is no line of text, above all what could end a header (RFC 3261 §25.1)
 */
export function normalizeExternalCallId(input: unknown): string | null {
  if (input === undefined || input === null) return null;
  if (typeof input !== 'string' || input.length > 255 || hasControls(input)) {
    const hint = 'externalCallId must be one line of at most 255 characters';
    throw new PhoneError('INVALID_ARGUMENT', { field: 'externalCallId', hint });
  }
  return input.trim() || null;
}

function invalidNumber(hint: string): PhoneError {
  return new PhoneError('INVALID_ARGUMENT', { field: 'phone', hint: `phone ${hint}` });
}
