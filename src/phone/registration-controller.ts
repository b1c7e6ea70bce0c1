import { describe, type PhoneContext } from './context.js';
import { PhoneError, toPhoneError } from './errors.js';
import { Patience } from './patience.js';
import { Pauses } from './pauses.js';
import type { SipAccount } from './ports.js';
import { Serial } from '../util/serial.js';
import { isFinal, nextRetry, refreshAfter } from './reconnect.js';

/** What a pass along the servers came to: `null` when the phone is where it should be, else why not. */
type Opening = PhoneError | null;

/** A server that never says whether the socket opens counts as dead after this, ms. */
const connectTimeout = 5_000;
/** A REGISTER without an answer: the socket may have swallowed it, take a new one. Ms. */
const registerTimeout = 3_000;

/**
 * Keeps the phone connected and registered: tries the servers in order, waits between passes by the policy of
 * `reconnect.ts`, refreshes in time. One try is on its way at any time; a new generation makes the older ones stop.
 */
export class RegistrationController {
  #account: SipAccount | null = null;
  #generation = 0;
  /** REGISTERs one after another: what was asked last stands. Of one generation, so that a dead socket delays nobody. */
  #turns = new Serial();
  #failedPasses = 0;
  readonly #pauses = new Pauses();
  /** The one that was tried last. */
  #server = '';
  /** It gave no sign of life: the others are tried first. */
  #silent: string | null = null;
  #cancelTimer: () => void = () => undefined;
  /** A pass is on its way: `#opening` is what it, or the one that takes its place, comes to. */
  #isPassing = false;
  #opening: Promise<Opening> = Promise.resolve(null);
  #answerOpening: (opening: Opening) => void = () => undefined;
  readonly #patience: Patience;

  constructor(private readonly context: PhoneContext) {
    this.#patience = new Patience(context.clock);
  }

  /** The one to be connected as. */
  get account(): SipAccount | null {
    return this.#account;
  }

  /**
   * Connects, and registers if wanted. Resolves when that is done or the first pass along the servers has
   * failed; after a failure that another try could mend the controller goes on trying (`details.retrying`).
   */
  async open(account: SipAccount): Promise<Opening> {
    this.#account = account;
    this.#failedPasses = 0;
    this.#pauses.forget();
    this.#pass(this.#begin());
    return this.#opening;
  }

  /** Stops trying, unregisters if there is somebody to tell, closes the socket. */
  async close(): Promise<void> {
    this.#end();
    if (this.context.store.state.registration.status === 'registered') await this.#unregister();
    await this.context.sip.disconnect();
    const { connection, registration } = this.context.store.state;
    this.context.store.commit({
      connection: { status: 'disconnected', retryAt: null, error: null },
      registration: { ...registration, status: 'unregistered' },
    });
    // What the page had asked for was overtaken.
    if (registration.status === 'unregistering') this.#tellUnregistered();
    if (connection.status === 'connected') this.context.store.emit('disconnected', { error: null });
  }

  /** Stops trying and closes the socket without a word: the binding at the registrar is another tab's from now on. */
  async abandon(): Promise<void> {
    this.#end();
    await this.context.sip.disconnect();
  }

  /**
   * Asked for by the page. Where the server does not answer, or cannot now, a new socket is taken,
   * and what the pass along the servers comes to is the answer (`details.retrying`).
   */
  async register(): Promise<void> {
    this.#want(true);
    const { store } = this.context;
    let error = await (this.#isPassing ? this.#opening : this.#registerHere());
    const { status, wanted } = store.state.registration;
    // A pass that had its connection before this was wanted ends without it.
    if (!error && status !== 'registered' && wanted) error = await this.#registerHere();
    if (error) throw error;
    if (store.state.registration.status !== 'registered') throw new PhoneError('CANCELLED');
  }

  async #registerHere(): Promise<Opening> {
    const generation = this.#generation;
    const error = await this.#registerInTurn(generation);
    if (generation === this.#generation) {
      if (!error || isFinal(error)) return error;
      this.reconnect(error.message, { isSilent: true });
    }
    return this.#opening;
  }

  async unregister(): Promise<void> {
    this.#want(false);
    const generation = this.#generation;
    await this.#turns.run(async () => {
      const { wanted, status } = this.context.store.state.registration;
      if (wanted || generation !== this.#generation) return;
      this.#cancelTimer();
      if (status === 'registered') await this.#unregister();
    });
  }

  /** Does not wait for the next try. */
  retryNow(): void {
    if (this.context.store.state.connection.status !== 'waiting') return;
    this.#cancelTimer();
    this.#pauses.forget();
    this.#pass(this.#generation);
  }

  /**
   * Takes a new socket: the present one is taken for dead.
   * @param isSilent the server may be dead as well: the others are tried before it
   */
  reconnect(hint: string, { isSilent }: { readonly isSilent: boolean }): void {
    if (this.context.store.state.connection.status !== 'connected') return;
    if (isSilent) this.#silent = this.#server;
    this.context.log.info(`a new socket is taken: ${hint}`);
    void this.context.sip.disconnect();
    this.handleDisconnected(hint);
  }

  /** Whether the server still answers a REGISTER. Where it does not, a new socket is on its way. */
  async refreshNow(): Promise<boolean> {
    const generation = this.#generation;
    await this.#turns.run(() => this.#refresh(generation));
    return generation === this.#generation && this.context.store.state.registration.status === 'registered';
  }

  /** The socket went away by itself. Live calls go on: their audio does not pass through it. */
  handleDisconnected(hint: string): void {
    const { store } = this.context;
    if (store.state.connection.status !== 'connected') return;
    // The phone is about to hang up on the server anyway.
    if (!this.#account) return;
    const { status } = store.state.registration;
    // A server that loses the socket over our REGISTER has had its turn in the pass: the next one follows.
    const goesOn = this.#isPassing && status === 'registering';
    const generation = goesOn ? this.#generation : this.#begin();
    this.#cancelTimer();
    const lost = new PhoneError('NETWORK', { hint, retrying: true });
    const error = describe(this.context, lost);
    store.commit({
      connection: { status: 'connecting', retryAt: null, error },
      registration: { ...store.state.registration, status: 'unregistered' },
    });
    store.emit('disconnected', { error });
    if (status === 'registered' || status === 'unregistering') this.#tellUnregistered();
    this.#patience.end(lost);
    if (goesOn) return;
    this.#failedPasses = 0;
    this.#pass(generation);
  }

  #pass(generation: number): void {
    if (!this.#isPassing) this.#opening = new Promise((resolve) => (this.#answerOpening = resolve));
    this.#isPassing = true;
    void this.#tryServers(generation).then((opening) => {
      if (generation === this.#generation) this.#passed(opening);
    });
  }

  #passed(opening: Opening): void {
    this.#isPassing = false;
    this.#answerOpening(opening);
  }

  /** One try at every server. */
  async #tryServers(generation: number): Promise<Opening> {
    let error = new PhoneError('NETWORK');
    for (const server of this.#order()) {
      const paused = this.#pauses.of(server, this.context.clock.now());
      if (paused) {
        error = paused;
        continue;
      }
      const outcome = await this.#tryServer(server, generation);
      if (generation !== this.#generation) return new PhoneError('CANCELLED');
      if (outcome === null || isFinal(outcome)) return outcome;
      error = outcome;
    }
    this.#failedPasses++;
    const retrying = new PhoneError(error.code, { ...error.details, retrying: true });
    this.#waitForNextPass(generation, retrying);
    return retrying;
  }

  /** The account's, but what was silent last waits behind the others. */
  #order(): readonly string[] {
    const servers = this.#account?.servers ?? [];
    const silent = this.#silent;
    this.#silent = null;
    if (silent === null || !servers.includes(silent)) return servers;
    return [...servers.filter((server) => server !== silent), silent];
  }

  async #tryServer(server: string, generation: number): Promise<Opening> {
    const { store, sip, log } = this.context;
    this.#server = server;
    store.commit({ connection: { ...store.state.connection, status: 'connecting', retryAt: null } });
    try {
      if (!this.#account) return new PhoneError('CANCELLED');
      await this.#patience.within(connectTimeout, sip.connect(this.#account, server));
    } catch (thrown) {
      const error = toPhoneError(thrown, 'NETWORK');
      log.warn(`cannot connect to ${server}`, error.message);
      if (generation === this.#generation) await sip.disconnect();
      return error;
    }
    if (generation !== this.#generation) return null;
    store.commit({ connection: { status: 'connected', retryAt: null, error: null } });
    store.emit('connected', { server });
    if (!store.state.registration.wanted) {
      this.#failedPasses = 0;
      return null;
    }
    const error = await this.#registerInTurn(generation);
    if (generation !== this.#generation) return null;
    if (error === null) {
      this.#failedPasses = 0;
      return null;
    }
    // A lost socket has told of itself.
    if (isFinal(error) || store.state.connection.status !== 'connected') return error;
    // The socket works but nobody behind it answers: the next server, or this one on a new socket.
    await sip.disconnect();
    const described = describe(this.context, error);
    store.commit({ connection: { status: 'disconnected', retryAt: null, error: described } });
    store.emit('disconnected', { error: described });
    return error;
  }

  /** `null` when the phone is registered, or nobody wants that any more. */
  #registerInTurn(generation: number): Promise<PhoneError | null> {
    return this.#turns.run(async () => {
      if (generation !== this.#generation) return new PhoneError('CANCELLED');
      const { wanted, status } = this.context.store.state.registration;
      return wanted && status !== 'registered' ? this.#register(generation) : null;
    });
  }

  async #register(generation: number): Promise<PhoneError | null> {
    const { store, sip } = this.context;
    store.commit({ registration: { ...store.state.registration, status: 'registering', error: null } });
    let expires: number;
    try {
      expires = await this.#patience.within(registerTimeout, sip.register());
    } catch (thrown) {
      if (generation !== this.#generation) return new PhoneError('CANCELLED');
      const error = toPhoneError(thrown, 'SERVER');
      if (store.state.connection.status !== 'connected') return error;
      this.#pauses.note(this.#server, error, this.context.clock.now());
      const data = describe(this.context, error);
      store.commit({ registration: { ...store.state.registration, status: 'failed', error: data } });
      store.emit('registrationFailed', data);
      return error;
    }
    if (generation !== this.#generation) return new PhoneError('CANCELLED');
    store.commit({ registration: { ...store.state.registration, status: 'registered', error: null } });
    store.emit('registered', { extension: store.state.extension, expires });
    this.#scheduleRefresh(expires, generation);
    return null;
  }

  #scheduleRefresh(expires: number, generation: number): void {
    this.#cancelTimer();
    this.#cancelTimer = this.context.clock.after(refreshAfter(expires), () => {
      void this.#turns.run(() => this.#refresh(generation));
    });
  }

  /** Like a first registration, but silent while it succeeds. */
  async #refresh(generation: number): Promise<void> {
    const { store, sip, log } = this.context;
    if (generation !== this.#generation || store.state.registration.status !== 'registered') return;
    try {
      const expires = await this.#patience.within(registerTimeout, sip.register());
      if (generation === this.#generation) this.#scheduleRefresh(expires, generation);
    } catch (thrown) {
      if (generation !== this.#generation) return;
      const error = toPhoneError(thrown, 'SERVER');
      this.#pauses.note(this.#server, error, this.context.clock.now());
      log.warn('the registration could not be refreshed', error.message);
      if (!isFinal(error)) {
        this.reconnect(error.message, { isSilent: true });
        return;
      }
      const data = describe(this.context, error);
      store.commit({ registration: { ...store.state.registration, status: 'failed', error: data } });
      store.emit('registrationFailed', data);
    }
  }

  async #unregister(): Promise<void> {
    const { store, sip, log } = this.context;
    const generation = this.#generation;
    store.commit({ registration: { ...store.state.registration, status: 'unregistering' } });
    try {
      await this.#patience.within(registerTimeout, sip.unregister());
    } catch (thrown) {
      // Gone for us either way; the server forgets us when the binding expires.
      log.warn('unregistering was not confirmed', toPhoneError(thrown, 'SERVER').message);
    }
    if (generation !== this.#generation) return;
    store.commit({ registration: { ...store.state.registration, status: 'unregistered' } });
    this.#tellUnregistered();
  }

  #tellUnregistered(): void {
    const { store } = this.context;
    store.emit('unregistered', { extension: store.state.extension });
  }

  /** What was under way before is of no interest any more. */
  #begin(): number {
    this.#turns = new Serial();
    return ++this.#generation;
  }

  /** Nothing is tried any more. */
  #end(): void {
    this.#begin();
    this.#account = null;
    this.#cancelTimer();
    this.#passed(new PhoneError('CANCELLED'));
  }

  /** What is wanted holds from the next connection on, where there is none now. */
  #want(wanted: boolean): void {
    const { store } = this.context;
    store.commit({ registration: { ...store.state.registration, wanted } });
    if (store.state.connection.status !== 'connected') throw new PhoneError('NOT_CONNECTED', { retrying: true });
  }

  #waitForNextPass(generation: number, error: PhoneError): void {
    const { store, clock } = this.context;
    const pause = this.#pauses.shortest(this.#account?.servers ?? [], clock.now());
    const delay = pause + nextRetry(this.#failedPasses, this.context.random()).delay;
    store.commit({
      connection: { status: 'waiting', retryAt: clock.now() + delay, error: describe(this.context, error) },
    });
    this.#cancelTimer();
    this.#cancelTimer = clock.after(delay, () => this.#pass(generation));
  }
}
