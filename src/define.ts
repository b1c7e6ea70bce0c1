/** Defines the elements. Importing it twice is harmless; on a server it does nothing. */
import { sharedPhones } from './create-phone.js';
import { defineElements } from './elements/define-elements.js';

if (typeof customElements !== 'undefined') defineElements(sharedPhones());

// The compiler would leave these out of define.d.ts: with them a page that imports nothing else has typed events.
export type { BfcWebphone } from './elements/webphone/webphone.js';
export type {} from './elements/webphone/event-bridge.js';
export type {} from './elements/intents.js';
