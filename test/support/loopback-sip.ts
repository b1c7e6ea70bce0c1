/**
 * A SIP wire in memory: stands in for `WebSocket`, so that real SIP.js agents in one page talk to each other
 * without a server. It registers users and hands every message on untouched.
 */
export interface Respond {
  readonly statusCode: number;
  readonly reason?: string;
  readonly headers?: readonly string[];
}

/** Decides on a request before the wire does: a response, or `undefined` to let it pass, or `'drop'`. */
type Script = (request: ParsedRequest) => readonly Respond[] | 'drop' | undefined;

export interface ParsedRequest {
  readonly method: string;
  readonly user: string;
  readonly raw: string;
  header(name: string): string | undefined;
}

export class LoopbackSip {
  /** Sockets by user name and by contact user. */
  readonly #users = new Map<string, LoopbackSocket>();
  readonly #vias = new Map<string, LoopbackSocket>();
  readonly sockets = new Set<LoopbackSocket>();
  /** Every message that went over the wire, oldest first. */
  readonly trace: string[] = [];
  script: Script = () => undefined;
  /** When false, new sockets are refused. */
  accepts = true;
  /** How long a message is on its way to the server, and from there, ms. */
  latency = 0;
  /** Changes a message on its way. */
  rewrite: (message: string) => string = (message) => message;
  readonly #original = globalThis.WebSocket;

  install(): void {
    // eslint-disable-next-line @typescript-eslint/no-this-alias -- the class below is made for this wire
    const wire = this;
    class Socket extends LoopbackSocket {
      constructor(url: string) {
        super(url, wire);
      }
    }
    globalThis.WebSocket = Object.assign(Socket, { OPEN: 1 }) as unknown as typeof WebSocket;
  }

  uninstall(): void {
    globalThis.WebSocket = this.#original;
    for (const socket of this.sockets) socket.close();
  }

  /** The methods and status codes that went by, in order: `INVITE`, `180`, `200` … */
  summary(): readonly string[] {
    return this.trace.map((raw) => /^SIP\/2\.0 (\d+)/.exec(raw)?.[1] ?? raw.slice(0, raw.indexOf(' ')));
  }

  /** Breaks every socket, as a dying server does. */
  dropAll(): void {
    for (const socket of [...this.sockets]) socket.fail(1006);
  }

  /** Breaks one user's socket. */
  fail(user: string): void {
    this.#users.get(user)?.fail(1006);
  }

  /** Takes a user's socket away without a word: his page is gone. */
  cut(user: string): void {
    const socket = this.#users.get(user);
    if (socket) Object.assign(socket, { onmessage: null, onclose: null });
    socket?.close();
  }

  /** Whether requests for that user reach a socket. */
  reaches(user: string): boolean {
    return this.#users.get(user)?.readyState === 1;
  }

  /** Whatever a user's socket is given vanishes from now on, both ways; a new socket is a new way. */
  freeze(user: string): void {
    const socket = this.#users.get(user);
    if (socket) socket.isFrozen = true;
  }

  /** Requests for that name go to that user, too. */
  also(name: string, user: string): void {
    const socket = this.#users.get(user);
    if (socket) this.#users.set(name, socket);
  }

  /** Gives a message to a user, as if the server had sent it. */
  inject(user: string, message: string): void {
    this.#users.get(user)?.deliver(message);
  }

  receive(from: LoopbackSocket, raw: string): void {
    const message = this.rewrite(raw);
    this.trace.push(message);
    const via = /^Via: SIP\/2\.0\/\S+ ([^;\s]+)/im.exec(message)?.[1] ?? '';
    if (message.startsWith('SIP/2.0')) {
      this.#vias.get(via)?.deliver(message);
      return;
    }
    this.#vias.set(via, from);
    const request = parse(message);
    const decided = this.script(request);
    if (decided === 'drop') return;
    if (decided) {
      for (const response of decided) from.deliver(this.#respond(request, response));
      return;
    }
    if (request.method === 'REGISTER') {
      this.#register(from, request);
      return;
    }
    const target = this.#users.get(request.user);
    if (target) target.deliver(message);
    else if (request.method !== 'ACK') from.deliver(this.#respond(request, { statusCode: 404, reason: 'Not Found' }));
  }

  #register(from: LoopbackSocket, request: ParsedRequest): void {
    const contact = request.header('Contact') ?? '';
    const user = /sip:([^@>]+)@/.exec(request.header('To') ?? '')?.[1] ?? '';
    const contactUser = /sip:([^@>]+)@/.exec(contact)?.[1] ?? '';
    this.#users.set(user, from);
    this.#users.set(contactUser, from);
    from.deliver(this.#respond(request, { statusCode: 200, reason: 'OK', headers: [`Contact: ${contact}`] }));
  }

  #respond(request: ParsedRequest, { statusCode, reason = 'Because', headers = [] }: Respond): string {
    const to = request.header('To') ?? '';
    const tagged = statusCode === 100 || to.includes(';tag=') ? to : `${to};tag=wire`;
    const lines = [
      `SIP/2.0 ${statusCode} ${reason}`,
      `Via: ${request.header('Via') ?? ''}`,
      `From: ${request.header('From') ?? ''}`,
      `To: ${tagged}`,
      `Call-ID: ${request.header('Call-ID') ?? ''}`,
      `CSeq: ${request.header('CSeq') ?? ''}`,
      ...headers,
      // A provisional response that makes an early dialog must say where it comes from (RFC 3261 §12.1.1).
      ...(statusCode > 100 && statusCode < 200 ? ['Contact: <sip:wire@lab.test>'] : []),
      'Content-Length: 0',
    ];
    const response = `${lines.join('\r\n')}\r\n\r\n`;
    this.trace.push(response);
    return response;
  }
}

function parse(raw: string): ParsedRequest {
  const [method = '', uri = ''] = raw.split(' ', 2);
  return {
    method,
    user: decodeURIComponent(/^sips?:([^@;]+)@/.exec(uri)?.[1] ?? ''),
    raw,
    header: (name) => new RegExp(`^${name}: (.*)$`, 'im').exec(raw)?.[1]?.trim(),
  };
}

/** What SIP.js and we use of a `WebSocket`. */
class LoopbackSocket {
  readyState = 0;
  binaryType = 'blob';
  isFrozen = false;
  /** What is on its way: a WebSocket keeps the order, timers do not always. */
  readonly #outbound: string[] = [];
  readonly #inbound: string[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: string }) => void) | null = null;
  onclose: ((event: { code: number; reason: string }) => void) | null = null;

  constructor(
    readonly url: string,
    private readonly wire: LoopbackSip,
  ) {
    queueMicrotask(() => {
      if (!wire.accepts) {
        this.fail(1006);
        return;
      }
      this.readyState = 1;
      wire.sockets.add(this);
      this.onopen?.();
    });
  }

  send(message: string): void {
    if (this.readyState !== 1) return;
    // A task of its own: a network never answers inside the call that sends.
    this.#outbound.push(message);
    setTimeout(() => {
      const message = this.#outbound.shift() ?? '';
      if (!this.isFrozen) this.wire.receive(this, message);
    }, this.wire.latency);
  }

  deliver(message: string): void {
    this.#inbound.push(message);
    setTimeout(() => {
      const data = this.#inbound.shift() ?? '';
      if (this.readyState === 1 && !this.isFrozen) this.onmessage?.({ data });
    }, this.wire.latency);
  }

  fail(code: number): void {
    this.readyState = 3;
    this.wire.sockets.delete(this);
    this.onclose?.({ code, reason: '' });
  }

  close(): void {
    this.readyState = 3;
    this.wire.sockets.delete(this);
  }
}
