import type { AudioChoice } from '../phone/audio.js';

/** Device ids are random numbers of the browser's for this origin: no secret. */
const storageKey = 'bfc-webphone.audio';

/** What the agent chose the last time in this browser; what he never chose, or what makes no sense, is left out. */
export function recallAudio(): Partial<AudioChoice> {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '{}');
    if (typeof stored !== 'object' || stored === null) return {};
    return Object.fromEntries(
      Object.entries(stored).filter(([key, value]: [string, unknown]) =>
        key === 'ringVolume'
          ? typeof value === 'number' && value >= 0 && value <= 1
          : ['input', 'output', 'ring'].includes(key) && (value === null || typeof value === 'string'),
      ),
    );
  } catch {
    return {};
  }
}

/** Only what was chosen: a default that the page changes later still counts for the rest. */
export function rememberAudio(change: Partial<AudioChoice>): void {
  try {
    localStorage.setItem(storageKey, JSON.stringify({ ...recallAudio(), ...change }));
  } catch {
    // No storage, or none left: then it counts for as long as the page lives.
  }
}
