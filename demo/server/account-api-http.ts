/** What every path of the account API has in common: who may ask, bodies in, answers out, errors in the contract's shape. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isLocalHost, isLocalOrigin } from './local-only.js';

export interface Answer {
  readonly status: number;
  /** Sent as JSON; a string is sent as HTML. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer other than 2xx. The message is for a person. */
export class ApiError extends Error implements Answer {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): unknown {
    return { error: { code: this.code, message: this.message } };
  }
}

/** Bytes. The longest note takes 40 kB at most. */
const longestBody = 64 * 1024;

/** @throws ApiError 403 for a page from elsewhere, and for a name of this machine that is somebody else's */
export function checkCaller({ headers }: IncomingMessage): void {
  if (!isLocalHost(headers.host)) throw new ApiError(403, 'HOST_FORBIDDEN', 'Máy chủ demo chỉ trả lời trên localhost.');
  if (!isLocalOrigin(headers.origin)) {
    throw new ApiError(403, 'ORIGIN_FORBIDDEN', 'Chỉ trang web trên chính máy này được dùng API của bản demo.');
  }
}

/** For pages of another port of this machine. The token is a header, so there are no cookies to share. */
export function corsHeaders({ headers: { origin } }: IncomingMessage): Readonly<Record<string, string>> {
  if (origin === undefined || !isLocalOrigin(origin)) return { Vary: 'Origin' };
  return { Vary: 'Origin', 'Access-Control-Allow-Origin': origin, 'Access-Control-Expose-Headers': 'Retry-After' };
}

/** The answer to the browser's question beforehand (the Fetch standard, CORS-preflight). */
export const preflight: Answer = {
  status: 204,
  body: undefined,
  headers: {
    'Access-Control-Allow-Methods': 'GET, POST, PUT, DELETE',
    'Access-Control-Allow-Headers': 'X-Auth-Token, Content-Type',
    'Access-Control-Max-Age': '600',
  },
};

/** @throws ApiError 400, 413, 415, 422 */
export async function readBody(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  if (!/^application\/json\s*(;\s*charset=("?)utf-8\2\s*)?$/i.test(request.headers['content-type'] ?? '')) {
    throw new ApiError(415, 'UNSUPPORTED_MEDIA_TYPE', 'Nội dung phải là application/json.');
  }
  const bytes = await readBytes(request);
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new ApiError(400, 'MALFORMED_JSON', 'Nội dung gửi lên không phải JSON hợp lệ.');
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    throw new ApiError(422, 'INVALID_BODY', 'Nội dung gửi lên phải là một đối tượng JSON.');
  }
  return body as Record<string, unknown>;
}

async function readBytes(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestBody) {
      const limit = `Nội dung gửi lên dài quá ${longestBody / 1024} kB.`;
      throw new ApiError(413, 'BODY_TOO_LONG', limit, { Connection: 'close' });
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

export function send(response: ServerResponse, answer: Answer, common: Readonly<Record<string, string>>): void {
  const { status, body } = answer;
  const text = body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/html' : 'application/json';
  response.writeHead(status, {
    ...(body !== undefined && { 'Content-Type': `${type}; charset=utf-8` }),
    'Cache-Control': 'no-store',
    ...common,
    ...answer.headers,
  });
  response.end(text);
}
