import type { Contact, HistoryItem, NoteInput } from '../../src/phone/account-data.js';
import type { ClockPort } from '../../src/phone/ports.js';

export const baseURL = 'https://account.test';
export const basePath = `${baseURL}/api/call-center/webphone/v1`;
export const username = 'an@vccloud.test';
export const password = 'p4ss"wörd/secret';
export const sipPassword = 'sip-s3cret';

/** What may go wrong with a request instead of the contract's answer. */
export type Fault =
  /** No answer: nobody listens, or CORS does not allow it. To a page both are the same TypeError. */
  | { readonly type: 'unreachable' }
  /** The contract's answer, later. */
  | { readonly type: 'slow'; readonly ms: number }
  /** Never an answer, and the signal is ignored. */
  | { readonly type: 'hang' }
  | {
      readonly type: 'status';
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly body?: unknown;
    }
  /** Any body with status 200. */
  | { readonly type: 'text'; readonly text: string }
  /** To a login page; `followed` as it looks where the browser went there by itself. */
  | { readonly type: 'redirect'; readonly followed?: boolean }
  /** The contract's answer, spoiled. */
  | { readonly type: 'change'; readonly change: (body: Record<string, unknown>) => void };

export interface Seen {
  readonly method: string;
  readonly url: URL;
  /** What follows the base path, or the base URL. */
  readonly path: string;
  readonly headers: Headers;
  readonly body: Record<string, unknown> | null;
  readonly init: RequestInit;
  /** Ms since the epoch. */
  readonly at: number;
}

export const loginPage = '<!doctype html><html><body><form action="/login">Sign in</form></body></html>';

/** The account API in memory: `fetch` that serves the contract, and breaks it where a test asks for that. */
export class FakeAccountApi {
  readonly seen: Seen[] = [];
  /** Decides over each request; `null` lets it through. */
  fault: (request: Seen) => Fault | null = () => null;
  /** One for each of the next requests, before `fault` is asked. */
  readonly nextFaults: Fault[] = [];
  histories: HistoryItem[] = [];
  contacts: Contact[] = [];
  contactsPerPage = 100;
  hasExtension = true;
  /** Ms a new token lives. */
  tokenLife = 3_600_000;
  readonly tokens = new Set<string>();
  readonly notes = new Map<string, { note: string | null; rate: number | null; report: string | null }>();
  /** Calls of which nobody knows. */
  readonly unknownCalls = new Set<string>();
  me = createMe();
  #tokenCount = 0;

  /** @param root the base URL it serves */
  constructor(
    private readonly clock: ClockPort,
    readonly root: string = baseURL,
  ) {}

  /** What was asked for, in order: `GET /me`. */
  get asked(): readonly string[] {
    return this.seen.map(({ method, path }) => `${method} ${path}`);
  }

  readonly fetch: typeof fetch = async (input, init = {}) => {
    const request = this.#read(input, init);
    this.seen.push(request);
    const signal = init.signal ?? null;
    if (signal?.aborted) throw aborted();
    const fault = this.nextFaults.shift() ?? this.fault(request);
    switch (fault?.type) {
      case 'unreachable':
        throw new TypeError('Failed to fetch');
      case 'hang':
        return new Promise<Response>(() => undefined);
      case 'slow':
        await new Promise<void>((resolve, reject) => {
          signal?.addEventListener('abort', () => reject(aborted()));
          this.clock.after(fault.ms, resolve);
        });
        break;
      case 'status':
        return reply(fault.status, fault.body ?? { error: { code: 'OOPS', message: 'Có lỗi' } }, fault.headers);
      case 'text':
        return reply(200, fault.text);
      case 'redirect':
        return fault.followed ? reply(200, loginPage) : reply(302, loginPage, {}, 'opaqueredirect');
      case 'change':
      case undefined:
        break;
    }
    const answer = this.#answer(request);
    if (fault?.type === 'change') fault.change(answer.body as Record<string, unknown>);
    return reply(answer.status, answer.body);
  };

  /** Tokens given so far are no good any more. */
  expireTokens(): void {
    this.tokens.clear();
  }

  giveToken(): string {
    const token = `tok-${++this.#tokenCount}-0123456789abcdef`;
    this.tokens.add(token);
    return token;
  }

  #read(input: RequestInfo | URL, init: RequestInit): Seen {
    const url = new URL(input instanceof Request ? input.url : input);
    const whole = `${url.origin}${url.pathname}`;
    const base = `${this.root}/api/call-center/webphone/v1`;
    const root = whole.startsWith(`${base}/`) ? base : this.root;
    const path = whole.startsWith(root) ? whole.slice(root.length) : whole;
    const body = typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : null;
    return {
      method: init.method ?? 'GET',
      url,
      path,
      headers: new Headers(init.headers),
      body,
      init,
      at: this.clock.now(),
    };
  }

  #answer(request: Seen): { readonly status: number; readonly body: unknown } {
    const { method, path, url, body } = request;
    if (method === 'POST' && path === '/api/token') {
      const right =
        body?.['auth_method'] === 'password' && body['username'] === username && body['password'] === password;
      if (!right) return refusal(401, 'BAD_CREDENTIALS', `wrong password '${String(body?.['password'])}'`);
      const expires_at = new Date(this.clock.now() + this.tokenLife).toISOString();
      return { status: 200, body: { token: this.giveToken(), expires_at } };
    }
    if (!this.tokens.has(request.headers.get('X-Auth-Token') ?? '')) {
      return refusal(401, 'TOKEN_EXPIRED', 'Phiên đã hết hạn');
    }
    const note = /^\/calls\/([^/]+)\/note$/.exec(path);
    if (method === 'GET' && path === '/me') {
      return this.hasExtension
        ? { status: 200, body: structuredClone(this.me) }
        : refusal(404, 'NO_EXTENSION', 'Chưa có');
    }
    if (method === 'GET' && path === '/histories') {
      const limit = Number(url.searchParams.get('limit') ?? 30);
      if (!(limit >= 1 && limit <= 200)) return refusal(422, 'BAD_LIMIT', 'limit 1–200');
      return page(this.histories, limit, url);
    }
    if (method === 'GET' && path === '/contacts') return page(this.contacts, this.contactsPerPage, url);
    if (method === 'PUT' && path === '/hotline') return this.#choose(String(body?.['hotline_id']));
    if (method === 'PUT' && note) return this.#note(decodeURIComponent(note[1] ?? ''), body ?? {});
    return refusal(404, 'NOT_FOUND', 'Không có');
  }

  #choose(id: string): { readonly status: number; readonly body: unknown } {
    const hotline = this.me.hotlines.find((each) => each.id === id);
    if (!hotline) return refusal(422, 'NOT_YOURS', 'Không phải hotline của bạn');
    this.me.extension.current_hotline_id = id;
    return { status: 200, body: { hotline: structuredClone(hotline) } };
  }

  #note(callId: string, body: NoteInput): { readonly status: number; readonly body: unknown } {
    if (this.unknownCalls.has(callId)) return refusal(404, 'UNKNOWN_CALL', 'Không có cuộc gọi này');
    const saved = { note: null, rate: null, report: null, ...this.notes.get(callId), ...body };
    this.notes.set(callId, saved);
    return { status: 200, body: { call_id: callId, ...saved, updated_at: new Date(this.clock.now()).toISOString() } };
  }
}

export function createMe() {
  return {
    extension: {
      id: 'ext-1001',
      number: '1001',
      name: 'Nguyễn Văn An' as string | null,
      hotline_id_list: ['hl-1', 'hl-2'],
      hotline_group_id_list: ['hg-1'],
      current_hotline_id: 'hl-1' as string | null,
    },
    hotlines: [
      { id: 'hl-1', type: 'hotline', name: 'CSKH', number: '19001234' as string | null },
      { id: 'hl-2', type: 'hotline', name: 'Bán hàng', number: '19005678' },
      { id: 'hg-1', type: 'group', name: 'Toàn quốc', number: null },
    ],
    sip: {
      uri: 'sip:1001@pbx.test',
      authorization_username: '1001',
      password: sipPassword as string | null,
      ha1: null as string | null,
      servers: ['wss://sip1.test/ws', 'wss://sip2.test/ws'],
      expires: 300,
      ice_servers: [
        { urls: ['stun:stun.test:3478'] },
        { urls: ['turns:turn.test:443'], username: 'turn-user', credential: 'turn-s3cret' },
      ],
    },
  };
}

/** The newest first. */
export function createHistories(count: number): HistoryItem[] {
  return Array.from({ length: count }, (_, index) => {
    const at = (s: number): string => new Date(Date.UTC(2026, 10, 22) - index * 60_000 + s * 1000).toISOString();
    return {
      id: `c-${index}`,
      direction: 'inbound',
      from: '0912345678',
      to: '1001',
      name: 'Chị Hoa',
      hotline_id: 'hl-1',
      started_at: at(0),
      answered_at: at(5),
      ended_at: at(68),
      duration: 63,
      status: 'answered',
      note: null,
      rate: null,
      report: null,
      recording_url: null,
    };
  });
}

export function createContacts(count: number): Contact[] {
  return Array.from({ length: count }, (_, index) => ({
    id: `p-${index}`,
    name: `Khách ${index}`,
    phones: [`09${String(index).padStart(8, '0')}`],
    company: null,
    email: null,
    avatar_url: null,
  }));
}

function page(all: readonly unknown[], size: number, url: URL): { readonly status: number; readonly body: unknown } {
  const start = Number(url.searchParams.get('cursor')?.replace('at-', '') ?? 0);
  const next_cursor = start + size < all.length ? `at-${start + size}` : null;
  return { status: 200, body: { items: structuredClone(all.slice(start, start + size)), next_cursor } };
}

function refusal(status: number, code: string, message: string): { readonly status: number; readonly body: unknown } {
  return { status, body: { error: { code, message } } };
}

function aborted(): DOMException {
  return new DOMException('The user aborted a request.', 'AbortError');
}

/** A `Response` whose text is there at once, so that a test's clock never runs ahead of it. */
function reply(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
  type: ResponseType = 'cors',
): Response {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const contentType = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json';
  const response = new Response(text, { status, headers: { 'Content-Type': contentType, ...headers } });
  Object.defineProperties(response, { text: { value: () => Promise.resolve(text) }, type: { value: type } });
  if (type === 'opaqueredirect') Object.defineProperties(response, { status: { value: 0 }, ok: { value: false } });
  return response;
}
