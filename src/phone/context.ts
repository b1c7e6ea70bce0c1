import type { Language } from '../util/types.js';
import type { PhoneConfig } from './config.js';
import { describeError, type PhoneError, type PhoneErrorData } from './errors.js';
import type { HostHooks } from './host-hooks.js';
import type { AccountPort, ClockPort, KeeperPort, LogPort, MediaPort, PagePort, SipPort } from './ports.js';
import type { Store } from './store.js';

/** What the controllers of one phone share. */
export interface PhoneContext {
  /** The command `configure` puts another one here. */
  config: PhoneConfig;
  readonly store: Store;
  readonly sip: SipPort;
  readonly media: MediaPort;
  readonly account: AccountPort;
  readonly page: PagePort;
  readonly keeper: KeeperPort;
  /** What the page wants to be asked. */
  readonly hooks: HostHooks;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** A new id for a call, unguessable. */
  newId(): string;
  /** 0–1 */
  random(): number;
}

/** An error for the page, in the language the agent has chosen. */
export function describe(context: PhoneContext, error: PhoneError): PhoneErrorData {
  return describeError(error, language(context));
}

export function language(context: PhoneContext): Language {
  return context.store.state.lang;
}

/** RFC 3339 in UTC. */
export function timestamp(context: PhoneContext): string {
  return new Date(context.clock.now()).toISOString();
}
