import { UserAgent, type Core, type URI } from 'sip.js';
import { readableUser } from './headers.js';

/** Nobody needs more to choose from. */
const most = 5;
/** The name that the Contacts of a 3xx have until here. */
const contact = 'X-Redirect-Contact';

/**
 * SIP.js reads SIP addresses only and drops a response with any other: a 302 to a `tel:` or `https:` address, which is
 * allowed (RFC 3261 §20.10), would never arrive, and the call would go on for ever. So it gets none to read.
 */
export function withContactsUnread(message: string): string {
  if (!/^SIP\/2\.0 3\d\d/.test(message)) return message;
  const end = message.indexOf('\r\n\r\n');
  const head = end < 0 ? message : message.slice(0, end);
  return head.replace(/^(?:contact|m)[ \t]*:/gim, `${contact}:`) + message.slice(head.length);
}

/**
 * Whom a 3xx response asks us to call instead, best first (RFC 3261 §8.1.3.4, §20.10): names on our own domain only,
 * because a stranger must not send the agent's call, and the PBX's bill, wherever he likes.
 */
export function redirectTargets(response: Core.IncomingResponseMessage, { host }: URI): readonly string[] {
  return response
    .getHeaders(contact)
    .flatMap(addresses)
    .flatMap(({ address, q }) => {
      const uri = UserAgent.makeURI(address);
      if (!uri || !/^sips?$/.test(uri.scheme) || uri.host.toLowerCase() !== host.toLowerCase()) return [];
      const user = readableUser(uri.user);
      return user === '' ? [] : [{ user, q }];
    })
    .sort((a, b) => b.q - a.q)
    .slice(0, most)
    .map(({ user }) => user);
}

/** `"Carol" <sip:carol@lab.test>;q=0.5, …`, or one address without brackets. */
function addresses(header: string): readonly { readonly address: string; readonly q: number }[] {
  if (!header.includes('<')) return [{ address: header.split(/[;,]/)[0]?.trim() ?? '', q: quality(header) }];
  return [...header.matchAll(/<([^<>]*)>([^,<]*)/g)].map(([, address = '', parameters = '']) => {
    return { address, q: quality(parameters) };
  });
}

/** Without a q all are the same (1). */
function quality(parameters: string): number {
  return Number(/;\s*q\s*=\s*(0(?:\.\d{1,3})?|1(?:\.0{1,3})?)(?![\d.])/i.exec(parameters)?.[1] ?? 1);
}
