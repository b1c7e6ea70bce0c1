import { createContext } from '@lit/context';
import type { Phone } from '../phone/phone.js';

/** Hands a phone down to the elements inside: `<bfc-webphone>` provides it, and so may any element of a page. */
export const phoneContext = createContext<Phone | null>(Symbol.for('bfc-webphone.phone'));
