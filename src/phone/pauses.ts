import type { PhoneError } from './errors.js';

/** No server may silence the phone for longer than this, ms. */
const longestPause = 600_000;

/** Servers that asked to be left alone for a while: `Retry-After` in a refusal (RFC 3261 §20.33, §21.5.4). */
export class Pauses {
  readonly #pauses = new Map<string, { readonly until: number; readonly error: PhoneError }>();

  /** Takes in why a server refused. */
  note(server: string, error: PhoneError, now: number): void {
    const { retryAfter = 0 } = error.details ?? {};
    if (retryAfter > 0) this.#pauses.set(server, { until: now + Math.min(retryAfter * 1000, longestPause), error });
  }

  /** Why the server is not to be asked now, or `null`. */
  of(server: string, now: number): PhoneError | null {
    return this.#left(server, now) > 0 ? (this.#pauses.get(server)?.error ?? null) : null;
  }

  /** Ms until one of them may be asked. */
  shortest(servers: readonly string[], now: number): number {
    return servers.length === 0 ? 0 : Math.min(...servers.map((server) => this.#left(server, now)));
  }

  forget(): void {
    this.#pauses.clear();
  }

  #left(server: string, now: number): number {
    return Math.max(0, (this.#pauses.get(server)?.until ?? 0) - now);
  }
}
