import type { Language } from '../../util/types.js';
import { en } from './en.js';
import { vi, type Messages } from './vi.js';

export type { Messages };

const dictionaries: Readonly<Record<Language, Messages>> = { vi, en };

/** The dictionary of a language. */
export function messagesFor(lang: Language): Messages {
  return dictionaries[lang];
}
