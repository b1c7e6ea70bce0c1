import type { ReactiveControllerHost } from 'lit';
import type { Call } from '../../phone/call.js';
import type { Phone } from '../../phone/phone.js';
import { openBroadcast } from '../../util/broadcast.js';
import type { Unsubscribe } from '../../util/types.js';
import { draftKey, drafts } from '../call-note/drafts.js';
import { noteIdOf } from '../parts/calls.js';

/** All on this page. */
const instances = new Set<AfterCall>();

/** What is left to do after calls, notes to write and missed callers to look at: in one tab for all that show the phone. */
export class AfterCall {
  /** Ended calls that the agent has talked in, newest first. */
  #open: readonly Call[] = [];
  /** Ids of calls. */
  #missed: readonly string[] = [];
  #phone: Phone | null = null;
  #unsubscribe: Unsubscribe | null = null;
  /** Carries the ids of calls that are dealt with: the phone's own, the same in all tabs, and telling nothing. */
  #channel: BroadcastChannel | null = null;

  constructor(private readonly host: ReactiveControllerHost) {}

  /** Lets go of the phone before; `null` for none. */
  connect(phone: Phone | null): void {
    this.#unsubscribe?.();
    this.#channel?.close();
    this.#open = [];
    this.#missed = [];
    this.#phone = phone;
    if (phone) instances.add(this);
    else instances.delete(this);
    this.#unsubscribe = phone?.on('callEnded', (call) => this.#add(call, phone)) ?? null;
    this.#channel = phone && openBroadcast('bfc-webphone/after-call');
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (this.#isInOtherTabs) this.#hear(data);
    });
  }

  /** The call to write about now. */
  get call(): Call | null {
    return this.#open[0] ?? null;
  }

  /** Callers whom nobody answered since the agent last looked. */
  get missed(): number {
    return this.#missed.length;
  }

  /** Where they are to be seen, which the host knows: nothing is drawn anew for it. */
  seeMissed(): void {
    if (this.missed > 0) this.#dealtWith(this.#missed);
  }

  /** The note is saved or put aside; the host draws what comes next. */
  finish(): void {
    this.#dealtWith(this.#open.slice(0, 1).map(({ id }) => id));
  }

  #dealtWith(ids: readonly string[]): void {
    if (this.#isInOtherTabs) this.#channel?.postMessage(ids);
    for (const each of instances) if (each !== this && each.#phone === this.#phone) each.#hear(ids);
    this.#forget(ids);
  }

  /** A phone of this tab alone, a simulated one above all, counts its calls as others of its kind do. */
  get #isInOtherTabs(): boolean {
    return (this.#phone?.state.tabs.count ?? 0) > 1;
  }

  #hear(ids: unknown): void {
    this.#forget(ids);
    this.host.requestUpdate();
  }

  /** Anybody on the page may have sent it. */
  #forget(ids: unknown): void {
    if (!Array.isArray(ids)) return;
    this.#open = this.#open.filter(({ id }) => !ids.includes(id));
    this.#missed = this.#missed.filter((id) => !ids.includes(id));
  }

  #add(call: Call, phone: Phone): void {
    if (isMissed(call)) this.#missed = [...this.#missed, call.id];
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
