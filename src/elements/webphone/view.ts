import type { Call } from '../../phone/call.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import { incomingCall, type PhoneState } from '../../phone/state.js';
import { engagedCall, isFailedCall } from '../parts/calls.js';

/** Which panel the phone shows. */
export type View =
  | { readonly type: 'signedOut' }
  | { readonly type: 'misconfigured'; readonly error: PhoneErrorData }
  | { readonly type: 'refused'; readonly error: PhoneErrorData }
  | { readonly type: 'microphone'; readonly error: PhoneErrorData }
  | { readonly type: 'incoming' }
  /** `covered`: a second call rings over it. */
  | { readonly type: 'call'; readonly covered: boolean }
  | { readonly type: 'dial' };

/** What the agent has put away: it does not come back by itself. */
export interface Dismissed {
  /** Id of the failed call. */
  readonly call: string | null;
  readonly microphoneError: PhoneErrorData | null;
}

/** First the calls, then what stops every call, then the keys. */
export function viewOf(state: PhoneState, dismissed: Dismissed): View {
  const incoming = incomingCall(state);
  if (engagedCall(state)) return { type: 'call', covered: incoming !== null };
  if (incoming) return { type: 'incoming' };
  if (state.status === 'stopped') {
    const { error } = state.registration;
    return error ? { type: 'refused', error } : { type: 'signedOut' };
  }
  const { microphoneError, registration } = state;
  if (registration.status === 'failed' && registration.error && isRefusedAccount(registration.error)) {
    return { type: 'refused', error: registration.error };
  }
  if (microphoneError && microphoneError !== dismissed.microphoneError) {
    return { type: 'microphone', error: microphoneError };
  }
  return isShownFailure(state.lastCall, dismissed) ? { type: 'call', covered: false } : { type: 'dial' };
}

function isShownFailure(lastCall: Call | null, dismissed: Dismissed): boolean {
  return lastCall !== null && lastCall.id !== dismissed.call && isFailedCall(lastCall);
}

/** No second try will mend it: somebody has to change the account. */
function isRefusedAccount({ code }: PhoneErrorData): boolean {
  return code === 'AUTH_FAILED' || code === 'NO_EXTENSION';
}
