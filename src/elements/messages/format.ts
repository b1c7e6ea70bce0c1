/** A duration as a clock: `02:14`, from one hour on `1:02:09`. */
export function formatClock(seconds: number): string {
  const total = Math.max(0, Math.floor(seconds));
  const two = (value: number): string => String(value).padStart(2, '0');
  const hours = Math.floor(total / 3600);
  const rest = `${two(Math.floor(total / 60) % 60)}:${two(total % 60)}`;
  return hours > 0 ? `${String(hours)}:${rest}` : rest;
}

/** A duration for `<time datetime>` (ISO 8601). */
export function machineDuration(seconds: number): string {
  return `PT${String(Math.max(0, Math.floor(seconds)))}S`;
}

/** A share (0–1) as whole per cent, with the space that both languages put before the sign. */
export function formatPercent(share: number): string {
  return `${String(Math.round(share * 100))} %`;
}
