import type { MediaSample } from '../../src/phone/ports.js';

/** Both talk, and nothing is wrong. */
export const goodSample: MediaSample = {
  received: 45,
  lost: 0,
  sent: 45,
  jitter: 3,
  rtt: 40,
  remoteLoss: 0,
  inLevel: 0.1,
  outLevel: 0.1,
  micLevel: null,
};
