import type { HotlineInfo } from './call.js';

/** Which of the extension's hotlines was dialled, from what the INVITE says of it, the surest first; `null` for none. */
export function hotlineOf(dialled: readonly string[], hotlines: readonly HotlineInfo[]): HotlineInfo | null {
  for (const number of dialled.map(lineOf)) {
    const found = hotlines.find(
      (hotline) => number !== '' && hotline.number !== null && lineOf(hotline.number) === number,
    );
    if (found) return found;
  }
  return null;
}

/** `+84 24 7300 0000`, `842473000000` and `02473000000` are one line. */
function lineOf(number: string): string {
  const digits = number.replace(/\D/g, '');
  return digits.replace(/^(?:0084|84(?=\d{8})|0)/, '');
}
