import type { HistoryItem } from '../../phone/account-data.js';
import type { Call } from '../../phone/call.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import { incomingCall } from '../../phone/state.js';
import { engagedCall } from '../parts/calls.js';
import { dismissedOf, shownFailure } from '../parts/dismissed.js';
import type { Page } from './pages.js';

/** Which panel the phone shows. */
export type View =
  | { readonly type: 'signedOut' }
  | { readonly type: 'misconfigured'; readonly error: PhoneErrorData }
  | { readonly type: 'refused'; readonly error: PhoneErrorData }
  /** The form. `error`: why the last try was refused; `pending`: one is under way. */
  | { readonly type: 'signIn'; readonly error: PhoneErrorData | null; readonly pending: boolean }
  | { readonly type: 'microphone'; readonly error: PhoneErrorData }
  | { readonly type: 'incoming' }
  /** `covered`: a second call rings over it. */
  | { readonly type: 'call'; readonly covered: boolean }
  /** Nothing is going on: what the agent looks at. */
  | { readonly type: Page }
  | { readonly type: 'note'; readonly call: Call | null; readonly item: HistoryItem | null }
  | { readonly type: 'settings' }
  /** The list of the keys. */
  | { readonly type: 'keys' };

/** What the agent has chosen to look at, and what waits for him when no call does. */
export interface Choice {
  readonly page: Page;
  /** Also over a call. */
  readonly settings: boolean;
  /** The list of the keys; also over a call. */
  readonly keys: boolean;
  /** The call that has just ended. */
  readonly wrapUp: Call | null;
  /** The call of the past whose note is open. */
  readonly item: HistoryItem | null;
}

/** First the calls, then what stops every call, then what the last call has left to do, then the pages. */
export function viewOf(phone: Phone, choice: Choice): View {
  const { state } = phone;
  const incoming = incomingCall(state);
  if (!incoming && state.status !== 'stopped') {
    if (choice.keys) return { type: 'keys' };
    if (choice.settings) return { type: 'settings' };
  }
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
  if (microphoneError && microphoneError !== dismissedOf(phone).microphoneError) {
    return { type: 'microphone', error: microphoneError };
  }
  if (shownFailure(state, phone)) return { type: 'call', covered: false };
  const { page, wrapUp: call, item } = choice;
  if (call) return { type: 'note', call, item: null };
  return item ? { type: 'note', call, item } : { type: page };
}

/** No second try will mend it: somebody has to change the account. */
export function isRefusedAccount({ code }: PhoneErrorData): boolean {
  return code === 'AUTH_FAILED' || code === 'NO_EXTENSION';
}

/** One of the pages that the tabs lead to. */
export function isPage(view: View): view is { readonly type: Page } {
  return view.type === 'keypad' || view.type === 'history' || view.type === 'contacts';
}
