import type { CallBook } from './call-book.js';
import type { CallController } from './call-controller.js';
import type { CallQueues } from './call-queues.js';
import { whenReachable, withGlare } from './call-requests.js';
import { isTalking, type Call, type LineNumber } from './call.js';
import { Serial } from '../util/serial.js';
import type { PhoneContext } from './context.js';
import { PhoneError, toPhoneError } from './errors.js';
import { freeLine, isLive, refusedOpening } from './lines.js';
import type { SipFact } from './ports.js';

/** So many sockets may die under one hold before the agent is told that it failed. */
const sockets = 3;

/**
 * Hold, and what follows from there being two lines. Holds first, then opens: never two live lines at once. Whatever
 * opens a line takes its turn after what opened one before, so that two of them never cross.
 */
export class LineController {
  /** Calls that the phone put on hold by itself: it takes them off hold by itself too. */
  readonly #heldByPhone = new Set<string>();
  /** One opening at a time. Taken before a call's own queue, never inside it. */
  readonly #openings = new Serial();

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
    private readonly controller: CallController,
    private readonly queues: CallQueues,
  ) {
    calls.onEnded((ended) => this.#onEnded(ended));
  }

  /** Calls that the phone itself put on hold. */
  isHeldByPhone(id: string): boolean {
    return this.#heldByPhone.has(id);
  }

  /** Calls of another page, held by the phone there. */
  adopt(heldByPhone: Iterable<string>): void {
    for (const id of heldByPhone) this.#heldByPhone.add(id);
  }

  /** Runs when every opening before it is done. */
  inTurn<T>(open: () => Promise<T>): Promise<T> {
    return this.#openings.run(open);
  }

  /** What the agent asks for. Idempotent. In the call's queue. */
  hold(id: string): Promise<Call> {
    this.#heldByPhone.delete(id);
    return this.#setHold(id, true);
  }

  /** In turn. */
  async unhold(id: string): Promise<Call> {
    const call = this.calls.talking(id);
    const other = this.calls.beside(call);
    if (other && isLive(other)) await this.#holdByPhone(other);
    // The call may have ended while the other one was put on hold.
    if (!this.calls.find(id)) throw new PhoneError('CANCELLED');
    this.context.store.commit({ currentLine: call.line });
    this.#heldByPhone.delete(id);
    return this.queues.run(id, () => this.#setHold(id, false));
  }

  /** Holds line 1, then dials on line 2. Where that comes to nothing, line 1 is as it was. */
  callLine2(input: string, externalCallId: string | undefined): Promise<Call> {
    const first = this.calls.onLine(1);
    if (!first) return Promise.reject(new PhoneError('NO_CALL'));
    // The line is taken before the hold is through: a double click places one call.
    return this.controller.place(2, input, externalCallId, () => this.inTurn(() => this.#holdByPhone(first)));
  }

  /** Calls whom the far side of a call sends us to. The agent sees it as a call on the other line; the first one waits. */
  async follow(fact: Extract<SipFact, { type: 'referred' }>): Promise<void> {
    const { sip, store, log } = this.context;
    const from = this.calls.find(fact.id);
    const line = freeLine(store.state);
    try {
      // Who is being handed over comes back when that fails, and there must be room for him.
      if (!from || from.state === 'transferring' || line === null) await sip.refuseReferral(fact.newId, 486);
      else await this.controller.follow(fact, line, () => this.inTurn(() => this.#holdByPhone(from)));
    } catch (thrown) {
      log.warn('a referral could not be followed', toPhoneError(thrown, 'SERVER').message);
    }
  }

  /** In turn. */
  async answer(call: Call): Promise<Call> {
    const other = this.calls.beside(call);
    if (other && isLive(other)) await this.#holdByPhone(other);
    try {
      return await this.controller.answer(call);
    } catch (error) {
      // The turn is still ours: the other call gets the next one.
      if (other) void this.#resume(other.id);
      throw error;
    }
  }

  /**
   * Takes a call that took the place of the one the agent talked on: there is nothing to answer. Where he talks to
   * somebody else by now, it waits like any other.
   */
  async takeOver(id: string): Promise<void> {
    try {
      await this.inTurn(async () => {
        const call = this.calls.find(id);
        const other = call && this.calls.beside(call);
        if (call?.state !== 'ringing' || (other && isLive(other))) return;
        if (refusedOpening(this.context.store.state, call) === null) await this.controller.answer(call);
      });
    } catch (thrown) {
      this.context.log.warn('a handed-over call could not be taken', toPhoneError(thrown, 'SERVER').message);
    }
  }

  /** Goes to a line: holds the one the agent leaves, then opens the one he goes to. In turn. */
  async switchTo(line: LineNumber): Promise<Call> {
    const target = this.calls.onLine(line);
    if (!target) throw new PhoneError('NO_CALL');
    return this.unhold(target.id);
  }

  /** Brings a caller back whom a transfer has left on hold. */
  recover(id: string): Promise<void> {
    return this.inTurn(async () => {
      const call = this.calls.find(id);
      if (call && isTalking(call)) await this.unhold(id);
    });
  }

  async #holdByPhone(call: Call): Promise<void> {
    await this.queues.run(call.id, async () => {
      if (this.calls.find(call.id)?.onHold !== false) return;
      await this.#setHold(call.id, true);
      this.#heldByPhone.add(call.id);
    });
  }

  async #setHold(id: string, hold: boolean): Promise<Call> {
    const call = this.calls.talking(id);
    if (call.onHold === hold) return call;
    // Quiet from the press on: whoever is put on hold must not hear what is said next.
    if (hold) this.context.media.setHeld(id, true);
    try {
      await this.#agreeHold(call, hold);
    } catch (thrown) {
      if (!this.calls.find(id)) throw new PhoneError('CANCELLED');
      this.context.media.setHeld(id, this.calls.find(id)?.onHold ?? false);
      throw toPhoneError(thrown, 'SERVER');
    }
    if (!hold) this.context.media.setHeld(id, false);
    this.calls.apply(id, { type: 'holdChanged', onHold: hold });
    return this.calls.talking(id);
  }

  /** Where the socket dies with it the next one takes it along, as it does what is asked for without a socket. */
  async #agreeHold(call: Call, hold: boolean): Promise<void> {
    for (let lost = 0; ; lost++) {
      try {
        await withGlare(this.context, this.calls, call, () => this.context.sip.setHold(call.id, hold));
        return;
      } catch (error) {
        const isLost = error instanceof PhoneError && error.code === 'NETWORK';
        if (!isLost || lost === sockets) throw error;
        await this.calls.whileLive(call.id, whenReachable(this.context));
      }
    }
  }

  #onEnded(ended: Call): void {
    this.#heldByPhone.delete(ended.id);
    this.queues.forget(ended.id);
    const other = this.calls.beside(ended);
    if (other) void this.#resume(other.id);
  }

  /** Undoes a hold that the phone made, and no other, when nothing else needs it. */
  async #resume(id: string): Promise<void> {
    try {
      await this.inTurn(async () => {
        const call = this.calls.find(id);
        const other = call && this.calls.beside(call);
        // Somebody else has the agent's ear by now, or is about to.
        if (!call || !isTalking(call) || call.state === 'transferring') return;
        if (other && (isLive(other) || other.direction === 'outbound')) return;
        if (!this.#heldByPhone.delete(id)) return;
        await this.queues.run(id, () => this.#setHold(id, false));
      });
    } catch (thrown) {
      this.context.log.warn('a call could not be taken off hold', toPhoneError(thrown, 'SERVER').message);
    }
  }
}
