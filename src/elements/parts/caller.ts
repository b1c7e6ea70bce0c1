import type { Call, HotlineInfo } from '../../phone/call.js';
import { shownLine } from '../../util/one-line.js';
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
  const name = shownLine(call.name ?? '') || shownLine(picked ?? '');
  const number = shownLine(call.number);
  const shown = number === '' || /^anonymous$/i.test(number) ? messages.hiddenNumber : number;
  if (name === '' || name === number) return { title: shown, subtitle: messages.unknownNumber, initials: null };
  return { title: name, subtitle: shown, initials: initialsOf(name) };
}

/** For an outgoing call the number is no stranger's: there is nothing to say below it. */
export function calleeOf(call: Call, messages: Messages, picked: string | null = null): Caller {
  const caller = callerOf(call, messages, picked);
  return caller.initials === null && call.direction === 'outbound' ? { ...caller, subtitle: '' } : caller;
}

/** Its name, and ` · ` with its number, where that says more. */
export function hotlineParts({ name, number }: HotlineInfo): readonly [name: string, more: string] {
  const [title, digits] = [shownLine(name), shownLine(number ?? '')];
  return [title, digits === '' || digits === title ? '' : ` · ${digits}`];
}

export function hotlineText(hotline: HotlineInfo | null): string | null {
  return hotline && hotlineParts(hotline).join('');
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
