/** Writes whole counts as a language does: `10,000`, `10.000`. */
export function countFormat(locale: string): (count: number) => string {
  let made: Intl.NumberFormat | null = null;
  return (count) => {
    // Below a thousand both languages write the same, and making the format takes longer than all else on the page.
    if (count < 1000) return String(count);
    return (made ??= new Intl.NumberFormat(locale)).format(count);
  };
}
