/** Longer than this nobody reads a name or a number. UTF-16 units. */
const longestShown = 300;

/** Line ends, and what controls a terminal. */
const controls = /[\p{Cc}\u2028\u2029]+/gu;

/**
 * Embeddings, overrides and isolates (UAX #9 §2): in a name they turn what stands beside it around, out of a `<bdi>` too,
 * which a stray U+2069 closes. The marks U+200E and U+200F stay: they turn nothing but themselves.
 */
const turns = /[\u202a-\u202e\u2066-\u2069]+/g;

/** Whether it has control characters of ASCII; U+0080–U+009F end no line. */
export function hasControls(text: string): boolean {
  return /[^\P{Cc}\u0080-\u009f]/u.test(text);
}

/** Text from a stranger as one line that keeps to itself. */
export function oneLine(text: string): string {
  return text.replace(turns, '').replace(controls, ' ').trim().toWellFormed();
}

/** The same for a place that shows it: cut where it has no end, and empty where there is nothing to be seen of it. */
export function shownLine(text: string): string {
  const shown = oneLine(text.slice(0, longestShown));
  return /[^\p{C}\p{Z}\p{M}\u115f\u1160\u3164\uffa0\u2800]/u.test(shown) ? shown : '';
}
