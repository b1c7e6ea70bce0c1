import { UserAgent, type Referral, type Session, type URI } from 'sip.js';
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

/**
 * Whom a REFER names so that the far side takes the place of `session` (RFC 3891, RFC 5589 §7): by the Contact of who is
 * there, or at his address of record. Without his name: it is a stranger's text, and SIP.js quotes it as it came.
 */
export function replacingUri({ dialog, remoteIdentity }: Session, by: 'contact' | 'address'): URI {
  if (!dialog) throw new PhoneError('NO_CALL');
  const { callId, remoteTag, localTag, remoteTarget } = dialog;
  const uri = (by === 'contact' ? remoteTarget : remoteIdentity.uri).clone();
  uri.setHeader('Replaces', encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`));
  const text = `<${uri.toString()}>`;
  // SIP.js writes a URI bare, where its headers would be those of the REFER (RFC 3261 §20.10).
  uri.toString = () => text;
  return uri;
}
