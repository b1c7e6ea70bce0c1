import { setInterval as ticks } from 'node:timers/promises';

export interface UntilOptions {
  /** What is waited for, as the error will say it. */
  readonly what: string;
  /** Ms before it is given up. Default 10 s. */
  readonly within?: number;
  /** Ms between two looks. Default 25. */
  readonly every?: number;
}

/** Looks again and again until `look` gives something truthy, and gives that back. Throws when the time is over. */
export async function until<T>(
  look: () => T | Promise<T>,
  { what, within = 10_000, every = 25 }: UntilOptions,
): Promise<Exclude<T, false | null | undefined>> {
  type Found = Exclude<T, false | null | undefined>;
  const deadline = performance.now() + within;
  let last: unknown = await look();
  if (last) return last as Found;
  for await (const _tick of ticks(every)) {
    last = await look();
    if (last) return last as Found;
    if (performance.now() > deadline) break;
  }
  throw new Error(`Waited ${within} ms for ${what}`);
}
