import { SessionState, type Inviter } from 'sip.js';
import type { ClockPort } from '../phone/ports.js';

/** 64 × T1, ms. */
const patience = 32_000;

/**
 * Calls an INVITE off, and forgets it where no final response comes within 64 × T1 (RFC 3261 §9.1): SIP.js would keep
 * the session and its media for ever.
 */
export async function callOff(inviter: Inviter, clock: ClockPort, forgotten: () => void): Promise<void> {
  const forget = (): void => {
    void inviter.dispose();
    // SIP.js has no word for the client transaction of the INVITE.
    const { outgoingInviteRequest } = inviter as unknown as { readonly outgoingInviteRequest?: { dispose(): void } };
    outgoingInviteRequest?.dispose();
    forgotten();
  };
  const stop = clock.after(patience, forget);
  inviter.stateChange.addListener((state) => {
    if (state === SessionState.Terminated) stop();
  });
  await inviter.cancel();
}
