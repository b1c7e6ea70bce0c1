import { Invitation, type Core, type Session, type URI } from 'sip.js';
import type { SipEnd } from '../phone/ports.js';
import { parseReason } from './headers.js';
import { redirectTargets } from './redirects.js';
import { outcomeOf } from './responses.js';
import type { SdpHandler } from './sdp-handler.js';

/** What the last message said of the end of a call, until its session is over. */
export type CallEnding = Omit<SipEnd, 'type' | 'id'>;

const unsaid = { statusCode: null, reason: null, reasonHeader: null };

export function endedByUs(how: 'bye' | 'cancel' | 'response', statusCode: number | null = null): CallEnding {
  return { ...unsaid, by: 'local', how, statusCode };
}

/** `request`: theirs, which may say why (RFC 3326). */
export function endedByThem(how: 'bye' | 'cancel', request?: Core.IncomingRequestMessage): CallEnding {
  return { ...unsaid, by: 'remote', how, reasonHeader: request ? parseReason(request.getHeader('reason')) : null };
}

export function lost(statusCode: number | null = null, reason: string | null = null): CallEnding {
  return { ...unsaid, by: 'network', how: 'lost', statusCode, reason };
}

/** A final response to our INVITE. `own`: our URI; only on its domain others are called instead. */
export function endedByResponse(message: Core.IncomingResponseMessage, own: URI): CallEnding {
  const { statusCode, reason, fromServer } = outcomeOf(message);
  const redirects = statusCode < 400 ? redirectTargets(message, own) : null;
  return {
    by: fromServer ? 'remote' : 'network',
    how: 'response',
    statusCode,
    reason,
    reasonHeader: parseReason(message.getHeader('reason')),
    ...(redirects && { redirects }),
  };
}

/** SIP.js has ended the call and says to nobody why. */
export function reasonOfLoss(session: Session, sdp: SdpHandler | null): Partial<SipEnd> {
  // The answer to our offer did not come, or could not be used.
  if (sdp?.hasFailed || (sdp?.isOffering && session.dialog)) return { how: 'media' };
  // Nobody has answered before the INVITE expired (RFC 3261 §13.3.1).
  const neverAnswered = session instanceof Invitation && !sdp;
  return neverAnswered ? { by: 'remote', how: 'cancel' } : {};
}
