import { PhoneError } from '../phone/errors.js';
import type { ClockPort } from '../phone/ports.js';
import type * as v from 'valibot';
import { Budget } from './budget.js';
import { failure, type ApiAnswer, type ApiRequest, type Http } from './http.js';
import { readReply } from './read-reply.js';
import type { Session } from './session.js';

interface ClientParts {
  readonly http: Http;
  readonly session: Session;
  readonly clock: ClockPort;
  readonly closing: () => AbortSignal;
}

/** What a status means for one path, where it means something of its own. */
export type Meaning = (answer: ApiAnswer) => PhoneError | null;

/** Requests with a token, answers in the contract's shapes. */
export class ApiClient {
  constructor(private readonly parts: ClientParts) {}

  /** @throws PhoneError AUTH_FAILED, SERVER, NETWORK, TIMEOUT, CANCELLED, or what `meaning` makes of the status */
  async ask<T extends v.GenericSchema>(
    request: ApiRequest,
    schema: T,
    meaning: Meaning = () => null,
  ): Promise<v.InferOutput<T>> {
    const answer = await this.#send(request);
    if (answer.status < 200 || answer.status > 299) throw meaning(answer) ?? failure(request, answer);
    return readReply(schema, answer.json(), request);
  }

  async #send(request: ApiRequest): Promise<ApiAnswer> {
    const { http, session, clock, closing } = this.parts;
    const budget = new Budget(clock, closing());
    try {
      budget.check();
      const token = await budget.race(session.token());
      const answer = await http.send(request, token, budget);
      if (answer.status !== 401) return answer;
      const fresh = await budget.race(session.renew(token));
      const again = await http.send(request, fresh, budget);
      if (again.status !== 401) return again;
      const hint = 'the server refuses a token it has just given';
      throw new PhoneError('AUTH_FAILED', { statusCode: 401, hint });
    } finally {
      budget.done();
    }
  }
}
