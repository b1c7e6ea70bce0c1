import { isCommandPending, type PhoneState } from '../../phone/state.js';
import { messagesFor } from '../messages/index.js';
import { engagedCall } from '../parts/calls.js';
import { soundSlice } from '../parts/sound-notice.js';
import { statusOf, type Status } from '../phone-status/status.js';
import type { View } from './view.js';

/** What the whole phone itself shows of the phone's state. `closed`: nothing but the status is to be seen. */
export function webphoneSlice(state: PhoneState, view: View, closed: boolean) {
  const status: Partial<Status> = closed ? statusOf(state, messagesFor(state.lang)) : {};
  const engaged = engagedCall(state);
  return {
    lang: state.lang,
    type: view.type,
    engaged,
    ...soundSlice(state, engaged),
    covered: view.type === 'call' && view.covered,
    error: 'error' in view ? view.error : null,
    status: state.status,
    trying: isCommandPending(state, 'start') || isCommandPending(state, 'register'),
    calling: isCommandPending(state, 'call') || isCommandPending(state, 'tryMicrophone'),
    outcome: state.lastTransfer,
    ...status,
  };
}
