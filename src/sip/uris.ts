import { UserAgent, type Referral, type URI } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import { readableUser } from './headers.js';

/**
 * A number on our own domain. `#` starts a fragment in a URI (RFC 3261 §25.1: not allowed in a user part).
 * @throws PhoneError INVALID_ARGUMENT
 */
export function numberUri({ configuration: { uri } }: UserAgent, number: string): URI {
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  const target = UserAgent.makeURI(`sip:${number.replaceAll('#', '%23')}@${uri.host}${port}`);
  if (!target) throw new PhoneError('INVALID_ARGUMENT', { field: 'phone', hint: 'phone makes no SIP URI' });
  return target;
}

/** Whom a REFER asks us to call; empty where that is no SIP URI. */
export function referredNumber(referral: Referral): string {
  try {
    return readableUser(referral.referTo.uri.user);
  } catch {
    return '';
  }
}
