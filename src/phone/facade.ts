import { consoleLog } from '../util/log.js';
import type { Language } from '../util/types.js';
import type { AudioState } from './audio.js';
import { withDurations, type Call, type HotlineInfo, type LineNumber } from './call.js';
import type { CheckReport } from './check.js';
import type { Contact, HistoryItem, NoteInput, SavedNote } from './account-data.js';
import type { Command, CommandData, CommandType } from './commands.js';
import { describeError, PhoneError, type PhoneErrorData } from './errors.js';
import type { Mode } from './mode.js';
import type { Phone } from './phone.js';
import { currentCall, type Extension, type Tabs } from './state.js';
import type { SupportReport } from './support-report.js';

/** The vendor's envelope: what every callback gets, exactly once, and every promise resolves with. */
export type Envelope<T = unknown> =
  | { readonly status: 'success'; readonly error: null; readonly data: T }
  | { readonly status: 'error'; readonly error: PhoneErrorData; readonly data: null };

export type Callback<T = unknown> = (result: Envelope<T>) => void;

/** What `placeCall` takes. */
export interface PlaceCall {
  readonly number: string;
  /** The page's own id for the call: one line of at most 255 characters. */
  readonly externalCallId?: string;
  /** 2: holds line 1 first, as `createLine2`. Default 1. */
  readonly line?: LineNumber;
}

/** The live calls by line, as `ping()` gives them. */
export interface Ping {
  readonly line1: Call | null;
  readonly line2: Call | null;
}

/**
 * The methods and getters of the vendor's page over any phone: what `BfcWebphoneSDK` and `<bfc-webphone>` share.
 * What it gives out is the page's to change: copies of the frozen state. No state of its own: every method is one command, every getter one selector. Without a phone the getters
 * answer `null`, `false` or `[]` and the methods NOT_STARTED.
 */
export class PhoneFacade {
  constructor(private readonly phone: () => Phone | null) {}

  register(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'register' }, cb);
  }

  unregister(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'unregister' }, cb);
  }

  /** Resolves with the call when the INVITE has left; what becomes of it is told by events. */
  makeCall(phone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'call', number: phone }, cb);
  }

  /**
   * Extension: as `makeCall`, with the page's own id for the call (the header `X-External-Call-Id`, and `externalCallId`
   * in every event), or on line 2.
   */
  placeCall(call: PlaceCall, cb?: Callback<Call>): Promise<Envelope<Call>> {
    const { number, externalCallId, line } = call;
    const target = { number, ...(externalCallId === undefined ? {} : { externalCallId }) };
    return this.runCall(line === 2 ? { type: 'callLine2', ...target } : { type: 'call', ...target }, cb);
  }

  answerCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'answer' }, cb);
  }

  endCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'hangUp' }, cb);
  }

  /** Holds line 1 and calls on line 2. Only during an answered call. */
  createLine2(phone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'callLine2', number: phone }, cb);
  }

  /**
   * Hands the caller over, and resolves with the final outcome. On line 1: to `phone` (blind). On line 2: the
   * caller of line 1 to whoever is on line 2 (attended); both calls end.
   */
  transferCall(phone?: string | null, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'transfer', ...(phone ? { number: phone } : {}) }, cb);
  }

  /** Extension: goes to the other line, or to the one named; the line left is put on hold. */
  switchLine(line?: LineNumber | null, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.runCall({ type: 'switchLine', ...(line ? { line } : {}) }, cb);
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
    return this.run({ type: 'setMode', mode }, cb);
  }

  /** Extension: brings the microphone, the sound and a live call into this tab. Resolves when they are here. */
  takeHere(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'takeHere' }, cb);
  }

  /** Extension: the microphone from now on, in a live call too; `null` for the system's default. Remembered in this browser. */
  setAudioInput(deviceId: string | null, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'setAudioInput', deviceId }, cb);
  }

  /** Extension: where calls are heard. */
  setAudioOutput(deviceId: string | null, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'setAudioOutput', deviceId }, cb);
  }

  /** Extension: where it rings. */
  setRingtoneDevice(deviceId: string | null, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'setRingtoneDevice', deviceId }, cb);
  }

  /** Extension: how loud it rings, 0–1. */
  setRingVolume(volume: number, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'setRingVolume', volume }, cb);
  }

  /**
   * Extension: whether the agent can work here: microphone (the agent should speak meanwhile), a connection of the page
   * to itself, the server, the way out. Takes 1 to 30 s. LINE_BUSY during a call; a call that begins ends it (CANCELLED).
   */
  checkSetup(cb?: Callback<CheckReport>): Promise<Envelope<CheckReport>> {
    return this.run({ type: 'checkSetup' }, cb);
  }

  /** Extension: ends a check and frees what it uses. */
  cancelCheck(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.run({ type: 'cancelCheck' }, cb);
  }

  /**
   * Extension: what a helper needs to find out what went wrong, as plain data without secrets; phone numbers keep their
   * last three characters, unless `numbers` is `plain`.
   */
  supportReport(
    options?: { readonly numbers?: SupportReport['numbers'] } | null,
    cb?: Callback<SupportReport>,
  ): Promise<Envelope<SupportReport>> {
    return this.run({ type: 'supportReport', numbers: options?.numbers ?? 'masked' }, cb);
  }

  /** Extension: the devices there are, those chosen, and the chosen ones that are unplugged. */
  get audio(): AudioState | null {
    return structuredClone(this.phone()?.state.audio ?? null);
  }

  ping(): Ping {
    const phone = this.phone();
    const live = (call: Call | null): Call | null =>
      phone && call ? structuredClone(withDurations(call, phone.now())) : null;
    return { line1: live(phone?.state.line1 ?? null), line2: live(phone?.state.line2 ?? null) };
  }

  get currentMode(): Mode | null {
    return this.phone()?.state.mode ?? null;
  }

  get currentLine(): LineNumber | null {
    return this.phone()?.state.currentLine ?? null;
  }

  get currentExtension(): Extension | null {
    return structuredClone(this.phone()?.state.extension ?? null);
  }

  get currentHotline(): HotlineInfo | null {
    return structuredClone(this.phone()?.state.hotline ?? null);
  }

  get hotlines(): readonly HotlineInfo[] {
    return structuredClone(this.phone()?.state.hotlines ?? []);
  }

  get isRegistered(): boolean {
    return this.phone()?.state.registration.status === 'registered';
  }

  get isConnected(): boolean {
    return this.phone()?.state.connection.status === 'connected';
  }

  /** Extension: whether this tab has the microphone and the sound, and how many tabs show this phone. */
  get currentTabs(): Tabs | null {
    return structuredClone(this.phone()?.state.tabs ?? null);
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

  /** The call histories, newest first; resolves with the items or rejects with the error. */
  histories(limit = 30): Promise<readonly HistoryItem[]> {
    return this.query({ type: 'histories', limit });
  }

  /** All contacts. Each read fetches. */
  get contacts(): Promise<readonly Contact[]> {
    return this.query({ type: 'contacts' });
  }

  /** The hotline or group for outgoing calls: one of `currentExtension`'s. Resolves with it or rejects with the error. */
  chooseHotline(hotlineId: string): Promise<HotlineInfo> {
    return this.query({ type: 'chooseHotline', hotlineId });
  }

  /** Saves a note or a rating for a call: its `callId`, or the id of a history item. */
  note(callId: string, data: NoteInput): Promise<SavedNote> {
    return this.query({ type: 'saveNote', callId, note: data });
  }

  protected runCall<C extends CallCommand>(command: C, cb: Callback<Call> | undefined): Promise<Envelope<Call>> {
    return this.run<Call>(command, cb);
  }

  protected async run<T>(command: Command, cb: Callback<T> | undefined): Promise<Envelope<T>> {
    const phone = this.phone();
    if (!phone) return answer(failure(new PhoneError('NOT_STARTED')), cb);
    const result = await phone.execute(command);
    return answer<T>(
      result.ok
        ? { status: 'success', error: null, data: structuredClone(result.data) as T }
        : { status: 'error', error: result.error, data: null },
      cb,
    );
  }

  /** For the methods that the vendor's page gives no callback: a promise of the data, rejecting with the error. */
  protected async query<C extends Command>(command: C): Promise<CommandData[C['type']]> {
    const phone = this.phone();
    if (!phone) throw rejection(describeError(new PhoneError('NOT_STARTED'), 'vi'));
    const result = await phone.execute(command);
    if (!result.ok) throw rejection(result.error);
    return structuredClone(result.data);
  }
}

/** Commands that give back the call they acted on. */
type CallCommand = { [C in Command as C['type']]: CommandData[C['type']] extends Call ? C : never }[CommandType];

/** What a promise rejects with: an `Error` for those who log it, with the fields of the envelope's error. */
function rejection(error: PhoneErrorData): Error & PhoneErrorData {
  return Object.assign(new Error(error.message), error);
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
