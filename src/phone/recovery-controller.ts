import type { AlertController } from './alert-controller.js';
import type { CallBook } from './call-book.js';
import type { CallQueues } from './call-queues.js';
import { isPending, type Call } from './call.js';
import { whenReachable, withGlare } from './call-requests.js';
import type { PhoneContext } from './context.js';
import { toPhoneError, type PhoneError } from './errors.js';
import type { Handover } from './kept.js';
import { judgeRecovery, recoveryDelay } from './reconnect.js';
import { isReachable, liveCalls, type PhoneState } from './state.js';

/**
 * A call that could not be brought back for this long while the server can be reached is given up, ms. Counts to the
 * beginning of a try: one that began earlier may have been too early for the far side.
 */
const patience = 60_000;
/** How often the caller of a recovered ringing call is asked for: the CANCEL would go to the old socket. Ms. */
const askEvery = 3_000;

/**
 * Brings calls back: after a new socket each call tells the far side where it is now, or is taken back where another
 * page held it. A call's queue waits meanwhile, so that what the agent asks for comes after.
 */
export class RecoveryController {
  /** Calls of another page, not taken back yet. */
  readonly #handovers = new Map<string, Handover>();
  /** Calls that wait for the server, or are being brought back. */
  readonly #under = new Set<string>();
  /** Ringing calls whose caller is asked for. */
  readonly #watched = new Set<string>();
  /** Calls with a try under way this moment. */
  readonly #trying = new Set<string>();

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
    private readonly queues: CallQueues,
    private readonly alerts: AlertController,
    /** The PBX knows the call and would not give it to another page. */
    private readonly onRefused: (statusCode: number) => void,
    private readonly onPlacedAgain: (id: string) => void,
  ) {
    context.store.subscribe((state, previous) => this.#watch(state, previous));
    calls.onEnded(({ id }) => this.#over(id));
  }

  /** What another page needs to take the call over; `null` before its INVITE has left. */
  handover(id: string): Handover | null {
    return this.#handovers.get(id) ?? this.context.sip.handover(id);
  }

  /** Calls of another page, which are in the state already. */
  adopt(handovers: ReadonlyMap<string, Handover>): void {
    this.context.sip.expect(handovers.values());
    for (const [id, handover] of handovers) {
      this.#handovers.set(id, handover);
      this.#begin(id);
    }
  }

  #watch(state: PhoneState, previous: PhoneState): void {
    if (state.status === 'stopping' || state.status === 'stopped') return;
    if (state.connection.status !== 'connected' && previous.connection.status === 'connected') {
      for (const call of liveCalls(state)) if (this.calls.isAnnounced(call.id)) this.#begin(call.id);
    }
  }

  #begin(id: string): void {
    if (this.#under.has(id)) return;
    this.#under.add(id);
    this.#show();
    void this.queues.run(id, () => this.#bringBack(id));
  }

  #over(id: string): void {
    const handover = this.#handovers.get(id);
    this.#isBack(id);
    // A try that is under way ends what it brings back; two takeovers of one call would miss each other.
    if (handover && !this.#trying.has(id)) void this.#letGo(id, handover);
  }

  /** Ended by the agent before it was back: the far side still believes in it, and may be on its way back itself. */
  async #letGo(id: string, handover: Handover): Promise<void> {
    const { clock, log, sip } = this.context;
    let since: number | null = null;
    for (let tries = 0; ; tries++) {
      await whenReachable(this.context);
      since ??= clock.now();
      try {
        await sip.letGo(id, handover);
        return;
      } catch (thrown) {
        const error = toPhoneError(thrown, 'NETWORK');
        log.warn('a call could not be ended', `${error.message} ${String(error.details?.statusCode ?? '')}`);
        if (judgeRecovery(error, true) !== 'again' || clock.now() - since > patience) return;
        await new Promise<void>((resolve) => void clock.after(recoveryDelay(tries), resolve));
      }
    }
  }

  #show(): void {
    this.context.store.commit({ recovering: [...this.#under] });
    this.alerts.set('CALL_INTERRUPTED', this.#under.size > 0);
  }

  async #bringBack(id: string): Promise<void> {
    const { clock, log, sip } = this.context;
    let since: number | null = null;
    for (let tries = 0; ; tries++) {
      await this.calls.whileLive(id, whenReachable(this.context)).catch(() => undefined);
      const call = this.calls.find(id);
      if (!call) return;
      const asked = clock.now();
      since ??= asked;
      const handover = this.#handoverFor(call);
      // It rings on whatever the caller says, and is answered over the new socket: the agent does not wait for him.
      if (!handover && call.direction === 'inbound' && isPending(call)) {
        this.#isBack(id);
        void this.#watchCaller(id);
        this.#askFor(id);
        return;
      }
      try {
        this.#trying.add(id);
        await this.#restore(call, handover).finally(() => this.#trying.delete(id));
        if (!this.calls.find(id)) {
          await sip.hangUp(id);
          return;
        }
        this.#isBack(id);
        if (call.direction === 'inbound' && isPending(call)) void this.#watchCaller(id);
        return;
      } catch (thrown) {
        if (!this.calls.find(id)) {
          if (handover) void this.#letGo(id, handover);
          return;
        }
        const error = toPhoneError(thrown, 'SERVER');
        log.warn('a call could not be brought back yet', `${error.message} ${String(error.details?.statusCode ?? '')}`);
        const verdict = judgeRecovery(error, this.#handovers.has(id));
        if (verdict === 'stands' || verdict === 'unheard') {
          this.#isBack(id);
          if (verdict === 'unheard') void this.#askAgain(id);
        } else if (verdict === 'over' || asked - since > patience) this.#giveUp(id, error);
        if (!this.#under.has(id)) return;
        await this.calls.pause(id, recoveryDelay(tries));
      }
    }
  }

  #handoverFor(call: Call): Handover | null {
    // Over a new socket no answer to an INVITE of the old one would reach us.
    const isPlaced = call.direction === 'outbound' && isPending(call);
    const handover = this.#handovers.get(call.id) ?? (isPlaced ? this.context.sip.handover(call.id) : null);
    // A try that fails may leave nothing of the call with SIP.
    if (handover) this.#handovers.set(call.id, handover);
    return handover;
  }

  async #restore(call: Call, handover: Handover | null): Promise<void> {
    const { sip, media } = this.context;
    if (handover) {
      // A ringing call needs none before it is answered.
      if (handover.phase !== 'incoming') await media.openMicrophone();
      if (handover.phase === 'outgoing') this.onPlacedAgain(call.id);
      await sip.takeBack(call.id, handover, { hold: call.onHold });
    } else {
      await withGlare(this.context, this.calls, call, () => sip.refresh(call.id, { iceRestart: false }));
    }
  }

  #isBack(id: string): void {
    this.#handovers.delete(id);
    if (this.#under.delete(id)) this.#show();
  }

  #giveUp(id: string, error: PhoneError): void {
    const { statusCode = null, reason = null } = error.details ?? {};
    const isRefused = this.#handovers.get(id)?.phase === 'answered' && statusCode !== null && statusCode !== 481;
    if (isRefused) this.onRefused(statusCode);
    this.#handovers.delete(id);
    this.calls.end(id, { by: 'network', cause: 'networkLost', statusCode, reason });
  }

  /** A caller who gives up tells the old socket: asks for him as long as the call rings. */
  async #watchCaller(id: string): Promise<void> {
    if (this.#watched.has(id)) return;
    this.#watched.add(id);
    for (;;) {
      await this.calls.pause(id, askEvery);
      const call = this.calls.find(id);
      if (!call || !isPending(call)) {
        this.#watched.delete(id);
        return;
      }
      if (isReachable(this.context.store.state) && !this.#under.has(id)) this.#askFor(id);
    }
  }

  /** The answer may take long, or not come: a caller who has no server yet. Nobody waits for it. */
  #askFor(id: string): void {
    this.context.sip.refresh(id, { iceRestart: false }).catch(() => undefined);
  }

  /** The far side could not be told: it may have hung up meanwhile and could not tell us either. */
  async #askAgain(id: string): Promise<void> {
    const until = this.context.clock.now() + patience;
    for (let tries = 0; this.context.clock.now() < until; tries++) {
      await this.calls.pause(id, recoveryDelay(tries));
      const call = this.calls.find(id);
      // After the next loss of the socket all are asked anew.
      if (!call || isPending(call) || this.#under.has(id) || !isReachable(this.context.store.state)) return;
      try {
        await this.queues.run(id, () => this.#restore(call, null));
        return;
      } catch (thrown) {
        if (judgeRecovery(toPhoneError(thrown, 'SERVER'), false) !== 'unheard') return;
      }
    }
  }

  /** Resolves when nothing is being brought back on this call. */
  settled(id: string): Promise<void> {
    return this.#under.has(id) ? this.queues.run(id, () => Promise.resolve()) : Promise.resolve();
  }
}
