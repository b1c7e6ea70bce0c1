import {
  Invitation,
  Inviter,
  SessionState,
  type Bye,
  type Cancel,
  type Core,
  type Notification,
  type Referral,
  type URI,
} from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { Handover } from '../phone/kept.js';
import type { ClockPort, LogPort, SipFact } from '../phone/ports.js';
import { endedByResponse, endedByThem, endedByUs, lost, reasonOfLoss, type CallEnding } from './call-end.js';
import { callOff } from './cancel.js';
import { extensionHeaders, statusOfFragment } from './headers.js';
import { inCallRequest } from './in-call-request.js';
import { mendDialog } from './in-dialog.js';
import { refuseAsNotAcceptable } from './not-acceptable.js';
import { isGone, outcomeOf, refusedError } from './responses.js';
import { askFor, handoverOfDialog } from './handover.js';
import { refuseGlare } from './refuse-glare.js';
import { reinvite } from './reinvite.js';
import { keepOneRetransmission } from './retransmission.js';
import type { SdpHandler, SdpOptions } from './sdp-handler.js';
import { SessionRefresh } from './session-refresh.js';
import { isOver, isRinging } from './session-state.js';

/**
 * A caller who is found gone after a new socket may be on his way again, with a new INVITE: his phone lost its socket,
 * too, and tries every second. Rings on for this long, ms.
 */
const comesAgain = 3_000;

/** One SIP.js session, told as facts. */
export class SipCall {
  #end: CallEnding = lost();
  #acked: { resolve(): void; reject(error: Error): void } | null = null;
  /** What the phone must not hear of: a call whose place another one takes, or one that is not in its place yet. */
  #silent = false;
  #held = false;
  /** Of the last provisional response. */
  #earlyTag: string | null = null;
  sdp: SdpHandler | null = null;
  readonly timer: SessionRefresh;

  constructor(
    readonly id: string,
    readonly session: Inviter | Invitation,
    private readonly listener: (fact: SipFact) => void,
    private readonly log: LogPort,
    private readonly clock: ClockPort,
    private readonly gone: (call: SipCall) => void,
    referred: (call: SipCall, referral: Referral) => void,
  ) {
    session.delegate = {
      onAck: () => this.#confirmed(),
      onBye: (bye) => this.#onBye(bye),
      onCancel: (cancel) => this.#onCancel(cancel),
      // Without this SIP.js would call whomever a stranger names.
      onRefer: (referral) => referred(this, referral),
    };
    this.timer = new SessionRefresh(session, {
      clock,
      reinvite: () => this.#reinvite({ hold: this.#held }),
      refused: (message) => this.#refusedInDialog(message),
      expired: () => this.#expired(),
    });
    refuseGlare(session, () => this.sdp?.isOffering || this.sdp?.isAnswering || false);
    keepOneRetransmission(session);
    session.stateChange.addListener((state) => {
      if (state === SessionState.Established && session.dialog) mendDialog(session.dialog);
      // What ended it is told to delegates right after the state: wait for them.
      if (state === SessionState.Terminated) queueMicrotask(() => this.#terminated());
    });
  }

  /** Our wish; theirs is a fact. */
  get isHeld(): boolean {
    return this.#held;
  }

  set isSilent(silent: boolean) {
    this.#silent = silent;
  }

  get handover(): Handover | null {
    const { session } = this;
    if (isOver(session)) return null;
    if (session.state === SessionState.Established) return handoverOfDialog(session);
    if (session instanceof Invitation) return { phase: 'incoming', invite: session.request.data };
    return session.state === SessionState.Initial
      ? null
      : { phase: 'outgoing', invite: session.request.toString(), remoteTag: this.#earlyTag };
  }

  /** Resolves when the INVITE has left. */
  async invite(inviter: Inviter): Promise<void> {
    await inviter.invite({
      requestDelegate: {
        onProgress: (response) => this.#onProgress(response),
        onAccept: () => {
          // SIP.js comes here too where it could not take the answer and has hung up.
          if (inviter.state === SessionState.Established) this.#tell({ type: 'accepted', id: this.id });
        },
        onReject: (response) => this.#onFinal(response.message),
        onRedirect: (response) => this.#onFinal(response.message),
      },
    });
    const { callId: sipCallId } = inviter.request;
    this.#tell({ type: 'identified', id: this.id, sipCallId, headers: extensionHeaders(inviter.request.toString()) });
  }

  /** Sends an INVITE that takes the place of a call (RFC 3891). Resolves when it has. */
  async takePlace(inviter: Inviter, hold: boolean): Promise<void> {
    const options = this.#beginsWith(hold);
    await inCallRequest(
      (requestDelegate) => inviter.invite({ sessionDescriptionHandlerOptions: options, requestDelegate }),
      (message) => refusedError(outcomeOf(message)),
    );
    if (isOver(inviter)) throw new PhoneError('MEDIA_FAILED');
    this.#tookPlace(inviter.request.callId);
  }

  /** Takes an INVITE that takes the place of a call, with the hold that was in force. Resolves when it has. */
  async givePlace(invitation: Invitation, hold: boolean): Promise<void> {
    const options = this.#beginsWith(hold);
    await invitation.accept({ sessionDescriptionHandlerOptions: options });
    this.#tookPlace(invitation.request.callId);
  }

  #beginsWith(hold: boolean): SdpOptions {
    this.#silent = true;
    this.#held = hold;
    const options: SdpOptions = { hold };
    this.session.sessionDescriptionHandlerOptionsReInvite = options;
    return options;
  }

  #tookPlace(sipCallId: string): void {
    this.#silent = false;
    if (isOver(this.session)) {
      this.#terminated();
      return;
    }
    this.#tell({ type: 'identified', id: this.id, sipCallId });
    // Nothing new for a call that was answered before.
    this.#tell({ type: 'accepted', id: this.id });
  }

  /** Another dialog has its place: the ACK to an answer of ours will not come any more. */
  giveUpPlace(): void {
    this.#acked?.resolve();
    this.#acked = null;
  }

  /** The caller has come again with another INVITE: this one is over, and the phone is not to hear of it. */
  giveUpRinging(): void {
    this.#silent = true;
    if (this.session instanceof Invitation) this.#isOff(this.session);
  }

  /** Called off (RFC 3261 §9.2). */
  #isOff(invitation: Invitation): void {
    invitation.reject({ statusCode: 487 }).catch((error: unknown) => this.log.warn('487 could not be sent', error));
  }

  /** Says 180 to the caller. */
  async ring(invitation: Invitation): Promise<void> {
    if (invitation.state === SessionState.Initial) await invitation.progress({ statusCode: 180 });
    // A caller may give up by BYE, too (RFC 3261 §15); SIP.js would answer it and let the call ring on.
    if (invitation.dialog) invitation.dialog.delegate = { onBye: (bye) => this.#givenUp(invitation, bye) };
  }

  /** Sends 200 and waits for the ACK. */
  async answer(invitation: Invitation): Promise<void> {
    const acked = new Promise<void>((resolve, reject) => (this.#acked = { resolve, reject }));
    acked.catch(() => undefined);
    refuseAsNotAcceptable(invitation, () => this.sdp?.hasFailed ?? false);
    try {
      await invitation.accept();
    } catch (error) {
      throw new PhoneError('MEDIA_FAILED', { hint: error instanceof Error ? error.message : String(error) });
    }
    await acked;
  }

  async reject(invitation: Invitation, statusCode: number): Promise<void> {
    if (isOver(invitation)) return;
    // Given up while the 200 was on its way.
    if (invitation.state === SessionState.Established) return this.hangUp();
    this.#end = endedByUs('response', statusCode);
    await invitation.reject({ statusCode });
  }

  /** BYE, CANCEL or a refusal, whatever the state asks for. */
  async hangUp(): Promise<void> {
    const { session } = this;
    if (isOver(session)) return;
    if (session.state === SessionState.Established) {
      this.#end = endedByUs('bye');
      await session.bye();
    } else if (session instanceof Invitation) {
      await this.reject(session, 480);
    } else {
      this.#end = endedByUs('cancel');
      await callOff(session, this.clock, () => this.#terminated());
    }
  }

  async setHold(hold: boolean): Promise<void> {
    await this.#reinvite({ hold });
    this.#held = hold;
  }

  /** Tells the far side where we are, or asks whether it is still there. */
  async refresh(iceRestart: boolean): Promise<void> {
    const { session } = this;
    if (isOver(session)) throw new PhoneError('NO_CALL');
    if (session.state === SessionState.Established) return this.#reinvite({ hold: this.#held, iceRestart });
    // Of an INVITE of ours nothing is known before its answer.
    if (session instanceof Inviter || !session.dialog) return;
    try {
      await askFor(session.dialog);
    } catch (error) {
      if (isGone(error)) this.clock.after(comesAgain, () => this.#callerGone(session));
      throw error;
    }
  }

  /** He gave up, and his CANCEL went to a socket that is no more. */
  #callerGone(invitation: Invitation): void {
    if (!isRinging(invitation)) return;
    this.#isOff(invitation);
    this.#end = endedByThem('cancel');
  }

  #reinvite(options: SdpOptions): Promise<void> {
    return reinvite(this.session, this.sdp, options, (message) => this.#refusedInDialog(message));
  }

  /** REFER inside the call; what becomes of it comes by NOTIFY. */
  async refer(target: URI): Promise<void> {
    const onNotify = (notification: Notification): void => this.#onNotify(notification);
    await inCallRequest(
      (requestDelegate) => this.session.refer(target, { onNotify, requestDelegate }),
      (message) => this.#refusedInDialog(message),
    );
  }

  async sendInfoDtmf(tone: string): Promise<void> {
    const type = { contentDisposition: 'render', contentType: 'application/dtmf-relay' };
    const body = { ...type, content: `Signal=${tone}\r\nDuration=160\r\n` };
    await inCallRequest(
      (requestDelegate) => this.session.info({ requestOptions: { body }, requestDelegate }),
      (message) => this.#refusedInDialog(message),
    );
  }

  #confirmed(): void {
    if (!this.#acked) return;
    this.#tell({ type: 'accepted', id: this.id });
    this.#acked.resolve();
    this.#acked = null;
  }

  #onBye(bye: Bye): void {
    this.#end = endedByThem('bye', bye.request);
    bye.accept().catch((error: unknown) => this.log.warn('a BYE could not be answered', error));
  }

  #givenUp(invitation: Invitation, bye: Core.IncomingByeRequest): void {
    bye.accept();
    this.#end = endedByThem('cancel');
    if (!isOver(invitation)) this.#isOff(invitation);
  }

  /** The far side did not refresh the session: it is gone (RFC 4028 §10). */
  #expired(): void {
    const { session } = this;
    if (isOver(session)) return;
    this.#end = lost();
    const requestOptions = { extraHeaders: ['Reason: SIP;cause=408;text="Session expired"'] };
    session.bye({ requestOptions }).catch((error: unknown) => this.log.warn('the BYE could not be sent', error));
  }

  /** What says nothing of the target is let be, and the phone's patience decides. */
  #onNotify(notification: Notification): void {
    notification.accept().catch((error: unknown) => this.log.warn('a NOTIFY could not be answered', error));
    const status = statusOfFragment(notification.request.body);
    if (status) this.#tell({ type: 'transferProgress', id: this.id, ...status });
  }

  #onCancel(cancel: Cancel): void {
    this.#end = endedByThem('cancel', cancel.request);
  }

  #onProgress({ message }: Core.IncomingResponse): void {
    if (isOver(this.session)) return;
    this.#earlyTag = message.toTag || this.#earlyTag;
    const hasSdp = message.body !== '' && (message.getHeader('content-type') ?? '').startsWith('application/sdp');
    if (!hasSdp) {
      this.#tell({ type: 'ringing', id: this.id });
      return;
    }
    void this.sdp?.setProvisional(message.body).then((isPlaying) => {
      if (isPlaying) this.#tell({ type: 'earlyMedia', id: this.id });
    });
  }

  #onFinal(message: Core.IncomingResponseMessage): void {
    if (this.#end.by !== 'local') this.#end = endedByResponse(message, this.session.userAgent.configuration.uri);
  }

  /** 481 and 408 mean that the dialog is gone (RFC 3261 §12.2.1.2); SIP.js would keep it. */
  #refusedInDialog(message: Core.IncomingResponseMessage): PhoneError {
    const outcome = outcomeOf(message);
    const { statusCode, reason, fromServer } = outcome;
    if (fromServer && (statusCode === 481 || statusCode === 408) && !isOver(this.session)) {
      this.session.bye().catch(() => undefined);
      this.#end = lost(statusCode, reason);
    }
    return refusedError(outcome);
  }

  #tell(fact: SipFact): void {
    if (!this.#silent) this.listener(fact);
  }

  #terminated(): void {
    this.#acked?.reject(new PhoneError('CANCELLED'));
    this.#acked = null;
    this.gone(this);
    if (this.#silent) return;
    if (this.#end.how === 'lost' && this.#end.statusCode === null)
      this.#end = { ...this.#end, ...reasonOfLoss(this.session, this.sdp) };
    this.#tell({ type: 'ended', id: this.id, ...this.#end });
  }
}
