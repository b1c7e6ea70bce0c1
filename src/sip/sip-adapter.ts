import { createAgent, type Agent } from './agent.js';
import {
  Invitation,
  Inviter,
  SessionState,
  UserAgent,
  UserAgentState,
  type Core,
  type Referral,
  type Session,
  type URI,
} from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { Handover } from '../phone/kept.js';
import type {
  ClockPort,
  LogPort,
  MediaSessions,
  OutgoingInvite,
  ReferTarget,
  SipAccount,
  SipFact,
  SipPort,
} from '../phone/ports.js';
import { cancelOf } from './handover.js';
import { callCenterCallId, extensionHeaders, readableUser } from './headers.js';
import { readReplacement } from './replacement.js';
import { SdpHandler } from './sdp-handler.js';
import { SipCall } from './sip-call.js';
import { callIdOf, sameInvite, takeBackAnswered, takeBackOutgoing } from './takeover.js';
import { answerUpdate } from './update.js';

interface SipOptions {
  readonly userAgent: string;
  /** The user part of our Contact, the same in every page that is this phone: one binding at the registrar. */
  contactName(account: string): string;
  readonly media: MediaSessions;
  readonly clock: ClockPort;
  readonly log: LogPort;
  newId(): string;
}

/** SIP.js behind `SipPort`: its `api` layer for calls, its core for REGISTER, a transport of ours. */
export class SipAdapter implements SipPort {
  readonly #calls = new Map<string, SipCall>();
  /** Referrals that the phone has not decided on yet, by the id of the call they would make. */
  readonly #referrals = new Map<string, Referral>();
  readonly #listeners = new Set<(fact: SipFact) => void>();
  /** Calls that were ended without a socket: the far side is told by the next one. */
  readonly #farewells = new Set<SipCall>();
  /** By the Call-ID of an INVITE that is taken in again: the call it is. */
  readonly #expected = new Map<string, string>();
  #agent: Agent | null = null;

  constructor(private readonly options: SipOptions) {}

  onFact(listener: (fact: SipFact) => void): void {
    this.#listeners.add(listener);
  }

  async connect(account: SipAccount, server: string): Promise<void> {
    if (this.#agent?.account !== account) {
      await this.#agent?.transport.disconnect();
      this.#agent = createAgent(account, {
        userAgentString: this.options.userAgent,
        contactName: this.options.contactName(account.uri),
        log: this.options.log,
        lost: (hint) => this.#tell({ type: 'disconnected', hint }),
        incoming: (invitation) => this.#incoming(invitation),
        updated: (core, request) => this.#updated(core, request),
        sdpHandler: (session) => this.#createSdpHandler(session),
      });
    }
    const { userAgent, transport } = this.#agent;
    transport.server = server;
    // `start` connects only the first time; after that the user agent lives on and only the socket is new.
    if (userAgent.state === UserAgentState.Started) await transport.connect();
    else await userAgent.start();
    for (const call of this.#farewells) this.#sayFarewell(call);
    this.#farewells.clear();
  }

  #sayFarewell(call: SipCall): void {
    call.hangUp().catch((error: unknown) => this.options.log.warn('a call could not be ended', error));
  }

  async disconnect(): Promise<void> {
    await this.#agent?.transport.disconnect();
  }

  async probe(): Promise<void> {
    const { userAgent, transport } = this.#connected();
    const alive = transport.received();
    const { userAgentCore: core, configuration } = userAgent;
    const { uri } = configuration;
    const server = uri.clone();
    server.user = undefined;
    core.request(core.makeOutgoingRequestMessage('OPTIONS', server, uri, uri, {}));
    await alive;
  }

  async register(): Promise<number> {
    return this.#connected().registrar.register();
  }

  async unregister(): Promise<void> {
    return this.#connected().registrar.unregister();
  }

  async invite({ id, number, headers }: OutgoingInvite): Promise<void> {
    const { userAgent } = this.#connected();
    const target = numberUri(userAgent, number);
    const extraHeaders = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    await this.#send(id, new Inviter(userAgent, target, { extraHeaders }));
  }

  async #send(id: string, inviter: Inviter): Promise<void> {
    const call = this.#createCall(id, inviter);
    try {
      await call.invite(inviter);
    } catch (error) {
      this.#calls.delete(id);
      if (error instanceof PhoneError) throw error;
      throw new PhoneError('MEDIA_FAILED', { hint: error instanceof Error ? error.message : String(error) });
    }
  }

  async answer(id: string): Promise<void> {
    const call = this.#call(id);
    if (!(call.session instanceof Invitation)) throw new PhoneError('NO_CALL');
    await call.answer(call.session);
  }

  async reject(id: string, statusCode: number): Promise<void> {
    const call = this.#calls.get(id);
    if (call?.session instanceof Invitation) await call.reject(call.session, statusCode);
  }

  async hangUp(id: string): Promise<void> {
    const call = this.#calls.get(id);
    if (!call) return;
    if (this.#agent?.transport.isConnected()) await call.hangUp();
    else this.#farewells.add(call);
  }

  async setHold(id: string, hold: boolean): Promise<void> {
    return this.#call(id).setHold(hold);
  }

  async refresh(id: string, { iceRestart }: { readonly iceRestart: boolean }): Promise<void> {
    this.#connected();
    return this.#call(id).refresh(iceRestart);
  }

  handover(id: string): Handover | null {
    return this.#calls.get(id)?.handover ?? null;
  }

  async takeBack(id: string, handover: Handover, { hold }: { readonly hold: boolean }): Promise<void> {
    const { userAgent, transport } = this.#connected();
    const place = (inviter: Inviter): SipCall => this.#createCall(id, inviter);
    switch (handover.phase) {
      case 'answered':
        return takeBackAnswered(userAgent, handover, hold, place);
      case 'outgoing': {
        const isAnswered = await takeBackOutgoing(userAgent, handover, this.#calls.get(id) ?? null, place);
        if (!isAnswered) await this.#send(id, sameInvite(userAgent, handover.invite));
        return;
      }
      case 'incoming': {
        const callId = callIdOf(handover.invite);
        this.#expected.set(callId, id);
        transport.onMessage?.(handover.invite);
        this.#expected.delete(callId);
        if (!this.#calls.has(id)) throw new PhoneError('SIP_REJECTED', { statusCode: 481 });
      }
    }
  }

  async letGo(id: string, handover: Handover): Promise<void> {
    const { transport } = this.#connected();
    if (handover.phase === 'outgoing') return transport.send(cancelOf(handover.invite));
    await this.takeBack(id, handover, { hold: true });
    if (handover.phase === 'incoming') await this.reject(id, 603);
    else await this.hangUp(id);
  }

  async refer(id: string, target: ReferTarget): Promise<void> {
    const { userAgent } = this.#connected();
    const to = 'number' in target ? numberUri(userAgent, target.number) : this.#call(target.replacing).session;
    await this.#call(id).refer(to);
  }

  async followReferral(newId: string): Promise<void> {
    const referral = this.#takeReferral(newId);
    await referral.accept();
    await this.#send(newId, referral.makeInviter());
  }

  async refuseReferral(newId: string, statusCode: number): Promise<void> {
    await this.#takeReferral(newId).reject({ statusCode });
  }

  async sendInfoDtmf(id: string, tone: string): Promise<void> {
    return this.#call(id).sendInfoDtmf(tone);
  }

  #incoming(invitation: Invitation): void {
    const { remoteIdentity, request } = invitation;
    const expected = this.#expected.get(request.callId);
    const replacement = readReplacement(request, this.#calls.values());
    if (replacement?.kind === 'refused') {
      // SIP.js has refused what names no dialog of ours.
      if (invitation.state === SessionState.Initial) this.#refuse(invitation, replacement.statusCode);
      return;
    }
    if (replacement?.kind === 'moved') {
      void this.#move(replacement.call, invitation);
      return;
    }
    const id = expected ?? this.options.newId();
    const call = this.#createCall(id, invitation);
    if (expected === undefined) {
      this.#tell({
        type: 'incoming',
        id,
        sipCallId: request.callId,
        number: readableUser(remoteIdentity.uri.user),
        name: remoteIdentity.displayName || null,
        callId: callCenterCallId(request.data),
        replaces: replacement?.call.id ?? null,
        headers: extensionHeaders(request.data),
      });
    }
    // Unless the phone has refused it by now.
    call.ring(invitation).catch((error: unknown) => this.options.log.warn('180 could not be sent', error));
  }

  /** The far side goes on from another place: the same call, a new dialog, new media. */
  async #move(old: SipCall, invitation: Invitation): Promise<void> {
    const { id, isHeld } = old;
    old.isSilent = true;
    const call = this.#createCall(id, invitation);
    try {
      await call.givePlace(invitation, isHeld);
      old.giveUpPlace();
    } catch (error) {
      this.options.log.warn('a call could not go on from another place', error);
      this.#calls.set(id, old);
      old.isSilent = false;
      this.#refuse(invitation, 488);
    }
  }

  #refuse(invitation: Invitation, statusCode: number): void {
    invitation.reject({ statusCode }).catch((error: unknown) => this.options.log.warn('a call was not refused', error));
  }

  #updated(core: Core.UserAgentCore, request: Core.IncomingRequestMessage): void {
    const call = [...this.#calls.values()].find(({ session }) => isOfCall(request, session)) ?? null;
    answerUpdate(core, request, call).catch((error: unknown) => {
      this.options.log.warn('an UPDATE could not be answered', error);
    });
  }

  #createCall(id: string, session: Inviter | Invitation): SipCall {
    const call = new SipCall(
      id,
      session,
      (fact) => this.#tell(fact),
      this.options.log,
      this.options.clock,
      (over) => {
        // Another one may have its place.
        if (this.#calls.get(id) === over) this.#calls.delete(id);
        this.#farewells.delete(over);
      },
      (from, referral) => this.#referred(from, referral),
    );
    this.#calls.set(id, call);
    return call;
  }

  /** Only inside a call of ours; what is no SIP URI is refused before the phone hears of it. */
  #referred(from: SipCall, referral: Referral): void {
    const newId = this.options.newId();
    let number: string;
    try {
      number = readableUser(referral.referTo.uri.user);
    } catch {
      number = '';
    }
    if (number === '') {
      referral.reject({ statusCode: 400 }).catch((error: unknown) => this.options.log.warn('a REFER failed', error));
      return;
    }
    this.#referrals.set(newId, referral);
    this.#tell({ type: 'referred', id: from.id, newId, number });
  }

  #takeReferral(newId: string): Referral {
    const referral = this.#referrals.get(newId);
    if (!referral) throw new PhoneError('NO_CALL');
    this.#referrals.delete(newId);
    return referral;
  }

  #createSdpHandler(session: Session): SdpHandler {
    const call = [...this.#calls.values()].find((candidate) => candidate.session === session);
    if (!call || !this.#agent) throw new PhoneError('NO_CALL');
    const media = this.options.media.open(call.id, { iceServers: this.#agent.account.iceServers });
    const remoteHold = (held: boolean): void => this.#tell({ type: 'remoteHoldChanged', id: call.id, held });
    call.sdp = new SdpHandler(media, remoteHold, this.options.log);
    return call.sdp;
  }

  #connected(): Agent {
    if (!this.#agent?.transport.isConnected()) throw new PhoneError('NOT_CONNECTED');
    return this.#agent;
  }

  #call(id: string): SipCall {
    const call = this.#calls.get(id);
    if (!call) throw new PhoneError('NO_CALL');
    return call;
  }

  #tell(fact: SipFact): void {
    for (const listener of this.#listeners) listener(fact);
  }
}

/** Whether a request belongs to a call that goes on; a caller who has given up (CANCEL) has none any more. */
function isOfCall({ callId, toTag, fromTag }: Core.IncomingRequestMessage, session: Session): boolean {
  if (session.state === SessionState.Terminating || session.state === SessionState.Terminated) return false;
  if (session.dialog) return session.dialog.id === callId + toTag + fromTag;
  // Before the answer SIP.js keeps the dialogs of its own INVITE to itself: there may be several.
  return session instanceof Inviter && session.request.callId === callId && session.request.fromTag === toTag;
}

/** `#` starts a fragment in a URI (RFC 3261 §25.1: not allowed in a user part). */
function numberUri({ configuration: { uri } }: UserAgent, number: string): URI {
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  const target = UserAgent.makeURI(`sip:${number.replaceAll('#', '%23')}@${uri.host}${port}`);
  if (!target) throw new PhoneError('INVALID_ARGUMENT', { field: 'phone', hint: 'phone makes no SIP URI' });
  return target;
}
