import type { AccountCredentials } from '../phone/config.js';
import { PhoneError } from '../phone/errors.js';
import type { ClockPort } from '../phone/ports.js';
import { invalid } from './arguments.js';
import { Budget } from './budget.js';
import { failure, type ApiRequest, type Http } from './http.js';
import { readReply } from './read-reply.js';
import { isToken, tokenSchema } from './schemas.js';
import type { Secrets } from './secrets.js';

interface SessionParts {
  readonly credentials: AccountCredentials;
  /** The token endpoint. */
  readonly url: string;
  readonly http: Http;
  readonly clock: ClockPort;
  readonly secrets: Secrets;
  readonly closing: () => AbortSignal;
}

interface Token {
  readonly value: string;
  /** From when on a new one is fetched, and from when on this one is no good; ms since the epoch, `null` for never. */
  readonly renewAt: number | null;
  readonly expiresAt: number | null;
}

/** How long before its end a token is renewed, ms; of a short-lived one, a tenth of its life. */
const margin = 60_000;

/** The token: where it comes from, and that nobody fetches it twice. */
export class Session {
  #token: Token | null;
  #renewing: { readonly closing: AbortSignal; readonly token: Promise<Token> } | null = null;
  /** The server refused the password. Asking again and again would lock the account. */
  #refusal: PhoneError | null = null;

  /** @throws PhoneError INVALID_ARGUMENT `token` */
  constructor(private readonly parts: SessionParts) {
    const { token, password } = parts.credentials;
    parts.secrets.add(token, password);
    if (token !== null && !isToken(token)) throw invalid('token', 'must be one line of ASCII');
    this.#token = token === null ? null : { value: token, renewAt: null, expiresAt: null };
  }

  /** The agent signs in once more. */
  reset(): void {
    this.#refusal = null;
  }

  /** A token to use now. Rejects AUTH_FAILED, NETWORK, TIMEOUT, SERVER. */
  async token(): Promise<string> {
    const token = this.#token;
    const now = this.parts.clock.now();
    if (token && (token.renewAt === null || now < token.renewAt)) return token.value;
    try {
      return (await this.#renewOnce()).value;
    } catch (error) {
      // An early renewal that failed costs nothing as long as the old one is good.
      if (token?.expiresAt != null && now < token.expiresAt) return token.value;
      throw error;
    }
  }

  /** A token in place of one the server refused. */
  async renew(refused: string): Promise<string> {
    // Somebody else was refused too, and was faster.
    if (this.#token && this.#token.value !== refused) return this.#token.value;
    return (await this.#renewOnce()).value;
  }

  #renewOnce(): Promise<Token> {
    if (this.#refusal) return Promise.reject(this.#refusal);
    const closing = this.parts.closing();
    // What was closed meanwhile ends cancelled; who starts anew does not wait for that.
    if (this.#renewing?.closing === closing) return this.#renewing.token;
    const token = this.#fetchToken(closing).finally(() => {
      if (this.#renewing?.token === token) this.#renewing = null;
    });
    this.#renewing = { closing, token };
    return token;
  }

  async #fetchToken(closing: AbortSignal): Promise<Token> {
    const budget = new Budget(this.parts.clock, closing);
    try {
      const token = await this.#askFor(budget);
      this.parts.secrets.add(token.value);
      return (this.#token = token);
    } catch (thrown) {
      if (thrown instanceof PhoneError && thrown.code === 'AUTH_FAILED' && !this.parts.credentials.getToken) {
        this.#refusal = thrown;
      }
      throw thrown;
    } finally {
      budget.done();
    }
  }

  #askFor(budget: Budget): Promise<Token> {
    const { getToken, token } = this.parts.credentials;
    if (getToken) return this.#askPage(getToken, budget);
    if (token !== null) throw new PhoneError('AUTH_FAILED', { field: 'token', hint: 'the server refused the token' });
    return this.#signIn(budget);
  }

  async #askPage(getToken: () => Promise<string>, budget: Budget): Promise<Token> {
    let value: unknown;
    try {
      value = await budget.race((async (): Promise<unknown> => getToken())());
    } catch (thrown) {
      if (thrown instanceof PhoneError && (thrown.code === 'TIMEOUT' || thrown.code === 'CANCELLED')) throw thrown;
      // Its words are the page's own and may hold what it sent. A TypeError is how a fetch of the page's fails.
      const code = thrown instanceof TypeError ? 'NETWORK' : 'AUTH_FAILED';
      throw new PhoneError(code, { field: 'getToken', hint: 'getToken() rejected' });
    }
    if (!isToken(value)) {
      throw new PhoneError('AUTH_FAILED', {
        field: 'getToken',
        hint: 'getToken() must give a token, one line of ASCII',
      });
    }
    return { value, renewAt: null, expiresAt: null };
  }

  async #signIn(budget: Budget): Promise<Token> {
    const { username, password } = this.parts.credentials;
    const body = { auth_method: 'password', username, password };
    const request: ApiRequest = { path: 'token', method: 'POST', url: this.parts.url, body };
    const answer = await this.parts.http.send(request, null, budget);
    const { status, reason } = answer;
    if (status === 401 || status === 403 || status === 422) {
      const hint = 'the server refused the user name or password';
      throw new PhoneError(
        'AUTH_FAILED',
        reason === null ? { statusCode: status, hint } : { statusCode: status, hint, reason },
      );
    }
    if (status < 200 || status > 299) throw failure(request, answer);
    const { token, expires_at } = readReply(tokenSchema, answer.json(), request);
    return { value: token, ...this.#lifetime(expires_at) };
  }

  #lifetime(expiresAt: string): Pick<Token, 'renewAt' | 'expiresAt'> {
    const now = this.parts.clock.now();
    const end = Date.parse(expiresAt);
    // Over before it began: our clock and the server's disagree, and a 401 will say when it is over.
    if (end <= now) return { renewAt: null, expiresAt: null };
    return { renewAt: end - Math.min(margin, (end - now) / 10), expiresAt: end };
  }
}
