/** `CHROMIUM_PATH`, else the first Chromium or Chrome that this machine has; `null` where there is none. */
export function findChromium(): string | null;
