import type { CallBook } from './call-book.js';
import type { Call } from './call.js';
import type { PhoneContext } from './context.js';
import { liveCalls, type PhoneState } from './state.js';

/** Who could not be named by then keeps the name that SIP gave, ms. */
const patience = 10_000;

/** Asks the page who is at the other end of a call. The ring and the events do not wait for it. */
export class ContactController {
  /** By call id: the number that was asked for. */
  readonly #asked = new Map<string, string>();
  /** By number, while a call with it is live. */
  readonly #answers = new Map<string, Promise<string | null>>();

  constructor(
    private readonly context: PhoneContext,
    private readonly calls: CallBook,
  ) {
    context.store.subscribe((state) => this.#watch(state));
  }

  #watch(state: PhoneState): void {
    const calls = liveCalls(state);
    for (const id of this.#asked.keys()) if (!calls.some((call) => call.id === id)) this.#asked.delete(id);
    for (const number of this.#answers.keys()) {
      if (!calls.some((call) => call.number === number)) this.#answers.delete(number);
    }
    if (!this.context.hooks.nameContacts) return;
    for (const call of calls) {
      if (this.#asked.get(call.id) === call.number || isHidden(call)) continue;
      this.#asked.set(call.id, call.number);
      void this.#name(call);
    }
  }

  async #name({ id, number }: Call): Promise<void> {
    const { hooks, log, store } = this.context;
    // Not at once: whoever rings is told of first.
    const answer = this.#answers.get(number) ?? Promise.resolve().then(() => hooks.nameOf(number));
    this.#answers.set(number, answer);
    const name = await this.calls.inTime(id, patience, answer).catch(() => {
      if (this.calls.find(id)) log.warn('resolveContact did not answer in time');
      return null;
    });
    // The phone has let go: its calls are another tab's, which asks its own page.
    if (store.state.status === 'stopped') return;
    // `beforeCall` may have chosen another number meanwhile.
    if (name !== null && this.calls.find(id)?.number === number) this.calls.apply(id, { type: 'named', name });
  }
}

function isHidden({ number }: Call): boolean {
  return number === '' || /^anonymous$/i.test(number);
}
