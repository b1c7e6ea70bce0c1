/**
 * One request on its way to one phone or to several at once (RFC 3261 §16.6–§16.10): a branch for each, the first 2xx
 * wins and the others are cancelled, refusals are collected and the best one goes back.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from './clock.js';
import type { Connection, Connections } from './connections.js';
import { SipHeaders } from './headers.js';
import { serialise, type SipRequest, type SipResponse } from './message.js';
import type { ServerTransaction } from './transaction.js';

export interface Target {
  /** The Request-URI. */
  readonly uri: string;
  readonly connection: Connection;
}

/** Ms. */
export interface SipTimers {
  /** A phone that says nothing at all. */
  readonly silence: number;
  /** A phone that rings and nobody answers (timer C, RFC 3261 §16.6 step 11). */
  readonly ringing: number;
  /** A cancelled phone that does not confirm it. */
  readonly cancelling: number;
  /** How long somebody who has lost the WebSocket may take for a new one before the call is given up. */
  readonly reconnecting: number;
  /** How long what is finished still knows late answers (64 × T1). */
  readonly linger: number;
}

export const sipTimers: SipTimers = {
  silence: 10_000,
  ringing: 60_000,
  cancelling: 5_000,
  reconnecting: 3_000,
  linger: 32_000,
};

export interface ForkEnvironment {
  readonly clock: Clock;
  readonly connections: Connections;
  readonly timers: SipTimers;
  /** `sent-by` of our Via. */
  readonly host: string;
  /** Every branch that may still be answered, by its Via branch. */
  readonly branches: Map<string, Branch>;
}

export const completedElsewhere = 'SIP;cause=200;text="Call completed elsewhere"';

export function newBranchId(): string {
  return `z9hG4bK${randomBytes(9).toString('hex')}`;
}

/** What this hop changes on any request that it passes on. */
export function forwardedHeaders(request: SipRequest, host: string, branch: string): SipHeaders {
  const hops = Number(request.headers.get('Max-Forwards') ?? 71) - 1;
  return request.headers
    .clone()
    .delete('Route')
    .delete('Proxy-Authorization')
    .set('Max-Forwards', String(hops))
    .prepend('Via', `SIP/2.0/WS ${host};branch=${branch}`);
}

type Outcome = { readonly status: number; readonly response: SipResponse | null };

export class Branch {
  readonly id = newBranchId();
  outcome: Outcome | null = null;
  #rings = false;
  #cancelReason: string | null | undefined;
  #stopTimer: () => void = () => {};
  readonly #headers: SipHeaders;

  constructor(
    readonly fork: Fork,
    readonly target: Target,
    private readonly env: ForkEnvironment,
    headers: (branch: string) => SipHeaders,
  ) {
    this.#headers = headers(this.id);
    env.branches.set(this.id, this);
  }

  send(): void {
    const { method, body } = this.fork.request;
    this.#wait(this.env.timers.silence, () => this.#finish({ status: 408, response: null }));
    this.#send(`${method} ${this.target.uri} SIP/2.0`, this.#headers, body);
  }

  receive(response: SipResponse): void {
    const { status } = response;
    if (this.fork.request.method === 'INVITE' && status >= 300) this.#acknowledge(response);
    if (status >= 200 && status < 300) {
      // Even after a CANCEL: who answered in that moment is answered for, and the caller hangs up.
      if (this.outcome === null) this.#close({ status, response });
      this.fork.succeeded(this, response);
      return;
    }
    if (status >= 300) {
      if (this.outcome === null) this.#finish({ status, response });
      return;
    }
    const first = !this.#rings;
    this.#rings = true;
    if (this.outcome !== null || this.#cancelReason !== undefined) {
      if (first) this.#sendCancel(); // it was given up before it had said anything
      return;
    }
    if (first && this.fork.request.method === 'INVITE') {
      this.#wait(this.env.timers.ringing, () => {
        this.cancel(null);
        this.#finish({ status: 408, response: null });
      });
    }
    if (status > 100) this.fork.progressed(response);
  }

  cancel(reason: string | null): void {
    if (this.outcome !== null || this.#cancelReason !== undefined) return;
    this.#cancelReason = reason;
    if (this.#rings) this.#sendCancel(); // else at the first provisional response (RFC 3261 §9.1)
    this.#wait(this.env.timers.cancelling, () => this.#finish({ status: 487, response: null }));
  }

  /** The phone's WebSocket is gone, and it has had time for another. */
  lost(): void {
    if (this.outcome === null) this.#finish({ status: this.#cancelReason === undefined ? 480 : 487, response: null });
  }

  #finish(outcome: Outcome): void {
    this.#close(outcome);
    this.fork.failed();
  }

  #close(outcome: Outcome): void {
    this.outcome = outcome;
    this.#wait(this.env.timers.linger, () => this.env.branches.delete(this.id));
  }

  #wait(ms: number, run: () => void): void {
    this.#stopTimer();
    this.#stopTimer = this.env.clock.after(ms, run);
  }

  #sendCancel(): void {
    const headers = this.#hopByHop('CANCEL', this.fork.request.headers.get('To') ?? '');
    if (this.#cancelReason) headers.add('Reason', this.#cancelReason);
    this.#send(`CANCEL ${this.target.uri} SIP/2.0`, headers);
  }

  /** RFC 3261 §17.1.1.3 */
  #acknowledge(response: SipResponse): void {
    this.#send(`ACK ${this.target.uri} SIP/2.0`, this.#hopByHop('ACK', response.headers.get('To') ?? ''));
  }

  #hopByHop(method: string, to: string): SipHeaders {
    const { headers, callId, cseq } = this.fork.request;
    return new SipHeaders()
      .add('Via', this.#headers.get('Via') ?? '')
      .add('Max-Forwards', '70')
      .add('From', headers.get('From') ?? '')
      .add('To', to)
      .add('Call-ID', callId)
      .add('CSeq', `${cseq} ${method}`);
  }

  #send(startLine: string, headers: SipHeaders, body = ''): void {
    this.env.connections.reach(this.target.connection)?.send(serialise(startLine, headers, body));
  }
}

export class Fork {
  readonly #branches: Branch[];
  #done = false;

  constructor(
    readonly transaction: ServerTransaction,
    targets: readonly Target[],
    env: ForkEnvironment,
    headers: (branch: string) => SipHeaders,
  ) {
    this.#branches = targets.map((target) => new Branch(this, target, env, headers));
  }

  get request(): SipRequest {
    return this.transaction.request;
  }

  send(): void {
    for (const branch of this.#branches) branch.send();
  }

  cancel(reason: string | null): void {
    for (const branch of this.#branches) branch.cancel(reason);
  }

  progressed(response: SipResponse): void {
    this.transaction.relay(response);
  }

  succeeded(winner: Branch, response: SipResponse): void {
    this.#done = true;
    this.transaction.answeredBy ??= winner.target.connection.user;
    this.transaction.relay(response);
    for (const branch of this.#branches) if (branch !== winner) branch.cancel(completedElsewhere);
  }

  failed(): void {
    const outcomes = this.#branches.map((branch) => branch.outcome);
    // A 6xx speaks for every phone of that person (RFC 3261 §16.7 step 5).
    if (outcomes.some((outcome) => outcome !== null && outcome.status >= 600)) this.cancel(null);
    if (this.#done || outcomes.some((outcome) => outcome === null)) return;
    this.#done = true;
    const best = bestOf(outcomes.filter((outcome) => outcome !== null));
    if (best.response) this.transaction.relay(best.response);
    else this.transaction.respond(best.status);
  }
}

/** RFC 3261 §16.7 step 6: a 6xx if there is one, else the lowest class; what asks for credentials before the rest. */
function bestOf(outcomes: readonly Outcome[]): Outcome {
  const rank = ({ status }: Outcome) => {
    if (status >= 600) return 0;
    const last = status === 408 || status === 487 ? 100 : 0;
    return Math.floor(status / 100) * 1000 + (status === 401 || status === 407 ? 0 : 100 + last + (status % 100));
  };
  return outcomes.reduce((best, outcome) => (rank(outcome) < rank(best) ? outcome : best));
}
