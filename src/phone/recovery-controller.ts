import type { AlertController } from './alert-controller.js';
import type { CallBook } from './call-book.js';
import type { CallQueues } from './call-queues.js';
import { isPending, type Call } from './call.js';
import { withGlare } from './call-requests.js';
import type { PhoneContext } from './context.js';
import { toPhoneError, type PhoneError } from './errors.js';
import type { Handover } from './kept.js';
import { judgeRecovery, recoveryDelay } from './reconnect.js';
import { isReachable, liveCalls, type PhoneState } from './state.js';

/** A call that could not be brought back for this long while the server can be reached is given up, ms. */
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
  #reachable: { readonly promise: Promise<void>; resolve(): void } | null = null;

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
    private readonly queues: CallQueues,
    private readonly alerts: AlertController,
    /** The PBX knows the call and would not give it to another page. */
    private readonly onRefused: (statusCode: number) => void,
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
    for (const [id, handover] of handovers) {
      this.#handovers.set(id, handover);
      this.#begin(id);
    }
  }

  #watch(state: PhoneState, previous: PhoneState): void {
    if (state.status === 'stopping' || state.status === 'stopped') return;
    const now = isReachable(state);
    if (now === isReachable(previous)) return;
    if (now) {
      this.#reachable?.resolve();
      this.#reachable = null;
    } else if (state.connection.status !== 'connected' && previous.connection.status === 'connected') {
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
    if (handover) void this.#letGo(id, handover);
  }

  /** Ended by the agent before it was back: the far side still believes in it. */
  async #letGo(id: string, handover: Handover): Promise<void> {
    await this.#whenReachable();
    await this.context.sip.letGo(id, handover).catch((error: unknown) => {
      this.context.log.warn('a call could not be ended', toPhoneError(error, 'NETWORK').message);
    });
  }

  #show(): void {
    this.context.store.commit({ recovering: [...this.#under] });
    this.alerts.set('CALL_INTERRUPTED', this.#under.size > 0);
  }

  async #bringBack(id: string): Promise<void> {
    const { clock, log } = this.context;
    let since: number | null = null;
    for (let tries = 0; ; tries++) {
      await this.calls.whileLive(id, this.#whenReachable()).catch(() => undefined);
      const call = this.calls.find(id);
      if (!call) return;
      since ??= clock.now();
      try {
        await this.#restore(call);
        this.#isBack(id);
        if (call.direction === 'inbound' && isPending(call)) void this.#watchCaller(id);
        return;
      } catch (thrown) {
        if (!this.calls.find(id)) return;
        const error = toPhoneError(thrown, 'SERVER');
        log.warn('a call could not be brought back yet', error.message);
        const verdict = judgeRecovery(error, this.#handovers.has(id));
        if (verdict === 'stands') this.#isBack(id);
        else if (verdict === 'over' || clock.now() - since > patience) this.#giveUp(id, error);
        if (!this.#under.has(id)) return;
        await this.calls.pause(id, recoveryDelay(tries));
      }
    }
  }

  async #restore(call: Call): Promise<void> {
    const { sip, media } = this.context;
    // Over a new socket no answer to an INVITE of the old one would reach us.
    const isPlaced = call.direction === 'outbound' && isPending(call);
    const handover = this.#handovers.get(call.id) ?? (isPlaced ? sip.handover(call.id) : null);
    if (handover) {
      // A ringing call needs none before it is answered.
      if (handover.phase !== 'incoming') await media.openMicrophone();
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
    for (;;) {
      await this.calls.pause(id, askEvery);
      const call = this.calls.find(id);
      if (!call || !isPending(call)) return;
      if (!isReachable(this.context.store.state) || this.#under.has(id)) continue;
      await this.context.sip.refresh(id, { iceRestart: false }).catch(() => undefined);
    }
  }

  #whenReachable(): Promise<void> {
    if (isReachable(this.context.store.state)) return Promise.resolve();
    if (!this.#reachable) {
      let resolve: () => void = () => undefined;
      const promise = new Promise<void>((done) => (resolve = done));
      this.#reachable = { promise, resolve };
    }
    return this.#reachable.promise;
  }

  /** Resolves when nothing is being brought back on this call. */
  settled(id: string): Promise<void> {
    return this.#under.has(id) ? this.queues.run(id, () => Promise.resolve()) : Promise.resolve();
  }
}
