import type { CallBook } from './call-book.js';
import type { CallController } from './call-controller.js';
import { isTalking, type Call } from './call.js';
import { language, type PhoneContext } from './context.js';
import { PhoneError, toPhoneError } from './errors.js';
import type { LineController } from './line-controller.js';
import { normalizeNumber } from './numbers.js';
import type { ReferTarget, SipFact } from './ports.js';
import { mayBeElsewhere } from './reconnect.js';
import { transferText } from './transfer-text.js';

/** After this long without a word of the target the transfer has failed, ms. */
const patience = 30_000;

/** What came of it: the target's or the REFER's status, or the error that kept it from having one. */
interface Settled {
  readonly statusCode: number | null;
  readonly reason: string | null;
  readonly error: PhoneError | null;
}

interface Waiting {
  /** The REFER was accepted: from now on the far side's BYE means that it has gone to the target. */
  accepted: boolean;
  /** The target's answer so far. */
  progress(statusCode: number): void;
  /** The target's final answer was no. */
  refused(statusCode: number, reason: string | null): void;
  settle(settled: Settled): void;
}

/**
 * Hands a caller over: blind from one call, attended from two. Nothing counts as done before the target's final
 * answer (RFC 3515 §2.4.4, RFC 5589); whatever fails, the agent has the caller back.
 */
export class TransferController {
  readonly #waiting = new Map<string, Waiting>();

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
    private readonly controller: CallController,
    private readonly lines: LineController,
    /** Resolves when the far side of the call can be reached. */
    private readonly isReady: (id: string) => Promise<void>,
  ) {
    // Hung up by the agent, or for want of media: what the far side still says comes to nothing.
    calls.onEnded(({ id }) => this.#waiting.get(id)?.settle(gone()));
  }

  async transfer(number: string | undefined): Promise<Call> {
    const { store } = this.context;
    const current = this.calls.talking(this.calls.onLine(store.state.currentLine)?.id ?? '');
    const other = current.line === 2 ? this.calls.beside(current) : null;
    // On line 2 the agent has asked first: the caller of line 1 goes to whoever is on line 2.
    const consulted = other && isTalking(other) ? current : null;
    const subject = consulted && other ? other : current;
    const { targets, name } = consulted ? toColleague(consulted) : toNumber(normalizeNumber(number));
    store.commit({ lastTransfer: null });
    this.calls.apply(subject.id, { type: 'transferStarted' });
    const { error } = await this.#refer(subject.id, name, targets);
    if (error) {
      await this.#bringBack(subject.id);
      throw error;
    }
    // Real PBXs never end the transferor's legs: we do.
    await Promise.all([subject, consulted].map((call) => this.#hangUp(call)));
    return subject;
  }

  /** Gives up waiting. What the far side does with the REFER is out of our hands; the caller is the agent's again. */
  cancel(): void {
    for (const waiting of [...this.#waiting.values()]) waiting.settle(failed(new PhoneError('CANCELLED')));
  }

  /** Comes before the call itself hears of it: a transfer is told of before the end of its call. */
  handleFact(fact: SipFact): void {
    if (fact.type !== 'transferProgress' && fact.type !== 'ended') return;
    const waiting = this.#waiting.get(fact.id);
    if (!waiting) return;
    if (fact.type === 'ended') {
      const goneOver = waiting.accepted && fact.by === 'remote' && fact.how === 'bye';
      waiting.settle(goneOver ? done(null, null) : gone());
      return;
    }
    const { statusCode, reason } = fact;
    if (statusCode < 200) waiting.progress(statusCode);
    else if (statusCode < 300) waiting.settle(done(statusCode, reason));
    else waiting.refused(statusCode, reason);
  }

  /**
   * Resolves with the outcome, which the state shows and the page has heard of by then.
   * @param targets where the target may be found, one after the other
   */
  #refer(id: string, name: string, targets: Destination['targets']): Promise<Settled> {
    const { clock, sip } = this.context;
    return new Promise((resolve) => {
      let cancel: () => void = () => undefined;
      let tried = 0;
      let hasRung = false;
      const settle = (settled: Settled): void => {
        if (this.#waiting.get(id) !== waiting) return;
        this.#waiting.delete(id);
        cancel();
        this.#tell(id, name, settled);
        resolve(settled);
      };
      const renew = (): void => {
        cancel();
        cancel = clock.after(patience, () => settle(failed(new PhoneError('TIMEOUT'))));
      };
      const ask = (to: ReferTarget): void => {
        tried++;
        waiting.accepted = false;
        renew();
        // Where the server is out of reach, the REFER leaves when the call is back, if anybody still waits for it.
        const sent = this.isReady(id).then(() => {
          if (this.#waiting.get(id) !== waiting) throw new PhoneError('CANCELLED');
          renew();
          return sip.refer(id, to);
        });
        sent.then(
          () => (waiting.accepted = true),
          (thrown: unknown) => settle(failed(toPhoneError(thrown, 'SERVER'))),
        );
      };
      const waiting: Waiting = {
        accepted: false,
        progress: (statusCode) => {
          // A 100 comes from any proxy.
          hasRung ||= statusCode > 100;
          renew();
        },
        refused: (statusCode, reason) => {
          const next = hasRung || !mayBeElsewhere(statusCode) ? undefined : targets[tried];
          if (next) ask(next);
          else settle(failed(refused(statusCode, reason)));
        },
        settle,
      };
      this.#waiting.set(id, waiting);
      ask(targets[0]);
    });
  }

  #tell(id: string, target: string, { statusCode, reason, error }: Settled): void {
    const { store } = this.context;
    const ok = error === null;
    const text = transferText({ ok, target, statusCode }, language(this.context));
    const transfer = { call: id, target, ok, statusCode, reason, text };
    if (!ok) this.calls.apply(id, { type: 'transferEnded' });
    store.commit({ lastTransfer: transfer });
    const call = this.calls.find(id);
    if (call) store.emit(ok ? 'referAccepted' : 'referFailed', { ...call, transfer });
  }

  async #bringBack(id: string): Promise<void> {
    try {
      await this.lines.recover(id);
    } catch (thrown) {
      this.context.log.warn('the caller could not be taken off hold', toPhoneError(thrown, 'SERVER').message);
    }
  }

  async #hangUp(call: Call | null): Promise<void> {
    const live = call && this.calls.find(call.id);
    if (live) await this.controller.hangUp(live);
  }
}

interface Destination {
  readonly name: string;
  /** Where to look for it, the surest place first. */
  readonly targets: readonly [ReferTarget, ...ReferTarget[]];
}

/** A phone's own Contact is the surest way to it (RFC 5589 §7.3), but a proxy may let nobody call one. */
function toColleague({ id, name, number }: Call): Destination {
  return {
    name: name ?? number,
    targets: [
      { replacing: id, by: 'contact' },
      { replacing: id, by: 'address' },
    ],
  };
}

function toNumber(number: string): Destination {
  return { name: number, targets: [{ number }] };
}

function done(statusCode: number | null, reason: string | null): Settled {
  return { statusCode, reason, error: null };
}

function gone(): Settled {
  return failed(new PhoneError('CANCELLED', { hint: 'the caller is gone' }));
}

function failed(error: PhoneError): Settled {
  const { statusCode = null, reason = null } = error.details ?? {};
  return { statusCode, reason, error };
}

function refused(statusCode: number, reason: string | null): PhoneError {
  return new PhoneError('SIP_REJECTED', reason === null ? { statusCode } : { statusCode, reason });
}
