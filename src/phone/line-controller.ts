import type { CallBook } from './call-book.js';
import type { CallController } from './call-controller.js';
import type { CallQueues } from './call-queues.js';
import { holdWithGlare } from './call-requests.js';
import { isTalking, type Call, type LineNumber } from './call.js';
import type { PhoneContext } from './context.js';
import { PhoneError, toPhoneError } from './errors.js';
import { isLive } from './lines.js';

/** Hold, and what follows from there being two lines. Holds first, then opens: never two live lines at once. */
export class LineController {
  /** Calls that the phone put on hold by itself: it takes them off hold by itself too. */
  readonly #heldByPhone = new Set<string>();

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
    private readonly controller: CallController,
    private readonly queues: CallQueues,
  ) {
    calls.onEnded((ended) => this.#onEnded(ended));
  }

  /** What the agent asks for. Idempotent. */
  hold(id: string): Promise<Call> {
    this.#heldByPhone.delete(id);
    return this.#setHold(id, true);
  }

  async unhold(id: string): Promise<Call> {
    const call = this.calls.talking(id);
    const other = this.calls.beside(call);
    if (other && isLive(other)) await this.#holdByPhone(other);
    this.context.store.commit({ currentLine: call.line });
    this.#heldByPhone.delete(id);
    return this.#setHold(id, false);
  }

  /** Holds line 1, then dials on line 2. Where that comes to nothing, line 1 is as it was. */
  callLine2(input: string, externalCallId: string | undefined): Promise<Call> {
    const first = this.calls.onLine(1);
    if (!first) return Promise.reject(new PhoneError('NO_CALL'));
    // The line is taken before the hold is through: a double click places one call.
    return this.controller.place(2, input, externalCallId, () => this.#holdByPhone(first));
  }

  async answer(call: Call): Promise<Call> {
    const other = this.calls.beside(call);
    if (other && isLive(other)) await this.#holdByPhone(other);
    try {
      return await this.controller.answer(call);
    } catch (error) {
      if (other) await this.#resume(other.id);
      throw error;
    }
  }

  /** Goes to a line: holds the one the agent leaves, then opens the one he goes to. */
  async switchTo(line: LineNumber): Promise<Call> {
    const target = this.calls.onLine(line);
    if (!target) throw new PhoneError('NO_CALL');
    const left = this.calls.beside(target);
    if (left && isLive(left)) await this.#holdByPhone(left);
    this.context.store.commit({ currentLine: line });
    this.#heldByPhone.delete(target.id);
    return this.queues.run(target.id, () => this.#setHold(target.id, false));
  }

  /** A call that was answered elsewhere than by the agent's press, while another one is live: that one waits. */
  handleAccepted(id: string): void {
    const call = this.calls.find(id);
    const other = call && this.calls.beside(call);
    if (!other || !isLive(other)) return;
    this.#holdByPhone(other).catch((thrown: unknown) => {
      this.context.log.warn('a call could not be put on hold', toPhoneError(thrown, 'SERVER').message);
    });
  }

  /** Brings a caller back whom a transfer has left on hold. */
  async recover(id: string): Promise<void> {
    const call = this.calls.find(id);
    if (!call || !isTalking(call)) return;
    await this.switchTo(call.line);
  }

  async #holdByPhone(call: Call): Promise<void> {
    if (this.calls.find(call.id)?.onHold !== false) return;
    await this.queues.run(call.id, () => this.#setHold(call.id, true));
    this.#heldByPhone.add(call.id);
  }

  async #setHold(id: string, hold: boolean): Promise<Call> {
    const call = this.calls.talking(id);
    if (call.onHold === hold) return call;
    // Quiet from the press on: whoever is put on hold must not hear what is said next.
    if (hold) this.context.media.setHeld(id, true);
    try {
      await holdWithGlare(this.context, call, hold, () => this.calls.find(id) !== null);
    } catch (thrown) {
      this.context.media.setHeld(id, this.calls.find(id)?.onHold ?? false);
      throw this.calls.find(id) ? toPhoneError(thrown, 'SERVER') : new PhoneError('CANCELLED');
    }
    if (!hold) this.context.media.setHeld(id, false);
    this.calls.apply(id, { type: 'holdChanged', onHold: hold });
    return this.calls.talking(id);
  }

  #onEnded(ended: Call): void {
    this.#heldByPhone.delete(ended.id);
    this.queues.forget(ended.id);
    const other = this.calls.beside(ended);
    if (other) void this.#resume(other.id);
  }

  /** Undoes a hold that the phone made, and no other. */
  async #resume(id: string): Promise<void> {
    if (!this.#heldByPhone.delete(id)) return;
    try {
      await this.queues.run(id, async () => {
        const call = this.calls.find(id);
        const other = call && this.calls.beside(call);
        // Somebody else has the agent's ear by now.
        if (call && isTalking(call) && call.state !== 'transferring' && !(other && isLive(other)))
          await this.#setHold(id, false);
      });
    } catch (thrown) {
      this.context.log.warn('a call could not be taken off hold', toPhoneError(thrown, 'SERVER').message);
    }
  }
}
