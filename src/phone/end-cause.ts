import type { CallDirection, EndCause } from './call.js';
import type { SipEnd } from './ports.js';

/** What the phone knew of the call when it ended. */
interface EndContext {
  readonly direction: CallDirection;
  /** The far side had begun to ring. */
  readonly rang: boolean;
}

/** Why a call ended, from what SIP said (RFC 3261 §21, RFC 3326, RFC 3398 for Q.850 causes). */
export function endCause(end: SipEnd, context: EndContext): EndCause {
  switch (end.how) {
    case 'bye':
      return 'hangup';
    case 'media':
      return 'mediaFailed';
    case 'lost':
      return 'networkLost';
    case 'cancel': {
      if (end.by === 'local') return 'cancelled';
      // 200 "Call completed elsewhere" (RFC 3326 §2), Q.850 26 "non-selected user clearing"
      const { cause } = end.reasonHeader ?? {};
      return cause === 200 || cause === 26 ? 'answeredElsewhere' : 'cancelled';
    }
    case 'response':
      return end.by === 'network' ? 'networkLost' : responseCause(end.statusCode ?? 500, end.by, context);
  }
}

function responseCause(status: number, by: SipEnd['by'], { direction, rang }: EndContext): EndCause {
  if (by === 'local') return direction === 'inbound' ? 'rejected' : 'cancelled';
  // A redirection that leads nowhere we may go: whoever was called cannot be reached.
  if (status >= 300 && status < 400) return 'unavailable';
  switch (status) {
    case 404:
    case 410:
    case 414:
    case 416:
    case 484:
    case 485:
    case 604:
      return 'notFound';
    case 486:
    case 600:
      return 'busy';
    case 408:
    case 480:
      // A phone that rang and was not picked up; one that never rang cannot be reached.
      return rang ? 'noAnswer' : 'unavailable';
    case 487:
      // We did not cancel, so the server gave up waiting.
      return 'noAnswer';
    case 415:
    case 488:
    case 606:
      return 'mediaFailed';
    case 430:
    case 503:
      return 'serverError';
    default:
      return status >= 500 && status < 600 ? 'serverError' : 'rejected';
  }
}
