import type { Unsubscribe } from '../util/types.js';
import { AlertController } from './alert-controller.js';
import { AnnounceController } from './announce-controller.js';
import { AudioController } from './audio-controller.js';
import { CallBook } from './call-book.js';
import type { Call } from './call.js';
import { CallController } from './call-controller.js';
import { CheckController } from './check-controller.js';
import { CallKeeper } from './call-keeper.js';
import { CallQueues } from './call-queues.js';
import { ContactController } from './contact-controller.js';
import { createCommandHandlers, type CommandHandlers } from './command-handlers.js';
import type { Command, CommandData, CommandResult } from './commands.js';
import { describe, type PhoneContext } from './context.js';
import { PhoneError, toPhoneError, type PhoneErrorData } from './errors.js';
import type { PhoneEventMap, PhoneEventName } from './events.js';
import { refusalOf, targetOf } from './guard.js';
import { GuardianController } from './guardian-controller.js';
import { HeadsetController } from './headset-controller.js';
import { HostHooks, type Hooks } from './host-hooks.js';
import { KeepAliveController } from './keep-alive-controller.js';
import { LateCalls } from './late-calls.js';
import { LineController } from './line-controller.js';
import { MediaController } from './media-controller.js';
import type { YieldingPhone } from './phone.js';
import type { SipFact } from './ports.js';
import { RecoveryController } from './recovery-controller.js';
import { RegistrationController } from './registration-controller.js';
import { RingController } from './ring-controller.js';
import { initialState, type PhoneState } from './state.js';
import { Store } from './store.js';
import { SupportController } from './support-controller.js';
import { TransferController } from './transfer-controller.js';

/** The phone that runs in this page, on the suppliers it was given. */
export class LocalPhone implements YieldingPhone {
  readonly #context: PhoneContext;
  readonly #registration: RegistrationController;
  readonly #calls: CallController;
  readonly #lines: LineController;
  readonly #transfers: TransferController;
  readonly #alerts: AlertController;
  readonly #audio: AudioController;
  readonly #check: CheckController;
  readonly #support: SupportController;
  readonly #late: LateCalls;
  readonly #keeper: CallKeeper;
  readonly #handlers: CommandHandlers;
  #starting: Promise<null> | null = null;
  #stopping: Promise<null> | null = null;
  /** Counts the starts and stops: what an earlier one left under way is of no interest. */
  #generation = 0;

  /** `raised`: the alerts of the phone whose place this one takes. */
  constructor(
    parts: Omit<PhoneContext, 'store' | 'hooks'> &
      Partial<Pick<PhoneContext, 'hooks'>> & { readonly raised?: readonly string[] },
  ) {
    const { mode, lang, register } = parts.config;
    const registration = { ...initialState.registration, wanted: register };
    const audio = { ...initialState.audio, ...parts.media.audio.choice };
    const store = new Store({ ...initialState, mode, lang, registration, audio }, parts.log);
    this.#context = { ...parts, store, hooks: parts.hooks ?? new HostHooks() };
    this.#registration = new RegistrationController(this.#context);
    const book = new CallBook(this.#context);
    const queues = new CallQueues();
    this.#calls = new CallController(this.#context, book);
    this.#lines = new LineController(this.#context, book, this.#calls, queues);
    const ring = new RingController(this.#context);
    this.#alerts = new AlertController(this.#context, parts.raised);
    this.#audio = new AudioController(this.#context, this.#alerts);
    this.#check = new CheckController(this.#context, () => this.#registration.account?.iceServers ?? []);
    this.#support = new SupportController(this.#context, () => this.#registration.account);
    const guardian = new GuardianController(this.#context, book, this.#alerts);
    const media = new MediaController(this.#context, book, this.#calls, queues, this.#alerts, guardian);
    const isRefused = (statusCode: number): void => {
      this.#keeper.rememberRefusal();
      this.#alerts.set('TAKEOVER_REFUSED', true, { statusCode });
    };
    const recovery = new RecoveryController(this.#context, book, queues, this.#alerts, isRefused, (id) =>
      this.#calls.placedAgain(id),
    );
    const isReady = (id: string): Promise<void> => recovery.settled(id);
    this.#transfers = new TransferController(this.#context, book, this.#calls, this.#lines, isReady);
    new ContactController(this.#context, book);
    const execute = (command: Command): void => void this.execute(command);
    new AnnounceController(this.#context, execute);
    new HeadsetController(this.#context, execute);
    this.#keeper = new CallKeeper(this.#context, book, this.#lines, recovery);
    const keepAlive = new KeepAliveController(this.#context, this.#registration, () => this.#keeper.keep());
    this.#late = new LateCalls(this.#context, keepAlive, this.#registration, this.#calls, book);
    this.#handlers = createCommandHandlers({
      context: this.#context,
      registration: this.#registration,
      calls: this.#calls,
      lines: this.#lines,
      queues,
      transfers: this.#transfers,
      recovery,
      ring,
      audio: this.#audio,
      check: this.#check,
      support: this.#support,
      start: () => this.#start(),
      stop: () => this.#stop(),
    });
    parts.media.onFact((fact) => {
      media.handleFact(fact);
      this.#support.handleMediaFact(fact);
    });
    parts.page.onWake(({ networkChanged }) => {
      keepAlive.check();
      if (networkChanged) media.networkChanged();
    });
    parts.page.onPermission((notifications) => store.commit({ notifications }));
    parts.page.onLeave(() => this.#leave());
    parts.sip.onFact((fact) => this.#handleSipFact(fact));
    store.subscribe((state, previous) => this.#watch(state, previous));
    store.on('callEnded', (call) => this.#record(call));
  }

  get state(): PhoneState {
    return this.#context.store.state;
  }

  get raised(): readonly string[] {
    return this.#alerts.raised;
  }

  subscribe(listener: (state: PhoneState, previous: PhoneState) => void): Unsubscribe {
    return this.#context.store.subscribe(listener);
  }

  on<K extends PhoneEventName>(name: K, listener: (data: PhoneEventMap[K]) => void): Unsubscribe {
    return this.#context.store.on(name, listener);
  }

  addHooks(hooks: Hooks): Unsubscribe {
    return this.#context.hooks.add(hooks);
  }

  now(): number {
    return this.#context.clock.now();
  }

  refusal(command: Command): PhoneErrorData | null {
    const error = refusalOf(this.state, command);
    return error && describe(this.#context, error);
  }

  async execute<C extends Command>(command: C): Promise<CommandResult<CommandData[C['type']]>> {
    try {
      const refusal = refusalOf(this.state, command);
      if (refusal) throw refusal;
      const data = await this.#track(command, () => this.#run(command));
      return { ok: true, data: data as CommandData[C['type']] };
    } catch (thrown) {
      const error = toPhoneError(thrown, 'SERVER');
      this.#context.log.info(`${command.type} failed`, error.message);
      if (command.type in this.#handlers) this.#support.failed(command.type, error.code);
      return { ok: false, error: describe(this.#context, error) };
    }
  }

  #run(command: Command): unknown {
    const handler = this.#handlers[command.type] as (command: Command) => unknown;
    return handler(command);
  }

  /** Shows the command as pending while it is under way. */
  async #track(command: Command, run: () => unknown): Promise<unknown> {
    const { store } = this.#context;
    const line = targetOf(store.state, command)?.line ?? null;
    const pending = { type: command.type, line };
    const work = run();
    // A level is asked for ten times a second: nobody waits for it.
    if (!(work instanceof Promise) || command.type === 'inputLevel') return work;
    store.commit({ pending: [...store.state.pending, pending] });
    try {
      return await work;
    } finally {
      store.commit({ pending: store.state.pending.filter((item) => item !== pending) });
    }
  }

  /** Starting a phone that starts joins it; starting one that runs is done. */
  #start(): Promise<null> | null {
    if (this.state.status === 'started') return null;
    if (this.#starting) return this.#starting;
    const starting = this.#open(++this.#generation).finally(() => {
      if (this.#starting === starting) this.#starting = null;
    });
    return (this.#starting = starting);
  }

  async #open(generation: number): Promise<null> {
    const { store, account, config } = this.#context;
    const goOn = (): void => {
      if (generation !== this.#generation) throw new PhoneError('CANCELLED');
    };
    if (this.#stopping) await this.#stopping;
    goOn();
    this.#context.page.open();
    this.#audio.start();
    store.commit({
      status: 'starting',
      registration: { status: 'unregistered', wanted: config.register, error: null },
      connection: { status: 'connecting', retryAt: null, error: null },
      lastCall: null,
    });
    try {
      const profile = await account.load();
      goOn();
      const hotline = profile.hotlines.find(({ id }) => id === profile.extension.current_hotline_id) ?? null;
      store.commit({ extension: profile.extension, hotlines: profile.hotlines, hotline });
      this.#keeper.open(profile.sip.uri);
      const error = await this.#registration.open(profile.sip);
      goOn();
      // What the phone goes on trying by itself is a started phone that is not connected yet.
      if (!error || error.details?.retrying) store.commit({ status: 'started' });
      if (error) throw error;
      return null;
    } catch (thrown) {
      const error = toPhoneError(thrown, 'SERVER');
      if (generation === this.#generation && this.state.status === 'starting') await this.#abandon(error);
      throw error;
    }
  }

  /** Failed for good: nothing keeps running, and the state says why. */
  async #abandon(error: PhoneError): Promise<void> {
    const { store, page, media } = this.#context;
    await this.#registration.close();
    page.close();
    media.close();
    this.#context.account.close();
    const { registration } = store.state;
    store.commit({
      status: 'stopped',
      registration: { ...registration, status: 'failed', error: describe(this.#context, error) },
    });
    this.#alerts.endAll();
  }

  #stop(): Promise<null> {
    // A start that is under way, or waits for the end of a stop, is overtaken.
    this.#generation++;
    this.#starting = null;
    this.#stopping ??= this.#close().finally(() => (this.#stopping = null));
    return this.#stopping;
  }

  async #close(): Promise<null> {
    const { store, media, page } = this.#context;
    store.commit({ status: 'stopping' });
    this.#check.cancel();
    await this.#calls.endAll();
    await this.#registration.close();
    page.close();
    media.close();
    this.#context.account.close();
    store.commit({ status: 'stopped', microphoneError: null, soundBlocked: false });
    this.#alerts.endAll();
    return null;
  }

  async letGo(): Promise<void> {
    this.#check.cancel();
    this.#context.page.close();
    // A start that is under way ends here.
    this.#generation++;
    this.#context.store.commit({ status: 'stopped' });
    // The socket first: what closing the media brings about must reach nobody.
    await this.#registration.abandon();
    this.#context.media.close();
    this.#context.account.close();
  }

  #handleSipFact(fact: SipFact): void {
    if (fact.type === 'disconnected') {
      this.#registration.handleDisconnected(fact.hint);
      return;
    }
    if (fact.type === 'message') {
      this.#support.passed(fact);
      return;
    }
    if (fact.type === 'incoming' && this.#late.holds(fact)) return;
    this.#transfers.handleFact(fact);
    if (fact.type === 'referred') void this.#lines.follow(fact);
    else if (fact.type !== 'transferProgress') this.#calls.handleFact(fact);
    if (fact.type === 'incoming' && this.#calls.isHandedOver(fact.id)) void this.#lines.takeOver(fact.id);
    // What another page needs may be new where nothing of the call is.
    this.#keeper.keep();
  }

  /**
   * The page goes. What is sent now still leaves; the answers do not come any more. The agent leaves the phone with the
   * last of his tabs only: until then another one goes on.
   */
  #leave(): void {
    const { config, keeper } = this.#context;
    const goesOn = config.onPageLeave === 'keep' || keeper.hasHeirs();
    if (goesOn && !this.#keeper.isRefused) this.#keeper.keep();
    else void this.#calls.endAll();
  }

  #record(call: Call): void {
    const { account, log } = this.#context;
    account.recordCall(call).catch((error: unknown) => log.warn('a call was not recorded', error));
  }

  #watch(state: PhoneState, previous: PhoneState): void {
    const { status, connection } = state;
    if (connection === previous.connection || (status !== 'starting' && status !== 'started')) return;
    if (connection.status === 'connected') this.#alerts.set('CONNECTION_LOST', false);
    else if (connection.error) this.#alerts.set('CONNECTION_LOST', true);
  }
}
