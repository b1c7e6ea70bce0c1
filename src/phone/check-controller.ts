import type { RunningCheck } from './audio.js';
import { checkText } from './check-text.js';
import { judgeCheck, serversOf, worst, type CheckReport, type ServerFindings } from './check.js';
import { language, type PhoneContext } from './context.js';
import { PhoneError, toPhoneError, type ErrorCode } from './errors.js';
import { liveCalls } from './state.js';

/** The server is given up after this, ms. */
const serverTimeout = 5_000;

/** Finds out whether the agent can work here. One check at a time; a call ends it, for the devices are the call's. */
export class CheckController {
  #running: Promise<CheckReport> | null = null;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly context: PhoneContext,
    /** Those of the account, once it is known. */
    private readonly iceServers: () => readonly RTCIceServer[],
  ) {
    context.store.subscribe((state) => {
      if (liveCalls(state).length > 0) this.cancel();
    });
  }

  /** Who asks while a check runs gets the same one. Rejects CANCELLED. */
  check(): Promise<CheckReport> {
    this.#running ??= this.#run().finally(() => (this.#running = null));
    return this.#running;
  }

  cancel(): void {
    this.#cancel();
  }

  async #run(): Promise<CheckReport> {
    const iceServers = this.iceServers();
    const media: RunningCheck = this.context.media.audio.check(iceServers);
    const server = this.#askServer();
    const cancelled = new Promise<never>((_resolve, reject) => {
      this.#cancel = () => reject(new PhoneError('CANCELLED'));
    });
    try {
      const [found, answer] = await Promise.race([Promise.all([media.found, server.answer]), cancelled]);
      const lang = language(this.context);
      const steps = judgeCheck(found, answer, serversOf(iceServers)).map((step) => {
        const text = checkText(step, lang);
        return { ...step, message: text && `${text.meaning}. ${text.remedy}` };
      });
      return { verdict: worst(steps), steps, roundTrip: answer.roundTrip, candidates: found.candidates };
    } finally {
      this.#cancel = () => undefined;
      server.forget();
      media.cancel();
    }
  }

  /** Whether the socket answers, and whether calls would come by it. */
  #askServer(): { readonly answer: Promise<ServerFindings>; forget(): void } {
    const { store, clock, sip } = this.context;
    const { connection, registration } = store.state;
    let forget = (): void => undefined;
    const failed = (error: ErrorCode): ServerFindings => ({ error, roundTrip: null });
    if (connection.status !== 'connected') {
      return { answer: Promise.resolve(failed(connection.error?.code ?? 'NOT_CONNECTED')), forget };
    }
    const asked = clock.now();
    const answer = new Promise<ServerFindings>((resolve) => {
      forget = clock.after(serverTimeout, () => resolve(failed('TIMEOUT')));
      sip.probe('OPTIONS').then(
        () => resolve({ error: missing(), roundTrip: clock.now() - asked }),
        (error: unknown) => resolve(failed(toPhoneError(error, 'NETWORK').code)),
      );
    });
    const missing = (): ErrorCode | null =>
      registration.wanted && registration.status !== 'registered' ? 'NOT_REGISTERED' : null;
    return { answer, forget: () => forget() };
  }
}
