import type { Contact, HistoryItem, NoteInput, SavedNote } from '../../phone/account-data.js';
import type { AudioState } from '../../phone/audio.js';
import type { CheckReport } from '../../phone/check.js';
import type { Call, HotlineInfo, LineNumber } from '../../phone/call.js';
import { PhoneFacade, type Callback, type Envelope, type Ping, type PlaceCall } from '../../phone/facade.js';
import type { Mode } from '../../phone/mode.js';
import type { Extension, Tabs } from '../../phone/state.js';
import type { SupportReport } from '../../phone/support-report.js';
import { ConfiguredElement } from './configured-element.js';

/**
 * The SDK's methods and getters on an element. Each method takes the vendor's callback as its last argument and
 * resolves with the same `{status, error, data}`; none rejects. `histories`, `contacts`, `chooseHotline` and `note`, as
 * on the vendor's page, take no callback: they resolve with the data and reject with the error.
 */
export abstract class CommandedElement extends ConfiguredElement {
  readonly #facade = new PhoneFacade(() => this.activePhone);

  /** Places a call. Resolves when the INVITE has left; what becomes of it is told by events. */
  makeCall(phone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.makeCall(phone, cb);
  }
  /** As `makeCall`, with the page's own id for the call, or on line 2. */
  placeCall(call: PlaceCall, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.placeCall(call, cb);
  }
  /** Answers the incoming call. */
  answerCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.answerCall(cb);
  }
  /** Ends what the current line holds: a live call, one being placed, or a ringing one. */
  endCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.endCall(cb);
  }
  /** Holds line 1 and calls on line 2. Only during an answered call. */
  createLine2(phone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.createLine2(phone, cb);
  }
  /**
   * Hands the caller over, and resolves with the final outcome. On line 1: to `phone` (blind). On line 2: the caller of
   * line 1 to whoever is on line 2 (attended).
   */
  transferCall(phone?: string | null, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.transferCall(phone, cb);
  }
  /** Goes to the other line, or to the one named; the line left is put on hold. */
  switchLine(line?: LineNumber | null, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.switchLine(line, cb);
  }
  /** Declines the incoming call. */
  rejectCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.rejectCall(cb);
  }
  /** Puts the far side on hold. */
  hold(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.hold(cb);
  }
  /** Takes the far side back. */
  unhold(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.unhold(cb);
  }
  /** Stops what the far side hears. */
  mute(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.mute(cb);
  }
  /** Lets the far side hear again. */
  unmute(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.unmute(cb);
  }
  /** Silences what the agent hears. */
  muteAudio(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.muteAudio(cb);
  }
  /** Lets the agent hear again. */
  unmuteAudio(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.unmuteAudio(cb);
  }
  /** Sends tones: `0-9 * # A-D`, and `,` for a pause of 2 s. */
  sendDTMF(tone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.sendDTMF(tone, cb);
  }
  /** Makes the extension reachable. */
  register(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.register(cb);
  }
  /** Takes the extension off the phone system. */
  unregister(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.unregister(cb);
  }
  /** `active`, `outgoing` or `inactive`; a live call is not touched. */
  setMode(mode: Mode, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.setMode(mode, cb);
  }
  /** The microphone from now on, in a live call too; `null` for the system's default. Remembered in this browser. */
  setAudioInput(deviceId: string | null, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.setAudioInput(deviceId, cb);
  }
  /** Where calls are heard. */
  setAudioOutput(deviceId: string | null, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.setAudioOutput(deviceId, cb);
  }
  /** Where it rings. */
  setRingtoneDevice(deviceId: string | null, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.setRingtoneDevice(deviceId, cb);
  }
  /** How loud it rings, 0–1. */
  setRingVolume(volume: number, cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.setRingVolume(volume, cb);
  }
  /** Whether the agent can work here: microphone, connection, server, way out. Not during a call. */
  checkSetup(cb?: Callback<CheckReport>): Promise<Envelope<CheckReport>> {
    return this.#facade.checkSetup(cb);
  }
  /** Ends a check and frees what it uses. */
  cancelCheck(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.cancelCheck(cb);
  }
  /** What a helper needs to find out what went wrong, without secrets; numbers masked unless `plain`. */
  supportReport(
    options?: { readonly numbers?: SupportReport['numbers'] } | null,
    cb?: Callback<SupportReport>,
  ): Promise<Envelope<SupportReport>> {
    return this.#facade.supportReport(options, cb);
  }
  /** The devices there are, those chosen, and the chosen ones that are unplugged. */
  get audio(): AudioState | null {
    return this.#facade.audio;
  }
  /** The call histories, newest first. */
  histories(limit?: number): Promise<readonly HistoryItem[]> {
    return this.#facade.histories(limit);
  }
  /** All contacts. Each read fetches. */
  get contacts(): Promise<readonly Contact[]> {
    return this.#facade.contacts;
  }
  /** The hotline or group for outgoing calls: one of `currentExtension`'s. */
  chooseHotline(hotlineId: string): Promise<HotlineInfo> {
    return this.#facade.chooseHotline(hotlineId);
  }
  /** Saves a note or a rating for a call: its `callId`, or the id of a history item. */
  note(callId: string, data: NoteInput): Promise<SavedNote> {
    return this.#facade.note(callId, data);
  }
  /** Brings the microphone, the sound and a live call into this tab. */
  takeHere(cb?: Callback<null>): Promise<Envelope<null>> {
    return this.#facade.takeHere(cb);
  }
  /** The live call of each line. */
  ping(): Ping {
    return this.#facade.ping();
  }
  get currentMode(): Mode | null {
    return this.#facade.currentMode;
  }
  get currentLine(): LineNumber | null {
    return this.#facade.currentLine;
  }
  get currentExtension(): Extension | null {
    return this.#facade.currentExtension;
  }
  get currentHotline(): HotlineInfo | null {
    return this.#facade.currentHotline;
  }
  get hotlines(): readonly HotlineInfo[] {
    return this.#facade.hotlines;
  }
  get currentTabs(): Tabs | null {
    return this.#facade.currentTabs;
  }
  get isRegistered(): boolean {
    return this.#facade.isRegistered;
  }
  /** The SDK's `isConnected`: that name is `Node`'s on an element, and means another thing. */
  get isPhoneConnected(): boolean {
    return this.#facade.isConnected;
  }
  get isMuted(): boolean {
    return this.#facade.isMuted;
  }
  get isOnHold(): boolean {
    return this.#facade.isOnHold;
  }
}
