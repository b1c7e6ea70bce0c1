import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Call } from '../../phone/call.js';
import type { PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { PhoneState } from '../../phone/state.js';
import { isFailedCall } from './calls.js';

/** What the agent has put away: it does not come back by itself. */
export interface Dismissed {
  /** Id of the failed call. */
  readonly call: string | null;
  readonly microphoneError: PhoneErrorData | null;
}

const nothing: Dismissed = { call: null, microphoneError: null };
/** By phone: whatever shows it leaves away what was put away in another element. */
const byPhone = new WeakMap<Phone, Dismissed>();
const hosts = new Set<ReactiveControllerHost>();

export function dismissedOf(phone: Phone): Dismissed {
  return byPhone.get(phone) ?? nothing;
}

/** The last call, where it failed and is still to be seen. */
export function shownFailure({ lastCall }: PhoneState, phone: Phone): Call | null {
  return lastCall && isFailedCall(lastCall) && lastCall.id !== dismissedOf(phone).call ? lastCall : null;
}

export function dismiss(phone: Phone | null, change: Partial<Dismissed>): void {
  if (!phone) return;
  byPhone.set(phone, { ...dismissedOf(phone), ...change });
  for (const host of hosts) host.requestUpdate();
}

/** Draws its host anew when something is put away, wherever on the page that is. */
export class DismissedWatch implements ReactiveController {
  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    hosts.add(this.host);
  }

  hostDisconnected(): void {
    hosts.delete(this.host);
  }
}
