import type { CallBook } from './call-book.js';
import { isPending, type Call } from './call.js';
import type { PhoneContext } from './context.js';
import type { Handover, KeptCall, KeptPhone } from './kept.js';
import type { LineController } from './line-controller.js';
import type { RecoveryController } from './recovery-controller.js';
import { liveCalls } from './state.js';

/** What was kept longer ago is nobody's call any more, ms. */
const longest = 5 * 60_000;
/** Nobody lets a phone ring longer, ms. */
const longestRing = 60_000;

/** Keeps the live calls for the next page, and takes in what the page before has kept. */
export class CallKeeper {
  #account: string | null = null;

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
    private readonly lines: LineController,
    private readonly recovery: RecoveryController,
  ) {
    context.store.subscribe((state, previous) => {
      if (
        state.line1 !== previous.line1 ||
        state.line2 !== previous.line2 ||
        state.currentLine !== previous.currentLine ||
        // A call that has been taken back is another dialog by now.
        state.recovering !== previous.recovering
      )
        this.keep();
    });
  }

  /** @param account its SIP URI */
  open(account: string): void {
    this.#account = account;
    const kept = this.context.keeper.recallCalls(account);
    if (kept && this.context.clock.now() - kept.savedAt < longest) this.#adopt(kept);
  }

  keep(): void {
    if (this.#account === null) return;
    const { store, clock, keeper } = this.context;
    const kept = liveCalls(store.state).flatMap((call): readonly KeptCall[] => {
      const handover = this.recovery.handover(call.id);
      return handover ? [{ call, handover, heldByPhone: this.lines.isHeldByPhone(call.id) }] : [];
    });
    const { currentLine, asked } = store.state;
    keeper.keepCalls(this.#account, kept.length > 0 ? { savedAt: clock.now(), currentLine, calls: kept, asked } : null);
  }

  /** This PBX gives no call back to another page. */
  rememberRefusal(): void {
    if (this.#account !== null) this.context.keeper.rememberRefusal(this.#account);
  }

  get isRefused(): boolean {
    return this.#account !== null && this.context.keeper.isRefused(this.#account);
  }

  #adopt({ currentLine, calls, asked = [] }: KeptPhone): void {
    const { clock, store } = this.context;
    store.commit({ asked });
    const isStale = ({ call }: KeptCall): boolean =>
      isPending(call) && clock.now() - Date.parse(call.startedAt) >= longestRing;
    const fresh = calls.filter((kept) => !isStale(kept));
    for (const { call } of calls.filter(isStale)) this.#over(call);
    if (fresh.length === 0) return;
    const handovers = new Map<string, Handover>();
    for (const { call, handover } of fresh) {
      this.calls.adopt(asBefore(call));
      handovers.set(call.id, handover);
    }
    store.commit({ currentLine });
    this.lines.adopt(fresh.filter(({ heldByPhone }) => heldByPhone).map(({ call }) => call.id));
    this.recovery.adopt(handovers);
  }

  /** It has its end like every other call: a missed one, for all that is known. */
  #over(call: Call): void {
    this.calls.adopt(call);
    const cause = call.direction === 'inbound' ? 'noAnswer' : 'networkLost';
    this.calls.end(call.id, { by: 'network', cause, statusCode: null, reason: null });
  }
}

/** What was under way in the other page came to nothing; the far side's hold is told anew. */
function asBefore(call: Call): Call {
  const state = call.state === 'transferring' ? (call.onHold ? 'held' : 'active') : call.state;
  return { ...call, state };
}
