import { isPending, type Call } from './call.js';
import { normalizeNumber } from './numbers.js';
import type { SipEnd } from './ports.js';

/** How often one call is sent on (RFC 3261 §8.1.3.4 leaves it to us): two PBXs may point at each other. */
const most = 2;

/** Where a call that the agent has placed goes next when the far side sends it on (3xx). */
export class Redirects {
  /** The numbers that each call has tried, by its id. */
  readonly #tried = new Map<string, string[]>();

  /** @param number normalised */
  begin(id: string, number: string): void {
    this.#tried.set(id, [number]);
  }

  /** The first number that can be called and was not yet, or `null`: then the call is over. */
  next(call: Call, { redirects = [] }: SipEnd): string | null {
    const tried = this.#tried.get(call.id);
    if (!tried || tried.length > most || !isPending(call)) return null;
    const number = redirects.map(toNumber).find((candidate) => candidate !== null && !tried.includes(candidate));
    if (!number) return null;
    tried.push(number);
    return number;
  }

  forget(id: string): void {
    this.#tried.delete(id);
  }
}

function toNumber(user: string): string | null {
  try {
    return normalizeNumber(user);
  } catch {
    return null;
  }
}
