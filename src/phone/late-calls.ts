import type { CallController } from './call-controller.js';
import type { CallBook } from './call-book.js';
import type { PhoneContext } from './context.js';
import { toPhoneError } from './errors.js';
import type { KeepAliveController } from './keep-alive-controller.js';
import type { SipFact } from './ports.js';
import type { RegistrationController } from './registration-controller.js';
import { whenReachable } from './call-requests.js';

type Incoming = Extract<SipFact, { type: 'incoming' }>;

/** A call is not kept from the agent for longer than this, ms. */
const patience = 5_000;

/**
 * A call that comes out of the socket when the machine wakes may have been offered long ago, and its caller gone: his
 * CANCEL went to a socket that died meanwhile. It rings once the caller says that he is still there.
 */
export class LateCalls {
  constructor(
    private readonly context: PhoneContext,
    private readonly keepAlive: KeepAliveController,
    private readonly registration: RegistrationController,
    private readonly calls: CallController,
    private readonly book: CallBook,
  ) {}

  /** True where the call is looked into first; it is told of later. */
  holds(fact: Incoming): boolean {
    if (fact.replaces !== null || !this.keepAlive.hasSlept) return false;
    // Only over a new socket is there an answer for sure.
    this.registration.reconnect('the machine slept', { isSilent: false });
    void this.#look(fact);
    return true;
  }

  async #look(fact: Incoming): Promise<void> {
    const { sip, clock } = this.context;
    const isLate = new Promise<false>((resolve) => clock.after(patience, () => resolve(false)));
    const asked = whenReachable(this.context)
      .then(() => sip.refresh(fact.id, { iceRestart: false }))
      .then(
        () => false,
        (error: unknown) => {
          const { code, details } = toPhoneError(error, 'NETWORK');
          // NO_CALL: he gave up in so many words while he was asked.
          return details?.statusCode === 481 || code === 'NO_CALL';
        },
      );
    const isGone = await Promise.race([asked, isLate]);
    this.calls.handleFact(fact);
    if (!isGone || !this.book.find(fact.id)) return;
    this.book.end(fact.id, { by: 'remote', cause: 'cancelled', statusCode: null, reason: null });
    await sip.reject(fact.id, 487).catch(() => undefined);
  }
}
