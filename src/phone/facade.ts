import { consoleLog } from '../util/log.js';
import type { Language } from '../util/types.js';
import { withDurations, type Call, type HotlineInfo, type LineNumber } from './call.js';
import type { Command } from './commands.js';
import { describeError, PhoneError, type PhoneErrorData } from './errors.js';
import type { Mode } from './mode.js';
import type { Phone } from './phone.js';
import { currentCall, type Extension } from './state.js';

/** The vendor's envelope: what every callback gets, exactly once, and every promise resolves with. */
export type Envelope<T = unknown> =
  | { readonly status: 'success'; readonly error: null; readonly data: T }
  | { readonly status: 'error'; readonly error: PhoneErrorData; readonly data: null };

export type Callback<T = unknown> = (result: Envelope<T>) => void;

/** The live calls by line, as `ping()` gives them. */
export interface Ping {
  readonly line1: Call | null;
  readonly line2: Call | null;
}

/**
 * The methods and getters of the vendor's page over any phone: what `BfcWebphoneSDK` and `<bfc-webphone>` share.
 * No state of its own: every method is one command, every getter one selector. Without a phone the getters
 * answer `null`, `false` or `[]` and the methods NOT_STARTED.
 */
export class PhoneFacade {
  constructor(private readonly phone: () => Phone | null) {}

  register(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'register' }, cb, () => null);
  }

  unregister(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'unregister' }, cb, () => null);
  }

  /** Resolves with the call when the INVITE has left; what becomes of it is told by events. */
  makeCall(phone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'call', number: phone }, cb);
  }

  answerCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'answer' }, cb);
  }

  endCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'hangUp' }, cb);
  }

  /** Extension: declines the incoming call, also while another one is the current call. */
  rejectCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'reject' }, cb);
  }

  hold(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'hold' }, cb);
  }

  unhold(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'unhold' }, cb);
  }

  mute(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'mute' }, cb);
  }

  unmute(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'unmute' }, cb);
  }

  muteAudio(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'muteSpeaker' }, cb);
  }

  unmuteAudio(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'unmuteSpeaker' }, cb);
  }

  /** `tone`: one or more of `0-9 * # A-D`, and `,` for a pause of 2 s. */
  sendDTMF(tone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'sendDtmf', tones: tone }, cb);
  }

  setMode(mode: Mode, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'setMode', mode }, cb, () => null);
  }

  ping(): Ping {
    const phone = this.phone();
    const live = (call: Call | null): Call | null => (phone && call ? withDurations(call, phone.now()) : null);
    return { line1: live(phone?.state.line1 ?? null), line2: live(phone?.state.line2 ?? null) };
  }

  get currentMode(): Mode | null {
    return this.phone()?.state.mode ?? null;
  }

  get currentLine(): LineNumber | null {
    return this.phone()?.state.currentLine ?? null;
  }

  get currentExtension(): Extension | null {
    return this.phone()?.state.extension ?? null;
  }

  get currentHotline(): HotlineInfo | null {
    return this.phone()?.state.hotline ?? null;
  }

  get hotlines(): readonly HotlineInfo[] {
    return this.phone()?.state.hotlines ?? [];
  }

  get isRegistered(): boolean {
    return this.phone()?.state.registration.status === 'registered';
  }

  get isConnected(): boolean {
    return this.phone()?.state.connection.status === 'connected';
  }

  get isMuted(): boolean {
    return this.#currentCall?.muted ?? false;
  }

  get isOnHold(): boolean {
    return this.#currentCall?.onHold ?? false;
  }

  get #currentCall(): Call | null {
    const phone = this.phone();
    return phone && currentCall(phone.state);
  }

  protected runCall(command: Command, cb: Callback<Call> | undefined): Promise<Envelope<Call>> {
    return this.run(command, cb, (call) => {
      if (!call) throw new PhoneError('NO_CALL');
      return call;
    });
  }

  protected async run<T>(
    command: Command,
    cb: Callback<T> | undefined,
    read: (data: Call | null) => T,
  ): Promise<Envelope<T>> {
    const phone = this.phone();
    if (!phone) return answer(failure(new PhoneError('NOT_STARTED')), cb);
    const result = await phone.execute(command);
    if (!result.ok) return answer<T>({ status: 'error', error: result.error, data: null }, cb);
    return answer<T>({ status: 'success', error: null, data: read(result.data) }, cb);
  }
}

/** Hands the envelope to the callback. What the page throws in it is the page's, and stops nothing here. */
export function answer<T>(envelope: Envelope<T>, cb: Callback<T> | undefined): Envelope<T> {
  if (typeof cb === 'function') {
    try {
      cb(envelope);
    } catch (error) {
      consoleLog.error('a callback threw', error);
    }
  }
  return envelope;
}

/** An error in the envelope, for when there is no phone that knows the agent's language. */
export function failure(error: PhoneError, lang: Language = 'vi'): Envelope<never> {
  return { status: 'error', error: describeError(error, lang), data: null };
}
