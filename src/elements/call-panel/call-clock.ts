import { isTalking, withDurations, type Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { liveCalls } from '../../phone/state.js';
import { formatClock } from '../messages/format.js';
import { HoldClock } from '../parts/hold-clock.js';

/** How long the calls of a panel have lasted, and how long they have been on hold. */
export class CallClock {
  readonly #holds = new HoldClock();

  constructor(private readonly host: { readonly activePhone: Phone | null }) {}

  /** Call it whenever the calls may have changed: a hold counts from when it was seen to begin. */
  see(): void {
    const { activePhone: phone } = this.host;
    if (phone) this.#holds.see(liveCalls(phone.state), phone.now());
  }

  /** Seconds since the answer. */
  duration(call: Call): number {
    const { activePhone: phone } = this.host;
    return phone ? withDurations(call, phone.now()).duration : call.duration;
  }

  /** Seconds on hold; `null` where that is not known. */
  heldFor(call: Call): number | null {
    const { activePhone: phone } = this.host;
    return phone && this.#holds.seconds(call, phone.now());
  }

  /** What ticks; `null` while nothing does. */
  text(call: Call | null, other: Call | null): string | null {
    if (!call || !isTalking(call)) return null;
    const held = [call, other].map((each) => formatClock((each && this.heldFor(each)) ?? 0));
    return [formatClock(this.duration(call)), ...held].join(' ');
  }
}
