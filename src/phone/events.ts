import type { Call } from './call.js';
import type { PhoneErrorData } from './errors.js';
import type { Extension, TransferOutcome } from './state.js';

export interface Alert {
  readonly type: 'network' | 'quality' | 'device' | 'permission' | 'server';
  readonly level: 'info' | 'warning' | 'critical';
  /** UPPER_SNAKE; the same with `_RECOVERED` when it is over. */
  readonly code: string;
  /** A sentence in the agent's language. */
  readonly message: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/**
 * ONE map of all public events: the vendor's twelve names, spelled as documented. They are the SDK's
 * listener keys and the types of the CustomEvents that `<bfc-webphone>` dispatches.
 */
export interface PhoneEventMap {
  /** The network, quality, a device or a permission needs the agent's attention, or no longer does. */
  alerts: Alert;
  /** The socket to the SIP server is open. */
  connected: { readonly server: string };
  /** The socket is gone; `error` is `null` when the page asked for it. */
  disconnected: { readonly error: PhoneErrorData | null };
  registered: { readonly extension: Extension | null; readonly expires: number };
  unregistered: { readonly extension: Extension | null };
  registrationFailed: PhoneErrorData;
  /** Last event of a call, exactly once, whatever happened. */
  callEnded: Call;
  callOutgoing: Call;
  callIncoming: Call;
  /** Answered: 2xx and ACK, media set up. */
  callConfirmed: Call;
  /** The transfer's final success: the target has the caller. */
  referAccepted: Call & { readonly transfer: TransferOutcome };
  /** The transfer failed: the agent has the caller back. */
  referFailed: Call & { readonly transfer: TransferOutcome };
}

export type PhoneEventName = keyof PhoneEventMap;

export const phoneEventNames = [
  'alerts',
  'connected',
  'disconnected',
  'registered',
  'unregistered',
  'registrationFailed',
  'callEnded',
  'callOutgoing',
  'callIncoming',
  'callConfirmed',
  'referAccepted',
  'referFailed',
] as const satisfies readonly PhoneEventName[];
