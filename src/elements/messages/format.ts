import type { Language } from '../../util/types.js';
import type { Messages } from './vi.js';

/** A duration as a clock: `02:14`, from one hour on `1:02:09`. */
export function formatClock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

/** Making one takes long: once for each language and form. */
const dateFormats = new Map<string, Intl.DateTimeFormat>();

function dateFormat(lang: Language, form: 'time' | 'day' | 'dayOfYear'): Intl.DateTimeFormat {
  const key = `${lang} ${form}`;
  const known = dateFormats.get(key);
  if (known) return known;
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  const options = {
    time: { hour: '2-digit', minute: '2-digit' } as const,
    day,
    dayOfYear: { ...day, year: 'numeric' } as const,
  }[form];
  const made = new Intl.DateTimeFormat(lang === 'vi' ? 'vi-VN' : 'en-GB', options);
  dateFormats.set(key, made);
  return made;
}

/**
 * Makes the formats while nobody waits: the first one of a page loads the browser's own tables, which takes longer than
 * drawing a list does.
 */
export function prepareFormats(lang: Language): void {
  const prepare = (): void => (['time', 'day'] as const).forEach((form) => dateFormat(lang, form));
  if (typeof requestIdleCallback === 'function') requestIdleCallback(prepare);
}

/** The time of the day: `10:35`. `at` in ms since the epoch. */
export function formatTime(at: number, lang: Language): string {
  return dateFormat(lang, 'time').format(at);
}

/** A day of the agent's calendar: today, yesterday, or its date. Both in ms since the epoch. */
export function formatDay(at: number, now: number, lang: Language, messages: Messages): string {
  const [day, today] = [new Date(at), new Date(now)];
  if (day.toDateString() === today.toDateString()) return messages.today;
  const yesterday = new Date(today.getFullYear(), today.getMonth(), today.getDate() - 1);
  if (day.toDateString() === yesterday.toDateString()) return messages.yesterday;
  const text = dateFormat(lang, day.getFullYear() === today.getFullYear() ? 'day' : 'dayOfYear').format(day);
  return text.charAt(0).toLocaleUpperCase(lang) + text.slice(1);
}

/** A duration for `<time datetime>` (ISO 8601). */
export function machineDuration(seconds: number): string {
  return `PT${String(Math.max(0, Math.floor(seconds)))}S`;
}

/** A share (0–1) as whole per cent, with the space of the design before the sign: by CLDR neither language has one. */
export function formatPercent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}

/** Hotlines, mobiles, Hà Nội and Hồ Chí Minh, the other provinces: how many digits each group has. */
const groupings: readonly (readonly [RegExp, readonly number[]])[] = [
  [/^1[89]00\d{4}$/, [4, 4]],
  [/^1[89]00\d{6}$/, [4, 3, 3]],
  [/^0[35789]\d{8}$/, [4, 3, 3]],
  [/^02[48]\d{8}$/, [3, 4, 4]],
  [/^02\d{9}$/, [4, 4, 3]],
];

/**
 * A Vietnamese number in the groups it is read in: `0912 345 678`, `+84 912 345 678`, `024 7300 0000`, `1900 1234`.
 * Anything else, an extension or a foreign number, is one group.
 */
export function numberGroups(number: string): readonly string[] {
  const [, code, rest = ''] = /^(\+84|0084)(\d+)$/.exec(number) ?? [];
  const national = code === undefined ? number : `0${rest}`;
  const sizes = groupings.find(([form]) => form.test(national))?.[1];
  if (!sizes) return [number];
  let at = 0;
  const groups = sizes.map((size) => national.slice(at, (at += size)));
  return code === undefined ? groups : [code, ...groups.map((group, index) => (index === 0 ? group.slice(1) : group))];
}
