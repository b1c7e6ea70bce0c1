import {
  Invitation,
  Inviter,
  SIPExtension,
  UserAgent,
  UserAgentState,
  type Core,
  type Referral,
  type Session,
  type URI,
} from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type {
  LogPort,
  MediaSessions,
  OutgoingInvite,
  ReferTarget,
  SipAccount,
  SipFact,
  SipPort,
} from '../phone/ports.js';
import { callCenterCallId, extensionHeaders, readableUser } from './headers.js';
import { Registrar } from './registrar.js';
import { SdpHandler } from './sdp-handler.js';
import { SipCall } from './sip-call.js';
import { SocketTransport } from './socket-transport.js';

interface SipOptions {
  readonly userAgent: string;
  readonly media: MediaSessions;
  readonly log: LogPort;
  newId(): string;
}

/** Everything that belongs to one account: SIP.js's user agent and our ways to it. */
interface Agent {
  readonly account: SipAccount;
  readonly userAgent: UserAgent;
  readonly transport: SocketTransport;
  readonly registrar: Registrar;
}

/** SIP.js behind `SipPort`: its `api` layer for calls, its core for REGISTER, a transport of ours. */
export class SipAdapter implements SipPort {
  readonly #calls = new Map<string, SipCall>();
  /** Referrals that the phone has not decided on yet, by the id of the call they would make. */
  readonly #referrals = new Map<string, Referral>();
  readonly #listeners = new Set<(fact: SipFact) => void>();
  #agent: Agent | null = null;

  constructor(private readonly options: SipOptions) {}

  onFact(listener: (fact: SipFact) => void): void {
    this.#listeners.add(listener);
  }

  async connect(account: SipAccount, server: string): Promise<void> {
    if (this.#agent?.account !== account) {
      await this.#agent?.transport.disconnect();
      this.#agent = this.#createAgent(account);
    }
    const { userAgent, transport } = this.#agent;
    transport.server = server;
    // `start` connects only the first time; after that the user agent lives on and only the socket is new.
    if (userAgent.state === UserAgentState.Started) await transport.connect();
    else await userAgent.start();
  }

  async disconnect(): Promise<void> {
    await this.#agent?.transport.disconnect();
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
    await this.#calls.get(id)?.hangUp();
  }

  async setHold(id: string, hold: boolean): Promise<void> {
    return this.#call(id).setHold(hold);
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

  #createAgent(account: SipAccount): Agent {
    const { userAgent: userAgentString, log } = this.options;
    const uri = UserAgent.makeURI(account.uri);
    if (!uri) throw new PhoneError('INVALID_ARGUMENT', { field: 'sip.uri', hint: 'sip.uri is no SIP URI' });
    const lost = (hint: string): void => this.#tell({ type: 'disconnected', hint });
    // SIP.js makes its transport itself; this is how it gets ours.
    class OwnTransport extends SocketTransport {
      constructor() {
        super(lost, log);
      }
    }
    const userAgent = new UserAgent({
      uri,
      authorizationUsername: account.authorizationUsername,
      authorizationPassword: account.password ?? '',
      authorizationHa1: account.ha1 ?? '',
      displayName: account.displayName ?? '',
      userAgentString,
      transportConstructor: OwnTransport,
      sessionDescriptionHandlerFactory: (session) => this.#createSdpHandler(session),
      // Whether a call rings at all is the phone's to say, and how long is the caller's.
      sendInitialProvisionalResponse: false,
      // Off by default: then an INVITE with Replaces would be a new call, and the old one would stay.
      sipExtensionReplaces: SIPExtension.Supported,
      noAnswerTimeout: 600,
      // SIP.js would print the configuration, password included.
      logConfiguration: false,
      logBuiltinEnabled: false,
      logConnector: (level, category, _label, content) => {
        if (level === 'error') log.info(`${category}: ${content}`);
      },
      delegate: { onInvite: (invitation) => this.#incoming(invitation) },
    });
    const transport = userAgent.transport as OwnTransport;
    return { account, userAgent, transport, registrar: new Registrar(userAgent, account.expires) };
  }

  #incoming(invitation: Invitation): void {
    const id = this.options.newId();
    const call = this.#createCall(id, invitation);
    const { remoteIdentity, request } = invitation;
    this.#tell({
      type: 'incoming',
      id,
      sipCallId: request.callId,
      number: readableUser(remoteIdentity.uri.user),
      name: remoteIdentity.displayName || null,
      callId: callCenterCallId(request.data),
      replaces: this.#replacedBy(request),
      headers: extensionHeaders(request.data),
    });
    // Unless the phone has refused it by now.
    call.ring(invitation).catch((error: unknown) => this.options.log.warn('180 could not be sent', error));
  }

  /** SIP.js has refused what names no dialog of ours in full (RFC 3891 §3). */
  #replacedBy(request: Core.IncomingRequestMessage): string | null {
    const [callId, ...parameters] = (request.getHeader('replaces') ?? '').split(';');
    if (!callId) return null;
    const tag = (name: string): string | undefined =>
      parameters
        .map((parameter) => parameter.trim())
        .find((parameter) => parameter.startsWith(`${name}=`))
        ?.slice(name.length + 1);
    const found = [...this.#calls.values()].find(({ session: { dialog } }) => {
      return (
        dialog?.callId === callId.trim() && dialog.localTag === tag('to-tag') && dialog.remoteTag === tag('from-tag')
      );
    });
    return found?.id ?? null;
  }

  #createCall(id: string, session: Inviter | Invitation): SipCall {
    const call = new SipCall(
      id,
      session,
      (fact) => this.#tell(fact),
      this.options.log,
      () => this.#calls.delete(id),
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

/** `#` starts a fragment in a URI (RFC 3261 §25.1: not allowed in a user part). */
function numberUri({ configuration: { uri } }: UserAgent, number: string): URI {
  const port = uri.port === undefined ? '' : `:${uri.port}`;
  const target = UserAgent.makeURI(`sip:${number.replaceAll('#', '%23')}@${uri.host}${port}`);
  if (!target) throw new PhoneError('INVALID_ARGUMENT', { field: 'phone', hint: 'phone makes no SIP URI' });
  return target;
}
