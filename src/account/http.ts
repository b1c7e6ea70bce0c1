import { PhoneError, type ErrorDetails } from '../phone/errors.js';
import type { ClockPort, LogPort } from '../phone/ports.js';
import type { AccountPath } from './account-paths.js';
import type { Budget } from './budget.js';
import { nextTry, parseRetryAfter } from './retry-policy.js';
import type { Secrets } from './secrets.js';

export type Fetch = typeof fetch;

export interface ApiRequest {
  readonly path: AccountPath;
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly url: string;
  readonly body?: unknown;
}

/** A final answer other than 429 and 5xx. */
export interface ApiAnswer {
  readonly status: number;
  /** Of the contract's error body, where there is one. */
  readonly errorCode: string | null;
  /** What the server said to a person, cleaned. */
  readonly reason: string | null;
  /**
   * The body of a 2xx.
   * @throws PhoneError SERVER where it is not JSON
   */
  json(): unknown;
}

interface HttpParts {
  readonly fetch: Fetch;
  readonly clock: ClockPort;
  readonly log: LogPort;
  /** 0–1 */
  readonly random: () => number;
  readonly secrets: Secrets;
}

/** Longer than any page of 200 items. Characters. */
const longestBody = 8 * 1024 * 1024;

/** No server may silence the phone for longer than this, ms. */
const longestPause = 600_000;

/** Nothing to use came. */
interface Trouble {
  readonly error: PhoneError;
}

/** HTTP with the contract's retries. Knows nothing of tokens. */
export class Http {
  /** Which parts of the API want to be left alone (`Retry-After`): until when, in ms since the epoch, and why. */
  readonly #pauses = new Map<string, { readonly until: number; readonly error: PhoneError }>();

  constructor(private readonly parts: HttpParts) {}

  /**
   * A PUT is given to the browser once: what came of one that got no answer, or a refusal, nobody knows.
   * @throws PhoneError NETWORK, TIMEOUT, CANCELLED, or SERVER for 429, 5xx and redirects
   */
  async send(request: ApiRequest, token: string | null, budget: Budget): Promise<ApiAnswer> {
    const { clock, log, random } = this.parts;
    // Signing in is limited by itself: an early renewal that is refused must not stop what the old token still does.
    const part = `${new URL(request.url).origin} ${request.path === 'token'}`;
    for (let tried = 0; ; tried++) {
      await this.#rest(part, budget);
      // Before it is sent there is still time to wait for the network.
      const waits = request.method === 'PUT' && isOffline() && budget.triesLeft > 0;
      const outcome = waits ? noAnswer(request, true) : await this.#attempt(request, token, budget);
      if (!('error' in outcome)) return outcome;
      const { error } = outcome;
      const isLast = budget.triesLeft === 0 || (request.method === 'PUT' && !waits);
      const asked = Math.min((error.details?.retryAfter ?? 0) * 1000, longestPause);
      if (asked > 0) this.#pauses.set(part, { until: clock.now() + asked, error });
      const delay = isLast ? null : nextTry({ tried, left: budget.left, random: random(), asked });
      if (delay === null) throw error;
      budget.triesLeft--;
      log.info(`account API: ${describe(request)} is tried again in ${delay} ms`, error.message);
      await budget.wait(delay);
    }
  }

  /** Waits until the server may be asked; where that is too long, says how long it is. */
  async #rest(part: string, budget: Budget): Promise<void> {
    const { until, error } = this.#pauses.get(part) ?? { until: 0 };
    const left = until - this.parts.clock.now();
    if (left <= 0) return;
    const retryAfter = Math.ceil(left / 1000);
    const hint = `the server asked to be left alone for ${retryAfter} s more`;
    if (left >= budget.left) throw new PhoneError('SERVER', { ...error?.details, hint, retryAfter });
    await budget.wait(left);
    // Somebody else may have been asked for more patience meanwhile.
    return this.#rest(part, budget);
  }

  async #attempt(request: ApiRequest, token: string | null, budget: Budget): Promise<ApiAnswer | Trouble> {
    budget.check();
    const wasOffline = isOffline();
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (request.body !== undefined) headers['Content-Type'] = 'application/json';
    if (token !== null) headers['X-Auth-Token'] = token;
    let response: Response;
    let text: string;
    try {
      const sent = this.parts.fetch(request.url, {
        method: request.method,
        headers,
        body: request.body === undefined ? null : JSON.stringify(request.body),
        signal: budget.signal,
        // The token is the only credential, and it must not follow a redirect to another host.
        credentials: 'omit',
        redirect: 'manual',
        cache: 'no-store',
      });
      response = await budget.race(sent);
      text = await budget.race(response.text());
    } catch (thrown) {
      if (thrown instanceof PhoneError) throw thrown;
      // The browser does not say why, and its own words say nothing more.
      return noAnswer(request, wasOffline && isOffline());
    }
    this.parts.log.debug(`account API: ${describe(request)} ${response.status || 'redirect'}`);
    return this.#read(request, response, text);
  }

  #read(request: ApiRequest, response: Response, text: string): ApiAnswer | Trouble {
    const { status } = response;
    if (response.type === 'opaqueredirect' || (status >= 300 && status < 400)) {
      throw new PhoneError('SERVER', { hint: `${describe(request)} was redirected (to a login page?)` });
    }
    const { errorCode, reason } = this.#readError(response, text);
    if (status === 429 || status >= 500) {
      const retryAfter = parseRetryAfter(response.headers.get('Retry-After'), this.parts.clock.now());
      return { error: failure(request, { status, errorCode, reason, retryAfter }) };
    }
    return { status, errorCode, reason, json: () => parse(request, status, text) };
  }

  /** The contract's error body; a body that is none (a proxy's page) says nothing. */
  #readError(response: Response, text: string): { errorCode: string | null; reason: string | null } {
    if (response.ok) return { errorCode: null, reason: null };
    try {
      const { error } = JSON.parse(text) as { error?: { code?: unknown; message?: unknown } | null };
      const { code, message } = error ?? {};
      return {
        errorCode: typeof code === 'string' && /^[A-Z0-9_]{1,64}$/.test(code) ? code : null,
        reason: typeof message === 'string' ? this.parts.secrets.clean(message) : null,
      };
    } catch {
      return { errorCode: null, reason: null };
    }
  }
}

/** SERVER with what the answer said. */
export function failure(
  request: ApiRequest,
  answer: Pick<ApiAnswer, 'status' | 'errorCode' | 'reason'> & { readonly retryAfter?: number | null },
): PhoneError {
  const { status, errorCode, reason, retryAfter } = answer;
  const hint =
    `${describe(request)} was answered ${status}` +
    (errorCode === null ? '' : ` ${errorCode}`) +
    (typeof retryAfter === 'number' ? `; the server asks to come back in ${retryAfter} s` : '');
  const details: ErrorDetails = {
    statusCode: status,
    hint,
    ...(reason === null ? {} : { reason }),
    ...(typeof retryAfter === 'number' ? { retryAfter } : {}),
  };
  return new PhoneError('SERVER', details);
}

/** For people: the method and the name of the path, never the URL. */
export function describe({ method, path }: ApiRequest): string {
  return `${method} ${path}`;
}

function parse(request: ApiRequest, status: number, text: string): unknown {
  const refuse = (what: string): PhoneError =>
    new PhoneError('SERVER', {
      field: 'body',
      statusCode: status,
      hint: `${describe(request)}: the answer is ${what}`,
    });
  if (text.trim() === '') throw refuse('empty, not JSON');
  if (text.length > longestBody) throw refuse('too long');
  try {
    return JSON.parse(text);
  } catch {
    // What JSON.parse says quotes the text, and the text may hold a password.
    throw refuse('not JSON');
  }
}

function noAnswer(request: ApiRequest, offline: boolean): Trouble {
  const why = offline ? 'offline' : 'offline, refused, or not allowed by CORS';
  return { error: new PhoneError('NETWORK', { hint: `${describe(request)}: no answer (${why})` }) };
}

function isOffline(): boolean {
  return !navigator.onLine;
}
