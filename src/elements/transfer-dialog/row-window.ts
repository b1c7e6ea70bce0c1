/** How many rows are drawn at most, however many there are. */
export const windowSize = 50;
/** How far the window moves at a time. */
const step = 25;

/** The first row to draw, so that the row `index` is among those drawn; moves no further than it must. */
export function windowShowing(from: number, index: number, total: number): number {
  const last = Math.max(0, total - windowSize);
  if (index < from) return Math.max(0, Math.min(last, index - step));
  if (index >= from + windowSize) return Math.min(last, index - step);
  return Math.min(from, last);
}

/** The first row to draw after the list was scrolled to an end of what is drawn. */
export function windowBeyond(from: number, end: 'first' | 'last', total: number): number {
  const last = Math.max(0, total - windowSize);
  return end === 'first' ? Math.max(0, from - step) : Math.min(last, from + step);
}
