import type { MediaSession, MediaSessions } from '../../src/phone/ports.js';

/** What matters to SIP of an offer or an answer: that there is one, and which way the audio goes. */
export const paperSdp = (direction = 'sendrecv', codec = '0'): string =>
  ['v=0', 'o=- 1 1 IN IP4 127.0.0.1', 's=-', 't=0 0', `m=audio 9 RTP/AVP ${codec}`, `a=${direction}`, ''].join('\r\n');

/** SDP without WebRTC: takes anything with an audio line. */
export class PaperMedia implements MediaSessions {
  /** What went in and out, oldest first: `offer sendrecv`, `answered sendonly` … */
  readonly steps: string[] = [];
  /** How many sessions are not closed. */
  live = 0;

  open(): MediaSession {
    const { steps } = this;
    let isClosed = false;
    this.live++;
    const take = (sdp: string): void => {
      if (!sdp.includes('m=audio')) throw new Error('no audio');
    };
    return {
      createOffer: async ({ hold }) => {
        steps.push('offers');
        return paperSdp(hold ? 'sendonly' : 'sendrecv');
      },
      acceptOffer: async (offer) => {
        take(offer);
        steps.push('answers');
        return paperSdp(offer.includes('sendonly') ? 'recvonly' : 'sendrecv');
      },
      acceptAnswer: async (answer, { provisional }) => {
        take(answer);
        steps.push(provisional ? 'is answered provisionally' : 'is answered');
      },
      rollback: async () => void steps.push('takes back'),
      close: () => {
        if (!isClosed) this.live--;
        isClosed = true;
      },
    };
  }
}
