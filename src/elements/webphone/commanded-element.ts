import type { Call, LineNumber } from '../../phone/call.js';
import { PhoneFacade, type Callback, type Envelope, type Ping } from '../../phone/facade.js';
import type { Mode } from '../../phone/mode.js';
import type { Extension } from '../../phone/state.js';
import { ConfiguredElement } from './configured-element.js';

/**
 * The SDK's methods and getters on an element. Each method takes the vendor's callback as its last argument and
 * resolves with the same `{status, error, data}`; none rejects.
 */
export abstract class CommandedElement extends ConfiguredElement {
  /** What a call that could not be placed is tried again with. */
  protected lastDialled: string | null = null;

  readonly #facade = new PhoneFacade(() => this.activePhone);

  /** Places a call. Resolves when the INVITE has left; what becomes of it is told by events. */
  makeCall(phone: string, cb?: Callback<Call>): Promise<Envelope<Call>> {
    this.lastDialled = phone;
    return this.#facade.makeCall(phone, cb);
  }
  /** Answers the incoming call. */
  answerCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.answerCall(cb);
  }
  /** Ends what the current line holds: a live call, one being placed, or a ringing one. */
  endCall(cb?: Callback<Call>): Promise<Envelope<Call>> {
    return this.#facade.endCall(cb);
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
