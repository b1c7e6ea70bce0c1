import type { Call } from '../../phone/call.js';

/** How long calls have been on hold, as far as somebody has seen it begin: the call itself does not say. */
export class HoldClock {
  /** By call id, ms since the epoch; `null` for a hold that had begun before. */
  #since = new Map<string, number | null>();
  #known = new Set<string>();

  /** Shows it the live calls of now. */
  see(calls: readonly Call[], now: number): void {
    const since = new Map<string, number | null>();
    for (const { id, onHold } of calls) {
      if (!onHold) continue;
      const before = this.#since.get(id);
      since.set(id, before !== undefined ? before : this.#known.has(id) ? now : null);
    }
    this.#since = since;
    this.#known = new Set(calls.map(({ id }) => id));
  }

  /** Seconds; `null` where it is not on hold, or nobody knows since when. */
  seconds(call: Call, now: number): number | null {
    const since = this.#since.get(call.id) ?? null;
    return since === null ? null : (now - since) / 1000;
  }
}
