import {
  Invitation,
  Inviter,
  RequestPendingError,
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
import type { LogPort, SipEnd, SipFact } from '../phone/ports.js';
import { callCenterCallId, parseReason } from './headers.js';
import { outcomeOf, refusedError } from './responses.js';
import { askFor, handoverOfDialog } from './handover.js';
import { refuseGlare } from './refuse-glare.js';
import { keepOneRetransmission } from './retransmission.js';
import type { SdpHandler, SdpOptions } from './sdp-handler.js';

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

  constructor(
    readonly id: string,
    readonly session: Inviter | Invitation,
    private readonly listener: (fact: SipFact) => void,
    private readonly log: LogPort,
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
    refuseGlare(session, () => this.sdp?.isOffering ?? false);
    keepOneRetransmission(session);
    session.stateChange.addListener((state) => {
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
    await new Promise<void>((resolve, reject) => {
      const refused = ({ message }: Core.IncomingResponse): void => reject(refusedError(outcomeOf(message)));
      inviter
        .invite({
          sessionDescriptionHandlerOptions: options,
          requestDelegate: {
            onAccept: () => (isOver(inviter) ? reject(new PhoneError('MEDIA_FAILED')) : resolve()),
            onReject: refused,
            onRedirect: refused,
          },
        })
        .catch((error: unknown) => reject(pendingError(error)));
    });
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
  }

  /** Sends 200 and waits for the ACK. */
  async answer(invitation: Invitation): Promise<void> {
    const acked = new Promise<void>((resolve, reject) => (this.#acked = { resolve, reject }));
    acked.catch(() => undefined);
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
      if (error instanceof PhoneError && error.details?.statusCode === 481)
        this.#lost(481, error.details.reason ?? null);
      throw error;
    }
  }

  async #reinvite(options: SdpOptions): Promise<void> {
    const { session } = this;
    if (this.sdp?.isAnswering) throw glare();
    const before = session.sessionDescriptionHandlerOptionsReInvite;
    try {
      await new Promise<void>((resolve, reject) => {
        session
          .invite({
            sessionDescriptionHandlerOptions: options,
            requestDelegate: {
              onAccept: () => (isOver(session) ? reject(new PhoneError('MEDIA_FAILED')) : resolve()),
              onReject: ({ message }) => reject(this.#refusedInDialog(message)),
            },
          })
          .catch((error: unknown) => reject(pendingError(error)));
      });
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
    await new Promise<void>((resolve, reject) => {
      this.session
        .refer(target, {
          onNotify: (notification) => this.#onNotify(notification),
          requestDelegate: {
            onAccept: () => resolve(),
            onReject: ({ message }) => reject(this.#refusedInDialog(message)),
            onRedirect: ({ message }) => reject(refusedError(outcomeOf(message))),
          },
        })
        .catch((error: unknown) => reject(pendingError(error)));
    });
  }

  async sendInfoDtmf(tone: string): Promise<void> {
    const body = {
      contentDisposition: 'render',
      contentType: 'application/dtmf-relay',
      content: `Signal=${tone}\r\nDuration=160\r\n`,
    };
    await new Promise<void>((resolve, reject) => {
      this.session
        .info({
          requestOptions: { body },
          requestDelegate: {
            onAccept: () => resolve(),
            onReject: ({ message }) => reject(this.#refusedInDialog(message)),
          },
        })
        .catch((error: unknown) => reject(pendingError(error)));
    });
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

  /** A status line as body (RFC 3515 §2.4.5). What is none says nothing, and the phone's patience decides. */
  #onNotify(notification: Notification): void {
    notification.accept().catch((error: unknown) => this.log.warn('a NOTIFY could not be answered', error));
    const [, status, reason] = /^SIP\/2\.0 (\d{3})(?: ([^\r\n]*))?/.exec(notification.request.body) ?? [];
    if (status === undefined) return;
    const text = reason?.slice(0, 256) || null;
    this.#tell({ type: 'transferProgress', id: this.id, statusCode: Number(status), reason: text });
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
    this.#end = { by: fromServer ? 'remote' : 'network', how: 'response', statusCode, reason, reasonHeader };
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
    const letGo =
      session instanceof Invitation && session.state === SessionState.Initial
        ? session.reject({ statusCode: 487 })
        : session.bye();
    letGo.catch(() => undefined);
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
    if (this.#end.how === 'lost' && this.sdp?.hasFailed) this.#end = { ...this.#end, how: 'media' };
    this.#tell({ type: 'ended', id: this.id, ...this.#end });
  }
}

function isOver({ state }: Session): boolean {
  return state === SessionState.Terminating || state === SessionState.Terminated;
}

function glare(hint = 'a re-INVITE is under way'): PhoneError {
  return new PhoneError('SIP_REJECTED', { statusCode: 491, hint });
}

/** A request that met one of ours or theirs on its way is a glare that SIP.js saw before the far side did. */
function pendingError(error: unknown): PhoneError {
  const hint = error instanceof Error ? error.message : String(error);
  const isGlare =
    error instanceof RequestPendingError ||
    (error instanceof DOMException && error.name === 'InvalidStateError') ||
    /ongoing re-INVITE/.test(hint);
  if (isGlare) return glare(hint);
  return error instanceof PhoneError ? error : new PhoneError('MEDIA_FAILED', { hint });
}
