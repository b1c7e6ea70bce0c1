/** Bytes of a text in memory, at most (UTF-16). */
const sizeOf = (text: string): number => 2 * text.length;

/** The newest entries that fit into so many bytes. Kept as text: nobody who writes an entry keeps a hand on it. */
export class Journal<T> {
  readonly #lines: string[] = [];
  #bytes = 0;

  constructor(private readonly limit: number) {}

  get bytes(): number {
    return this.#bytes;
  }

  get entries(): readonly T[] {
    return this.#lines.map((line) => JSON.parse(line) as T);
  }

  add(entry: T): void {
    const line = JSON.stringify(entry);
    this.#lines.push(line);
    this.#bytes += sizeOf(line);
    while (this.#bytes > this.limit) this.#bytes -= sizeOf(this.#lines.shift() ?? '');
  }
}
