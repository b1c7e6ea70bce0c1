/** When a request is tried again: pure. */

/** Ms. */
const first = 500;

/**
 * How long to wait before the next try in ms, or `null` where there is no time for one.
 * @param tried how often it was tried again already
 * @param left ms that are left for the whole request
 * @param random 0–1
 * @param asked ms for which the server wants to be left alone
 */
export function nextTry({
  tried,
  left,
  random,
  asked,
}: {
  readonly tried: number;
  readonly left: number;
  readonly random: number;
  readonly asked: number;
}): number | null {
  const base = first * 2 ** tried;
  // Half fixed, half random: never at once, never all phones together.
  const backoff = Math.round(base / 2 + (base / 2) * random);
  const delay = Math.max(backoff, asked);
  return delay < left ? delay : null;
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
