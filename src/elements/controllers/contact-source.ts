import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import { afterPaint } from '../parts/after-paint.js';
import { peopleOf, type Person } from '../parts/people.js';

/** An element that is about people to call. */
interface ContactHost extends ReactiveControllerHost {
  readonly isConnected: boolean;
  readonly activePhone: Phone | null;
}

/**
 * The contacts of the account, asked for anew each time they are wanted; until the answer is there, those of the last
 * time do.
 */
export class ContactSource implements ReactiveController {
  status: 'loading' | 'ready' | 'failed' = 'ready';
  people: readonly Person[] = [];
  error: PhoneErrorData | null = null;
  #phone: Phone | null = null;
  #wasStarted = false;
  #request = 0;

  constructor(private readonly host: ContactHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    // An answer that comes now is nobody's.
    this.#request++;
    this.#wasStarted = false;
  }

  /** Once for each phone, as soon as it can answer. */
  loadOnce(): void {
    const { activePhone, isConnected } = this.host;
    const isStarted = isConnected && activePhone?.state.status === 'started';
    if (isStarted && !(this.#wasStarted && activePhone === this.#phone)) this.#loadSoon(activePhone);
    this.#wasStarted = isStarted;
  }

  /** With people of the last time to show, the news can wait for the frame that shows them. */
  #loadSoon(phone: Phone): void {
    const request = this.#request;
    if (phone !== this.#phone || this.people.length === 0) void this.load();
    else afterPaint(() => request === this.#request && void this.load());
  }

  async load(): Promise<void> {
    const phone = this.host.activePhone;
    if (phone !== this.#phone) this.people = [];
    this.#phone = phone;
    if (!phone) return;
    const request = ++this.#request;
    this.status = 'loading';
    this.host.requestUpdate();
    const result = await phone.execute({ type: 'contacts' });
    if (request !== this.#request) return;
    this.status = result.ok ? 'ready' : 'failed';
    this.error = result.ok ? null : result.error;
    if (result.ok) this.people = peopleOf(result.data);
    this.host.requestUpdate();
  }
}
