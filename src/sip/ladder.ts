import type { SipFact } from '../phone/ports.js';
import { shortHash } from '../util/short-hash.js';

const known = /^(INVITE|ACK|BYE|CANCEL|REGISTER|OPTIONS|INFO|REFER|NOTIFY|UPDATE|PRACK|SUBSCRIBE|MESSAGE|PUBLISH)$/;

/**
 * What may be told of a SIP message: its kind and, shortened, its Call-ID. Everything else in it may be a secret or
 * somebody's name. `null`: a sign of life that came as expected.
 */
export function ladderStep(message: string, direction: 'in' | 'out'): Extract<SipFact, { type: 'message' }> | null {
  const head = message.split(/\r?\n\r?\n/, 1)[0] ?? '';
  const status = /^SIP\/2\.0 (\d{3})\b/.exec(head)?.[1];
  const named = status ? /^cseq[ \t]*:\s*\d+\s+(\S+)/im.exec(head)?.[1] : /^(\S+) /.exec(head)?.[1];
  const method = named !== undefined && known.test(named) ? named : 'other';
  // Every few seconds: they would push out what matters.
  if (method === 'OPTIONS' && (status ? status.startsWith('2') : direction === 'out')) return null;
  const callId = /^(?:call-id|i)[ \t]*:\s*(\S+)/im.exec(head)?.[1];
  return {
    type: 'message',
    direction,
    what: status ? `${status} ${method}` : method,
    sip: callId === undefined ? null : shortHash(callId),
  };
}
