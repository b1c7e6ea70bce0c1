/** What is asked of every request before anything is done for it: where it came from, and who speaks. */
import type { Connection } from './connections.js';
import type { DigestAuth } from './digest.js';
import type { SipRequest } from './message.js';
import type { ResponseOptions } from './transaction.js';

/** Answers the request at hand with a response of the server's own. */
export type Answer = (status: number, headers?: ResponseOptions['headers']) => void;

/** RFC 3261 §18.2.1 and RFC 3581: where the request really came from. */
export function stampVia(request: SipRequest, { link }: Connection): SipRequest {
  const [top = '', ...rest] = request.headers.all('Via');
  const filled = top.replace(/;\s*rport\s*(?=;|$)/i, `;rport=${link.port}`).replace(/;\s*received=[^;]*/i, '');
  const headers = request.headers.clone().set('Via', [`${filled};received=${link.address}`, ...rest]);
  return { ...request, headers };
}

const roles = {
  registrar: { challenge: 'WWW-Authenticate', proof: 'Authorization', status: 401 },
  proxy: { challenge: 'Proxy-Authenticate', proof: 'Proxy-Authorization', status: 407 },
} as const;

/** Challenges (401, 407), refuses (403), or sees to it that the connection bears the user's number. */
export function authenticate(
  auth: DigestAuth,
  role: keyof typeof roles,
  request: SipRequest,
  connection: Connection,
  answer: Answer,
): boolean {
  const { challenge, proof, status } = roles[role];
  const { verdict, user } = auth.verify(request.headers.all(proof), request.method, request.rawUri);
  if (verdict !== 'ok') {
    answer(status, [[challenge, auth.challenge(verdict === 'stale')]]);
    return false;
  }
  // In a dialog From may be a hotline's number; at its start nobody speaks in another's name.
  const names = [request.from.uri.user, ...(role === 'registrar' ? [request.to.uri.user] : [])];
  const isAnother = request.toTag === null && names.some((name) => name !== user);
  if (isAnother || (connection.user ?? user) !== user) {
    answer(403);
    return false;
  }
  connection.user = user;
  return true;
}
