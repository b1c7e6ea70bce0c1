import type { PhoneProvider } from '../phone/provider.js';
import { BfcCallButton } from './call-button/call-button.js';
import { BfcCallHistory } from './call-history/call-history.js';
import { BfcCallNote } from './call-note/call-note.js';
import { BfcCallPanel } from './call-panel/call-panel.js';
import { BfcContactList } from './contact-list/contact-list.js';
import { BfcDialpad } from './dialpad/dialpad.js';
import { BfcIncomingCall } from './incoming-call/incoming-call.js';
import { BfcLineSwitcher } from './line-switcher/line-switcher.js';
import { BfcMiniPhone } from './mini-phone/mini-phone.js';
import { BfcHotlineMenu } from './phone-status/hotline-menu.js';
import { BfcModeMenu } from './phone-status/mode-menu.js';
import { BfcPhoneStatus } from './phone-status/phone-status.js';
import { BfcSettings } from './settings/settings.js';
import { BfcTransferDialog } from './transfer-dialog/transfer-dialog.js';
import { BfcWebphone } from './webphone/webphone.js';

/** The pieces before the whole, so that what `<bfc-webphone>` draws is drawn at once. */
const elements = {
  'bfc-hotline-menu': BfcHotlineMenu,
  'bfc-mode-menu': BfcModeMenu,
  'bfc-phone-status': BfcPhoneStatus,
  'bfc-dialpad': BfcDialpad,
  'bfc-incoming-call': BfcIncomingCall,
  'bfc-line-switcher': BfcLineSwitcher,
  'bfc-transfer-dialog': BfcTransferDialog,
  'bfc-call-panel': BfcCallPanel,
  'bfc-contact-list': BfcContactList,
  'bfc-call-note': BfcCallNote,
  'bfc-call-history': BfcCallHistory,
  'bfc-settings': BfcSettings,
  'bfc-mini-phone': BfcMiniPhone,
  'bfc-call-button': BfcCallButton,
  'bfc-webphone': BfcWebphone,
} as const satisfies Record<string, CustomElementConstructor>;

/**
 * Defines every element that is not defined yet, and hands `<bfc-webphone>` the phones of this page. Doing it twice,
 * or loading two copies of the script, is harmless: the first one stands.
 */
export function defineElements(provider: PhoneProvider, registry: CustomElementRegistry = customElements): void {
  BfcWebphone.provider ??= provider;
  BfcCallButton.provider ??= provider;
  for (const [name, element] of Object.entries(elements)) {
    if (!registry.get(name)) registry.define(name, element);
  }
}
