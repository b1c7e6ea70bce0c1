import type { Call, HotlineInfo } from '../../phone/call.js';
import type { Messages } from '../messages/index.js';

/** Who is at the other end, as the screen shows it. All of it may come from a stranger: text, never markup. */
export interface Caller {
  /** The big line: the name, or the number where there is no name. */
  readonly title: string;
  /** The line below it. */
  readonly subtitle: string;
  /** Up to two letters for the avatar; `null` for a stranger. */
  readonly initials: string | null;
}

/** `picked`: the name that the agent has called by, where the far side sends none. */
export function callerOf(call: Call, messages: Messages, picked: string | null = null): Caller {
  const name = tidy(call.name ?? picked ?? '');
  const number = tidy(call.number);
  const shown = number === '' || /^anonymous$/i.test(number) ? messages.hiddenNumber : number;
  if (name === '' || name === number) return { title: shown, subtitle: messages.unknownNumber, initials: null };
  return { title: name, subtitle: shown, initials: initialsOf(name) };
}

/** For an outgoing call the number is no stranger's: there is nothing to say below it. */
export function calleeOf(call: Call, messages: Messages, picked: string | null = null): Caller {
  const caller = callerOf(call, messages, picked);
  return caller.initials === null && call.direction === 'outbound' ? { ...caller, subtitle: '' } : caller;
}

export function hotlineText(hotline: HotlineInfo | null): string | null {
  if (!hotline) return null;
  const name = tidy(hotline.name);
  return hotline.number === null || hotline.number === name ? name : `${name} · ${tidy(hotline.number)}`;
}

/** Control characters and line ends have no place in a name. */
export function tidy(text: string): string {
  return text.replace(/\p{Cc}+/gu, ' ').trim();
}

/** Longer than this nobody reads a name or a number. UTF-16 units. */
const longestShown = 300;

/** A name or number for a row: tidy, cut where it has no end, and empty where there is nothing to be seen of it. */
export function shownText(text: string): string {
  const shown = tidy(text.slice(0, longestShown)).toWellFormed();
  return /[^\p{C}\p{Z}\p{M}\u115f\u1160\u3164\uffa0\u2800]/u.test(shown) ? shown : '';
}

/** The first letters of the last two words: in Vietnamese the given name stands last. */
export function initialsOf(name: string): string | null {
  const letters = name
    .split(/\s+/u)
    .map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0])
    .filter((letter) => letter !== undefined)
    .slice(-2);
  return letters.length > 0 ? letters.join('').toLocaleUpperCase() : null;
}
