import { ApiAccount } from './account/api-account.js';
import { PbxAccount } from './account/pbx-account.js';
import { openLocalStore } from './account/store/open-store.js';
import { BrowserMedia } from './media/browser-media.js';
import { askForHeadset } from './page/browser-headset.js';
import { BrowserKeeper } from './page/browser-keeper.js';
import { askNoticePermission } from './page/notice-permission.js';
import { BrowserPage } from './page/browser-page.js';
import type { PhoneConfig } from './phone/config.js';
import { PhoneError } from './phone/errors.js';
import type { HostHooks } from './phone/host-hooks.js';
import { LocalPhone } from './phone/local-phone.js';
import { PhoneLeases, type WantedPhone } from './phone/phone-leases.js';
import type { Phone } from './phone/phone.js';
import type { AccountPort, KeeperPort, LogPort } from './phone/ports.js';
import type { PhoneProvider } from './phone/provider.js';
import { SipAdapter } from './sip/sip-adapter.js';
import { browserHost, groupName } from './tabs/browser-host.js';
import { TabPhone } from './tabs/tab-phone.js';
import { systemClock as clock } from './util/clock.js';
import { createLog } from './util/log.js';

/** What belongs to the tab, also while another one has the phone. */
interface TabParts {
  readonly config: PhoneConfig;
  readonly account: AccountPort;
  readonly keeper: KeeperPort;
  readonly hooks: HostHooks;
  readonly raised: readonly string[];
}

/** Puts a phone together: the one place that knows every room. */
export function createPhone(config: PhoneConfig): Phone {
  return createWanted({ config });
}

function createWanted(wanted: WantedPhone): Phone {
  const log = createLog(() => wanted.config.logLevel);
  return new TabPhone({
    wanted,
    account: createAccount(wanted.config, log),
    keeper: new BrowserKeeper(log),
    clock,
    log,
    newId,
    groupName,
    host: browserHost(),
    askPermission: askNoticePermission,
    askForHeadset,
    createPhone: (leading) => createLocalPhone(leading, log),
  });
}

/** A phone with a socket and an audio of its own. */
function createLocalPhone({ config, account, keeper, hooks, raised }: TabParts, log: LogPort): LocalPhone {
  const media = new BrowserMedia({ audio: config.audio, iceGatheringTimeout: config.iceGatheringTimeout, clock, log });
  const contactName = (uri: string): string => keeper.contactName(uri);
  const sip = new SipAdapter({ userAgent: config.userAgent, contactName, media, clock, log, newId });
  const page = new BrowserPage(config.notifications, log);
  const random = (): number => Math.random();
  return new LocalPhone({
    hooks,
    raised,
    config,
    sip,
    media,
    account,
    page,
    keeper,
    clock,
    log,
    newId,
    random,
  });
}

function newId(): string {
  return crypto.randomUUID();
}

/** @throws PhoneError INVALID_ARGUMENT for `paths` that the account cannot use */
function createAccount({ sip, account: credentials, paths }: PhoneConfig, log: LogPort): AccountPort {
  const store = openLocalStore({ clock, log });
  if (sip) return new PbxAccount(sip, { store, clock });
  if (!credentials) throw new PhoneError('INVALID_ARGUMENT', { field: 'username', hint: 'no account is configured' });
  const random = (): number => Math.random();
  return new ApiAccount({ credentials, ...(paths ? { paths } : {}), clock, log, random });
}

const key = Symbol.for('bfc-webphone.phones');

/**
 * The phones of this page. Kept on the page itself, because a page that loads the script and imports the
 * modules too has two copies of this code and still one agent.
 */
export function sharedPhones(): PhoneProvider {
  const page = globalThis as { [key]?: PhoneProvider };
  return (page[key] ??= new PhoneLeases(createWanted));
}
