/** `<bfc-webphone>` as any page would use it: made, configured by attributes, listened to by its events. */
import { phoneEventNames, type Call, type Phone, type PhoneEventMap, type PhoneEventName } from '../../src/index.js';
import type { DemoConfig } from '../config.js';
import { onPreferences, preferences } from './preferences.js';

/**
 * With a user name it signs in at the account API, and by it learns how to register; with a domain it registers by
 * itself; a phone of the page's own (a simulated one) needs nothing.
 */
export type Account =
  | ({ readonly number: string; readonly password: string } & (
      { readonly username: string } | { readonly domain: string }
    ))
  | { readonly number: string; readonly phone: Phone };

export type PhoneEvent = {
  [K in PhoneEventName]: { readonly name: K; readonly data: PhoneEventMap[K] };
}[PhoneEventName];

/** A place on the page that holds one phone at a time. */
export interface PhonePlace {
  readonly element: HTMLElementTagNameMap['bfc-webphone'] | null;
  readonly account: Account | null;
  /** The call that rings or is talked on, as the last event told. */
  readonly live: Call | null;
  put(account: Account): void;
}

export function createPlace(
  host: HTMLElement,
  config: DemoConfig,
  layout: 'inline' | 'floating',
  onEvent: (event: PhoneEvent) => void,
): PhonePlace {
  let element: HTMLElementTagNameMap['bfc-webphone'] | null = null;
  let account: Account | null = null;
  let live: Call | null = null;

  onPreferences(() => {
    element?.setAttribute('lang', preferences.lang);
    element?.setAttribute('theme', preferences.theme);
  });

  function put(next: Account): void {
    const phone = document.createElement('bfc-webphone');
    // Passwords are read once and taken out of the DOM.
    if ('phone' in next) {
      phone.phone = next.phone;
    } else if ('username' in next) {
      phone.setAttribute('base-url', location.origin);
      phone.setAttribute('username', next.username);
      phone.setAttribute('password', next.password);
    } else {
      phone.setAttribute('sip-uri', `sip:${next.number}@${next.domain}`);
      phone.setAttribute('sip-servers', config.pbx);
      phone.setAttribute('sip-password', next.password);
    }
    phone.setAttribute('layout', layout);
    phone.setAttribute('lang', preferences.lang);
    phone.setAttribute('theme', preferences.theme);
    const told = (event: PhoneEvent) => {
      if (phone !== element) return; // the phone of the account before, saying good-bye
      live = callAfter(event, live);
      onEvent(event);
    };
    for (const name of phoneEventNames) {
      phone.addEventListener(name, (event) => told({ name, data: (event as CustomEvent<never>).detail }));
    }
    account = next;
    element = phone;
    live = null;
    host.replaceChildren(phone);
  }

  return {
    put,
    get element() {
      return element;
    },
    get account() {
      return account;
    },
    get live() {
      return live;
    },
  };
}

function callAfter(event: PhoneEvent, before: Call | null): Call | null {
  switch (event.name) {
    case 'callIncoming':
    case 'callOutgoing':
      return before ?? event.data;
    case 'callConfirmed':
      return event.data;
    case 'callEnded':
      return before?.id === event.data.id ? null : before;
    default:
      return before;
  }
}
