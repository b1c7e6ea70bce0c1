/**
 * The reconnect policy, pure: which try comes after how long. Within a pass every server is tried at once,
 * in order of preference; between passes the phone waits, longer each time, with jitter so that a call
 * centre's phones do not come back all in the same second.
 */
import type { PhoneError } from './errors.js';

export interface Retry {
  /** Ms to wait before the next pass. */
  readonly delay: number;
}

/** Ms. */
const first = 1_000;
const longest = 30_000;

/**
 * @param failedPasses how many passes along the servers failed in a row; 0 means the connection was just lost
 * @param random 0–1
 */
export function nextRetry(failedPasses: number, random: number): Retry {
  if (failedPasses === 0) return { delay: 0 };
  const base = Math.min(longest, first * 2 ** (failedPasses - 1));
  // Half fixed, half random: never at once, never all together.
  return { delay: Math.round(base / 2 + (base / 2) * random) };
}

/** Another try would get the same answer. */
export function isFinal(error: PhoneError): boolean {
  const status = error.details?.statusCode;
  return (
    error.code === 'AUTH_FAILED' ||
    error.code === 'CANCELLED' ||
    (error.code === 'SIP_REJECTED' && status !== undefined && status < 500 && status !== 408)
  );
}

/** When to refresh a registration, ms after it was granted: early enough for a second try on a new socket. */
export function refreshAfter(expires: number): number {
  return Math.max(expires - 30, expires / 2) * 1000;
}

/** Ms to the next try to bring a call back, after so many in vain. */
export function recoveryDelay(tries: number): number {
  return Math.min(8_000, 500 * 2 ** tries);
}

/** What proxies say of a far side that has no connection itself; 477 is not in the standard and common. */
const unreachable: ReadonlySet<number> = new Set([404, 410, 430, 477, 478, 480, 500, 502, 503, 504]);

/** Whether a refusal says only that nobody was found there. */
export function mayBeElsewhere(statusCode: number): boolean {
  return unreachable.has(statusCode);
}

/**
 * What a failed try to bring a call back means. A takeover (INVITE with Replaces) that is refused for good is over; a
 * refused re-INVITE leaves its call as it was (RFC 3261 §14.1). `unheard`: the call stands, but its far side was not
 * asked: after a fault of the server's it may be on its way back, too.
 */
export function judgeRecovery(error: PhoneError, isTakeover: boolean): 'again' | 'over' | 'stands' | 'unheard' {
  const status = error.details?.statusCode;
  // Nothing came back: the next socket, or the next try.
  if (status === undefined) return error.code === 'MEDIA_FAILED' ? 'over' : 'again';
  if (!isTakeover) return unreachable.has(status) ? 'unheard' : 'stands';
  const mayPass =
    status === 408 || status === 480 || status === 491 || (status >= 500 && status < 600 && status !== 501);
  return mayPass ? 'again' : 'over';
}
