import type { Contact } from '../../phone/account-data.js';
import { shownText, tidy } from './caller.js';
import type { Target } from './errands.js';

/** Digits from which on a number is a public one, not an extension. */
const publicLength = 8;

/** One number of one contact, made ready for searching. */
export interface Person {
  readonly key: string;
  readonly name: string;
  readonly number: string;
  readonly company: string;
  /** Name and company without marks and case. */
  readonly words: string;
  /** The number without what people write between the digits. */
  readonly plain: string;
  /** The same without country or trunk prefix. */
  readonly core: string;
}

/** What can be chosen: somebody from the contacts, or the very number that was typed. */
export interface Row {
  readonly key: string;
  readonly person: Person | null;
  readonly number: string;
}

/** A contact with two numbers is two people to call. */
export function peopleOf(contacts: readonly Contact[]): readonly Person[] {
  return contacts.flatMap(({ id, name, phones, company }) =>
    phones.map((number, index) => ({
      key: `person ${id} ${String(index)}`,
      name: shownText(name),
      number: tidy(number),
      company: shownText(company ?? ''),
      words: ` ${fold(`${shownText(name)} ${shownText(company ?? '')}`)}`,
      plain: plainOf(number),
      core: coreOf(number),
    })),
  );
}

export function targetOf({ person, number }: Row): Target {
  return { name: person && person.name !== '' ? person.name : null, number };
}

/**
 * The rows for what is in the field. A name is found by any of its words, in any order, with or without marks, in any
 * script; a number by any part of it. The typed number itself comes after those who have exactly this number, and
 * before those who only contain it.
 */
export function search(people: readonly Person[], text: string): readonly Row[] {
  const typed = tidy(text);
  if (typed === '') return people.map(rowOf);
  const words = fold(typed).split(' ');
  const plain = looksLikeNumber(typed) ? plainOf(typed) : '';
  const ranked: Row[][] = [[], [], [], []];
  for (const person of people) {
    const rank = rankOf(person, words, plain);
    if (rank !== null) ranked[rank]?.push(rowOf(person));
  }
  const [exact = [], beginning = [], containing = [], byNumber = []] = ranked;
  const own: Row[] = looksLikeNumber(typed) ? [{ key: 'number', person: null, number: typed }] : [];
  // Letters may be an address at the PBX, but first of all they are somebody's name.
  return plain === ''
    ? [...beginning, ...containing, ...own]
    : [...exact, ...own, ...beginning, ...containing, ...byNumber];
}

function rankOf(person: Person, words: readonly string[], plain: string): 0 | 1 | 2 | 3 | null {
  if (plain !== '' && isSameLine(person, plain)) return 0;
  if (words.every((word) => person.words.includes(` ${word}`))) return 1;
  if (words.every((word) => person.words.includes(word))) return 2;
  return plain !== '' && person.plain.includes(coreOf(plain)) ? 3 : null;
}

/** 0912…, +84 912… and 0084912… are one line; 0100 and 100 are two extensions. */
function isSameLine(person: Person, plain: string): boolean {
  const core = coreOf(plain);
  return person.plain === plain || (core.length >= publicLength && person.core === core);
}

function rowOf(person: Person): Row {
  return { key: person.key, person, number: person.number };
}

/** Without marks and case: "Đặng Thị Hằng" and "dang thi hang" are the same. */
export function fold(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/đ/g, 'd')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

export function plainOf(number: string): string {
  return number.normalize('NFKC').replace(/[^\d+]/g, '');
}

/** Without country or trunk prefix. */
export function coreOf(number: string): string {
  const plain = plainOf(number);
  const core = plain.replace(/^(?:\+84|0084|0)/, '').replace(/\D/g, '');
  return core === '' ? plain : core;
}

/** What the phone would take as a number or an address; it has the last word when the button is pressed. */
export function looksLikeNumber(text: string): boolean {
  return /^\+?[\p{N}\s.\-()[\]*#]+$/u.test(text) ? /[\d*#]/.test(text.normalize('NFKC')) : /^[0-9A-Za-z_]+$/.test(text);
}
