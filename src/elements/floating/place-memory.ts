import type { Place } from './place.js';

/** One place for all pages of this origin: a CRM is many pages and one screen. */
const storageKey = 'bfc-webphone.place';

/** Where the agent put it the last time in this browser; `null` where she never did, or it makes no sense. */
export function recallPlace(): Place | null {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? 'null');
    return isPlace(stored) ? stored : null;
  } catch {
    return null;
  }
}

export function rememberPlace(place: Place): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify(place));
  } catch {
    // No storage, or none left: then it counts for as long as the page lives.
  }
}

function isPlace(stored: unknown): stored is Place {
  if (typeof stored !== 'object' || stored === null) return false;
  const { x, y, dx, dy } = stored as Partial<Record<keyof Place, unknown>>;
  return (
    (x === 'left' || x === 'right') && (y === 'top' || y === 'bottom') && Number.isFinite(dx) && Number.isFinite(dy)
  );
}
