/**
 * `next` with every part that equals the one of `previous` replaced by it: what comes from another tab is a copy
 * through and through, and whoever compares by identity must see what has changed and nothing else.
 */
export function reuse<T>(previous: unknown, next: T): T {
  if (Object.is(previous, next) || !isObject(previous) || !isObject(next)) return next;
  if (Array.isArray(previous) !== Array.isArray(next)) return next;
  const old: Readonly<Record<string, unknown>> = previous;
  const entries = Object.entries(next).map(([key, value]) => [key, reuse(old[key], value)] as const);
  const isSame =
    entries.length === Object.keys(old).length && entries.every(([key, value]) => Object.is(value, old[key]));
  if (isSame) return previous as T;
  return (Array.isArray(next) ? entries.map(([, value]) => value) : Object.fromEntries(entries)) as T;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
