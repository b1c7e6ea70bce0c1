/**
 * The script tag's entry: puts `BfcWebphoneSDK` on the window, as the vendor's script does, and defines the
 * elements. Loading it twice is harmless; on a server it does nothing.
 */
import { sharedPhones } from './create-phone.js';
import { defineElements } from './elements/define-elements.js';
import { BfcWebphoneSDK } from './sdk/bfc-webphone-sdk.js';

declare global {
  interface Window {
    BfcWebphoneSDK: typeof BfcWebphoneSDK;
  }
}

BfcWebphoneSDK.provider ??= sharedPhones();
if (typeof window !== 'undefined') {
  (window as Partial<Window>).BfcWebphoneSDK ??= BfcWebphoneSDK;
  defineElements(sharedPhones());
}

export { BfcWebphoneSDK };
export type { Listeners, SdkConfig } from './sdk/bfc-webphone-sdk.js';
export type { QualitySummary, SipStep, SupportReport, TimelineEntry } from './phone/support-report.js';
export type { CheckedStep, CheckReason, CheckReport, CheckStep, Readiness } from './phone/check.js';
export type { BeforeCallAnswer, Hooks, PlannedCall, ResolvedContact } from './phone/host-hooks.js';
export type { Callback, Envelope, Ping, PlaceCall } from './phone/facade.js';
export type { Contact, HistoryItem, NoteInput, SavedNote } from './phone/account-data.js';
