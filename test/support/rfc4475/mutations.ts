import { pick } from '../random.js';

/**
 * A message of a live call with the Call-ID or a tag of another dialog: it looks like the call's own and has no
 * right to touch it (RFC 3261 §12: all three make the dialog).
 */
export function estranged(random: () => number, message: string, serial: number): string {
  const field = pick(random, ['Call-ID', 'From', 'To'] as const);
  if (field === 'Call-ID') return message.replace(/^Call-ID:.*$/im, `Call-ID: stray-${serial}`);
  return message.replace(new RegExp(`^(${field}:[^\\r\\n]*?)(;tag=[^;\\r\\n]*)?\\r$`, 'im'), `$1;tag=stray${serial}\r`);
}

type Mutation = (random: () => number, message: string) => string;

const flipBytes: Mutation = (random, message) => {
  const characters = [...message];
  const flips = 1 + Math.floor(random() * 8);
  for (let i = 0; i < flips; i++) {
    const at = Math.floor(random() * characters.length);
    const code = characters[at]?.codePointAt(0) ?? 0;
    characters[at] = String.fromCharCode((code ^ (1 << Math.floor(random() * 8))) & 0xff);
  }
  return characters.join('');
};

const cut: Mutation = (random, message) => message.slice(0, Math.floor(random() * message.length));

const cutOut: Mutation = (random, message) => {
  const from = Math.floor(random() * message.length);
  return message.slice(0, from) + message.slice(from + Math.floor(random() * 80));
};

const duplicate: Mutation = (random, message) => {
  const from = Math.floor(random() * message.length);
  const part = message.slice(from, from + 1 + Math.floor(random() * 200));
  return message.slice(0, from) + part.repeat(1 + Math.floor(random() * 20)) + message.slice(from);
};

const swapLines: Mutation = (random, message) => {
  const lines = message.split('\r\n');
  const [a, b] = [Math.floor(random() * lines.length), Math.floor(random() * lines.length)];
  [lines[a], lines[b]] = [lines[b] ?? '', lines[a] ?? ''];
  return lines.join('\r\n');
};

const swapValues: Mutation = (random, message) => {
  const lines = message.split('\r\n');
  const [a, b] = [Math.floor(random() * lines.length), Math.floor(random() * lines.length)];
  const [, nameA = '', valueA = ''] = /^([^:]*):?(.*)$/s.exec(lines[a] ?? '') ?? [];
  const [, nameB = '', valueB = ''] = /^([^:]*):?(.*)$/s.exec(lines[b] ?? '') ?? [];
  lines[a] = `${nameA}:${valueB}`;
  lines[b] = `${nameB}:${valueA}`;
  return lines.join('\r\n');
};

const mutations = [flipBytes, cut, cutOut, duplicate, swapLines, swapValues];

/** One to three things done to a message, as chance has it. */
export function mutated(random: () => number, message: string): string {
  const rounds = 1 + Math.floor(random() * 3);
  let result = message;
  for (let i = 0; i < rounds; i++) result = pick(random, mutations)(random, result);
  return result;
}
