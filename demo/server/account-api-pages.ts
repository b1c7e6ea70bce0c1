/** Pages of a list by an opaque cursor. It names the last item that was given: what is added at the top moves nothing. */
import { ApiError } from './account-api-http.js';

export interface Page<T> {
  readonly items: readonly T[];
  readonly next_cursor: string | null;
}

/** @throws ApiError 422 */
export function readLimit(text: string | null): number {
  if (text === null) return 30;
  const limit = /^\d{1,4}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= 200) return limit;
  throw new ApiError(422, 'INVALID_LIMIT', 'limit phải là số nguyên từ 1 đến 200.');
}

/** @throws ApiError 422 for a cursor that was never given */
export function pageOf<T extends { readonly id: string }>(
  all: readonly T[],
  limit: number,
  cursor: string | null,
): Page<T> {
  const start = cursor === null ? 0 : all.findIndex(({ id }) => cursorAfter(id) === cursor) + 1;
  if (cursor !== null && start === 0) throw new ApiError(422, 'INVALID_CURSOR', 'cursor không hợp lệ.');
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return { items, next_cursor: last && start + limit < all.length ? cursorAfter(last.id) : null };
}

function cursorAfter(id: string): string {
  return Buffer.from(`after ${id}`).toString('base64url');
}
