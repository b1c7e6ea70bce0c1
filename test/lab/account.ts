import type { IncomingMessage, ServerResponse } from 'node:http';
import { AccountApi } from '../../demo/server/account-api.js';
import { agents, createDirectory } from '../../demo/server/directory.js';
import { domain, wsServer } from './kamailio.js';

/** The lab's SIP user behind each account of the demo, by extension. */
const sipUsers: Readonly<Record<string, string>> = { '1001': 'alice', '1002': 'bob' };

export interface AccountHolder {
  readonly username: string;
  readonly password: string;
}

/** Whose SIP user is Alice, and whose is Bob. */
export const [aliceAccount, bobAccount] = agents as readonly AccountHolder[] as readonly [AccountHolder, AccountHolder];

/** An account that has no extension. */
export const noExtension: AccountHolder = { username: 'chi.pham@demo.vn', password: 'demo-none' };

/**
 * The account API of the lab: the demo's, with the lab's Kamailio in the answer to `/me`. It writes down what was
 * asked of it, and which tokens it gave.
 */
export class LabAccount {
  /** `GET /api/…`, without the query, oldest first. */
  readonly requests: string[] = [];
  /** Every token given. */
  readonly tokens: string[] = [];
  /** In place of the right SIP password. */
  sipPassword: string | null = null;
  /** The SIP servers in the answer to `/me`. */
  servers: readonly string[] = [wsServer];
  #api = createApi();

  /** As at the start: no request, no token, no fault, nothing that anybody saved. */
  reset(): void {
    this.requests.length = 0;
    this.tokens.length = 0;
    this.sipPassword = null;
    this.servers = [wsServer];
    this.#api = createApi();
  }

  /** False where the path is none of the API's. */
  handle(request: IncomingMessage, response: ServerResponse): boolean {
    const [path = ''] = (request.url ?? '').split('?', 1);
    if (path.startsWith('/api/')) this.requests.push(`${request.method ?? ''} ${path}`);
    if (path === '/api/token') rewriteBody(response, (body) => this.#noteToken(body));
    if (path.endsWith('/me')) rewriteBody(response, (body) => this.#atTheLab(body));
    return this.#api.handle(request, response);
  }

  #noteToken(body: unknown): unknown {
    const { token } = body as { readonly token?: string };
    if (token !== undefined) this.tokens.push(token);
    return body;
  }

  #atTheLab(body: unknown): unknown {
    const { extension } = body as { readonly extension?: { readonly number: string } };
    const user = sipUsers[extension?.number ?? ''];
    if (user === undefined) return body;
    const sip = {
      uri: `sip:${user}@${domain}`,
      authorization_username: user,
      password: this.sipPassword ?? `pw-${user}`,
      ha1: null,
      servers: this.servers,
      expires: 300,
      ice_servers: [],
    };
    return { ...(body as object), sip };
  }
}

function createApi(): AccountApi {
  return new AccountApi({ directory: createDirectory() });
}

/** The API writes its whole answer at once, and without a length. */
function rewriteBody(response: ServerResponse, rewrite: (body: unknown) => unknown): void {
  const end = response.end.bind(response) as (text: string) => ServerResponse;
  const rewritten = (text: string) => end(text.startsWith('{') ? JSON.stringify(rewrite(JSON.parse(text))) : text);
  Object.assign(response, { end: rewritten });
}
