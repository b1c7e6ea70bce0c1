/** A phone for tests that speaks SIP by hand over a real WebSocket, so that nothing hides what is on the wire. */
import { createHash, randomBytes } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket } from 'ws';
import type { CallLog } from '../../demo/server/call-log.js';
import { createDirectory, domain } from '../../demo/server/directory.js';
import { parseSip, type SipRequest, type SipResponse } from '../../demo/server/message.js';
import { SipServer } from '../../demo/server/sip-server.js';
import { serveSip } from '../../demo/server/web-socket.js';
import { FakeClock } from './fake-clock.js';

export type Message = SipRequest | SipResponse;

export interface Lab {
  readonly url: string;
  readonly clock: FakeClock;
  readonly sip: SipServer;
  phone(number: string, password?: string): Promise<SipPhone>;
  registered(number: string): Promise<SipPhone>;
  /** Closes a phone's socket and waits until the server has seen it. */
  drop(phone: SipPhone): Promise<void>;
  stop(): Promise<void>;
}

export async function startLab(clock = new FakeClock(), calls?: CallLog): Promise<Lab> {
  const sip = new SipServer({ directory: createDirectory(), clock, ...(calls && { calls }) });
  const seen = new EventEmitter();
  const accept = sip.accept.bind(sip);
  sip.accept = (link) => {
    const connection = accept(link);
    return { ...connection, closed: () => (connection.closed(), seen.emit('closed')) };
  };
  const http: Server = createServer();
  const sockets = serveSip(http, sip);
  http.listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}/ws`;
  const phone = (number: string, password = `demo-${number}`) => SipPhone.open(url, number, password);
  return {
    url,
    clock,
    sip,
    phone,
    async registered(number) {
      const opened = await phone(number);
      const { status } = await opened.register();
      if (status !== 200) throw new Error(`REGISTER of ${number} got ${status}`);
      return opened;
    },
    async drop(dropped) {
      const closed = once(seen, 'closed');
      dropped.socket.close();
      await closed;
    },
    async stop() {
      sockets.close();
      http.close();
      http.closeAllConnections();
      await once(http, 'close');
    },
  };
}

export const rand = () => randomBytes(5).toString('hex');

/** What a test may say of a request beyond the usual. */
export interface RequestOptions {
  readonly uri?: string;
  readonly to?: string;
  readonly from?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly maxForwards?: number;
}

export class SipPhone {
  readonly contact = `sip:${rand()}@${rand()}.invalid;transport=ws`;
  readonly tag = rand();
  /** Everything that came in and was not yet taken by `take`. */
  readonly inbox: Message[] = [];
  /** Frames that are no SIP messages. */
  readonly raw: string[] = [];
  #cseq = 0;
  #waiting: (() => void)[] = [];

  private constructor(
    readonly socket: WebSocket,
    readonly number: string,
    readonly password: string,
  ) {
    socket.on('message', (data) => {
      const text = (data as Buffer).toString('utf8');
      const parsed = parseSip(text);
      if (parsed.ok) this.inbox.push(parsed.message);
      else this.raw.push(text);
      for (const wake of this.#waiting.splice(0)) wake();
    });
    socket.on('error', () => {});
  }

  static async open(url: string, number: string, password: string): Promise<SipPhone> {
    const socket = new WebSocket(url, 'sip');
    const phone = new SipPhone(socket, number, password);
    await once(socket, 'open');
    return phone;
  }

  get aor(): string {
    return `sip:${this.number}@${domain}`;
  }

  /** Waits for a message, takes it out of the inbox. The test runner's own time limit ends a wait in vain. */
  async take<T extends Message>(wanted: (message: Message) => message is T): Promise<T>;
  async take(wanted: (message: Message) => boolean): Promise<Message>;
  async take(wanted: (message: Message) => boolean): Promise<Message> {
    for (;;) {
      const at = this.inbox.findIndex(wanted);
      if (at >= 0) return this.inbox.splice(at, 1)[0] as Message;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  async frame(): Promise<string> {
    while (this.raw.length === 0) await new Promise<void>((resolve) => this.#waiting.push(resolve));
    return this.raw.shift() as string;
  }

  request(method: string): Promise<SipRequest> {
    return this.take((m): m is SipRequest => m.kind === 'request' && m.method === method);
  }

  response(status: number, method?: string): Promise<SipResponse> {
    return this.take(
      (m): m is SipResponse => m.kind === 'response' && m.status === status && (!method || m.method === method),
    );
  }

  /** The final response to a method. */
  final(method: string): Promise<SipResponse> {
    return this.take((m): m is SipResponse => m.kind === 'response' && m.status >= 200 && m.method === method);
  }

  /** Comes back when the server has worked off everything that was sent before. */
  async settle(): Promise<void> {
    const cseq = this.#cseq + 1;
    this.send(this.build('OPTIONS', { uri: `sip:${domain}`, to: `<sip:${domain}>` }));
    await this.take((m) => m.kind === 'response' && m.method === 'OPTIONS' && m.cseq === cseq);
  }

  send(text: string): void {
    this.socket.send(text);
  }

  build(method: string, options: RequestOptions = {}): string {
    const uri = options.uri ?? this.aor;
    const cseq = options.cseq ?? ++this.#cseq;
    const body = options.body ?? '';
    return [
      `${method} ${uri} SIP/2.0`,
      `Via: SIP/2.0/WS ${this.number}.invalid;branch=${options.branch ?? `z9hG4bK${rand()}`}`,
      `Max-Forwards: ${options.maxForwards ?? 70}`,
      `From: ${options.from ?? `<${this.aor}>;tag=${this.tag}`}`,
      `To: ${options.to ?? `<${uri}>`}`,
      `Call-ID: ${options.callId ?? `${this.number}-${this.tag}`}`,
      `CSeq: ${cseq} ${method}`,
      ...(options.headers ?? [`Contact: <${this.contact}>`]),
      `Content-Length: ${Buffer.byteLength(body)}`,
      '',
      body,
    ].join('\r\n');
  }

  credentials(
    challenge: SipResponse,
    method: string,
    uri: string,
    { nc = '00000001', password = this.password } = {},
  ): string {
    const isProxy = challenge.status === 407;
    const value = challenge.headers.get(isProxy ? 'Proxy-Authenticate' : 'WWW-Authenticate') ?? '';
    const nonce = /nonce="([^"]+)"/.exec(value)?.[1] ?? '';
    const realm = /realm="([^"]+)"/.exec(value)?.[1] ?? '';
    const ha1 = md5(`${this.number}:${realm}:${password}`);
    const response = md5([ha1, nonce, nc, 'c0ffee', 'auth', md5(`${method}:${uri}`)].join(':'));
    return (
      `${isProxy ? 'Proxy-Authorization' : 'Authorization'}: Digest username="${this.number}", realm="${realm}", ` +
      `nonce="${nonce}", uri="${uri}", response="${response}", algorithm=MD5, qop=auth, nc=${nc}, cnonce="c0ffee"`
    );
  }

  async register(headers: readonly string[] = [`Contact: <${this.contact}>`, 'Expires: 300']): Promise<SipResponse> {
    const uri = `sip:${domain}`;
    const to = `<${this.aor}>`;
    this.send(this.build('REGISTER', { uri, to, headers }));
    const challenge = await this.final('REGISTER');
    if (challenge.status !== 401) return challenge;
    this.send(this.build('REGISTER', { uri, to, headers: [...headers, this.credentials(challenge, 'REGISTER', uri)] }));
    return this.final('REGISTER');
  }

  /** An INVITE through the challenge. Gives the branch of the one that counts. */
  async invite(uri: string, options: RequestOptions = {}): Promise<{ branch: string; cseq: number; callId: string }> {
    const callId = options.callId ?? rand();
    const headers = options.headers ?? [`Contact: <${this.contact}>`];
    this.send(this.build('INVITE', { ...options, uri, callId, headers }));
    const challenge = await this.response(407, 'INVITE');
    const branch = `z9hG4bK${rand()}`;
    const cseq = ++this.#cseq;
    const proof = this.credentials(challenge, 'INVITE', uri);
    this.send(this.build('INVITE', { ...options, uri, callId, cseq, branch, headers: [...headers, proof] }));
    return { branch, cseq, callId };
  }

  /** Answers a request that came in. */
  reply(request: SipRequest, status: number, reason: string, extra: readonly string[] = []): void {
    const to = request.headers.get('To') ?? '';
    this.send(
      [
        `SIP/2.0 ${status} ${reason}`,
        ...request.headers.all('Via').map((via) => `Via: ${via}`),
        ...request.headers.all('Record-Route').map((route) => `Record-Route: ${route}`),
        `From: ${request.headers.get('From')}`,
        `To: ${request.toTag === null ? `${to};tag=${this.tag}` : to}`,
        `Call-ID: ${request.callId}`,
        `CSeq: ${request.cseq} ${request.method}`,
        `Contact: <${this.contact}>`,
        ...extra,
        'Content-Length: 0',
        '',
        '',
      ].join('\r\n'),
    );
  }

  /** In the dialog that this response set up: to the peer's contact, by the recorded route. */
  inDialog(method: string, ok: SipResponse, options: RequestOptions = {}): string {
    const uri = /<([^>]+)>/.exec(ok.headers.get('Contact') ?? '')?.[1] ?? '';
    const routes = ok.headers.all('Record-Route').map((route) => `Route: ${route}`);
    return this.build(method, {
      uri,
      from: ok.headers.get('From') ?? '',
      to: ok.headers.get('To') ?? '',
      callId: ok.callId,
      headers: [...routes, `Contact: <${this.contact}>`],
      ...options,
    });
  }

  /** The same for the side that was called. */
  inDialogOf(method: string, invite: SipRequest, options: RequestOptions = {}): string {
    const uri = /<([^>]+)>/.exec(invite.headers.get('Contact') ?? '')?.[1] ?? '';
    return this.build(method, {
      uri,
      from: `${invite.headers.get('To')};tag=${this.tag}`,
      to: invite.headers.get('From') ?? '',
      callId: invite.callId,
      headers: [...invite.headers.all('Record-Route').map((r) => `Route: ${r}`), `Contact: <${this.contact}>`],
      ...options,
    });
  }
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}
