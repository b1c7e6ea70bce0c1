/** Defines the elements. Importing it twice is harmless; on a server it does nothing. */
import { sharedPhones } from './create-phone.js';
import { defineElements } from './elements/define-elements.js';

if (typeof customElements !== 'undefined') defineElements(sharedPhones());
