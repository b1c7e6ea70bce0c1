import type { Command, CommandData, CommandOf, CommandResult } from '../phone/commands.js';
import { reconfigured, type PhoneConfig } from '../phone/config.js';
import type { LiveOptions } from '../phone/live-options.js';
import { describeError, PhoneError, type PhoneErrorData } from '../phone/errors.js';
import { refusalOf } from '../phone/guard.js';
import { HostHooks, type Hooks } from '../phone/host-hooks.js';
import type { Phone, YieldingPhone } from '../phone/phone.js';
import type { NoticePermission } from '../phone/notice-permission.js';
import type { AccountPort, AccountProfile, ClockPort, KeeperPort, LogPort } from '../phone/ports.js';
import { initialState, type PhoneState } from '../phone/state.js';
import type { Unsubscribe } from '../util/types.js';
import { solitaryHost, type TabsHost } from './host.js';
import { Membership } from './membership.js';
import { Stream } from './stream.js';
import { TabAccount } from './tab-account.js';

export interface TabPhoneParts {
  /** Read at each start. */
  readonly wanted: { readonly config: PhoneConfig };
  readonly account: AccountPort;
  readonly keeper: KeeperPort;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** `null` where the tabs of this browser cannot find each other. */
  readonly host: TabsHost | null;
  /** Names what the tabs of one account share, without telling whose they are. */
  groupName(uri: string): Promise<string>;
  newId(): string;
  /** In this tab, whoever leads: it is this one that the agent clicks. */
  askPermission(): Promise<NoticePermission>;
  /** The same. Resolves with the name of the one the agent has chosen. */
  askForHeadset(): Promise<string | null>;
  /** Makes a phone on suppliers of its own: this tab leads. */
  createPhone(
    parts: Pick<TabPhoneParts, 'account' | 'keeper'> & {
      config: PhoneConfig;
      hooks: HostHooks;
      /** The alerts that are not over. */
      raised: readonly string[];
    },
  ): YieldingPhone;
}

type Done = CommandResult<null>;

/** One agent's phone in all tabs of a browser, as this tab has it: its own while it leads, else another tab's. */
export class TabPhone implements Phone {
  readonly #stream: Stream;
  readonly #account: TabAccount;
  readonly #hooks = new HostHooks();
  readonly subscribe: Phone['subscribe'];
  readonly on: Phone['on'];
  /** What it was started with. */
  #wanted: PhoneConfig;
  #membership: Membership | null = null;
  #starting: Promise<Done> | null = null;
  #stopping: Promise<Done> | null = null;
  /** Counts the starts and stops: what an earlier one left under way is of no interest. */
  #generation = 0;
  /** As it is now: for the next phone that this tab makes. */
  #config: PhoneConfig;
  /** The last one of this tab's own: it knows why it did not start. */
  #last: YieldingPhone | null = null;
  #isAlone = false;
  #answerStart: (result: Done) => void = () => undefined;

  constructor(private readonly parts: TabPhoneParts) {
    const { wanted, clock, log, account } = parts;
    this.#wanted = this.#config = wanted.config;
    const { mode, lang, register } = wanted.config;
    const registration = { ...initialState.registration, wanted: register };
    this.#stream = new Stream({ ...initialState, mode, lang, registration }, clock, log);
    this.#account = new TabAccount(account);
    this.subscribe = this.#stream.subscribe;
    this.on = this.#stream.on;
  }

  get state(): PhoneState {
    return this.#stream.state;
  }

  /** Asked while this tab leads. */
  addHooks(hooks: Hooks): Unsubscribe {
    return this.#hooks.add(hooks);
  }

  now(): number {
    return this.parts.clock.now();
  }

  refusal(command: Command): PhoneErrorData | null {
    const error = refusalOf(this.state, command);
    return error && describeError(error, this.state.lang);
  }

  async execute<C extends Command>(command: C): Promise<CommandResult<CommandData[C['type']]>> {
    // A start that waits for the end of a stop is not seen in the state, and can be stopped as well.
    const error = command.type === 'stop' && this.#starting ? null : this.refusal(command);
    if (error) return { ok: false, error };
    return (await this.#run(command)) as CommandResult<CommandData[C['type']]>;
  }

  #run(command: Command): Promise<CommandResult> | CommandResult {
    const membership = this.#membership;
    switch (command.type) {
      case 'start':
        return this.#start();
      case 'stop':
        // A start that is under way, or waits for the end of a stop, is overtaken.
        this.#generation++;
        this.#starting = null;
        return (this.#stopping ??= this.#stop().finally(() => (this.#stopping = null)));
      case 'takeHere':
        return membership ? membership.takeHere() : this.#failure(new PhoneError('NOT_STARTED'));
      case 'allowNotifications':
        if (!membership?.isLeading) return this.parts.askPermission().then((data) => ({ ok: true, data }));
        break;
      case 'connectHeadset':
        return this.#connectHeadset(command, membership);
      case 'unblockSound':
        return this.#unblockSound(command);
      case 'supportReport':
        if (!membership) return this.#last?.execute(command) ?? this.#failure(new PhoneError('NOT_STARTED'));
        break;
      case 'configure':
        this.#configured(command.change);
        break;
      case 'setMode':
        if (!membership) this.#stream.show({ mode: command.mode });
        break;
      case 'setLanguage':
        if (!membership) this.#stream.show({ lang: command.lang });
        break;
      default:
        if (!membership) return this.#failure(new PhoneError('NOT_STARTED'));
    }
    return membership ? membership.execute(command) : done;
  }

  /** What the agent allows here is allowed in all tabs of the page's origin; the browser tells the others nothing of it. */
  async #connectHeadset(command: CommandOf<'connectHeadset'>, membership: Membership | null): Promise<CommandResult> {
    if (!membership) return this.#failure(new PhoneError('NOT_STARTED'));
    if (membership.isLeading || command.chosen !== undefined) return membership.execute(command);
    const chosen = await this.parts.askForHeadset();
    return chosen === null ? done : membership.execute({ ...command, chosen });
  }

  /** The agent's click allows sound in this tab alone: so the sound comes here. */
  async #unblockSound(command: Command): Promise<CommandResult> {
    const membership = this.#membership;
    if (!membership) return done;
    if (!membership.isLeading) {
      const taken = await membership.takeHere();
      if (!taken.ok) return taken;
    }
    return membership.execute(command);
  }

  /** Starting a phone that starts joins it; starting one that runs is done. */
  #start(): Promise<Done> | Done {
    if (this.state.status === 'started' || (this.#membership && !this.#starting)) return done;
    if (this.#starting) return this.#starting;
    const starting = this.#open(++this.#generation).finally(() => {
      if (this.#starting === starting) this.#starting = null;
    });
    return (this.#starting = starting);
  }

  async #open(generation: number): Promise<Done> {
    if (this.#stopping) await this.#stopping;
    if (generation !== this.#generation) return this.#failure(new PhoneError('CANCELLED'));
    const { config } = this.parts.wanted;
    // What was chosen since outlives a stop; what is asked for with a start is chosen last.
    const isSame = config === this.#wanted;
    const { mode, lang } = isSame ? this.state : config;
    const wanted = isSame ? this.state.registration.wanted : config.register;
    if (!isSame) this.#wanted = this.#config = config;
    const host = config.tabs ? this.parts.host : null;
    this.#stream.show({
      status: 'starting',
      mode,
      lang,
      connection: { status: 'connecting', retryAt: null, error: null },
      registration: { status: 'unregistered', wanted, error: null },
      lastCall: null,
    });
    const profile = await this.#account.profile().catch(() => null);
    const name = profile && host ? await this.parts.groupName(profile.sip.uri) : '';
    if (generation !== this.#generation) return this.#failure(new PhoneError('CANCELLED'));
    // Where signing in failed, a phone of this tab's own says so as it always does.
    const result = await this.#join(profile && host && !this.#isAlone ? host : null, name, profile);
    if (generation !== this.#generation) return this.#failure(new PhoneError('CANCELLED'));
    if (profile && config.tabs && !host) this.#sayAlone();
    return result;
  }

  /** Becomes one of the tabs of the account; resolves when the phone, here or in another tab, is started or has failed. */
  #join(host: TabsHost | null, name: string, profile: AccountProfile | null): Promise<Done> {
    const { clock, log, keeper } = this.parts;
    return new Promise((resolve) => {
      const membership: Membership = new Membership({
        host: host ?? solitaryHost,
        name,
        id: this.parts.newId(),
        account: profile?.sip.uri ?? '',
        stream: this.#stream,
        keeper,
        clock,
        log,
        createPhone: (state, own) => this.#createPhone(state, own),
        configured: (change) => this.#configured(change),
        unavailable: (error) => {
          log.warn('the tabs of this browser cannot share a phone', error);
          membership.dispose();
          resolve(this.#joinAlone(name, profile));
        },
        failed: () => {
          if (this.#membership !== membership) return;
          this.#membership = null;
          membership.dispose();
          this.#account.close();
        },
      });
      this.#membership = membership;
      const answer = (result: Done): void => {
        unsubscribe();
        resolve(result);
      };
      const look = (): void => {
        const outcome = membership.isLeading ? null : outcomeOf(this.state);
        if (outcome) answer(outcome);
      };
      const unsubscribe = this.subscribe(look);
      this.#answerStart = answer;
      void membership.leading.then((result) => answer(result as Done));
      look();
    });
  }

  #joinAlone(name: string, profile: AccountProfile | null): Promise<Done> {
    const joined = this.#join(null, name, profile);
    this.#sayAlone();
    return joined;
  }

  #sayAlone(): void {
    if (this.#isAlone) return;
    this.#isAlone = true;
    const message = aloneMessage[this.state.lang];
    const data = { type: 'permission', level: 'info', code: 'TABS_UNAVAILABLE', message, details: {} } as const;
    this.#stream.tell({ name: 'alerts', data });
  }

  /** Whatever tab leads next: its phone is like the one of now. */
  #configured(change: LiveOptions): void {
    try {
      this.#config = reconfigured(this.#config, change);
    } catch (error) {
      this.parts.log.warn('another tab has changed the phone in a way that cannot be', error);
    }
  }

  /** What was chosen in any tab since outlives the change of leader. */
  #createPhone(state: PhoneState, keeper: KeeperPort): YieldingPhone {
    const { mode, lang, registration } = state;
    const config = { ...this.#config, mode, lang, register: registration.wanted };
    const raised = this.#stream.told.alerts.map(({ code }) => code);
    return (this.#last = this.parts.createPhone({
      config,
      account: this.#account.port(state),
      keeper,
      hooks: this.#hooks,
      raised,
    }));
  }

  async #stop(): Promise<Done> {
    this.#answerStart(this.#failure(new PhoneError('CANCELLED')));
    const membership = this.#membership;
    this.#membership = null;
    this.#stream.show({ status: 'stopping' });
    const result = membership ? await membership.leave() : done;
    this.#account.close();
    const { wanted } = this.state.registration;
    this.#stream.leave({
      status: 'stopped',
      connection: initialState.connection,
      registration: { status: 'unregistered', wanted, error: null },
      currentLine: 1,
      line1: null,
      line2: null,
      pending: [],
      ring: null,
      soundBlocked: false,
      headset: initialState.headset,
      microphoneError: null,
      tabs: initialState.tabs,
    });
    return result as Done;
  }

  #failure(error: PhoneError): { readonly ok: false; readonly error: PhoneErrorData } {
    return { ok: false, error: describeError(error, this.state.lang) };
  }
}

const done: Done = { ok: true, data: null };

const aloneMessage = {
  vi: 'Trình duyệt này không cho các thẻ dùng chung điện thoại: mỗi thẻ là một máy riêng',
  en: 'This browser does not let tabs share a phone: each tab is a phone of its own',
} as const;

/** What a start comes to in a tab that follows: what it came to where the phone is. */
function outcomeOf({ status, connection, registration }: PhoneState): Done | null {
  if (status !== 'started') return null;
  if (connection.error) return { ok: false, error: connection.error };
  if (connection.status !== 'connected') return null;
  if (registration.error) return { ok: false, error: registration.error };
  return registration.status === 'registered' || !registration.wanted ? done : null;
}
