import type { PhoneContext } from './context.js';
import { toPhoneError } from './errors.js';
import type { RegistrationController } from './registration-controller.js';

/** Between two signs of life of the server, ms: with what a lost one takes, a dead socket is found within 10 s. */
const interval = 4_000;
/** A server that is there answers within this, ms. */
const answerTimeout = 2_000;
/** A timer that is this late: the machine slept. Ms. */
const slept = 15_000;

/**
 * Finds sockets that are dead and do not say so (packets that vanish, a machine that slept): nobody else would notice.
 * Asks by OPTIONS; a server that leaves those unanswered is asked by REGISTER, which binds nothing while the phone is
 * not to be registered.
 */
export class KeepAliveController {
  #cancel: () => void = () => undefined;
  /** Every start and stop makes the asking before it void. */
  #generation = 0;
  #knowsOptions = true;
  /** It has answered over this socket: the silence of one that never does says nothing. */
  #hasAnswered = false;
  /** When the next question is to be asked. */
  #due = Infinity;

  constructor(
    private readonly context: PhoneContext,
    private readonly registration: RegistrationController,
    /** Told at each sign of life. */
    private readonly alive: () => void,
  ) {
    context.store.subscribe((state, previous) => {
      const { status } = state.connection;
      if (status === previous.connection.status) return;
      this.#stop();
      this.#hasAnswered = false;
      if (status === 'connected') this.#schedule();
    });
  }

  /** The page, the machine or the network woke up: asks at once. */
  check(): void {
    const { status } = this.context.store.state.connection;
    if (status === 'waiting') this.registration.retryNow();
    if (status !== 'connected') return;
    this.#stop();
    void this.#ask(this.#generation);
  }

  /** The machine slept, and no timer has said so yet. */
  get hasSlept(): boolean {
    return this.context.clock.now() - this.#due > slept;
  }

  #stop(): void {
    this.#due = Infinity;
    this.#generation++;
    this.#cancel();
  }

  #schedule(): void {
    const { clock } = this.context;
    const generation = this.#generation;
    this.#due = clock.now() + interval;
    this.#cancel = clock.after(interval, () => {
      if (this.hasSlept) this.registration.reconnect('the machine slept', { isSilent: false });
      else void this.#ask(generation);
    });
  }

  async #ask(generation: number): Promise<void> {
    const isAlive = await this.#isAlive(generation);
    if (generation !== this.#generation) return;
    if (isAlive) {
      this.alive();
      this.#schedule();
    } else {
      this.registration.reconnect('the server gives no sign of life', { isSilent: true });
    }
  }

  async #isAlive(generation: number): Promise<boolean> {
    if (this.#knowsOptions && (await this.#answers('OPTIONS'))) return true;
    if (generation !== this.#generation) return true;
    const { status } = this.context.store.state.registration;
    const isRegistered = status === 'registered';
    const answers = await (isRegistered ? this.registration.refreshNow() : this.#answers('REGISTER'));
    if (answers) this.#knowsOptions = false;
    return answers || !(isRegistered || this.#hasAnswered);
  }

  #answers(by: 'OPTIONS' | 'REGISTER'): Promise<boolean> {
    const { clock, log, sip } = this.context;
    return new Promise((resolve) => {
      const cancel = clock.after(answerTimeout, () => resolve(false));
      sip
        .probe(by)
        .then(() => resolve((this.#hasAnswered = true)))
        .catch((error: unknown) => {
          log.debug('a keep-alive could not be sent', toPhoneError(error, 'NETWORK').message);
          resolve(false);
        })
        .finally(cancel);
    });
  }
}
