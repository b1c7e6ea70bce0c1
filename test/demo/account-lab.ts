/** The account API over real HTTP, with a clock of the test's own. Every answer is held against `docs/openapi.yaml`. */
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AccountApi } from '../../demo/server/account-api.js';
import { createDirectory } from '../../demo/server/directory.js';
import { FakeClock } from './fake-clock.js';
import { problemsWith } from './openapi.js';

export const base = '/api/call-center/webphone/v1';
export const an = { auth_method: 'password', username: 'an.nguyen@demo.vn', password: 'demo-1001' } as const;
export const binh = { auth_method: 'password', username: 'binh.tran@demo.vn', password: 'demo-1002' } as const;

export interface Reply {
  readonly status: number;
  readonly headers: Headers;
  // What a test reads of it is what the test is about.
  readonly body: any; // eslint-disable-line @typescript-eslint/no-explicit-any
}

interface AskOptions {
  readonly token?: string | null;
  /** Sent as JSON, or as it is where it is a string or bytes. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** False where the answer is meant to break the contract. */
  readonly inContract?: boolean;
}

export class AccountLab {
  readonly clock = new FakeClock();
  readonly api = new AccountApi({ directory: createDirectory(), clock: this.clock });
  readonly #http: Server;

  private constructor() {
    this.#http = createServer((request, response) => {
      if (!this.api.handle(request, response)) response.writeHead(404).end('Not found');
    });
  }

  static async start(): Promise<AccountLab> {
    const lab = new AccountLab();
    lab.#http.listen(0, '127.0.0.1');
    await once(lab.#http, 'listening');
    return lab;
  }

  get port(): number {
    return (this.#http.address() as AddressInfo).port;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  async stop(): Promise<void> {
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, 'close');
  }

  async ask(method: string, path: string, options: AskOptions = {}): Promise<Reply> {
    const { token = null, body, headers = {}, inContract = true } = options;
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const response = await fetch(this.url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(body !== undefined && { 'Content-Type': 'application/json' }),
        ...(token !== null && { 'X-Auth-Token': token }),
        ...headers,
      },
      ...(body !== undefined && { body: isRaw ? (body as string) : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = response.headers.get('Content-Type') === 'application/json; charset=utf-8';
    const read: unknown = isJson ? JSON.parse(text) : text;
    if (inContract) assert.deepEqual(problemsWith(method, path.split('?')[0] ?? '', response.status, read), []);
    return { status: response.status, headers: response.headers, body: read };
  }

  /** A token. */
  async signIn(who: { readonly username: string; readonly password: string } = an): Promise<string> {
    const { status, body } = await this.ask('POST', '/api/token', { body: { auth_method: 'password', ...who } });
    assert.equal(status, 200);
    return body.token as string;
  }

  async breakWith(fault: object): Promise<void> {
    const { status } = await this.ask('POST', '/demo/faults', { body: fault, inContract: false });
    assert.equal(status, 201);
  }

  /** Pages to the end, by the cursor. */
  async all(
    path: string,
    token: string,
    limit?: number,
  ): Promise<any[]> /* eslint-disable-line @typescript-eslint/no-explicit-any */ {
    const items: unknown[] = [];
    let cursor: string | null = null;
    do {
      const query = new URLSearchParams({ ...(limit && { limit: String(limit) }), ...(cursor !== null && { cursor }) });
      const { status, body } = await this.ask('GET', `${path}?${query.toString()}`, { token });
      assert.equal(status, 200);
      items.push(...(body.items as unknown[]));
      cursor = body.next_cursor as string | null;
    } while (cursor !== null);
    return items;
  }
}
