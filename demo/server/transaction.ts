/**
 * The server's half of a transaction (RFC 3261 §17.2). WebSockets are reliable, so nothing is sent twice by itself;
 * what remains is to know a request again (retransmitted, cancelled, acknowledged) and to answer it once.
 */
import { randomBytes } from 'node:crypto';
import type { Connection, Connections } from './connections.js';
import { SipHeaders } from './headers.js';
import { reasonPhrase, serialise, type SipRequest, type SipResponse } from './message.js';

export const callIdHeader = 'X-bizfly-call-center-call-id';

/** Begins every To tag that this process makes: so an ACK to one of our own answers is known without any state. */
const ownTag = `srv${randomBytes(4).toString('hex')}`;

export function isOwnTag(tag: string | null): boolean {
  return tag !== null && tag.startsWith(ownTag);
}

/** The same for a request, its ACK (to a refusal) and its CANCEL (RFC 3261 §17.2.3, §9.2). */
export function transactionKey(request: SipRequest, method = request.method): string {
  const same = method === 'ACK' || method === 'CANCEL' ? 'INVITE' : method;
  if (request.branch.startsWith('z9hG4bK')) return [request.branch, request.sentBy, same].join('|');
  return [request.callId, request.cseq, request.fromTag, request.rawUri, same].join('|');
}

export interface ResponseOptions {
  readonly headers?: readonly (readonly [name: string, value: string])[];
  readonly toTag?: string;
}

/** A response of the server's own. */
export function buildResponse(request: SipRequest, status: number, options: ResponseOptions = {}): string {
  const headers = new SipHeaders();
  for (const via of request.headers.all('Via')) headers.add('Via', via);
  headers.add('From', request.headers.get('From') ?? '');
  const to = request.headers.get('To') ?? '';
  const needsTag = request.toTag === null && status > 100;
  headers.add('To', needsTag ? `${to};tag=${options.toTag ?? ownTag + randomBytes(4).toString('hex')}` : to);
  headers.add('Call-ID', request.callId).add('CSeq', `${request.cseq} ${request.method}`);
  for (const [name, value] of options.headers ?? []) headers.add(name, value);
  return serialise(`SIP/2.0 ${status} ${reasonPhrase(status)}`, headers);
}

export class ServerTransaction {
  readonly key: string;
  /** Set at the first final response; after that only more 2xx may pass (RFC 3261 §16.7). */
  finalStatus: number | null = null;
  /** The number of whoever answered with a 2xx. */
  answeredBy: string | null = null;
  /** What a CANCEL does; set by whoever works on the request. */
  onCancel: (reason: string | null) => void = () => {};
  #last: string | null = null;
  readonly #toTag = ownTag + randomBytes(4).toString('hex');

  constructor(
    readonly request: SipRequest,
    readonly connection: Connection,
    /** `X-bizfly-call-center-call-id` of the call that this INVITE begins. */
    readonly callCenterId: string | null,
    private readonly connections: Connections,
    private readonly onFinal: (transaction: ServerTransaction) => void,
  ) {
    this.key = transactionKey(request);
  }

  /** A response of the server's own. */
  respond(status: number, headers: ResponseOptions['headers'] = []): void {
    const id = this.callCenterId === null || status === 100 ? [] : [[callIdHeader, this.callCenterId] as const];
    this.#send(status, buildResponse(this.request, status, { toTag: this.#toTag, headers: [...headers, ...id] }));
  }

  /** A response from further on. It goes back the way that the request came, whatever Vias it brings. */
  relay(response: SipResponse): void {
    const headers = response.headers.clone().set('Via', this.request.headers.all('Via'));
    if (this.callCenterId !== null && !headers.has(callIdHeader)) headers.add(callIdHeader, this.callCenterId);
    const status = response.status === 503 ? 500 : response.status; // RFC 3261 §16.7, step 6: 503 speaks of that hop only
    this.#send(status, serialise(`SIP/2.0 ${status} ${response.reason}`, headers, response.body));
  }

  /** The request came again. */
  repeat(): void {
    if (this.#last !== null) this.connections.reach(this.connection)?.send(this.#last);
  }

  #send(status: number, text: string): void {
    const isSuccess = status >= 200 && status < 300;
    if (this.finalStatus !== null && !(isSuccess && this.finalStatus < 300)) return;
    this.#last = text;
    if (status >= 200 && this.finalStatus === null) {
      this.finalStatus = status;
      this.onFinal(this);
    }
    this.connections.reach(this.connection)?.send(text);
  }
}
