import { PhoneError } from '../phone/errors.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

/** More pages are no list but a server that goes round in circles. */
const mostPages = 200;

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
  for (let count = 0; count < mostPages; count++) {
    const page: Page<T> = await fetchPage(cursor, limit - items.size);
    for (const item of page.items) {
      if (items.size < limit && !items.has(item.id)) items.set(item.id, item);
    }
    cursor = page.next_cursor;
    if (cursor === null || items.size >= limit) return [...items.values()];
    if (seen.has(cursor)) throw endless('the same cursor came twice');
    seen.add(cursor);
  }
  throw endless(`there is no end after ${mostPages} pages`);
}

function endless(hint: string): PhoneError {
  return new PhoneError('SERVER', { field: 'next_cursor', hint: `next_cursor: ${hint}` });
}
