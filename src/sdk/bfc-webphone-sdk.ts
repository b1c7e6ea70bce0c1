import { consoleLog } from '../util/log.js';
import type { CommandResult } from '../phone/commands.js';
import { parseConfig, unknownKeys, type PhoneConfig, type PhoneOptions } from '../phone/config.js';
import { PhoneError, toPhoneError } from '../phone/errors.js';
import { phoneEventNames, type PhoneEventMap, type PhoneEventName } from '../phone/events.js';
import { answer, failure, PhoneFacade, type Callback, type Envelope } from '../phone/facade.js';
import type { Hooks } from '../phone/host-hooks.js';
import type { PhoneLease, PhoneProvider } from '../phone/provider.js';
import type { Extension } from '../phone/state.js';
import { watchTelLinks } from '../util/tel-links.js';
import type { Language, Unsubscribe } from '../util/types.js';

type Listener<K extends PhoneEventName> = (data: PhoneEventMap[K]) => void;

/** The vendor's listeners, by event name. Extension: several listeners to an event as a list. */
export type Listeners = { [K in PhoneEventName]?: Listener<K> | readonly Listener<K>[] };

/** What `init` takes: the phone's options, the listeners, and functions that the phone asks. */
export interface SdkConfig extends PhoneOptions, Hooks {
  listeners?: Listeners;
  /** The page's `tel:` links call by this phone. Default false. */
  telLinks?: boolean;
}

/**
 * Drop-in for the vendor's published SDK: the same methods, callbacks and listeners. It holds no state but its
 * share in the page's phone.
 */
export class BfcWebphoneSDK extends PhoneFacade {
  /** Where phones come from; the entry file says. */
  static provider: PhoneProvider | null = null;

  #lease: PhoneLease | null = null;
  #subscriptions: Unsubscribe[] = [];
  #stopping: Promise<CommandResult<null>> | null = null;
  /** Counts the stops: an init that waited through one is overtaken. */
  #stops = 0;

  constructor() {
    super(() => this.#lease?.phone ?? null);
  }

  /**
   * Starts the phone. Calls back once: when it is connected (and registered, unless `register: false`), has failed
   * for good, or could reach no server at first (`error.details.retrying`: it goes on trying, and `registered` tells).
   */
  async init(config: SdkConfig, cb?: Callback<Extension | null>): Promise<Envelope<Extension | null>> {
    const stops = this.#stops;
    while (this.#lease && this.#stopping) await this.#stopping;
    if (stops !== this.#stops) return answer(failure(new PhoneError('CANCELLED'), languageOf(config)), cb);
    if (this.#lease) return answer(failure(new PhoneError('ALREADY_STARTED'), languageOf(config)), cb);
    let lease: PhoneLease;
    try {
      const parsed: PhoneConfig = parseConfig(config);
      checkListeners(config.listeners);
      checkHooks(config);
      const unknown = unknownKeys(config);
      if (unknown.length > 0) consoleLog.warn(`init: unknown keys are ignored: ${unknown.join(', ')}`);
      if (!BfcWebphoneSDK.provider) throw new PhoneError('NOT_STARTED', { hint: 'no phone provider is set' });
      lease = BfcWebphoneSDK.provider.acquire(parsed);
    } catch (thrown) {
      return answer(failure(toPhoneError(thrown, 'INVALID_ARGUMENT'), languageOf(config)), cb);
    }
    this.#lease = lease;
    this.#listen(lease, config.listeners ?? {});
    this.#subscriptions.push(lease.phone.addHooks(config));
    if (config.telLinks) this.#subscriptions.push(watchTelLinks(document, (number) => this.#callByLink(number)));
    const result = await lease.phone.execute({ type: 'start' });
    if (result.ok) {
      const data = structuredClone(lease.phone.state.extension);
      return answer<Extension | null>({ status: 'success', error: null, data }, cb);
    }
    // Failed for good: a page that corrects the password may call init again.
    if (!result.error.details?.retrying && this.#lease === lease && !this.#stopping) this.#release();
    return answer<Extension | null>({ status: 'error', error: result.error, data: null }, cb);
  }

  /** Ends the calls, unregisters and disconnects, for everything on the page that shares this phone. */
  async stop(cb?: Callback<null>): Promise<Envelope<null>> {
    if (!this.#lease) return answer(failure(new PhoneError('NOT_STARTED')), cb);
    this.#stops++;
    const result = await (this.#stopping ??= this.#end(this.#lease));
    return answer<null>(
      result.ok ? { status: 'success', error: null, data: null } : { status: 'error', error: result.error, data: null },
      cb,
    );
  }

  /** Extension: listens to an event also after `init`. Returns the way to stop. */
  on<K extends PhoneEventName>(name: K, listener: Listener<K>): Unsubscribe {
    return this.#lease?.phone.on(name, listener) ?? (() => undefined);
  }

  #listen({ phone }: PhoneLease, listeners: Listeners): void {
    const add = <K extends PhoneEventName>(name: K): void => {
      const given = listeners[name];
      for (const listener of listOf<Listener<K>>(given)) this.#subscriptions.push(phone.on(name, guarded(listener)));
    };
    for (const name of phoneEventNames) add(name);
  }

  /** A stopped phone calls nobody: then the link is the browser's. */
  #callByLink(number: string): boolean {
    const status = this.#lease?.phone.state.status;
    if (status !== 'started' && status !== 'starting') return false;
    void this.makeCall(number, ({ error }) => {
      if (error) consoleLog.warn(`a tel: link could not be called: ${error.code}`, error.message);
    });
    return true;
  }

  async #end({ phone }: PhoneLease): Promise<CommandResult<null>> {
    const result = await phone.execute({ type: 'stop' });
    // Listeners hear of the end of their calls, and then nothing more.
    this.#release();
    this.#stopping = null;
    return result;
  }

  #release(): void {
    for (const unsubscribe of this.#subscriptions) unsubscribe();
    this.#subscriptions = [];
    this.#lease?.release();
    this.#lease = null;
  }
}

function listOf<T>(given: T | readonly T[] | null | undefined): readonly T[] {
  if (given === undefined || given === null) return [];
  return Array.isArray(given) ? (given as readonly T[]) : [given as T];
}

/** The agent's language, as far as an unchecked configuration tells. */
function languageOf(config: unknown): Language {
  return (config as { lang?: unknown } | null | undefined)?.lang === 'en' ? 'en' : 'vi';
}

/** What a page throws in its listener is reported, whatever the log level, and stops nobody. */
function guarded<T>(listener: (data: T) => void): (data: T) => void {
  return (data) => {
    try {
      listener(data);
    } catch (error) {
      consoleLog.error('a listener threw', error);
    }
  };
}

function checkHooks(config: SdkConfig): void {
  if (![undefined, null, true, false].includes(config.telLinks)) {
    throw new PhoneError('INVALID_ARGUMENT', { field: 'telLinks', hint: 'telLinks must be true or false' });
  }
  for (const field of ['beforeCall', 'resolveContact'] as const) {
    const hook: unknown = config[field];
    if (hook === undefined || hook === null || typeof hook === 'function') continue;
    throw new PhoneError('INVALID_ARGUMENT', { field, hint: `${field} must be a function` });
  }
}

function checkListeners(listeners: unknown): void {
  if (listeners === undefined || listeners === null) return;
  if (typeof listeners !== 'object') {
    throw new PhoneError('INVALID_ARGUMENT', { field: 'listeners', hint: 'listeners must be an object' });
  }
  for (const [name, value] of Object.entries(listeners)) {
    if (!(phoneEventNames as readonly string[]).includes(name)) {
      consoleLog.warn(`init: there is no event ${name}`);
      continue;
    }
    const list: unknown[] = Array.isArray(value) ? value : [value];
    if (value != null && !list.every((item) => typeof item === 'function')) {
      throw new PhoneError('INVALID_ARGUMENT', {
        field: `listeners.${name}`,
        hint: `listeners.${name} must be a function`,
      });
    }
  }
}
