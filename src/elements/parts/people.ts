import type { Contact } from '../../phone/account-data.js';
import { oneLine, shownLine } from '../../util/one-line.js';
import type { Target } from './errands.js';

/** Digits from which on a number is a public one, not an extension. */
const publicLength = 8;

/** One number of one contact, made ready for searching. */
export interface Person {
  readonly key: string;
  readonly name: string;
  readonly number: string;
  readonly company: string;
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
      name: shownLine(name),
      number: oneLine(number),
      company: shownLine(company ?? ''),
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
  const typed = oneLine(text);
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
  const own = wordsOf(person);
  if (words.every((word) => own.includes(` ${word}`))) return 1;
  if (words.every((word) => own.includes(word))) return 2;
  return plain !== '' && person.plain.includes(coreOf(plain)) ? 3 : null;
}

/** Name and company without marks and case: worked out when somebody is first looked for, and once. */
const foldedWords = new WeakMap<Person, string>();

function wordsOf(person: Person): string {
  const known = foldedWords.get(person) ?? ` ${fold(`${person.name} ${person.company}`)}`;
  foldedWords.set(person, known);
  return known;
}

/** 0912…, +84 912… and 0084912… are one line; 0100 and 100 are two extensions. */
function isSameLine(person: Person, plain: string): boolean {
  const core = coreOf(plain);
  return person.plain === plain || (core.length >= publicLength && person.core === core);
}

/** The same for one number, without making ready for more. */
export function nameOf(people: readonly Person[], plain: string): string {
  return people.find((person) => person.name !== '' && isSameLine(person, plain))?.name ?? '';
}

function rowOf(person: Person): Row {
  return { key: person.key, person, number: person.number };
}

/** The name that the contacts have for a number, or ''. */
export function nameFinder(people: readonly Person[]): (number: string) => string {
  const names = new Map<string, string>();
  for (const { name, plain, core } of people) {
    for (const key of [plain, core.length >= publicLength ? core : '']) {
      if (key !== '' && name !== '' && !names.has(key)) names.set(key, name);
    }
  }
  return (number) => {
    const core = coreOf(number);
    return names.get(plainOf(number)) ?? (core.length >= publicLength ? names.get(core) : undefined) ?? '';
  };
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

/** Whether both reach the same phone, however they are written; `*98` and `agent2` are not 98 and 2. */
export function isSameNumber(a: string, b: string): boolean {
  if (/[*#\p{L}]/u.test(a + b)) return a.replace(/\s/g, '') === b;
  const plain = plainOf(a);
  const core = coreOf(a);
  return plain !== '' && (plain === plainOf(b) || (core.length >= publicLength && core === coreOf(b)));
}

/** What the phone would take as a number or an address; it has the last word when the button is pressed. */
export function looksLikeNumber(text: string): boolean {
  return /^\+?[\p{N}\s.\-()[\]*#]+$/u.test(text) ? /[\d*#]/.test(text.normalize('NFKC')) : /^[0-9A-Za-z_]+$/.test(text);
}
