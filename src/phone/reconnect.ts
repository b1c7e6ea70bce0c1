/**
 * The reconnect policy, pure: which try comes after how long. Within a pass every server is tried at once,
 * in order of preference; between passes the phone waits, longer each time, with jitter so that a call
 * centre's phones do not come back all in the same second.
 */
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

/** When to refresh a registration, ms after it was granted: early enough for a second try on a new socket. */
export function refreshAfter(expires: number): number {
  return Math.max(expires - 30, expires / 2) * 1000;
}
