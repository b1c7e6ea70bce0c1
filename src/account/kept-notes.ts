import type { NoteInput, SavedNote } from '../phone/account-data.js';
import { PhoneError, toPhoneError } from '../phone/errors.js';
import type { ClockPort, LogPort } from '../phone/ports.js';
import { Serial } from '../util/serial.js';
import type { Retry } from './retry-policy.js';
import type { KeptNote, Outbox } from './store/local-store.js';

interface KeptNotesParts {
  readonly outbox: Outbox;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** 0–1 */
  readonly random: () => number;
  /** One request. */
  readonly send: (callId: string, note: NoteInput, retry: Retry) => Promise<SavedNote>;
  /** Until when the server asked to be left alone, ms since the epoch. */
  readonly quietUntil: () => number;
}

/** Ms between two tries to send what is kept. */
const first = 30_000;
const longest = 300_000;

/**
 * What an agent wrote is never lost to a bad minute: each note is kept before it is sent and let go when the back end
 * has it or refuses it for good. The rest goes out after any request that succeeds, on `online`, after a while, and
 * in the next page.
 */
export class KeptNotes {
  /** Whose notes; `null` while the account is closed. */
  #account: string | null = null;
  /** There may be something to send. */
  #mayWait = false;
  #isFlushing = false;
  #failures = 0;
  #cancelTimer: (() => void) | null = null;
  /** Notes the page waits for: they are not sent behind its back as well. */
  readonly #savingCalls = new Map<symbol, string>();
  /** One note at a time, so that a call's older note never arrives after its newer one. */
  readonly #serial = new Serial();

  constructor(private readonly parts: KeptNotesParts) {}

  start(account: string): void {
    this.#account = account;
    this.#mayWait = true;
    this.#failures = 0;
    globalThis.addEventListener('online', this.#onOnline);
    this.flush();
  }

  stop(): void {
    this.#account = null;
    this.#clearTimer();
    globalThis.removeEventListener('online', this.#onOnline);
  }

  /** Rejects with the cause; `details.retrying` where the note will be sent later. */
  async save(callId: string, note: NoteInput): Promise<SavedNote> {
    const account = this.#account;
    if (account === null) throw new PhoneError('NOT_STARTED');
    const ticket = Symbol(callId);
    this.#savingCalls.set(ticket, callId);
    try {
      await this.parts.outbox.keep(account, callId, note);
      return await this.#serial.run(() => this.#sendNow(account, callId, note));
    } finally {
      this.#savingCalls.delete(ticket);
    }
  }

  /** Sends what is kept, if there is anything; a failure waits for the next time. */
  flush(): void {
    const account = this.#account;
    if (account === null || !this.#mayWait || this.#isFlushing) return;
    this.#isFlushing = true;
    this.#mayWait = false;
    this.#clearTimer();
    this.#sendKept(account)
      .catch((thrown: unknown) =>
        this.parts.log.warn('kept notes were not sent', toPhoneError(thrown, 'SERVER').message),
      )
      .finally(() => (this.#isFlushing = false));
  }

  async #sendNow(account: string, callId: string, note: NoteInput): Promise<SavedNote> {
    const kept = (await this.parts.outbox.keptFor(account, callId)) ?? { callId, note };
    try {
      const saved = await this.parts.send(callId, kept.note, 'unsent');
      this.#failures = 0;
      await this.parts.outbox.drop(account, kept);
      return saved;
    } catch (thrown) {
      const error = toPhoneError(thrown, 'SERVER');
      if (!isPassing(error)) {
        await this.parts.outbox.drop(account, kept);
        throw error;
      }
      throw this.#waitAfter(error) ? new PhoneError(error.code, { ...error.details, retrying: true }) : error;
    }
  }

  async #sendKept(account: string): Promise<void> {
    for (const { callId } of await this.parts.outbox.kept(account)) {
      if (this.#account === null) return;
      if ([...this.#savingCalls.values()].includes(callId)) continue;
      if (!(await this.#serial.run(() => this.#sendAgain(account, callId)))) return;
    }
  }

  /** False where the rest had better wait. */
  async #sendAgain(account: string, callId: string): Promise<boolean> {
    const { outbox, log, send } = this.parts;
    const kept: KeptNote | null = await outbox.keptFor(account, callId);
    if (!kept) return true;
    try {
      await send(callId, kept.note, 'never');
      this.#failures = 0;
      log.info('a kept note has been sent');
    } catch (thrown) {
      const error = toPhoneError(thrown, 'SERVER');
      if (isPassing(error)) {
        this.#failures++;
        this.#waitAfter(error);
        return false;
      }
      log.warn('a kept note is dropped: the account refuses it', error.message);
    }
    await outbox.drop(account, kept);
    return true;
  }

  /** False where only a new sign-in helps. */
  #waitAfter({ code }: PhoneError): boolean {
    this.#mayWait = true;
    if (this.#account === null || code === 'AUTH_FAILED' || code === 'CANCELLED') return false;
    if (this.#cancelTimer === null) this.#setTimer();
    return true;
  }

  #setTimer(): void {
    const { clock, random, quietUntil } = this.parts;
    const base = Math.min(longest, first * 2 ** this.#failures);
    const delay = Math.max(base * (0.8 + 0.2 * random()), quietUntil() - clock.now());
    this.#cancelTimer = clock.after(delay, () => {
      this.#cancelTimer = null;
      // The server may have asked for a longer rest meanwhile.
      if (quietUntil() > clock.now()) this.#setTimer();
      else this.flush();
    });
  }

  #clearTimer(): void {
    this.#cancelTimer?.();
    this.#cancelTimer = null;
  }

  readonly #onOnline = (): void => this.flush();
}

/** Whether the same note may be taken another time. */
function isPassing({ code, details }: PhoneError): boolean {
  if (code !== 'SERVER')
    return code === 'NETWORK' || code === 'TIMEOUT' || code === 'AUTH_FAILED' || code === 'CANCELLED';
  // A reply of the wrong shape is the API's own: it has the note. One that is no JSON is a proxy's or a login page's.
  if (details?.field !== undefined) return false;
  const status = details?.statusCode;
  return status === undefined || status < 300 || status === 408 || status === 425 || status === 429 || status >= 500;
}
