/** `CHROMIUM_PATH`, else the first Chromium or Chrome that this machine has; `null` where there is none. */
export function findChromium(): string | null;
/** `FIREFOX_PATH`, else the first Firefox that this machine has; `null` where there is none. */
export function findFirefox(): string | null;
