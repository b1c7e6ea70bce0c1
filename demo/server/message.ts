/**
 * SIP text in, plain facts out, and back. The parsing is SIP.js's own PEG grammar (RFC 3261 §25); this file only
 * refuses what that parser lets through, and keeps the header values as they came, because a proxy passes them on.
 */
import { Grammar } from 'sip.js/lib/grammar/grammar.js';
import { LoggerFactory } from 'sip.js/lib/core/log/logger-factory.js';
import type { IncomingRequestMessage } from 'sip.js/lib/core/messages/incoming-request-message.js';
import { IncomingResponseMessage } from 'sip.js/lib/core/messages/incoming-response-message.js';
import { Parser } from 'sip.js/lib/core/messages/parser.js';
import type { NameAddrHeader } from 'sip.js/lib/grammar/name-addr-header.js';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import { SipHeaders, splitList } from './headers.js';

interface SipMessage {
  readonly headers: SipHeaders;
  readonly body: string;
  readonly callId: string;
  readonly cseq: number;
  /** The CSeq's method: of a response, what it answers. */
  readonly method: string;
  readonly from: NameAddrHeader;
  readonly to: NameAddrHeader;
  readonly fromTag: string | null;
  readonly toTag: string | null;
  /** Of the topmost Via. */
  readonly branch: string;
  readonly sentBy: string;
}

export interface SipRequest extends SipMessage {
  readonly kind: 'request';
  readonly uri: URI;
  /** As it stood in the request line. */
  readonly rawUri: string;
}

export interface SipResponse extends SipMessage {
  readonly kind: 'response';
  readonly status: number;
  readonly reason: string;
}

export type Parsed =
  | { readonly ok: true; readonly message: SipRequest | SipResponse }
  /** `reply`: the headers of a 400, where the text was a request that still says whom to answer. */
  | { readonly ok: false; readonly problem: string; readonly reply: SipHeaders | null };

const quiet = new LoggerFactory();
quiet.builtinEnabled = false;
const logger = quiet.getLogger('demo.sip');

const token = /^[A-Za-z0-9\-.!%*_+`'~]+$/;

export function parseSip(text: string): Parsed {
  try {
    return { ok: true, message: parse(text) };
  } catch (error) {
    // The grammar itself can throw too (a header called __proto__, a CSeq it cannot read): all of it is bad input.
    return { ok: false, problem: error instanceof Error ? error.message : 'unreadable', reply: salvage(text) };
  }
}

function parse(text: string): SipRequest | SipResponse {
  const parsed = Parser.parseMessage(text, logger);
  if (!parsed) throw new Error('not a SIP message');
  refuseDoubles(text);
  const headers = readHeaders(parsed);
  for (const name of answered) {
    if (!headers.has(name)) throw new Error(`${name} is missing`);
  }
  const length = headers.get('Content-Length');
  const body = text.slice(text.indexOf('\r\n\r\n') + 4);
  const bytes = Buffer.from(body, 'utf8');
  if (length !== undefined && !(Number(length) <= bytes.length)) throw new Error('the body is shorter than it says');

  const [number, method] = (headers.get('CSeq') ?? '').split(/\s+/);
  const port = (parsed.via as { port: number | undefined }).port;
  const common = {
    headers,
    body: length === undefined ? body : bytes.subarray(0, Number(length)).toString('utf8'),
    callId: parsed.callId,
    cseq: Number(number),
    method: method ?? '',
    from: parsed.from,
    to: parsed.to,
    fromTag: parsed.fromTag || null,
    toTag: parsed.toTag || null,
    branch: parsed.viaBranch,
    sentBy: port === undefined ? parsed.via.host : `${parsed.via.host}:${port}`,
  };
  if (!common.branch) throw new Error('Via has no branch');
  if (parsed instanceof IncomingResponseMessage) {
    return { kind: 'response', status: parsed.statusCode ?? 0, reason: parsed.reasonPhrase ?? '', ...common };
  }
  if (parsed.method !== method) throw new Error('CSeq is of another method');
  if (!parsed.ruri) throw new Error('a Request-URI that is no sip: or sips:');
  if (!/ SIP\/2\.0\r\n/.test(text.slice(0, text.indexOf('\r\n') + 2))) throw new Error('another version of SIP');
  return {
    kind: 'request',
    uri: parsed.ruri,
    rawUri: text.slice(0, text.indexOf('\r\n')).split(' ')[1] ?? '',
    ...common,
  };
}

function readHeaders(parsed: IncomingRequestMessage | IncomingResponseMessage): SipHeaders {
  const headers = new SipHeaders();
  for (const [name, values] of Object.entries(parsed.headers)) {
    if (!token.test(name)) throw new Error('a header has no name');
    for (const { raw } of values) {
      const value = raw.replace(/\r\n[ \t]+/g, ' ');
      if (/[\r\n\0]/.test(value)) throw new Error(`${name} has a line end in it`);
      // One Via (Route, …) in each entry, however many the sender put on a line: the proxy takes off the first.
      if (/^(via|route|record-route)$/i.test(name)) for (const item of splitList(value)) headers.add(name, item);
      else headers.add(name, value);
    }
  }
  return headers;
}

/** The parser keeps the last of two From headers, another phone may keep the first: nobody may profit from that. */
function refuseDoubles(text: string): void {
  const seen = new Set<string>();
  for (const line of headerLines(text)) {
    const key = /^([A-Za-z-]+)\s*:/.exec(line)?.[1]?.toLowerCase() ?? '';
    const name = single[key];
    if (name && seen.has(name)) throw new Error(`${name} is there twice`);
    if (name) seen.add(name);
  }
}

const single: Readonly<Record<string, string>> = {
  from: 'From', f: 'From', to: 'To', t: 'To', 'call-id': 'Call-ID', i: 'Call-ID', cseq: 'CSeq',
  'max-forwards': 'Max-Forwards', 'content-length': 'Content-Length', l: 'Content-Length', 'content-type': 'Content-Type', c: 'Content-Type',
}; // prettier-ignore

function headerLines(text: string): string[] {
  return (text.split('\r\n\r\n', 1)[0] ?? '').replace(/\r\n[ \t]+/g, ' ').split('\r\n');
}

/** What a 400 to this text must carry, or `null` where nobody can or may be answered (RFC 3261 §16.3). */
function salvage(text: string): SipHeaders | null {
  const [startLine = '', ...lines] = headerLines(text);
  const method = /^([A-Za-z]+) \S.* SIP\/\d/.exec(startLine)?.[1];
  if (!method || method === 'ACK') return null;
  const headers = new SipHeaders();
  for (const line of lines) {
    const [, key = '', value = ''] = /^([A-Za-z-]+)\s*:\s*(.+)$/.exec(line) ?? [];
    const name = /^(via|v)$/i.test(key) ? 'Via' : single[key.toLowerCase()];
    if (!name || !answered.includes(name) || /[\r\n\0]/.test(value)) continue;
    if (name === 'Via' || !headers.has(name)) headers.add(name, value);
  }
  return answered.every((name) => headers.has(name)) ? headers : null;
}

const answered = ['Via', 'From', 'To', 'Call-ID', 'CSeq'];

export function serialise(startLine: string, headers: SipHeaders, body = ''): string {
  const complete = headers.clone().set('Content-Length', String(Buffer.byteLength(body, 'utf8')));
  const lines = [...complete].map(([name, value]) => `${name}: ${value}`);
  return [startLine, ...lines, '', body].join('\r\n');
}

/** One `Contact`, `From`, … value. `null` if it cannot be read. */
export function parseAddress(value: string): NameAddrHeader | null {
  return Grammar.nameAddrHeaderParse(value) ?? null;
}

const reasons: Readonly<Record<number, string>> = {
  100: 'Trying', 180: 'Ringing', 200: 'OK', 400: 'Bad Request', 401: 'Unauthorized', 403: 'Forbidden', 404: 'Not Found',
  407: 'Proxy Authentication Required', 408: 'Request Timeout', 420: 'Bad Extension',
  423: 'Interval Too Brief', 480: 'Temporarily Unavailable', 481: 'Call/Transaction Does Not Exist', 483: 'Too Many Hops',
  486: 'Busy Here', 487: 'Request Terminated', 500: 'Server Internal Error', 503: 'Service Unavailable', 603: 'Decline',
}; // prettier-ignore

export function reasonPhrase(status: number): string {
  return reasons[status] ?? 'Unknown';
}
