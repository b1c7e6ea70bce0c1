import { SessionState, type Core } from 'sip.js';
import type { SipCall } from './sip-call.js';

/** What an INVITE with Replaces (RFC 3891) asks for, and whether whoever sent it may. */
export type Replacement =
  /** Its own call from another place: the page of the far side was reloaded, its call moved to another device. */
  | { readonly kind: 'moved'; readonly call: SipCall }
  /** Another party in its place, sent by the one we talk to (RFC 5589 §7). */
  | { readonly kind: 'handedOver'; readonly call: SipCall }
  | { readonly kind: 'refused'; readonly statusCode: number };

/**
 * Reads the Replaces of an INVITE; `null` without one. It must name an answered call of ours in whole (Call-ID and both
 * tags), and come from whom we talk to: from the same address, or with his name as who sent it (Referred-By, RFC 3892).
 * Whoever only knows or guesses the identifiers gets nothing.
 */
export function readReplacement(request: Core.IncomingRequestMessage, calls: Iterable<SipCall>): Replacement | null {
  const header = request.getHeader('replaces');
  if (header === undefined) return null;
  const [callId, ...parameters] = header.split(';').map((part) => part.trim());
  const tag = (name: string): string | undefined =>
    parameters.find((parameter) => parameter.startsWith(`${name}=`))?.slice(name.length + 1);
  const call = [...calls].find(({ session: { dialog } }) => {
    if (!dialog) return false;
    return dialog.callId === callId && dialog.localTag === tag('to-tag') && dialog.remoteTag === tag('from-tag');
  });
  if (call?.session.state !== SessionState.Established) return { kind: 'refused', statusCode: 481 };
  const { uri } = call.session.remoteIdentity;
  if (isSameUser(request.from.uri, uri)) return { kind: 'moved', call };
  const sender = /<?sips?:([^@>;\s]+)@([^>;:\s]+)/i.exec(request.getHeader('referred-by') ?? '');
  const isSent = sender !== null && sender[1] === uri.user && sender[2]?.toLowerCase() === uri.host.toLowerCase();
  return isSent ? { kind: 'handedOver', call } : { kind: 'refused', statusCode: 403 };
}

type User = { readonly user?: string | undefined; readonly host: string };

export function isSameUser(a: User, b: User): boolean {
  return a.user === b.user && a.host.toLowerCase() === b.host.toLowerCase();
}
