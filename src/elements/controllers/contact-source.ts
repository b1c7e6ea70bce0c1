import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import { peopleOf, type Person } from '../parts/people.js';

/** An element that is about people to call. */
interface ContactHost extends ReactiveControllerHost {
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
  #request = 0;

  constructor(private readonly host: ContactHost) {
    host.addController(this);
  }

  hostDisconnected(): void {
    // An answer that comes now is nobody's.
    this.#request++;
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
