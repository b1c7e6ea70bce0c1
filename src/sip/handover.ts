import { UserAgent, type Core, type Session, type URI } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { Handover } from '../phone/kept.js';
import { outcomeOf, refusedError } from './responses.js';

type Answered = Extract<Handover, { phase: 'answered' }>;

const required = 'Require: replaces';

/** What identifies an answered call, and where an INVITE with Replaces may find who is at its other end. */
export function handoverOfDialog({ dialog }: Session): Answered | null {
  if (!dialog) return null;
  const { callId: sipCallId, localTag, remoteTag, remoteTarget, remoteURI, localURI } = dialog;
  const own = localURI.toRaw();
  const { routeSet } = asDialog(dialog);
  const theirs = [remoteTarget.toRaw(), remoteURI.toRaw()];
  // Through a proxy the other end is the far phone itself; a PBX that is the other end lets in whom its dial plan
  // knows: our own extension, not every number.
  const targets = routeSet.length > 0 ? theirs : [own, ...theirs];
  return { phase: 'answered', sipCallId, localTag, remoteTag, remoteUri: remoteURI.toRaw(), targets };
}

/**
 * RFC 3891 §6.1, from the far side's view: its tag is the `to-tag`. A far side that knows no Replaces must refuse
 * instead of ringing anew.
 */
export function replacesHeaders({
  sipCallId,
  localTag,
  remoteTag,
}: Pick<Answered, 'sipCallId' | 'localTag' | 'remoteTag'>): string[] {
  return [`Replaces: ${sipCallId};to-tag=${remoteTag};from-tag=${localTag}`, required];
}

/** Whether an INVITE of ours is one that takes a call back; one that a REFER asked for requires nothing. */
export function takesBack({ extraHeaders }: Core.OutgoingRequestMessage): boolean {
  return extraHeaders.includes(required);
}

/** The parts of an INVITE of ours, as it left. */
export function readInvite(invite: string): {
  readonly target: string;
  readonly sipCallId: string;
  readonly localTag: string;
} {
  const target = /^INVITE (\S+) SIP\/2\.0/.exec(invite)?.[1];
  const sipCallId = headerLines(invite, 'call-id')[0]?.replace(/^[^:]*:\s*/, '');
  const localTag = /;tag=([^;\s]+)/.exec(headerLines(invite, 'from')[0] ?? '')?.[1];
  if (!target || !sipCallId || !localTag) throw new PhoneError('NO_CALL');
  return { target, sipCallId, localTag };
}

/** The CANCEL of an INVITE (RFC 3261 §9.1), from any socket: a proxy knows it by its branch. */
export function cancelOf(invite: string): string {
  const { target } = readInvite(invite);
  const cseq = (headerLines(invite, 'cseq')[0] ?? '').replace(/INVITE\s*$/, 'CANCEL');
  const kept = ['via', 'route', 'from', 'to', 'call-id'].flatMap((name) => headerLines(invite, name));
  return [`CANCEL ${target} SIP/2.0`, ...kept, cseq, 'Max-Forwards: 70', 'Content-Length: 0', '', ''].join('\r\n');
}

function headerLines(message: string, name: string): string[] {
  const head = message.split('\r\n\r\n', 1)[0] ?? '';
  return head.split('\r\n').filter((line) => line.toLowerCase().startsWith(`${name}:`));
}

/** `sip:…` of a kept call as a URI. */
export function targetUri(target: string): URI {
  const uri = UserAgent.makeURI(target);
  if (!uri) throw new PhoneError('NO_CALL');
  return uri;
}

/**
 * Asks the far side of an early dialog whether it is still there, and tells it where we are: an UPDATE that offers
 * nothing (RFC 3311 §5.1). Any answer but 481 says that it is. Not OPTIONS: within a dialog many answer that whether
 * there is one or not (RFC 3261 §11.2). Rejects SIP_REJECTED with statusCode 481, NETWORK, TIMEOUT.
 */
export function askFor(dialog: Core.Session): Promise<void> {
  const inside = asDialog(dialog);
  const { userAgentCore: core } = inside;
  return new Promise((resolve, reject) => {
    const extraHeaders = [`Contact: ${core.configuration.contact.toString()}`];
    const message = inside.createOutgoingRequestMessage('UPDATE', { extraHeaders });
    core.request(message, {
      onAccept: () => resolve(),
      onRedirect: () => resolve(),
      onReject: ({ message: response }) => {
        const outcome = outcomeOf(response);
        if (!outcome.fromServer || outcome.statusCode === 481) reject(refusedError(outcome));
        else resolve();
      },
    });
  });
}

/** What SIP.js's dialogs are and do not say they are. */
function asDialog(dialog: Core.Session): Core.Dialog {
  return dialog as unknown as Core.Dialog;
}
