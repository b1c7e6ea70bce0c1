import type { ReactiveControllerHost } from 'lit';
import type { Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import type { Unsubscribe } from '../../util/types.js';
import { draftKey, drafts } from '../call-note/drafts.js';
import { noteIdOf } from '../parts/calls.js';

/** What is left to do after calls: notes to write, missed callers to look at. */
export class AfterCall {
  /** Ended calls that the agent has talked in, newest first. */
  #open: readonly Call[] = [];
  #missed = 0;
  #unsubscribe: Unsubscribe | null = null;

  constructor(private readonly host: ReactiveControllerHost) {}

  /** Lets go of the phone before; `null` for none. */
  connect(phone: Phone | null): void {
    this.#unsubscribe?.();
    this.#open = [];
    this.#missed = 0;
    this.#unsubscribe = phone?.on('callEnded', (call) => this.#add(call, phone)) ?? null;
  }

  /** The call to write about now. */
  get call(): Call | null {
    return this.#open[0] ?? null;
  }

  /** Callers whom nobody answered since the agent last looked. */
  get missed(): number {
    return this.#missed;
  }

  seeMissed(): void {
    this.#missed = 0;
  }

  /** The note is saved or put aside. */
  finish(): void {
    this.#open = this.#open.slice(1);
    this.host.requestUpdate();
  }

  #add(call: Call, phone: Phone): void {
    if (isMissed(call)) this.#missed++;
    if (call.answeredAt !== null) {
      // A note that a new call has cut off comes back after it; one that was not begun does not.
      const own = phone.state.extension?.number ?? null;
      const begun = this.#open.filter((each) => drafts.get(draftKey(own, noteIdOf(each))));
      this.#open = [call, ...begun];
    }
    this.host.requestUpdate();
  }
}

function isMissed({ direction, answeredAt, end }: Call): boolean {
  if (direction !== 'inbound' || answeredAt !== null || !end || end.by === 'local') return false;
  return end.cause !== 'answeredElsewhere' && end.cause !== 'rejected' && end.cause !== 'busy';
}
