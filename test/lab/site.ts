import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const folders: readonly (readonly [prefix: string, directory: string])[] = [
  ['/dist/', join(root, 'dist')],
  ['/', join(root, 'test/e2e/pages')],
];
const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.map': 'application/json',
};

/** As strict a page as our users may have: nothing inline, nothing evaluated, connections to the lab only. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "media-src 'self' blob:",
  "connect-src 'self' ws://127.0.0.1:*",
].join('; ');

/** The web server of the lab: the pages of test/e2e/pages, the built files under /dist, and who else answers. */
export class Site {
  #server: Server | null = null;

  /** @param handle asked first; false: the path is none of its own */
  constructor(private readonly handle: (request: IncomingMessage, response: ServerResponse) => boolean) {}

  /** `http://127.0.0.1:PORT`, a secure context for browsers. */
  get origin(): string {
    const address = this.#server?.address() as AddressInfo | null | undefined;
    if (!address) throw new Error('The site is not started.');
    return `http://127.0.0.1:${address.port}`;
  }

  async start(): Promise<void> {
    const server = createServer((request, response) => {
      if (this.handle(request, response)) return;
      const path = new URL(request.url ?? '/', 'http://site').pathname;
      read(path).then(
        (body) => {
          response.setHeader('content-type', types[extname(path)] ?? 'application/octet-stream');
          response.setHeader('content-security-policy', policy);
          // `?microphone=no`: a page whose own server forbids it
          if (request.url?.includes('microphone=no')) response.setHeader('permissions-policy', 'microphone=()');
          response.end(body);
        },
        () => response.writeHead(404).end(),
      );
    });
    this.#server = server;
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(0, '127.0.0.1', resolve);
    });
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    server?.closeAllConnections();
    await new Promise<void>((resolve) => (server ? server.close(() => resolve()) : resolve()));
  }
}

function read(path: string): Promise<Buffer> {
  if (path === '/favicon.ico') return Promise.resolve(Buffer.alloc(0));
  const [prefix, directory] = folders.find(([start]) => path.startsWith(start)) ?? ['/', root];
  return readFile(join(directory, normalize(`/${path.slice(prefix.length)}`)));
}
