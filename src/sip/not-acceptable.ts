import type { Core, Invitation } from 'sip.js';

interface InternalInvitation {
  readonly incomingInviteRequest: Core.IncomingInviteRequest;
}

/**
 * A patch of SIP.js 0.21: an offer that cannot be used is refused with 480, as if the agent were away, and the caller's
 * PBX might try again for ever. RFC 3261 §13.3.1.3 wants 488 and a Warning.
 */
export function refuseAsNotAcceptable(invitation: Invitation, isUnusable: () => boolean): void {
  const { incomingInviteRequest: request } = invitation as unknown as InternalInvitation;
  const reject = request.reject.bind(request);
  const extraHeaders = ['Warning: 305 bfc-webphone "Incompatible media format"'];
  request.reject = (options) => reject(isUnusable() ? { statusCode: 488, extraHeaders } : options);
}
