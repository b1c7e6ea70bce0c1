/** The headers of one message, in order. Names compare without case; a name may come many times. */
export class SipHeaders {
  readonly #entries: (readonly [name: string, value: string])[];

  constructor(entries: Iterable<readonly [name: string, value: string]> = []) {
    this.#entries = [...entries];
  }

  get(name: string): string | undefined {
    return this.#entries.find(([key]) => same(key, name))?.[1];
  }

  all(name: string): string[] {
    return this.#entries.filter(([key]) => same(key, name)).map(([, value]) => value);
  }

  has(name: string): boolean {
    return this.get(name) !== undefined;
  }

  add(name: string, value: string): this {
    this.#entries.push([name, value]);
    return this;
  }

  /** In front of all the others: where a Via and a Record-Route belong. */
  prepend(name: string, value: string): this {
    this.#entries.unshift([name, value]);
    return this;
  }

  /** Exactly this one value (or list of values), in the place of the first, or at the end. */
  set(name: string, value: string | readonly string[]): this {
    const values = typeof value === 'string' ? [value] : value;
    const at = this.#entries.findIndex(([key]) => same(key, name));
    this.delete(name);
    this.#entries.splice(at < 0 ? this.#entries.length : at, 0, ...values.map((v) => [name, v] as const));
    return this;
  }

  delete(name: string): this {
    for (let i = this.#entries.length - 1; i >= 0; i--) {
      if (same(this.#entries[i]?.[0] ?? '', name)) this.#entries.splice(i, 1);
    }
    return this;
  }

  clone(): SipHeaders {
    return new SipHeaders(this.#entries);
  }

  [Symbol.iterator](): Iterator<readonly [string, string]> {
    return this.#entries[Symbol.iterator]();
  }
}

function same(a: string, b: string): boolean {
  return a.toLowerCase() === b.toLowerCase();
}

/** The elements of a comma-separated header value; commas in quotes and in `<…>` do not count. */
export function splitList(value: string): string[] {
  const items: string[] = [];
  let start = 0;
  let quoted = false;
  let angle = false;
  for (let i = 0; i < value.length; i++) {
    const char = value[i];
    if (quoted) {
      if (char === '\\') i++;
      else if (char === '"') quoted = false;
    } else if (char === '"') quoted = true;
    else if (char === '<') angle = true;
    else if (char === '>') angle = false;
    else if (char === ',' && !angle) {
      items.push(value.slice(start, i).trim());
      start = i + 1;
    }
  }
  items.push(value.slice(start).trim());
  return items.filter((item) => item !== '');
}
