import type { PhoneEventMap, PhoneEventName } from '../../phone/events.js';
import { phoneEventNames } from '../../phone/events.js';
import type { Phone } from '../../phone/phone.js';
import type { Unsubscribe } from '../../util/types.js';

/** Dispatches a phone's events on an element: same names, same data as the SDK's listeners get. */
export class EventBridge {
  #unsubscribe: Unsubscribe[] = [];

  constructor(private readonly target: EventTarget) {}

  /** Lets go of the phone before; `null` for none. */
  connect(phone: Phone | null): void {
    for (const stop of this.#unsubscribe) stop();
    this.#unsubscribe = phone
      ? phoneEventNames.map((name) => phone.on(name, (data) => this.#dispatch(name, data)))
      : [];
  }

  #dispatch<K extends PhoneEventName>(name: K, detail: PhoneEventMap[K]): void {
    this.target.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true }));
  }
}

type PhoneDomEvents = { readonly [K in PhoneEventName]: CustomEvent<PhoneEventMap[K]> };

declare global {
  // eslint-disable-next-line @typescript-eslint/no-empty-object-type -- a map of events, taken over whole
  interface HTMLElementEventMap extends PhoneDomEvents {}
}
