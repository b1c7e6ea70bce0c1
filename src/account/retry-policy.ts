/** When a request is tried again: pure. */

/**
 * `always`: doing it twice does no harm. `unsent`: only where it surely was not carried out. `never`: whoever asks
 * has a schedule of his own.
 */
export type Retry = 'always' | 'unsent' | 'never';

/** Why there is nothing to use yet. */
export type Trouble =
  /** A final status of 429 or 5xx. */
  | { readonly type: 'refused'; readonly status: number; readonly retryAfter: number | null }
  /** No answer. `offline`: the browser was offline before and after, so nothing has left it. */
  | { readonly type: 'unreachable'; readonly offline: boolean };

/** Ms. */
const first = 500;

/**
 * How long to wait before the next try in ms, or `null` where there must be none.
 * @param tried how often it was tried again already
 * @param left ms that are left for the whole request
 * @param random 0–1
 */
export function nextTry(
  trouble: Trouble,
  retry: Retry,
  { tried, left, random }: { readonly tried: number; readonly left: number; readonly random: number },
): number | null {
  if (retry === 'never' || (retry === 'unsent' && !surelyNotDone(trouble))) return null;
  const base = first * 2 ** tried;
  // Half fixed, half random: never at once, never all phones together.
  const backoff = Math.round(base / 2 + (base / 2) * random);
  const asked = trouble.type === 'refused' && trouble.retryAfter !== null ? trouble.retryAfter * 1000 : 0;
  const delay = Math.max(backoff, asked);
  return delay < left ? delay : null;
}

/** A server that says when to come back has put the request aside. A broken connection proves nothing. */
function surelyNotDone(trouble: Trouble): boolean {
  if (trouble.type === 'unreachable') return trouble.offline;
  return (trouble.status === 429 || trouble.status === 503) && trouble.retryAfter !== null;
}

/**
 * `Retry-After` in seconds (RFC 9110 §10.2.3: seconds, or a date), `null` for none or one that says nothing.
 * @param now ms since the epoch
 */
export function parseRetryAfter(value: string | null, now: number): number | null {
  const text = value?.trim() ?? '';
  if (/^\d{1,9}$/.test(text)) return Number(text);
  if (!/^[a-z]{3}/i.test(text)) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1000));
}
