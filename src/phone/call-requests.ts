import type { CallBook } from './call-book.js';
import type { Call } from './call.js';
import type { PhoneContext } from './context.js';
import { PhoneError } from './errors.js';
import { isReachable } from './state.js';

/** How often a re-INVITE that met the other side's is tried again. */
const glareTries = 4;

/**
 * Sends a re-INVITE, and sends it again after a 491: both sides asked at the same moment. Who placed the call owns
 * its Call-ID and waits 2.1–4 s, the other one up to 2 s, so that they do not meet again (RFC 3261 §14.1).
 */
export async function withGlare(
  context: PhoneContext,
  calls: CallBook,
  { id, direction }: Call,
  reinvite: () => Promise<void>,
): Promise<void> {
  const [least, spread] = direction === 'outbound' ? [2_100, 1_900] : [0, 2_000];
  for (let attempt = 1; ; attempt++) {
    try {
      await calls.whileLive(id, reinvite());
      return;
    } catch (error) {
      const glare = error instanceof PhoneError && error.details?.statusCode === 491;
      if (!glare || attempt === glareTries) throw error;
      await calls.pause(id, least + spread * context.random());
      if (!calls.find(id)) throw new PhoneError('CANCELLED');
    }
  }
}

/** Resolves when there is a server to ask. */
export function whenReachable({ store }: PhoneContext): Promise<void> {
  if (isReachable(store.state)) return Promise.resolve();
  return new Promise((resolve) => {
    const stop = store.subscribe((state) => {
      if (!isReachable(state)) return;
      stop();
      resolve();
    });
  });
}

/** DTMF where no telephone-event was agreed: one SIP INFO for each tone, in order. */
export async function sendTonesByInfo(
  context: PhoneContext,
  calls: CallBook,
  id: string,
  tones: string,
): Promise<void> {
  for (const tone of tones) {
    if (!calls.find(id)) throw new PhoneError('CANCELLED');
    if (tone === ',') await calls.pause(id, 2_000);
    else await calls.whileLive(id, context.sip.sendInfoDtmf(id, tone));
  }
}
