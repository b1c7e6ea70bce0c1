import { PhoneError } from '../phone/errors.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

/** Pages in a row with nothing new: a filter may leave a few empty, a server that goes round in circles all of them. */
const mostInVain = 100;
/** More is no list of anybody's, and more than a browser holds. Items. */
const mostItems = 500_000;

/**
 * Fetches page after page.
 * @param fetchPage gets the cursor, and how many items are still wanted
 * @throws PhoneError SERVER where the pages have no end
 */
export async function collectPages<T extends { readonly id: string }>(
  fetchPage: (cursor: string | null, wanted: number) => Promise<Page<T>>,
  limit = Infinity,
): Promise<readonly T[]> {
  // By id: what is added at the top while we read moves the rest to the next page.
  const items = new Map<string, T>();
  const seen = new Set<string>();
  let cursor: string | null = null;
  let inVain = 0;
  do {
    const before = items.size;
    const page: Page<T> = await fetchPage(cursor, limit - before);
    for (const item of page.items) {
      if (items.size < limit && !items.has(item.id)) items.set(item.id, item);
    }
    cursor = page.next_cursor;
    if (cursor === null || items.size >= limit) return [...items.values()];
    if (seen.has(cursor)) throw endless('the same cursor came twice');
    seen.add(cursor);
    inVain = items.size > before ? 0 : inVain + 1;
  } while (inVain < mostInVain && items.size < mostItems);
  throw endless(`there is no end after ${seen.size} pages`);
}

function endless(hint: string): PhoneError {
  return new PhoneError('SERVER', { field: 'next_cursor', hint: `next_cursor: ${hint}` });
}
