import { BrowserMedia } from '../../src/media/browser-media.js';
import { parseConfig, type PhoneOptions } from '../../src/phone/config.js';
import { phoneEventNames, type PhoneEventMap, type PhoneEventName } from '../../src/phone/events.js';
import { LocalPhone } from '../../src/phone/local-phone.js';
import { SipAdapter } from '../../src/sip/sip-adapter.js';
import { SimulatedKeeper, SimulatedPage } from '../../src/simulator/page.js';
import { systemClock } from '../../src/util/clock.js';
import { StaticAccount } from './static-account.js';

export interface Heard {
  readonly name: PhoneEventName;
  readonly data: PhoneEventMap[PhoneEventName];
}

export interface TestPhone {
  readonly page: SimulatedPage;
  /** The page is gone: no timer, no sound, nobody at its socket. `wire.cut(user)` takes the socket. */
  kill(): void;
  readonly phone: LocalPhone;
  readonly media: BrowserMedia;
  readonly account: StaticAccount;
  readonly events: Heard[];
  /** What the phone logged, for checks that nothing secret is in it. */
  readonly logged: string[];
  names(): readonly PhoneEventName[];
  last<K extends PhoneEventName>(name: K): PhoneEventMap[K] | undefined;
}

/** A whole phone on real SIP.js and real WebRTC, with its events and its log recorded. */
export function createTestPhone(
  user: string,
  options: Partial<PhoneOptions> = {},
  keeper = new SimulatedKeeper(),
): TestPhone {
  const config = parseConfig({
    lang: 'en',
    sip: { uri: `sip:${user}@lab.test`, password: `pw-${user}`, servers: ['ws://127.0.0.1:1/a', 'ws://127.0.0.1:1/b'] },
    ...options,
  });
  const logged: string[] = [];
  const write = (message: string, details?: unknown): void =>
    void logged.push(details === undefined ? message : `${message} ${String(details)}`);
  const log = { error: write, warn: write, info: write, debug: write };
  let isGone = false;
  const clock = {
    now: () => systemClock.now(),
    after: (ms: number, run: () => void) => systemClock.after(ms, () => isGone || run()),
  };
  const media = new BrowserMedia({ audio: {}, iceGatheringTimeout: config.iceGatheringTimeout, clock, log });
  const newId = (): string => crypto.randomUUID();
  const contactName = (): string => `${user}-contact`;
  const sip = new SipAdapter({ userAgent: 'test', contactName, media, clock, log, newId });
  const page = new SimulatedPage();
  if (!config.sip) throw new Error('the test phone wants a sip block');
  const account = new StaticAccount(config.sip);
  const phone = new LocalPhone({ config, sip, media, account, page, keeper, clock, log, newId, random: () => 0 });
  const events: Heard[] = [];
  for (const name of phoneEventNames) phone.on(name, (data) => void events.push({ name, data }));
  return {
    phone,
    media,
    account,
    page,
    kill: () => {
      isGone = true;
      media.close();
    },
    events,
    logged,
    names: () => events.map(({ name }) => name),
    last: <K extends PhoneEventName>(name: K) =>
      events.filter((event) => event.name === name).at(-1)?.data as PhoneEventMap[K] | undefined,
  };
}
