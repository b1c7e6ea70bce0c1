import type { Core } from 'sip.js';
import { allowHeader, refusalOfMethod, unsupported } from './methods.js';
import { minSe, SessionTimer } from './session-timer.js';

type Request = Core.IncomingRequestMessage;

interface InternalCore {
  receiveRequest(request: Request): void;
}

interface Refusal {
  readonly statusCode: number;
  readonly extraHeaders?: string[];
}

interface Ways {
  readonly updated: (request: Request) => void;
  /** Whether a call of another page is on its way to this one, by its Call-ID. */
  readonly isAwaited: (callId: string) => boolean;
}

/**
 * Looks at every new request before SIP.js does, which leaves out some of what RFC 3261 §8.2 asks for: what the
 * phone cannot serve is refused at once, not when the agent has answered.
 */
export function guardRequests(core: Core.UserAgentCore, { updated, isAwaited }: Ways): void {
  const internal = core as unknown as InternalCore;
  const receive = internal.receiveRequest.bind(core);
  internal.receiveRequest = (request) => {
    const { method, callId } = request;
    const isOffer = method === 'INVITE' || method === 'UPDATE';
    // "No such call" would end it at the far side just before it is taken back.
    const wait = isOffer && request.toTag && isAwaited(callId) ? { statusCode: 491 } : null;
    const refusal = method === 'ACK' ? null : (wait ?? refusalOf(request));
    if (refusal) core.replyStateless(request, refusal);
    else if (method === 'UPDATE') updated(request);
    else receive(request);
  };
}

function refusalOf(request: Request): Refusal | null {
  const { method } = request;
  const statusCode = refusalOfMethod(method);
  if (statusCode !== null) return { statusCode, extraHeaders: [allowHeader] };
  const missing = unsupported(request.getHeaders('require'));
  if (missing.length > 0) return { statusCode: 420, extraHeaders: [`Unsupported: ${missing.join(', ')}`] };
  // RFC 3515 §2.4.2
  if (method === 'REFER' && !request.hasHeader('refer-to')) return { statusCode: 400 };
  if (method !== 'INVITE' && method !== 'UPDATE') return null;
  return refusalOfBody(request) ?? refusalOfTimer(request);
}

/** Anything but SDP, unless we may ignore it (RFC 3261 §8.2.3). */
function refusalOfBody(request: Request): Refusal | null {
  if (request.body === '') return null;
  const encoding = (request.getHeader('content-encoding') ?? request.getHeader('e') ?? 'identity').trim().toLowerCase();
  if (encoding !== 'identity') return { statusCode: 415, extraHeaders: ['Accept-Encoding: identity'] };
  const type = (request.getHeader('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  const isOptional = /;\s*handling\s*=\s*optional\b/i.test(request.getHeader('content-disposition') ?? '');
  if (type === 'application/sdp' || isOptional) return null;
  return { statusCode: 415, extraHeaders: ['Accept: application/sdp'] };
}

/** In a dialog it is the session that refuses, which knows what is pending. */
function refusalOfTimer(request: Request): Refusal | null {
  const isNew = request.method === 'INVITE' && !request.toTag;
  return isNew && SessionTimer.isTooBrief(request) ? { statusCode: 422, extraHeaders: [minSe] } : null;
}
