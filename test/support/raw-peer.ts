import { until } from './until.js';

/** A SIP message as it came, read with a plain eye. */
export class RawMessage {
  readonly #head: readonly string[];
  readonly body: string;

  constructor(readonly raw: string) {
    const end = raw.indexOf('\r\n\r\n');
    this.#head = raw.slice(0, end).split('\r\n');
    this.body = raw.slice(end + 4);
  }

  /** `0` for a request. */
  get status(): number {
    return Number(/^SIP\/2\.0 (\d{3})/.exec(this.raw)?.[1] ?? 0);
  }

  /** Of a response: the method it answers. */
  get method(): string {
    return this.header('CSeq').split(' ')[1] ?? '';
  }

  get cseq(): number {
    return Number.parseInt(this.header('CSeq'), 10);
  }

  headers(name: string): readonly string[] {
    const start = `${name.toLowerCase()}:`;
    return this.#head
      .filter((line) => line.toLowerCase().startsWith(start))
      .map((line) => line.slice(start.length).trim());
  }

  header(name: string): string {
    return this.headers(name)[0] ?? '';
  }
}

interface Extra {
  readonly headers?: readonly string[];
  readonly body?: string;
  /** Default `application/sdp` where there is a body. */
  readonly type?: string;
}

/**
 * A SIP peer made by hand, on the wire of `LoopbackSip`: it sends exactly what the test says and when, and answers
 * nothing by itself.
 */
export class RawPeer {
  readonly received: RawMessage[] = [];
  readonly #read = new Set<RawMessage>();
  readonly #socket = new WebSocket('ws://127.0.0.1:1/raw', 'sip');
  #branches = 0;

  private constructor(readonly user: string) {
    this.#socket.onmessage = ({ data }: MessageEvent<string>) => void this.received.push(new RawMessage(data));
  }

  static async register(user: string): Promise<RawPeer> {
    const peer = new RawPeer(user);
    await until(() => peer.#socket.readyState === 1, `${user}’s socket is open`);
    peer.send('REGISTER sip:lab.test', {
      from: `<sip:${user}@lab.test>;tag=r`,
      to: `<sip:${user}@lab.test>`,
      callId: `register-${user}`,
      cseq: '1 REGISTER',
    });
    await peer.response(200, 'REGISTER');
    return peer;
  }

  get contact(): string {
    return `Contact: <sip:${this.user}@raw-${this.user}.invalid>`;
  }

  close(): void {
    this.#socket.close();
  }

  /** Gives back the branch. */
  send(
    line: string,
    { from, to, callId, cseq, ...rest }: { from: string; to: string; callId: string; cseq: string } & Extra,
    branch = `z9hG4bK-${this.user}-${++this.#branches}`,
  ): string {
    const head = [
      `${line} SIP/2.0`,
      `Via: SIP/2.0/WS raw-${this.user}.invalid;branch=${branch}`,
      'Max-Forwards: 70',
      `From: ${from}`,
      `To: ${to}`,
      `Call-ID: ${callId}`,
      `CSeq: ${cseq}`,
      this.contact,
    ];
    this.#socket.send(complete(head, rest));
    return branch;
  }

  respond(request: RawMessage, status: string, tag: string, extra: Extra = {}): void {
    const to = request.header('To');
    const head = [
      `SIP/2.0 ${status}`,
      ...request.headers('Via').map((via) => `Via: ${via}`),
      `From: ${request.header('From')}`,
      `To: ${to.includes(';tag=') ? to : `${to};tag=${tag}`}`,
      `Call-ID: ${request.header('Call-ID')}`,
      `CSeq: ${request.header('CSeq')}`,
      this.contact,
    ];
    this.#socket.send(complete(head, extra));
  }

  /** The next request of that method that nobody has read yet. */
  request(method: string): Promise<RawMessage> {
    return this.#next((message) => message.status === 0 && message.method === method, method);
  }

  /** The next response of that status that nobody has read yet. */
  response(status: number, method: string): Promise<RawMessage> {
    return this.#next((message) => message.status === status && message.method === method, `${status} (${method})`);
  }

  async #next(isMeant: (message: RawMessage) => boolean, what: string): Promise<RawMessage> {
    const find = (): RawMessage | undefined =>
      this.received.find((message) => !this.#read.has(message) && isMeant(message));
    await until(() => find() !== undefined, `${this.user} gets ${what}; it got ${this.#summary()}`).catch(() => {
      throw new Error(`${this.user} never got ${what}; it got ${this.#summary()}`);
    });
    const found = find();
    if (!found) throw new Error('it was there');
    this.#read.add(found);
    return found;
  }

  #summary(): string {
    return this.received.map(({ status, method }) => (status ? `${status} (${method})` : method)).join(', ');
  }
}

/** One call of a raw peer: its tags and its counting. */
export class RawCall {
  #cseq = 1;
  #branch = '';

  private constructor(
    readonly peer: RawPeer,
    readonly callId: string,
    private readonly local: string,
    private remote: string,
    /** The INVITE that came in, or `null` where the peer calls. */
    readonly invite: RawMessage | null,
    private target: string,
    private readonly tag: string,
  ) {}

  /** Takes the next INVITE that comes in; nothing is answered. */
  static async incoming(peer: RawPeer, tag = 'callee'): Promise<RawCall> {
    const invite = await peer.request('INVITE');
    const target = /<([^>]+)>/.exec(invite.header('Contact'))?.[1] ?? '';
    const local = `${invite.header('To')};tag=${tag}`;
    return new RawCall(peer, invite.header('Call-ID'), local, invite.header('From'), invite, target, tag);
  }

  /** Sends an INVITE. */
  static outgoing(peer: RawPeer, user: string, extra: Extra = {}, target = `sip:${user}@lab.test`): RawCall {
    const callId = `raw-${peer.user}-${crypto.randomUUID()}`;
    const local = `<sip:${peer.user}@lab.test>;tag=caller`;
    const call = new RawCall(peer, callId, local, `<sip:${user}@lab.test>`, null, target, 'caller');
    call.#branch = call.request('INVITE', extra);
    return call;
  }

  /** Answers the INVITE that came in. */
  respond(status: string, extra: Extra = {}, tag = this.tag): void {
    if (this.invite) this.peer.respond(this.invite, status, tag, extra);
  }

  /** A request inside the dialog. Gives back its branch. */
  request(method: string, extra: Extra = {}): string {
    const cseq = method === 'ACK' ? this.#cseq - 1 : this.#cseq++;
    return this.#send(method, cseq, extra);
  }

  /** CANCEL of the INVITE that this call began with. */
  cancel(): void {
    this.#send('CANCEL', 1, {}, this.#branch);
  }

  /** Takes the answer to the INVITE, whatever it is, and its dialog. */
  async answered(status = 200): Promise<RawMessage> {
    const response = await this.peer.response(status, 'INVITE');
    this.remote = response.header('To');
    this.target = /<([^>]+)>/.exec(response.header('Contact'))?.[1] ?? this.target;
    return response;
  }

  #send(method: string, cseq: number, extra: Extra, branch?: string): string {
    const { local: from, remote: to, callId } = this;
    return this.peer.send(
      `${method} ${this.target}`,
      { from, to, callId, cseq: `${cseq} ${method}`, ...extra },
      branch,
    );
  }
}

function complete(head: readonly string[], { headers = [], body = '', type = 'application/sdp' }: Extra): string {
  const content = body === '' ? [] : [`Content-Type: ${type}`];
  const length = `Content-Length: ${new TextEncoder().encode(body).length}`;
  return `${[...head, ...headers, ...content, length].join('\r\n')}\r\n\r\n${body}`;
}
