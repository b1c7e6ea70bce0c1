import {
  Invitation,
  Inviter,
  SessionState,
  type Bye,
  type Cancel,
  type Core,
  type Notification,
  type Referral,
  type Session,
  type URI,
} from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { Handover } from '../phone/kept.js';
import type { ClockPort, LogPort, SipEnd, SipFact } from '../phone/ports.js';
import { callCenterCallId, parseReason, statusOfFragment } from './headers.js';
import { glare, inCallRequest } from './in-call-request.js';
import { mendDialog } from './in-dialog.js';
import { refuseAsNotAcceptable } from './not-acceptable.js';
import { redirectTargets } from './redirects.js';
import { outcomeOf, refusedError } from './responses.js';
import { askFor, handoverOfDialog } from './handover.js';
import { refuseGlare } from './refuse-glare.js';
import { keepOneRetransmission } from './retransmission.js';
import type { SdpHandler, SdpOptions } from './sdp-handler.js';
import { SessionRefresh } from './session-refresh.js';

/** One SIP.js session, told as facts. */
export class SipCall {
  /** What the last message said of the end, until the session is over. */
  #end: Omit<SipEnd, 'type' | 'id'> = {
    by: 'network',
    how: 'lost',
    statusCode: null,
    reason: null,
    reasonHeader: null,
  };
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
    clock: ClockPort,
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
        onAccept: (response) => {
          this.#readCallId(response.message);
          // SIP.js comes here too where it could not take the answer and has hung up.
          if (inviter.state === SessionState.Established) this.#tell({ type: 'accepted', id: this.id });
        },
        onReject: (response) => this.#onFinal(response.message),
        onRedirect: (response) => this.#onFinal(response.message),
      },
    });
    this.#tell({ type: 'identified', id: this.id, sipCallId: inviter.request.callId });
  }

  /** Sends an INVITE that takes the place of a call (RFC 3891). Resolves when it has. */
  async takePlace(inviter: Inviter, hold: boolean): Promise<void> {
    this.#silent = true;
    this.#held = hold;
    const options: SdpOptions = { hold };
    inviter.sessionDescriptionHandlerOptionsReInvite = options;
    await inCallRequest(
      (requestDelegate) => inviter.invite({ sessionDescriptionHandlerOptions: options, requestDelegate }),
      (message) => refusedError(outcomeOf(message)),
    );
    if (isOver(inviter)) throw new PhoneError('MEDIA_FAILED');
    this.#tookPlace(inviter.request.callId);
  }

  /** Takes an INVITE that takes the place of a call, with the hold that was in force. Resolves when it has. */
  async givePlace(invitation: Invitation, hold: boolean): Promise<void> {
    this.#silent = true;
    this.#held = hold;
    const options: SdpOptions = { hold };
    invitation.sessionDescriptionHandlerOptionsReInvite = options;
    await invitation.accept({ sessionDescriptionHandlerOptions: options });
    this.#tookPlace(invitation.request.callId);
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
    this.#end = { by: 'local', how: 'response', statusCode, reason: null, reasonHeader: null };
    await invitation.reject({ statusCode });
  }

  /** BYE, CANCEL or a refusal, whatever the state asks for. */
  async hangUp(): Promise<void> {
    const { session } = this;
    if (isOver(session)) return;
    if (session.state === SessionState.Established) {
      this.#end = { by: 'local', how: 'bye', statusCode: null, reason: null, reasonHeader: null };
      await session.bye();
    } else if (session instanceof Invitation) {
      await this.reject(session, 480);
    } else {
      this.#end = { by: 'local', how: 'cancel', statusCode: null, reason: null, reasonHeader: null };
      await session.cancel();
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
      if (error instanceof PhoneError && error.details?.statusCode === 481) this.#callerGone(session);
      throw error;
    }
  }

  /** He gave up, and his CANCEL went to a socket that is no more. */
  #callerGone(invitation: Invitation): void {
    if (isOver(invitation)) return;
    invitation.reject({ statusCode: 487 }).catch(() => undefined);
    this.#end = { by: 'remote', how: 'cancel', statusCode: null, reason: null, reasonHeader: null };
  }

  async #reinvite(options: SdpOptions): Promise<void> {
    const { session } = this;
    if (this.sdp?.isAnswering) throw glare();
    const before = session.sessionDescriptionHandlerOptionsReInvite;
    try {
      await inCallRequest(
        (requestDelegate) => session.invite({ sessionDescriptionHandlerOptions: options, requestDelegate }),
        (message) => this.#refusedInDialog(message),
      );
      if (isOver(session)) throw new PhoneError('MEDIA_FAILED');
    } catch (error) {
      // SIP.js answers their next re-INVITE with these.
      session.sessionDescriptionHandlerOptionsReInvite = before;
      // An offer that was made and could not leave: SIP.js takes back only those that were refused.
      if (this.sdp?.isOffering && !isOver(session)) await this.sdp.rollbackDescription();
      throw error;
    }
  }

  /** REFER inside the call; what becomes of it comes by NOTIFY. */
  async refer(target: URI | Session): Promise<void> {
    const onNotify = (notification: Notification): void => this.#onNotify(notification);
    await inCallRequest(
      (requestDelegate) => this.session.refer(target, { onNotify, requestDelegate }),
      (message) => this.#refusedInDialog(message),
    );
  }

  async sendInfoDtmf(tone: string): Promise<void> {
    const content = `Signal=${tone}\r\nDuration=160\r\n`;
    const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay', content };
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
    const reasonHeader = parseReason(bye.request.getHeader('reason'));
    this.#end = { by: 'remote', how: 'bye', statusCode: null, reason: null, reasonHeader };
    bye.accept().catch((error: unknown) => this.log.warn('a BYE could not be answered', error));
  }

  #givenUp(invitation: Invitation, bye: Core.IncomingByeRequest): void {
    bye.accept();
    this.#end = { by: 'remote', how: 'cancel', statusCode: null, reason: null, reasonHeader: null };
    if (isOver(invitation)) return;
    invitation.reject({ statusCode: 487 }).catch((error: unknown) => this.log.warn('487 could not be sent', error));
  }

  /** The far side did not refresh the session: it is gone (RFC 4028 §10). */
  #expired(): void {
    const { session } = this;
    if (isOver(session)) return;
    this.#end = { by: 'network', how: 'lost', statusCode: null, reason: null, reasonHeader: null };
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
    const reasonHeader = parseReason(cancel.request.getHeader('reason'));
    this.#end = { by: 'remote', how: 'cancel', statusCode: null, reason: null, reasonHeader };
  }

  #onProgress({ message }: Core.IncomingResponse): void {
    this.#readCallId(message);
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
    this.#readCallId(message);
    if (this.#end.by === 'local') return;
    const { statusCode, reason, fromServer } = outcomeOf(message);
    const reasonHeader = parseReason(message.getHeader('reason'));
    const redirects = statusCode < 400 ? redirectTargets(message, this.session.userAgent.configuration.uri) : null;
    const by = fromServer ? 'remote' : 'network';
    this.#end = { by, how: 'response', statusCode, reason, reasonHeader, ...(redirects && { redirects }) };
  }

  /** 481 and 408 mean that the dialog is gone (RFC 3261 §12.2.1.2); SIP.js would keep it. */
  #refusedInDialog(message: Core.IncomingResponseMessage): PhoneError {
    const outcome = outcomeOf(message);
    if (outcome.fromServer && (outcome.statusCode === 481 || outcome.statusCode === 408)) {
      this.#lost(outcome.statusCode, outcome.reason);
    }
    return refusedError(outcome);
  }

  #lost(statusCode: number, reason: string | null): void {
    const { session } = this;
    if (isOver(session)) return;
    session.bye().catch(() => undefined);
    this.#end = { by: 'network', how: 'lost', statusCode, reason, reasonHeader: null };
  }

  #readCallId(message: Core.IncomingResponseMessage): void {
    const callId = callCenterCallId(message.data);
    if (callId !== null) this.#tell({ type: 'callIdKnown', id: this.id, callId });
  }

  #tell(fact: SipFact): void {
    if (!this.#silent) this.listener(fact);
  }

  #terminated(): void {
    this.#acked?.reject(new PhoneError('CANCELLED'));
    this.#acked = null;
    this.gone(this);
    if (this.#silent) return;
    if (this.#end.how === 'lost' && this.#end.statusCode === null) this.#end = { ...this.#end, ...reasonOfLoss(this) };
    this.#tell({ type: 'ended', id: this.id, ...this.#end });
  }
}

/** SIP.js has ended the call and says to nobody why. */
function reasonOfLoss({ session, sdp }: SipCall): Partial<SipEnd> {
  // The answer to our offer did not come, or could not be used.
  if (sdp?.hasFailed || (sdp?.isOffering && session.dialog)) return { how: 'media' };
  // Nobody has answered before the INVITE expired (RFC 3261 §13.3.1).
  const neverAnswered = session instanceof Invitation && !sdp;
  return neverAnswered ? { by: 'remote', how: 'cancel' } : {};
}

function isOver({ state }: Session): boolean {
  return state === SessionState.Terminating || state === SessionState.Terminated;
}
