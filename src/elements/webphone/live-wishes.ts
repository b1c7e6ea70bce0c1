import type { PropertyValues } from 'lit';
import type { LiveOptions } from '../../phone/config.js';
import { modes } from '../../phone/mode.js';
import type { Phone } from '../../phone/phone.js';
import { consoleLog } from '../../util/log.js';
import type { ConfiguredElement } from './configured-element.js';

const liveOptions = ['userAgent', 'onPageLeave', 'notifications', 'ringtone'] as const satisfies (keyof LiveOptions)[];

/** What is a wish of the moment, not of the account, goes to the running phone. */
export function applyWishes(
  element: ConfiguredElement,
  changed: PropertyValues<ConfiguredElement>,
  phone: Phone,
): void {
  if (changed.has('lang')) applyLanguage(element, phone);
  const mode = modes.find((known) => known === (element.mode ?? 'active'));
  if (changed.has('mode') && mode) void phone.execute({ type: 'setMode', mode });
  const live = liveOptions.filter((name) => changed.has(name)).map((name) => [name, element[name] || null]);
  if (live.length > 0) void configure(phone, Object.fromEntries(live) as LiveOptions);
  if (changed.has('autoRegister')) void phone.execute({ type: element.autoRegister ? 'register' : 'unregister' });
}

async function configure(phone: Phone, change: LiveOptions): Promise<void> {
  const result = await phone.execute({ type: 'configure', change });
  if (!result.ok) consoleLog.warn('<bfc-webphone>', result.error.details?.hint ?? result.error.message);
}

/** One that nobody wrote changes nothing. */
export function applyLanguage({ lang }: ConfiguredElement, phone: Phone): void {
  if ((lang === 'vi' || lang === 'en') && phone.state.lang !== lang) void phone.execute({ type: 'setLanguage', lang });
}
