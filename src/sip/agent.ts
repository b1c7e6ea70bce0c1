import {
  SIPExtension,
  UserAgent,
  type Core,
  type Invitation,
  type Session,
  type SessionDescriptionHandler,
} from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { LogPort, SipAccount } from '../phone/ports.js';
import { failWithSocket } from './lost-requests.js';
import { withTrueAllow } from './methods.js';
import { takeOwnResponses } from './own-responses.js';
import { withContactsUnread } from './redirects.js';
import { Registrar } from './registrar.js';
import { guardRequests } from './request-gate.js';
import { SocketTransport } from './socket-transport.js';

/** Everything that belongs to one account: SIP.js's user agent and our ways to it. */
export interface Agent {
  readonly account: SipAccount;
  readonly userAgent: UserAgent;
  readonly transport: SocketTransport;
  readonly registrar: Registrar;
}

interface AgentParts {
  readonly userAgentString: string;
  readonly contactName: string;
  readonly log: LogPort;
  /** A message went over the socket. */
  readonly passed: (message: string, direction: 'in' | 'out') => void;
  /** The socket closed without being asked to. */
  readonly lost: (hint: string) => void;
  incoming(invitation: Invitation): void;
  /** An UPDATE came in. */
  updated(core: Core.UserAgentCore, request: Core.IncomingRequestMessage): void;
  /** A call of another page that is on its way to this one. */
  isAwaited(callId: string): boolean;
  sdpHandler(session: Session): SessionDescriptionHandler;
}

/** @throws PhoneError INVALID_ARGUMENT for an account that has no SIP URI */
export function createAgent(account: SipAccount, parts: AgentParts): Agent {
  const { userAgentString, contactName, log, lost, passed } = parts;
  const uri = UserAgent.makeURI(account.uri);
  if (!uri) throw new PhoneError('INVALID_ARGUMENT', { field: 'sip.uri', hint: 'sip.uri is no SIP URI' });
  // SIP.js makes its transport itself; this is how it gets ours.
  class OwnTransport extends SocketTransport {
    constructor() {
      super(lost, log, passed);
    }

    override send(message: string): Promise<void> {
      return super.send(withTrueAllow(message));
    }
  }
  const userAgent = new UserAgent({
    uri,
    authorizationUsername: account.authorizationUsername,
    authorizationPassword: account.password ?? '',
    authorizationHa1: account.ha1 ?? '',
    displayName: account.displayName ?? '',
    userAgentString,
    contactName,
    // Part of our Contact, random otherwise.
    viaHost: `${contactName}.invalid`,
    transportConstructor: OwnTransport,
    sessionDescriptionHandlerFactory: (session) => parts.sdpHandler(session),
    // Whether a call rings at all is the phone's to say, and how long is the caller's.
    sendInitialProvisionalResponse: false,
    // Off by default: then an INVITE with Replaces would be a new call, and the old one would stay.
    sipExtensionReplaces: SIPExtension.Supported,
    sipExtensionExtraSupported: ['timer'],
    noAnswerTimeout: 600,
    // SIP.js would print the configuration, password included.
    logConfiguration: false,
    logBuiltinEnabled: false,
    logConnector: (level, category, _label, content) => {
      if (level === 'error') log.info(`${category}: ${content}`);
    },
    delegate: { onInvite: (invitation) => parts.incoming(invitation) },
  });
  takeOwnResponses(userAgent, log);
  failWithSocket(userAgent);
  const { userAgentCore } = userAgent;
  guardRequests(userAgentCore, {
    updated: (request) => parts.updated(userAgentCore, request),
    isAwaited: (callId) => parts.isAwaited(callId),
  });
  const transport = userAgent.transport as OwnTransport;
  const { onMessage } = transport;
  transport.onMessage = (message) => onMessage?.(withContactsUnread(message));
  return { account, userAgent, transport, registrar: new Registrar(userAgent, account.expires) };
}
