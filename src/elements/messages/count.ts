/** How a language writes a count: `10.000`, `10,000`. */
export function countFormat(locale: string): (count: number) => string {
  let made: Intl.NumberFormat | null = null;
  return (count) => (made ??= new Intl.NumberFormat(locale)).format(count);
}
