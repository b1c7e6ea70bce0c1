import type { Core } from 'sip.js';
import { PhoneError } from '../phone/errors.js';

type Response = Core.IncomingResponseMessage;

/** What a final response comes to: the server's words, or that none came. */
export interface Outcome {
  readonly statusCode: number;
  readonly reason: string | null;
  /** SIP.js makes a 408 or 503 of its own where nothing came back or nothing could be sent. */
  readonly fromServer: boolean;
  /** Seconds (RFC 3261 §20.33). */
  readonly retryAfter: number | null;
}

export function outcomeOf(response: Response): Outcome {
  return {
    statusCode: response.statusCode ?? 500,
    reason: response.reasonPhrase?.slice(0, 256) || null,
    fromServer: response.hasHeader('via'),
    retryAfter: secondsOf(response.getHeader('retry-after')),
  };
}

/** `120 (I am in a meeting);duration=3600` */
function secondsOf(header: string | undefined): number | null {
  const seconds = /^\s*(\d{1,9})\b/.exec(header ?? '')?.[1];
  return seconds === undefined ? null : Number(seconds);
}

/** A refused REGISTER or in-dialog request as an error. */
export function refusedError(outcome: Outcome, { isRegister = false } = {}): PhoneError {
  const { statusCode, reason, fromServer, retryAfter } = outcome;
  if (!fromServer) return new PhoneError(statusCode === 503 ? 'NETWORK' : 'TIMEOUT');
  const details = {
    statusCode,
    ...(reason === null ? {} : { reason }),
    ...(retryAfter === null ? {} : { retryAfter }),
  };
  if (statusCode === 401 || statusCode === 407 || (isRegister && statusCode === 403)) {
    return new PhoneError('AUTH_FAILED', details);
  }
  if (statusCode === 408) return new PhoneError('TIMEOUT', details);
  return new PhoneError(statusCode >= 500 && statusCode < 600 ? 'SERVER' : 'SIP_REJECTED', details);
}

/** There is no such call any more where it was asked for. */
export function isGone(error: unknown): boolean {
  return error instanceof PhoneError && error.details?.statusCode === 481;
}
