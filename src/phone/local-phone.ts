import type { Unsubscribe } from '../util/types.js';
import { AlertController } from './alert-controller.js';
import { AnnounceController } from './announce-controller.js';
import { AudioController } from './audio-controller.js';
import { CallBook } from './call-book.js';
import type { Call } from './call.js';
import { CallController } from './call-controller.js';
import { CallKeeper } from './call-keeper.js';
import { CallQueues } from './call-queues.js';
import { ContactController } from './contact-controller.js';
import type { Command, CommandData, CommandOf, CommandResult, CommandType } from './commands.js';
import { describe, type PhoneContext } from './context.js';
import { PhoneError, toPhoneError, type PhoneErrorData } from './errors.js';
import type { PhoneEventMap, PhoneEventName } from './events.js';
import { refusalOf, targetOf } from './guard.js';
import { GuardianController } from './guardian-controller.js';
import { HostHooks, type Hooks } from './host-hooks.js';
import { KeepAliveController } from './keep-alive-controller.js';
import { LineController } from './line-controller.js';
import { otherLine } from './lines.js';
import { MediaController } from './media-controller.js';
import type { YieldingPhone } from './phone.js';
import type { SipFact } from './ports.js';
import { RecoveryController } from './recovery-controller.js';
import { RegistrationController } from './registration-controller.js';
import { RingController } from './ring-controller.js';
import { callOnLine, initialState, liveCalls, type PhoneState } from './state.js';
import { Store } from './store.js';
import { TransferController } from './transfer-controller.js';

/** What a command does once the guard let it through. */
type Handlers = {
  readonly [T in CommandType]: (command: CommandOf<T>) => CommandData[T] | Promise<CommandData[T]>;
};

/** The phone that runs in this page, on the suppliers it was given. */
export class LocalPhone implements YieldingPhone {
  readonly #context: PhoneContext;
  readonly #registration: RegistrationController;
  readonly #calls: CallController;
  readonly #lines: LineController;
  readonly #transfers: TransferController;
  readonly #queues = new CallQueues();
  readonly #ring: RingController;
  readonly #alerts: AlertController;
  readonly #audio: AudioController;
  readonly #recovery: RecoveryController;
  readonly #keeper: CallKeeper;
  readonly #handlers: Handlers;
  #starting: Promise<null> | null = null;
  #stopping: Promise<null> | null = null;

  constructor(parts: Omit<PhoneContext, 'store' | 'hooks'> & Partial<Pick<PhoneContext, 'hooks'>>) {
    const { mode, lang, register } = parts.config;
    const registration = { ...initialState.registration, wanted: register };
    const audio = { ...initialState.audio, ...parts.media.audio.choice };
    const store = new Store({ ...initialState, mode, lang, registration, audio }, parts.log);
    this.#context = { ...parts, store, hooks: parts.hooks ?? new HostHooks() };
    this.#registration = new RegistrationController(this.#context);
    const book = new CallBook(this.#context);
    this.#calls = new CallController(this.#context, book);
    this.#lines = new LineController(this.#context, book, this.#calls, this.#queues);
    this.#ring = new RingController(this.#context);
    this.#alerts = new AlertController(this.#context);
    this.#audio = new AudioController(this.#context, this.#alerts);
    const guardian = new GuardianController(this.#context, book, this.#alerts);
    const media = new MediaController(this.#context, book, this.#calls, this.#queues, this.#alerts, guardian);
    this.#recovery = new RecoveryController(this.#context, book, this.#queues, this.#alerts, (statusCode) => {
      this.#keeper.rememberRefusal();
      this.#alerts.set('TAKEOVER_REFUSED', true, { statusCode });
    });
    const isReady = (id: string): Promise<void> => this.#recovery.settled(id);
    this.#transfers = new TransferController(this.#context, book, this.#calls, this.#lines, isReady);
    new ContactController(this.#context, book);
    new AnnounceController(this.#context, (command) => void this.execute(command));
    this.#keeper = new CallKeeper(this.#context, book, this.#lines, this.#recovery);
    const keepAlive = new KeepAliveController(this.#context, this.#registration, () => this.#keeper.keep());
    this.#handlers = this.#createHandlers();
    parts.media.onFact((fact) => media.handleFact(fact));
    parts.page.onWake(({ networkChanged }) => {
      keepAlive.check();
      if (networkChanged) media.networkChanged();
    });
    parts.page.onLeave(() => this.#leave());
    parts.sip.onFact((fact) => this.#handleSipFact(fact));
    store.subscribe((state, previous) => this.#watch(state, previous));
    store.on('callEnded', (call) => this.#record(call));
  }

  get state(): PhoneState {
    return this.#context.store.state;
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

  #createHandlers(): Handlers {
    const calls = this.#calls;
    const lines = this.#lines;
    const { store, account } = this.#context;
    const nothing = (): null => null;
    return {
      start: () => this.#start(),
      stop: () => this.#stop(),
      register: () => this.#registration.register().then(nothing),
      unregister: () => this.#registration.unregister().then(nothing),
      call: (command) => calls.place(1, command.number, command.externalCallId),
      callLine2: (command) => lines.callLine2(command.number, command.externalCallId),
      switchLine: (command) => {
        const line = command.line ?? otherLine(store.state.currentLine);
        return this.#inTurn(command, required(callOnLine(store.state, line)), () => lines.switchTo(line));
      },
      transfer: (command) => this.#transfers.transfer(command.number),
      cancelTransfer: () => {
        this.#transfers.cancel();
        return null;
      },
      answer: async (command) => {
        const target = this.#target(command);
        await this.#recovery.settled(target.id);
        return this.#inTurn(command, target, (call) => lines.answer(call));
      },
      reject: (command) => calls.reject(this.#target(command)),
      // Not queued: the agent's hang-up does not wait for a hold that hangs.
      hangUp: (command) => calls.hangUp(this.#target(command)),
      hold: (command) => this.#queued(command, (call) => lines.hold(call.id)),
      unhold: (command) => this.#inTurn(command, this.#target(command), (call) => lines.unhold(call.id)),
      mute: (command) => calls.setMuted(this.#target(command), true),
      unmute: (command) => calls.setMuted(this.#target(command), false),
      muteSpeaker: (command) => calls.setSpeakerMuted(this.#target(command), true),
      unmuteSpeaker: (command) => calls.setSpeakerMuted(this.#target(command), false),
      sendDtmf: (command) => this.#queued(command, (call) => calls.sendDtmf(call.id, command.tones)),
      setMode: ({ mode }) => {
        store.commit({ mode });
        return null;
      },
      setLanguage: ({ lang }) => {
        store.commit({ lang });
        return null;
      },
      silence: () => {
        this.#ring.silence();
        return null;
      },
      unblockSound: () => this.#context.media.unblockSound().then(nothing),
      setAudioInput: ({ deviceId }) => this.#audio.choose({ input: deviceId }),
      setAudioOutput: ({ deviceId }) => this.#audio.choose({ output: deviceId }),
      setRingtoneDevice: ({ deviceId }) => this.#audio.choose({ ring: deviceId }),
      setRingVolume: ({ volume }) => this.#audio.choose({ ringVolume: volume }),
      inputLevel: () => this.#context.media.audio.inputLevel(),
      testSound: ({ role }) => this.#context.media.audio.test(role).then(nothing),
      retryNow: () => {
        this.#registration.retryNow();
        return null;
      },
      // A phone by itself is here already.
      takeHere: nothing,
      histories: (command) => account.histories(command.limit),
      contacts: () => account.contacts(),
      saveNote: (command) => account.saveNote(command.callId, command.note),
      chooseHotline: async (command) => {
        const hotline = await account.chooseHotline(command.hotlineId);
        const { extension } = store.state;
        store.commit({ hotline, extension: extension && { ...extension, current_hotline_id: hotline.id } });
        return hotline;
      },
    };
  }

  /** Waits for its turn on that call. */
  #queued(command: Command, run: (call: Call) => Promise<Call>): Promise<Call> {
    const target = this.#target(command);
    return this.#queues.run(target.id, () => this.#stillAllowed(command, target, run));
  }

  /** Waits for its turn among everything that opens a line. */
  #inTurn(command: Command, target: Call, run: (call: Call) => Promise<Call>): Promise<Call> {
    return this.#lines.inTurn(() => this.#stillAllowed(command, target, run));
  }

  /** The guard is asked again when the turn has come, because the call may have changed. */
  #stillAllowed(command: Command, target: Call, run: (call: Call) => Promise<Call>): Promise<Call> {
    const call = liveCalls(this.state).find(({ id }) => id === target.id);
    const refusal = call ? refusalOf(this.state, { ...command, line: call.line } as Command) : null;
    if (!call) return Promise.reject(new PhoneError('CANCELLED'));
    return refusal ? Promise.reject(refusal) : run(call);
  }

  #target(command: Command): Call {
    return required(targetOf(this.state, command));
  }

  /** Starting a phone that starts joins it; starting one that runs is done. */
  #start(): Promise<null> | null {
    if (this.state.status === 'started') return null;
    this.#starting ??= this.#open().finally(() => (this.#starting = null));
    return this.#starting;
  }

  async #open(): Promise<null> {
    const { store, account, config } = this.#context;
    if (this.#stopping) await this.#stopping;
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
      if (this.state.status !== 'starting') throw new PhoneError('CANCELLED');
      const hotline = profile.hotlines.find(({ id }) => id === profile.extension.current_hotline_id) ?? null;
      store.commit({ extension: profile.extension, hotlines: profile.hotlines, hotline });
      this.#keeper.open(profile.sip.uri);
      const opening = await this.#registration.open(profile.sip);
      if (this.state.status !== 'starting') throw new PhoneError('CANCELLED');
      // What the phone goes on trying by itself is a started phone that is not connected yet.
      if (opening.ok || opening.error.details?.retrying) store.commit({ status: 'started' });
      if (!opening.ok) throw opening.error;
      return null;
    } catch (thrown) {
      const error = toPhoneError(thrown, 'SERVER');
      if (this.state.status === 'starting') await this.#abandon(error);
      throw error;
    }
  }

  /** Failed for good: nothing keeps running, and the state says why. */
  async #abandon(error: PhoneError): Promise<void> {
    const { store } = this.#context;
    await this.#registration.close();
    this.#context.page.close();
    const { registration } = store.state;
    store.commit({
      status: 'stopped',
      registration: { ...registration, status: 'failed', error: describe(this.#context, error) },
    });
  }

  #stop(): Promise<null> {
    this.#stopping ??= this.#close().finally(() => (this.#stopping = null));
    return this.#stopping;
  }

  async #close(): Promise<null> {
    const { store, media, page } = this.#context;
    store.commit({ status: 'stopping' });
    await this.#calls.endAll();
    await this.#registration.close();
    page.close();
    media.close();
    this.#context.account.close();
    store.commit({ status: 'stopped', microphoneError: null, soundBlocked: false });
    return null;
  }

  async letGo(): Promise<void> {
    this.#context.page.close();
    // A start that is under way ends here.
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
    this.#transfers.handleFact(fact);
    if (fact.type === 'referred') void this.#lines.follow(fact);
    else if (fact.type !== 'transferProgress') this.#calls.handleFact(fact);
    if (fact.type === 'incoming' && this.#calls.isHandedOver(fact.id)) void this.#lines.takeOver(fact.id);
    // What another page needs may be new where nothing of the call is.
    this.#keeper.keep();
  }

  /** The page goes. What is sent now still leaves; the answers do not come any more. */
  #leave(): void {
    if (this.#context.config.onPageLeave === 'keep' && !this.#keeper.isRefused) this.#keeper.keep();
    else void this.#calls.endAll();
  }

  #record(call: Call): void {
    const { account, log } = this.#context;
    account.recordCall(call).catch((error: unknown) => log.warn('a call was not recorded', error));
  }

  #watch(state: PhoneState, previous: PhoneState): void {
    if (state.connection !== previous.connection && state.status !== 'stopping') {
      const lost = state.connection.error !== null && state.connection.status !== 'connected';
      this.#alerts.set('CONNECTION_LOST', lost && state.status !== 'stopped');
    }
  }
}

function required(call: Call | null): Call {
  if (!call) throw new PhoneError('NO_CALL');
  return call;
}
