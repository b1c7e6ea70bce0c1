import { parseConfig } from '../../src/phone/config.js';
import { phoneEventNames, type PhoneEventMap, type PhoneEventName } from '../../src/phone/events.js';
import { LocalPhone } from '../../src/phone/local-phone.js';
import { SipAdapter } from '../../src/sip/sip-adapter.js';
import { SimulatedKeeper, SimulatedPage } from '../../src/simulator/page.js';
import { FakeClock } from './fake-clock.js';
import { FakeMedia } from './fake-suppliers.js';
import { PaperMedia } from './paper-media.js';
import type { Heard } from './phones.js';
import { StaticAccount } from './static-account.js';

export interface PaperPhone {
  readonly phone: LocalPhone;
  /** The phone's own. */
  readonly clock: FakeClock;
  /** The session timers': hours may pass there without a keep-alive of the phone. */
  readonly sessionClock: FakeClock;
  readonly media: FakeMedia;
  readonly sdp: PaperMedia;
  readonly logged: string[];
  names(): readonly PhoneEventName[];
  last<K extends PhoneEventName>(name: K): PhoneEventMap[K] | undefined;
}

/** A whole phone on real SIP.js, with a clock that the test owns and no WebRTC. */
export function createPaperPhone(user: string): PaperPhone {
  const servers = ['ws://127.0.0.1:1/a'];
  // Hours may pass in a test: the registration outlives them.
  const sipBlock = { uri: `sip:${user}@lab.test`, password: `pw-${user}`, servers, expires: 86_400 };
  const config = parseConfig({ lang: 'en', sip: sipBlock });
  if (!config.sip) throw new Error('the test phone wants a sip block');
  const [clock, sessionClock, media, sdp] = [new FakeClock(), new FakeClock(), new FakeMedia(), new PaperMedia()];
  const logged: string[] = [];
  const write = (message: string, details?: unknown): void => void logged.push(`${message} ${String(details ?? '')}`);
  const log = { error: write, warn: write, info: write, debug: () => undefined };
  const newId = (): string => crypto.randomUUID();
  const contactName = (): string => `${user}-contact`;
  const sip = new SipAdapter({ userAgent: 'test', contactName, media: sdp, clock: sessionClock, log, newId });
  const [page, keeper] = [new SimulatedPage(), new SimulatedKeeper()];
  const account = new StaticAccount(config.sip);
  const phone = new LocalPhone({ config, sip, media, account, page, keeper, clock, log, newId, random: () => 0 });
  const events: Heard[] = [];
  for (const name of phoneEventNames) phone.on(name, (data) => void events.push({ name, data }));
  return {
    phone,
    clock,
    sessionClock,
    media,
    sdp,
    logged,
    names: () => events.map(({ name }) => name),
    last: <K extends PhoneEventName>(name: K) =>
      events.filter((event) => event.name === name).at(-1)?.data as PhoneEventMap[K] | undefined,
  };
}
