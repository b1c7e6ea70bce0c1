import type { Invitation } from 'sip.js';
import type { ClockPort } from '../phone/ports.js';
import { askFor } from './handover.js';
import { isSameUser } from './replacement.js';
import { isGone } from './responses.js';
import { isRinging } from './session-state.js';
import type { SipCall } from './sip-call.js';

/** A caller's phone that does not say within this whether the call before still rings there: it does. Ms. */
const patience = 2_000;

/**
 * Callers whose call was ringing when its socket was lost. A caller who loses his own (the server of both died) places
 * the call again, with a new INVITE, and his CANCEL of the first one reaches nobody: it is the same call, and must not
 * ring as a second one.
 */
export class RingAgain {
  /** Calls that began on a socket that is no more. */
  readonly #adrift = new WeakSet<SipCall>();

  constructor(private readonly clock: ClockPort) {}

  setAdrift(calls: Iterable<SipCall>): void {
    for (const call of calls) this.#adrift.add(call);
  }

  isAdrift(call: SipCall): boolean {
    return this.#adrift.has(call);
  }

  /** The call of the same caller that this INVITE may be, once more. */
  candidate({ remoteIdentity }: Invitation, calls: Iterable<SipCall>): SipCall | null {
    for (const call of calls) {
      const { session } = call;
      if (this.#adrift.has(call) && isRinging(session) && isSameUser(session.remoteIdentity.uri, remoteIdentity.uri))
        return call;
    }
    return null;
  }

  /** Asks the caller whether he is still in the call before. False: the new INVITE is to take its place. */
  async isStillThere({ session }: SipCall): Promise<boolean> {
    if (!session.dialog) return true;
    let cancel = (): void => undefined;
    const isLate = new Promise<boolean>((resolve) => (cancel = this.clock.after(patience, () => resolve(true))));
    const asked = askFor(session.dialog).then(
      () => true,
      (error: unknown) => !isGone(error),
    );
    const isThere = await Promise.race([asked, isLate]).finally(() => cancel());
    return isThere || !isRinging(session);
  }
}
