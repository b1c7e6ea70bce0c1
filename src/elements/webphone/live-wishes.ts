import type { PropertyValues } from 'lit';
import { modes } from '../../phone/mode.js';
import type { Phone } from '../../phone/phone.js';
import type { ConfiguredElement } from './configured-element.js';

/** What is a wish of the moment, not of the account, goes to the running phone. */
export function applyWishes(
  element: ConfiguredElement,
  changed: PropertyValues<ConfiguredElement>,
  phone: Phone,
): void {
  if (changed.has('lang')) applyLanguage(element, phone);
  const mode = modes.find((known) => known === (element.mode ?? 'active'));
  if (changed.has('mode') && mode) void phone.execute({ type: 'setMode', mode });
  if (changed.has('autoRegister')) void phone.execute({ type: element.autoRegister ? 'register' : 'unregister' });
}

/** One that nobody wrote changes nothing. */
export function applyLanguage({ lang }: ConfiguredElement, phone: Phone): void {
  if ((lang === 'vi' || lang === 'en') && phone.state.lang !== lang) void phone.execute({ type: 'setLanguage', lang });
}
