import type { Core, Session } from 'sip.js';

interface InternalSession {
  onInviteRequest(request: Core.IncomingInviteRequest): void;
}

/**
 * A patch of SIP.js 0.21: it knows of a glare only once our re-INVITE is in the air. While our offer still waits
 * for candidates it would take theirs for the answer. Theirs gets 491 then too (RFC 3261 §14.2).
 */
export function refuseGlare(session: Session, isOffering: () => boolean): void {
  const internal = session as unknown as InternalSession;
  const accept = internal.onInviteRequest.bind(session);
  internal.onInviteRequest = (request) => {
    if (isOffering()) request.reject({ statusCode: 491 });
    else accept(request);
  };
}
