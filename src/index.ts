/** Everything a page or an application builds on. Importing it does nothing by itself. */
export { createPhone, sharedPhones } from './create-phone.js';
export { BfcCallButton } from './elements/call-button/call-button.js';
export { BfcCallHistory } from './elements/call-history/call-history.js';
export { BfcCallNote } from './elements/call-note/call-note.js';
export { BfcCallPanel } from './elements/call-panel/call-panel.js';
export { BfcContactList } from './elements/contact-list/contact-list.js';
export { defineElements } from './elements/define-elements.js';
export { BfcDialpad } from './elements/dialpad/dialpad.js';
export { BfcIncomingCall } from './elements/incoming-call/incoming-call.js';
export { BfcLineSwitcher } from './elements/line-switcher/line-switcher.js';
export { BfcMiniPhone } from './elements/mini-phone/mini-phone.js';
export { BfcHotlineMenu } from './elements/phone-status/hotline-menu.js';
export { BfcModeMenu } from './elements/phone-status/mode-menu.js';
export { BfcPhoneStatus } from './elements/phone-status/phone-status.js';
export { BfcSettings } from './elements/settings/settings.js';
export { BfcTransferDialog } from './elements/transfer-dialog/transfer-dialog.js';
export type { SheetClosed, SheetPurpose } from './elements/transfer-dialog/transfer-dialog.js';
export { BfcWebphone } from './elements/webphone/webphone.js';
export type { ShortcutAct, Shortcuts } from './elements/shortcuts/keys.js';
export type { AudioChoice, AudioDevice, AudioRole, AudioState } from './phone/audio.js';
export { parseConfig } from './phone/config.js';
export type { AnnounceOptions, AudioOptions, LogLevel, PhoneConfig, PhoneOptions, SipOptions } from './phone/config.js';
export type { QualitySummary, SipStep, SupportReport, TimelineEntry } from './phone/support-report.js';
export type { CheckedStep, CheckReason, CheckReport, CheckStep, Readiness } from './phone/check.js';
export { withDurations } from './phone/call.js';
export type {
  Call,
  CallDirection,
  CallEnd,
  CallQuality,
  CallStatus,
  EndCause,
  HotlineInfo,
  LineNumber,
} from './phone/call.js';
export type { Command, CommandResult, CommandType } from './phone/commands.js';
export { errorCatalogue, PhoneError } from './phone/errors.js';
export type { ErrorCode, ErrorDetails, PhoneErrorData } from './phone/errors.js';
export { phoneEventNames } from './phone/events.js';
export type { Alert, PhoneEventMap, PhoneEventName } from './phone/events.js';
export type { Contact, HistoryItem, NoteInput, SavedNote } from './phone/account-data.js';
export type { Callback, Envelope, Ping, PlaceCall } from './phone/facade.js';
export type { BeforeCallAnswer, Hooks, PlannedCall, ResolvedContact } from './phone/host-hooks.js';
export type { Phone } from './phone/phone.js';
export type { PhoneLease, PhoneProvider } from './phone/provider.js';
export type { Mode } from './phone/mode.js';
export type { Connection, Extension, PendingCommand, PhoneState, Registration } from './phone/state.js';
export type { Language, Unsubscribe } from './util/types.js';
