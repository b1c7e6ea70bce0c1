import type { Core, URI } from 'sip.js';
import { readableUser } from './headers.js';

/** Nobody needs more to choose from. */
const most = 5;

/**
 * Whom a 3xx response asks us to call instead, best first (RFC 3261 §8.1.3.4, §20.10): names on our own domain only,
 * because a stranger must not send the agent's call, and the PBX's bill, wherever he likes.
 */
export function redirectTargets(response: Core.IncomingResponseMessage, { host }: URI): readonly string[] {
  return response
    .getHeaders('contact')
    .slice(0, 20)
    .flatMap((_, index) => {
      const contact = response.parseHeader('contact', index) as Core.NameAddrHeader | undefined;
      const { uri } = contact ?? {};
      if (!uri || !/^sips?$/.test(uri.scheme) || uri.host.toLowerCase() !== host.toLowerCase()) return [];
      const user = readableUser(uri.user);
      return user === '' ? [] : [{ user, q: quality(contact?.getParam('q')) }];
    })
    .sort((a, b) => b.q - a.q)
    .slice(0, most)
    .map(({ user }) => user);
}

/** Without a q all are the same (1). */
function quality(q: string | null | undefined): number {
  const value = Number(q ?? 1);
  return value >= 0 && value <= 1 ? value : 0;
}
