/** What became of each call, as the PBX saw it go by. */
import type { Clock } from './clock.js';

export interface CallStart {
  /** `X-bizfly-call-center-call-id` */
  readonly id: string;
  readonly sipCallId: string;
  /** Numbers. `to` is the one that was dialled, `rings` are those whose phones ring. */
  readonly from: string;
  readonly to: string;
  readonly rings: readonly string[];
}

/** Times in ms since the epoch. */
export interface EndedCall extends CallStart {
  readonly startedAt: number;
  readonly answeredAt: number | null;
  readonly endedAt: number;
  readonly answeredBy: string | null;
  /** The final status of the INVITE. */
  readonly status: number;
}

interface CallEvents {
  began(call: CallStart): void;
  ended(call: EndedCall): void;
}

type LiveCall = CallStart & Pick<EndedCall, 'startedAt'> & { answeredAt: number | null; answeredBy: string | null };

export class CallLog {
  /** By the SIP Call-ID. */
  readonly #live = new Map<string, LiveCall>();

  constructor(
    private readonly clock: Clock,
    private readonly events: CallEvents,
  ) {}

  began(call: CallStart): void {
    if (this.#live.has(call.sipCallId)) return;
    this.#live.set(call.sipCallId, { ...call, startedAt: this.clock.now(), answeredAt: null, answeredBy: null });
    this.events.began(call);
  }

  /** The INVITE has its final response. */
  decided(sipCallId: string, status: number, answeredBy: string | null): void {
    const call = this.#live.get(sipCallId);
    if (!call || call.answeredAt !== null) return;
    if (status >= 300) {
      this.#end(call, status);
      return;
    }
    call.answeredAt = this.clock.now();
    call.answeredBy = answeredBy;
  }

  /** A BYE of either side. */
  hungUp(sipCallId: string, by: string | null): void {
    const call = this.#live.get(sipCallId);
    if (call && call.answeredAt !== null && (by === call.from || by === call.answeredBy)) this.#end(call, 200);
  }

  /** Somebody's last WebSocket is gone for good: no BYE will come. */
  lost(user: string): void {
    for (const call of [...this.#live.values()]) {
      if (call.answeredAt !== null && (user === call.from || user === call.answeredBy)) this.#end(call, 200);
    }
  }

  #end(call: LiveCall, status: number): void {
    this.#live.delete(call.sipCallId);
    this.events.ended({ ...call, endedAt: this.clock.now(), status });
  }
}
