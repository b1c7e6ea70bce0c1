/**
 * A small registrar and proxy for SIP over WebSocket (RFC 3261, RFC 7118). Requests are taken apart here and handed
 * to whoever answers them: the registrar, a robot, or a fork to one or more phones.
 */
import { randomUUID } from 'node:crypto';
import type { URI } from 'sip.js/lib/grammar/uri.js';
import type { CallLog } from './call-log.js';
import { authenticate, stampVia, type Answer } from './ingress.js';
import { systemClock, type Clock } from './clock.js';
import { Connections, type Connection, type Link } from './connections.js';
import { DigestAuth } from './digest.js';
import type { Directory, Robot } from './directory.js';
import {
  Fork,
  forwardedHeaders,
  newBranchId,
  sipTimers,
  type Branch,
  type ForkEnvironment,
  type SipTimers,
  type Target,
} from './fork.js';
import { splitList, type SipHeaders } from './headers.js';
import { parseAddress, parseSip, serialise, type SipRequest, type SipResponse } from './message.js';
import { Registrar } from './registrar.js';
import {
  buildResponse,
  callIdHeader,
  isOwnTag,
  ServerTransaction,
  transactionKey,
  type ResponseOptions,
} from './transaction.js';

export interface SipServerOptions {
  readonly directory: Directory;
  readonly clock?: Clock;
  readonly timers?: Partial<SipTimers>;
  /** Is told of every call. */
  readonly calls?: CallLog;
  /** Ms that a digest nonce is good for. */
  readonly nonceLifetime?: number;
}

const allow: readonly [string, string] = [
  'Allow',
  'INVITE, ACK, CANCEL, BYE, OPTIONS, REGISTER, INFO, UPDATE, REFER, NOTIFY, MESSAGE',
];
const transactionsKept = 2000;

export class SipServer {
  readonly #directory: Directory;
  readonly #clock: Clock;
  readonly #auth: DigestAuth;
  readonly #registrar: Registrar;
  readonly #connections = new Connections();
  readonly #transactions = new Map<string, ServerTransaction>();
  readonly #env: ForkEnvironment;
  readonly #calls: CallLog | null;

  constructor({ directory, clock = systemClock, timers, nonceLifetime, calls }: SipServerOptions) {
    this.#directory = directory;
    this.#calls = calls ?? null;
    this.#clock = clock;
    this.#auth = new DigestAuth(directory.domain, clock, (user) => directory.passwordOf(user), nonceLifetime);
    this.#registrar = new Registrar(clock);
    this.#env = {
      clock,
      connections: this.#connections,
      timers: { ...sipTimers, ...timers },
      host: directory.domain,
      branches: new Map<string, Branch>(),
    };
  }

  /** How many WebSockets are open. */
  get size(): number {
    return this.#connections.size;
  }

  /** A new WebSocket: tell the returned object what comes in and when it is gone. */
  accept(link: Link): { receive(text: string): void; closed(): void } {
    const connection = this.#connections.open(link);
    return {
      receive: (text) => this.#receive(text, connection),
      closed: () => this.#closed(connection),
    };
  }

  #receive(frame: string, connection: Connection): void {
    const text = frame.replace(/^(\r\n)+/, '');
    if (text === '') {
      if (frame === '\r\n\r\n') connection.send('\r\n'); // ping and pong, RFC 5626 §4.4.1
      return;
    }
    const parsed = parseSip(text);
    if (!parsed.ok) {
      if (parsed.reply) connection.send(serialise('SIP/2.0 400 Bad Request', parsed.reply));
    } else if (parsed.message.kind === 'request') this.#request(stampVia(parsed.message, connection), connection);
    else this.#response(parsed.message, connection);
  }

  #closed(connection: Connection): void {
    this.#connections.close(connection);
    this.#registrar.forget(connection);
    this.#clock.after(this.#env.timers.reconnecting, () => {
      if (this.#connections.reach(connection)) return;
      if (connection.user !== null) this.#calls?.lost(connection.user);
      for (const transaction of this.#transactions.values()) {
        if (transaction.connection === connection && transaction.finalStatus === null) transaction.onCancel(null);
      }
      for (const branch of this.#env.branches.values()) if (branch.target.connection === connection) branch.lost();
    });
  }

  #response(response: SipResponse, connection: Connection): void {
    const branch = this.#env.branches.get(response.branch);
    if (!branch || branch.fork.request.method !== response.method) return;
    const asked = branch.target.connection;
    if (connection !== asked && (connection.user === null || connection.user !== asked.user)) return;
    if (response.status < 300) this.#learn(response.headers, connection);
    branch.receive(response);
  }

  #request(request: SipRequest, connection: Connection): void {
    const answer = (status: number, headers: ResponseOptions['headers'] = []) => {
      if (request.method !== 'ACK') connection.send(buildResponse(request, status, { headers }));
    };
    const hops = request.headers.get('Max-Forwards');
    if (hops !== undefined && !/^\d{1,3}$/.test(hops)) {
      answer(400);
      return;
    }
    if (request.method === 'ACK') {
      this.#ack(request, connection);
      return;
    }
    if (request.method === 'CANCEL') {
      this.#cancel(request, connection, answer);
      return;
    }
    const known = this.#transactions.get(transactionKey(request));
    if (known) {
      known.repeat();
      return;
    }
    const required = request.headers.all(request.method === 'REGISTER' ? 'Require' : 'Proxy-Require');
    if (required.length > 0) {
      answer(420, [['Unsupported', required.join(', ')]]);
      return;
    }
    if (request.method === 'REGISTER') {
      this.#register(request, connection, answer);
      return;
    }
    if (request.method === 'OPTIONS' && this.#asksServer(request)) {
      answer(200, [allow, ['Accept', 'application/sdp']]);
      return;
    }
    if (Number(hops ?? 70) === 0) {
      answer(483);
      return;
    }
    if (this.#transactions.size >= transactionsKept) {
      answer(503, [['Retry-After', '5']]);
      return;
    }
    if (request.toTag === null || connection.user === null) {
      if (!authenticate(this.#auth, 'proxy', request, connection, answer)) return;
    }
    if (request.toTag !== null) this.#inDialog(request, connection);
    else this.#outOfDialog(request, connection);
  }

  #register(request: SipRequest, connection: Connection, answer: Answer): void {
    if (!authenticate(this.#auth, 'registrar', request, connection, answer) || connection.user === null) return;
    const result = this.#registrar.register(connection.user, request, connection);
    if (result.status !== 200) {
      answer(result.status, result.minExpires === undefined ? [] : [['Min-Expires', String(result.minExpires)]]);
      return;
    }
    this.#learn(request.headers, connection);
    answer(200, [
      ...result.contacts.map((contact) => ['Contact', contact] as const),
      ['Date', new Date(this.#clock.now()).toUTCString()],
    ]);
  }

  #ack(request: SipRequest, connection: Connection): void {
    const refused = this.#transactions.get(transactionKey(request));
    if (isOwnTag(request.toTag) || (refused?.finalStatus ?? 0) >= 300 || connection.user === null) return;
    if (Number(request.headers.get('Max-Forwards') ?? 70) === 0) return;
    const target = this.#dialogTarget(request);
    const headers = forwardedHeaders(request, this.#env.host, newBranchId());
    target?.connection.send(serialise(`ACK ${target.uri} SIP/2.0`, headers, request.body));
  }

  #cancel(request: SipRequest, connection: Connection, answer: Answer): void {
    const transaction = this.#transactions.get(transactionKey(request));
    const isSender = transaction?.connection === connection || transaction?.connection.user === connection.user;
    if (!transaction || !isSender || transaction.request.method !== 'INVITE') {
      answer(481);
      return;
    }
    answer(200);
    if (transaction.finalStatus === null) transaction.onCancel(request.headers.get('Reason') ?? null);
  }

  #inDialog(request: SipRequest, connection: Connection): void {
    if (request.method === 'BYE') this.#calls?.hungUp(request.callId, connection.user);
    const transaction = this.#begin(request, connection, null);
    const target = this.#dialogTarget(request);
    if (!target) {
      transaction.respond(480);
      return;
    }
    this.#learn(request.headers, connection);
    this.#fork(transaction, [target], (headers) => headers);
  }

  #outOfDialog(request: SipRequest, connection: Connection): void {
    const isInvite = request.method === 'INVITE';
    const callCenterId = isInvite ? (request.headers.get(callIdHeader) ?? randomUUID()) : null;
    const transaction = this.#begin(request, connection, callCenterId);
    const number = request.uri.user ?? '';
    const robot = this.#isOurs(request.uri) ? this.#directory.robotAt(number) : null;
    const targets = robot && isInvite ? [] : this.#targets(request, connection);
    if (callCenterId !== null && connection.user !== null) {
      const rings = typeof targets === 'number' ? [] : targets.flatMap(({ connection: { user } }) => user ?? []);
      this.#calls?.began({ id: callCenterId, sipCallId: request.callId, from: connection.user, to: number, rings });
    }
    if (robot && isInvite) {
      this.#playRobot(transaction, robot);
      return;
    }
    if (typeof targets === 'number') {
      transaction.respond(targets);
      return;
    }
    this.#learn(request.headers, connection);
    this.#fork(transaction, targets, (headers) => {
      if (callCenterId !== null) headers.set(callIdHeader, callCenterId);
      headers.prepend('Record-Route', `<sip:${this.#env.host};transport=ws;lr>`);
      return this.#withName(headers, request);
    });
  }

  /** The phones of the called number, or the status that says why there are none. */
  #targets(request: SipRequest, connection: Connection): readonly Target[] | number {
    if (!this.#isOurs(request.uri)) {
      // A transfer calls the other phone by its contact address.
      const owner = this.#connections.behind(request.uri);
      return owner?.connection.isOpen ? [{ uri: request.rawUri, connection: owner.connection }] : 404;
    }
    const users = this.#directory.ringsAt(request.uri.user ?? '');
    if (users === null) return 404;
    const bindings = users.flatMap((user) => this.#registrar.find(user));
    const others = bindings.filter((binding) => binding.connection !== connection);
    if (others.length === 0) return bindings.length > 0 ? 486 : 480; // whoever calls himself is on the phone
    return others.map((binding) => ({ uri: binding.contact, connection: binding.connection }));
  }

  /** The peer's contact; where its WebSocket is gone, the newest contact of the same user. */
  #dialogTarget(request: SipRequest): Target | null {
    const owner = this.#connections.behind(request.uri);
    if (owner?.connection.isOpen) return { uri: request.rawUri, connection: owner.connection };
    const binding = this.#registrar.find(owner?.user ?? request.to.uri.user ?? '').at(-1);
    return binding ? { uri: binding.contact, connection: binding.connection } : null;
  }

  #begin(request: SipRequest, connection: Connection, callCenterId: string | null): ServerTransaction {
    const forget = (done: ServerTransaction) => {
      if (callCenterId !== null) this.#calls?.decided(request.callId, done.finalStatus ?? 500, done.answeredBy);
      this.#clock.after(this.#env.timers.linger, () => this.#transactions.delete(done.key));
    };
    const transaction = new ServerTransaction(request, connection, callCenterId, this.#connections, forget);
    this.#transactions.set(transaction.key, transaction);
    if (request.method === 'INVITE') transaction.respond(100);
    return transaction;
  }

  #fork(transaction: ServerTransaction, targets: readonly Target[], change: (headers: SipHeaders) => SipHeaders): void {
    const { request } = transaction;
    const fork = new Fork(transaction, targets, this.#env, (id) =>
      change(forwardedHeaders(request, this.#env.host, id)),
    );
    transaction.onCancel = (reason) => fork.cancel(reason);
    fork.send();
  }

  #playRobot(transaction: ServerTransaction, robot: Robot): void {
    if (robot.ringMs === null) {
      transaction.respond(robot.status);
      return;
    }
    // A 180 sets up an early dialog, so it must say where to reach the other side (RFC 3261 §12.1.1).
    transaction.respond(180, [['Contact', `<sip:${robot.number}@${this.#env.host};transport=ws>`]]);
    const stop = this.#clock.after(robot.ringMs, () => transaction.respond(robot.status));
    transaction.onCancel = () => {
      stop();
      transaction.respond(487);
    };
  }

  /** As a PBX does: a caller who sends no name gets the one in the directory. Tags and address stay. */
  #withName(headers: SipHeaders, request: SipRequest): SipHeaders {
    const name = request.from.displayName ? null : this.#directory.nameOf(request.from.uri.user ?? '');
    const from = request.headers.get('From') ?? '';
    if (!name || !from.startsWith('<')) return headers;
    return headers.set('From', `"${name.replace(/["\\]/g, '')}" ${from}`);
  }

  #learn(headers: SipHeaders, connection: Connection): void {
    for (const value of headers.all('Contact').flatMap(splitList)) {
      const address = value === '*' ? null : parseAddress(value);
      if (address) this.#connections.learn(address.uri, connection);
    }
  }

  #isOurs(uri: URI): boolean {
    return [this.#directory.domain, 'localhost', '127.0.0.1'].includes(uri.host.toLowerCase());
  }

  #asksServer(request: SipRequest): boolean {
    return request.toTag === null && (!request.uri.user || request.uri.user === request.from.uri.user);
  }
}
