import type { Core, UserAgent } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import { allowHeader } from './methods.js';
import { outcomeOf, refusedError } from './responses.js';

/**
 * Sends REGISTER, one attempt at a time: when and how often is the phone's to decide. All of one user agent
 * share a Call-ID and count up (RFC 3261 §10.2).
 */
export class Registrar {
  readonly #callId = crypto.randomUUID();
  #sequence = 0;

  constructor(
    private readonly userAgent: UserAgent,
    private readonly expires: number,
  ) {}

  /** Resolves with the expiry the registrar granted, seconds. */
  async register(): Promise<number> {
    try {
      return await this.#send(this.expires);
    } catch (error) {
      // Interval too brief: the registrar says how long it wants (RFC 3261 §10.2.8).
      if (error instanceof TooBrief) return this.#send(error.minExpires);
      throw error;
    }
  }

  async unregister(): Promise<void> {
    await this.#send(0);
  }

  #send(expires: number): Promise<number> {
    const { userAgentCore: core, contact, configuration } = this.userAgent;
    const registrar = configuration.uri.clone();
    registrar.user = undefined;
    const headers = [`Contact: ${contact.toString()};expires=${expires}`, `Expires: ${expires}`, allowHeader];
    const options = { callId: this.#callId, cseq: ++this.#sequence };
    const { uri } = configuration;
    const request = core.makeOutgoingRequestMessage('REGISTER', registrar, uri, uri, options, headers);
    return new Promise((resolve, reject) => {
      const finish = (settle: () => void): void => {
        // A challenge was answered with the next number.
        this.#sequence = Math.max(this.#sequence, request.cseq);
        settle();
      };
      core.register(request, {
        onAccept: ({ message }) => finish(() => resolve(this.#granted(message, expires))),
        onReject: ({ message }) => finish(() => reject(refusal(message))),
        onRedirect: ({ message }) => finish(() => reject(refusal(message))),
      });
    });
  }

  /** The expiry of our own binding: the list may hold other phones of the same agent. */
  #granted(message: Core.IncomingResponseMessage, asked: number): number {
    const own = this.userAgent.contact.uri.user;
    for (const raw of message.getHeaders('contact')) {
      const [, expires] = /;\s*expires\s*=\s*"?(\d+)/i.exec(raw) ?? [];
      if (own !== undefined && raw.includes(`:${own}@`) && expires !== undefined) return Number(expires);
    }
    const header = Number(message.getHeader('expires'));
    return header > 0 ? header : asked;
  }
}

class TooBrief extends Error {
  constructor(readonly minExpires: number) {
    super('the registration is too brief');
  }
}

function refusal(message: Core.IncomingResponseMessage): Error {
  const outcome = outcomeOf(message);
  const minExpires = Number(message.getHeader('min-expires'));
  if (outcome.statusCode === 423 && minExpires > 0) return new TooBrief(minExpires);
  if (outcome.statusCode >= 300 && outcome.statusCode < 400)
    return new PhoneError('SIP_REJECTED', { ...outcomeDetails(outcome) });
  return refusedError(outcome, { isRegister: true });
}

function outcomeDetails({ statusCode, reason }: { statusCode: number; reason: string | null }) {
  return reason === null ? { statusCode } : { statusCode, reason };
}
