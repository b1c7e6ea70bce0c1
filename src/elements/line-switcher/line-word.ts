import type { Call } from '../../phone/call.js';
import type { IconName } from '../icons.js';
import type { Messages } from '../messages/index.js';

/** How a line stands, in one picture and one word. */
export interface LineWord {
  readonly icon: IconName;
  readonly word: string;
  readonly tone: '' | 'hold' | 'ring' | 'bad';
}

/** `waits`: on hold while the agent asks somebody about this caller. */
export function lineWord(call: Call, waits: boolean, { lineWords: words }: Messages): LineWord {
  switch (call.state) {
    case 'dialing':
      return { icon: 'phone-out', word: words.dialing, tone: '' };
    case 'ringing':
      return call.direction === 'inbound'
        ? { icon: 'bell', word: words.incoming, tone: 'ring' }
        : { icon: 'phone-out', word: words.ringing, tone: '' };
    case 'early':
      return { icon: 'phone-out', word: words.early, tone: '' };
    case 'transferring':
      return { icon: 'transfer', word: words.transferring, tone: '' };
    case 'held':
      return { icon: 'pause', word: waits ? words.waiting : words.held, tone: 'hold' };
    case 'active':
      return call.heldByRemote
        ? { icon: 'pause', word: words.heldByRemote, tone: 'hold' }
        : { icon: 'talk', word: words.talking, tone: '' };
    case 'ended':
      return { icon: 'close', word: call.end?.cause === 'busy' ? words.busy : words.failed, tone: 'bad' };
  }
}
