/**
 * What must never be in a log or an error. Servers repeat what they were sent ("wrong password 'x'"), so their
 * words are cleaned before anybody sees them.
 */
export class Secrets {
  readonly #values = new Set<string>();

  add(...values: readonly (string | null | undefined)[]): void {
    for (const value of values) {
      if (!value) continue;
      this.#values.add(value);
      this.#values.add(JSON.stringify(value).slice(1, -1));
      if (!/\p{Surrogate}/u.test(value)) this.#values.add(encodeURIComponent(value));
    }
  }

  /** One line, at most 200 characters, without secrets. */
  clean(text: string): string {
    let result = text;
    // The longest first: one secret may be part of another.
    for (const value of [...this.#values].sort((a, b) => b.length - a.length)) {
      result = result.replaceAll(value, '(removed)');
    }
    return result.replace(/\p{Cc}+/gu, ' ').slice(0, 200);
  }
}
