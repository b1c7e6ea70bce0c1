import { createAgent, type Agent } from './agent.js';
import { Invitation, Inviter, SessionState, UserAgentState, type Core, type Session } from 'sip.js';
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
import { callCenterCallId } from './headers.js';
import { Farewells } from './farewells.js';
import { IncomingCalls } from './incoming.js';
import { ladderStep } from './ladder.js';
import { Referrals } from './referrals.js';
import { SdpHandler } from './sdp-handler.js';
import { SipCall } from './sip-call.js';
import { AwaitedCalls, callIdOf, sameInvite, takeBackAnswered, takeBackOutgoing } from './takeover.js';
import { answerUpdate } from './update.js';
import { numberUri, replacingUri } from './uris.js';

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
  readonly #listeners = new Set<(fact: SipFact) => void>();
  readonly #farewells: Farewells;
  readonly #incoming: IncomingCalls;
  readonly #referrals: Referrals;
  readonly #awaited = new AwaitedCalls();
  #agent: Agent | null = null;
  #userAgent: string;

  constructor(private readonly options: SipOptions) {
    const { clock, log } = options;
    this.#userAgent = options.userAgent;
    const parts = {
      calls: this.#calls,
      clock,
      log,
      newId: () => options.newId(),
      tell: (fact: SipFact) => this.#tell(fact),
    };
    this.#farewells = new Farewells(log);
    this.#referrals = new Referrals(parts);
    this.#incoming = new IncomingCalls({
      ...parts,
      createCall: (id, invitation) => this.#createCall(id, invitation),
    });
  }

  configure({ userAgent }: { readonly userAgent: string }): void {
    this.#userAgent = userAgent;
    // SIP.js reads it for each request and response.
    if (this.#agent) this.#agent.userAgent.userAgentCore.configuration.userAgentHeaderFieldValue = userAgent;
  }

  onFact(listener: (fact: SipFact) => void): void {
    this.#listeners.add(listener);
  }

  async connect(account: SipAccount, server: string): Promise<void> {
    if (this.#agent?.account !== account) {
      await this.#agent?.transport.disconnect();
      this.#agent = createAgent(account, {
        userAgentString: this.#userAgent,
        contactName: this.options.contactName(account.uri),
        log: this.options.log,
        passed: (message, direction) => {
          const step = ladderStep(message, direction);
          if (step) this.#tell(step);
          if (direction === 'in') this.#readCallId(message);
        },
        lost: (hint) => this.#tell({ type: 'disconnected', hint }),
        incoming: (invitation) => this.#incoming.take(invitation),
        updated: (core, request) => this.#updated(core, request),
        isAwaited: (callId) => this.#awaited.has(callId),
        sdpHandler: (session) => this.#createSdpHandler(session),
      });
    }
    const { userAgent, transport } = this.#agent;
    transport.server = server;
    this.#incoming.setAdrift();
    // `start` connects only the first time; after that the user agent lives on and only the socket is new.
    if (userAgent.state === UserAgentState.Started) await transport.connect();
    else await userAgent.start();
    this.#farewells.say(transport);
  }

  async disconnect(): Promise<void> {
    await this.#agent?.transport.disconnect();
  }

  async probe(by: 'OPTIONS' | 'REGISTER'): Promise<void> {
    const { userAgent, transport } = this.#connected();
    const alive = transport.received();
    const { userAgentCore: core, configuration } = userAgent;
    const { uri } = configuration;
    const server = uri.clone();
    server.user = undefined;
    const request = core.makeOutgoingRequestMessage(by, server, uri, uri, {});
    if (by === 'OPTIONS') core.request(request);
    else {
      // The challenge is answer enough: a password that may be wrong is not tried over and over.
      request.setViaHeader(`z9hG4bK${request.callId}`, transport.protocol);
      await transport.send(request.toString());
    }
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
    await this.#incoming.callerIsThere(id);
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
    else this.#farewells.owe(call);
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

  expect(handovers: Iterable<Handover>): void {
    this.#awaited.add(handovers);
  }

  async takeBack(id: string, handover: Handover, { hold }: { readonly hold: boolean }): Promise<void> {
    const { userAgent, transport } = this.#connected();
    const place = (inviter: Inviter): SipCall => this.#createCall(id, inviter);
    switch (handover.phase) {
      case 'answered':
        return this.#awaited.until(handover, takeBackAnswered(userAgent, handover, hold, place));
      case 'outgoing': {
        const isAnswered = await takeBackOutgoing(userAgent, handover, this.#calls.get(id) ?? null, place);
        if (!isAnswered) await this.#send(id, sameInvite(userAgent, handover.invite));
        return;
      }
      case 'incoming': {
        this.#incoming.takeAgain(id, handover.invite, (invite) => transport.onMessage?.(invite));
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
    const to =
      'number' in target
        ? numberUri(userAgent, target.number)
        : replacingUri(this.#call(target.replacing).session, target.by);
    await this.#call(id).refer(to);
  }

  async followReferral(newId: string): Promise<void> {
    await this.#send(newId, await this.#referrals.accept(newId));
  }

  async refuseReferral(newId: string, statusCode: number): Promise<void> {
    await this.#referrals.refuse(newId, statusCode);
  }

  referralFailed(newId: string, statusCode: number, reason: string): void {
    this.#referrals.failed(newId, statusCode, reason);
  }

  async sendInfoDtmf(id: string, tone: string): Promise<void> {
    return this.#call(id).sendInfoDtmf(tone);
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
        if (this.#calls.get(id) === over) {
          this.#calls.delete(id);
          this.#referrals.over(over);
          this.#incoming.over(over);
        }
        this.#farewells.over(over);
      },
      (from, referral) => this.#referrals.take(from, referral),
    );
    this.#farewells.watch(session);
    this.#referrals.follow(id, session);
    this.#calls.set(id, call);
    return call;
  }

  /** Any response may have it, and any INVITE inside a call. */
  #readCallId(message: string): void {
    const callId = /^(SIP\/2\.0|INVITE) /.test(message) ? callCenterCallId(message) : null;
    if (callId === null) return;
    const sipCallId = callIdOf(message);
    const call = [...this.#calls.values()].find(({ session }) => session.request.callId === sipCallId);
    if (call) this.#tell({ type: 'callIdKnown', id: call.id, callId });
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
