/**
 * The account API of the demo: the contract of `docs/openapi.yaml`, and `/demo/faults`, which breaks it on demand.
 * Everything is in memory.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createContacts, createHistory } from './account-api-data.js';
import { Faults, faultyAnswer, spoil, type FaultPath } from './account-api-faults.js';
import { ApiError, checkCaller, corsHeaders, preflight, readBody, send, type Answer } from './account-api-http.js';
import { Ledger } from './account-api-ledger.js';
import { pageOf, readLimit } from './account-api-pages.js';
import { readNote } from './account-api-note.js';
import { Tokens } from './account-api-tokens.js';
import { CallLog } from './call-log.js';
import { systemClock, type Clock } from './clock.js';
import { accounts, domain, hotlines, type Directory, type Extension, type Hotline } from './directory.js';
import { sipPath } from './web-socket.js';

const base = '/api/call-center/webphone/v1';
const contactsPerPage = 100;

interface Exchange {
  readonly request: IncomingMessage;
  readonly query: URLSearchParams;
  /** What the path's pattern caught. */
  readonly caught: string;
}

interface Route {
  readonly name: FaultPath;
  readonly method: string;
  readonly pattern: RegExp;
  readonly answer: (exchange: Exchange) => unknown;
}

export class AccountApi {
  /** For the PBX to tell of its calls. */
  readonly calls: CallLog;
  readonly #clock: Clock;
  readonly #tokens: Tokens;
  readonly #faults = new Faults();
  readonly #contacts = createContacts();
  readonly #ledger: Ledger;
  /** By extension: the hotline of outgoing calls. */
  readonly #chosen = new Map<string, string>();
  readonly #routes: readonly Route[];

  constructor({ directory, clock = systemClock }: { readonly directory: Directory; readonly clock?: Clock }) {
    this.#clock = clock;
    this.#tokens = new Tokens(clock, accounts);
    const extensions = accounts.flatMap(({ extension }) => extension ?? []);
    for (const { number, hotlines: [first] } of extensions) if (first) this.#chosen.set(number, first); // prettier-ignore
    this.#ledger = new Ledger({
      clock,
      histories: new Map(extensions.map((each) => [each.number, createHistory(each, this.#contacts, clock.now())])),
      nameOf: (number) => directory.nameOf(number),
      hotlineOf: (extension) => this.#chosen.get(extension) ?? null,
    });
    this.calls = new CallLog(clock, this.#ledger);
    this.#routes = this.#createRoutes();
  }

  /** False where the path is none of the API's. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (!path.startsWith('/api/') && path !== '/demo/faults') return false;
    void this.#respond(path, request, response);
    return true;
  }

  async #respond(path: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
    const answer = await this.#decide(path, request, response).catch((error: unknown): Answer => {
      if (error instanceof ApiError) return error;
      if (request.destroyed) return preflight; // nobody is there to read it
      process.stderr.write(`account API: ${String(error)}\n`);
      return new ApiError(500, 'INTERNAL', 'Máy chủ demo gặp lỗi.');
    });
    request.resume(); // what is left of a body that nobody wanted
    if (answer && !response.destroyed) send(response, answer, corsHeaders(request));
  }

  /** `null`: there is nothing to answer any more. */
  async #decide(path: string, request: IncomingMessage, response: ServerResponse): Promise<Answer | null> {
    checkCaller(request);
    if (request.method === 'OPTIONS') return preflight;
    if (path === '/demo/faults') return this.#answerFaults(request);
    const query = new URLSearchParams(request.url?.split('?').slice(1).join('?'));
    const found = this.#routes.filter(({ pattern }) => pattern.test(path));
    if (found.length === 0) throw new ApiError(404, 'NOT_FOUND', 'API không có đường dẫn này.');
    const route = found.find(({ method }) => method === request.method);
    if (!route) {
      const allowed = found.map(({ method }) => method).join(', ');
      throw new ApiError(405, 'METHOD_NOT_ALLOWED', `Chỉ dùng được ${allowed} ở đây.`, { Allow: allowed });
    }
    const work = async (): Promise<Answer> => {
      const caught = decode(route.pattern.exec(path)?.[1] ?? '');
      return { status: 200, body: await route.answer({ request, query, caught }) };
    };
    const fault = this.#faults.take(route.name);
    if (!fault) return work();
    switch (fault.kind) {
      case 'down':
        // Not before it has begun: on a connection kept alive a browser would ask again by itself, and nobody would know.
        response.writeHead(200, { ...corsHeaders(request), 'Content-Type': 'application/json', 'Content-Length': 100 });
        response.write('{', () => response.destroy());
        return null;
      case 'hang':
        return null;
      case 'slow':
        await this.#wait(fault.ms);
        return work();
      case 'expired':
        this.#tokens.revokeAll();
        return work();
      default:
        return faultyAnswer(fault) ?? spoil(fault, await work());
    }
  }

  #createRoutes(): readonly Route[] {
    const under = (path: string) => new RegExp(`^${base}${path}$`);
    return [
      {
        name: 'token',
        method: 'POST',
        pattern: /^\/api\/token$/,
        answer: async ({ request }) => this.#tokens.signIn(await readBody(request)),
      },
      { name: 'me', method: 'GET', pattern: under('/me'), answer: ({ request }) => this.#me(request) },
      {
        name: 'histories',
        method: 'GET',
        pattern: under('/histories'),
        answer: ({ request, query }) => {
          const { number } = this.#extensionOf(request);
          return pageOf(this.#ledger.historyOf(number), readLimit(query.get('limit')), query.get('cursor'));
        },
      },
      {
        name: 'contacts',
        method: 'GET',
        pattern: under('/contacts'),
        answer: ({ request, query }) => {
          this.#extensionOf(request);
          return pageOf(this.#contacts, contactsPerPage, query.get('cursor'));
        },
      },
      {
        name: 'hotline',
        method: 'PUT',
        pattern: under('/hotline'),
        answer: async ({ request }) => this.#choose(this.#extensionOf(request), await readBody(request)),
      },
      {
        name: 'note',
        method: 'PUT',
        pattern: under('/calls/([^/]+)/note'),
        answer: async ({ request, caught }) => {
          const { number } = this.#extensionOf(request);
          return this.#ledger.note(number, caught, readNote(await readBody(request)));
        },
      },
    ];
  }

  /** @throws ApiError 401, 404 NO_EXTENSION */
  #extensionOf(request: IncomingMessage): Extension {
    const token = request.headers['x-auth-token'];
    const { extension } = this.#tokens.holderOf(Array.isArray(token) ? token[0] : token);
    if (extension) return extension;
    throw new ApiError(404, 'NO_EXTENSION', 'Tài khoản này chưa được gắn máy lẻ.');
  }

  #me(request: IncomingMessage): unknown {
    const { number, name, sipPassword, hotlines: own } = this.#extensionOf(request);
    const mine = hotlines.filter(({ id }) => own.includes(id));
    const idsOf = (type: Hotline['type']) => mine.filter((each) => each.type === type).map(({ id }) => id);
    return {
      extension: {
        id: `ext-${number}`,
        number,
        name,
        hotline_id_list: idsOf('hotline'),
        hotline_group_id_list: idsOf('group'),
        current_hotline_id: this.#chosen.get(number) ?? null,
      },
      hotlines: mine,
      sip: {
        uri: `sip:${number}@${domain}`,
        authorization_username: number,
        password: sipPassword,
        ha1: null,
        // By the name that the page knows us by: it is a local one, or there would be no answer at all.
        servers: [`ws://${request.headers.host ?? ''}${sipPath}`],
        expires: 300,
        ice_servers: [],
      },
    };
  }

  #choose(extension: Extension, body: Readonly<Record<string, unknown>>): { readonly hotline: Hotline } {
    const id = body['hotline_id'];
    const hotline = hotlines.find((each) => each.id === id && extension.hotlines.includes(each.id));
    if (!hotline) throw new ApiError(422, 'INVALID_HOTLINE', 'Hotline này không được gán cho máy lẻ của bạn.');
    this.#chosen.set(extension.number, hotline.id);
    return { hotline };
  }

  async #answerFaults(request: IncomingMessage): Promise<Answer> {
    switch (request.method) {
      case 'GET':
        return { status: 200, body: { faults: this.#faults.list } };
      case 'POST':
        return { status: 201, body: { fault: this.#faults.add(await readBody(request)) } };
      case 'DELETE':
        this.#faults.clear();
        return { status: 200, body: { faults: [] } };
      default:
        throw new ApiError(405, 'METHOD_NOT_ALLOWED', 'Chỉ dùng được GET, POST, DELETE ở đây.', {
          Allow: 'GET, POST, DELETE',
        });
    }
  }

  #wait(ms: number): Promise<void> {
    return new Promise((resolve) => this.#clock.after(ms, resolve));
  }
}

/** @throws ApiError 404 for what is no text: nothing is called that */
function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw new ApiError(404, 'NOT_FOUND', 'API không có đường dẫn này.');
  }
}
