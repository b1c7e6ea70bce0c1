/** The demo's one HTTP server: pages by Vite, SIP at /ws, the account API at /api, `/demo.json` for what the page has to know. */
import { createServer as createHttpServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createServer as createViteServer, type ViteDevServer } from 'vite';
import type { DemoConfig } from '../config.js';
import { AccountApi } from './account-api.js';
import { ApiError, send as sendAnswer } from './account-api-http.js';
import { agents, createDirectory, customers, domain, hotline } from './directory.js';
import { openBrowser } from './open-browser.js';
import { createScriptBuild } from './script-build.js';
import { SipServer } from './sip-server.js';
import { serveSip, sipPath } from './web-socket.js';

export interface DemoOptions {
  /** 0 takes any free one. */
  readonly port: number;
  /** A PBX of the user's own, or `null` for the one in this process. */
  readonly pbx: string | null;
  readonly open: boolean;
}

const demoFolder = dirname(dirname(fileURLToPath(import.meta.url)));
const projectFolder = dirname(demoFolder);
const host = '127.0.0.1';

/** Serves until Ctrl-C. Ends the process itself. */
export async function serveDemo(options: DemoOptions): Promise<void> {
  // From the first moment on, so that an impatient Ctrl-C ends it as well.
  const closers: (() => unknown)[] = [];
  const stop = () => void shutDown(closers);
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);

  const http = createHttpServer();
  const port = await listen(http, options.port);
  closers.push(() => {
    http.close();
    http.closeAllConnections();
  });

  let account: AccountApi | null = null;
  if (options.pbx === null) {
    const directory = createDirectory();
    account = new AccountApi({ directory });
    const sockets = serveSip(http, new SipServer({ directory, calls: account.calls }));
    closers.unshift(() => sockets.close());
  }
  const vite = await startVite(http);
  closers.unshift(() => vite.close());
  const handle = createHandler(vite, configFor(options.pbx, port), account);
  http.on('request', handle);
  refuseOtherUpgrades(http, options.pbx === null);

  const url = `http://${host}:${port}/`;
  const pbx = options.pbx ?? `built in (ws://${host}:${port}${sipPath})`;
  const lines = [
    `CRM with two phones  ${url}`,
    `SDK page             ${url}sdk.html`,
    `PBX                  ${pbx}`,
    ...(account ? [`Account API          ${url}api/ (docs/openapi.yaml)`] : []),
  ];
  process.stdout.write(`\n${lines.map((line) => `  ${line}\n`).join('')}\n  Ctrl-C ends it.\n`);
  if (options.open) openBrowser(url);
}

async function shutDown(closers: readonly (() => unknown)[]): Promise<void> {
  // Whatever hangs on closing does not keep the terminal.
  setTimeout(() => process.exit(0), 2000).unref();
  await Promise.allSettled(closers.map(async (close) => close()));
  process.exit(0);
}

async function listen(http: Server, port: number): Promise<number> {
  try {
    await new Promise<void>((resolve, reject) => http.once('error', reject).listen(port, host, resolve));
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const why =
      { EADDRINUSE: 'is already in use', EACCES: 'may not be used by you' }[code ?? ''] ?? `cannot be used (${code})`;
    process.stderr.write(
      `\nPort ${port} ${why}. Take another one:\n\n  npm start -- --port ${port === 5180 ? 5190 : 5180}\n\n`,
    );
    process.exit(1);
  }
  return (http.address() as AddressInfo).port;
}

function startVite(http: Server): Promise<ViteDevServer> {
  return createViteServer({
    configFile: false,
    root: demoFolder,
    cacheDir: `${projectFolder}/node_modules/.vite-demo`,
    appType: 'mpa',
    logLevel: 'warn',
    server: { middlewareMode: true, hmr: { server: http }, fs: { allow: [projectFolder] } },
    optimizeDeps: { entries: ['index.html', 'sdk.html', 'states.html', 'elements.html'] },
  });
}

function configFor(pbx: string | null, port: number): DemoConfig {
  if (pbx !== null)
    return { pbx, domain: new URL(pbx).hostname, agent: null, colleague: null, customers: [], hotline: null };
  const [agent, colleague] = agents.map(({ number, name, username, password }) => ({
    number,
    name,
    username,
    password,
  }));
  return {
    pbx: `ws://${host}:${port}${sipPath}`,
    domain,
    agent: agent ?? null,
    colleague: colleague ?? null,
    customers: customers.map(({ number, name, password }) => ({ number, name, password })),
    hotline: hotline.number,
  };
}

function createHandler(vite: ViteDevServer, config: DemoConfig, account: AccountApi | null) {
  const script = createScriptBuild(projectFolder, vite.watcher);
  return (request: IncomingMessage, response: ServerResponse) => {
    if (account?.handle(request, response)) return;
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    if (pathname.startsWith('/api/')) {
      const message = 'Bản demo đang dùng tổng đài của bạn nên không có API tài khoản.';
      sendAnswer(response, new ApiError(404, 'NO_ACCOUNT_API', message), {});
      return;
    }
    if (pathname === '/demo.json') {
      send(response, 200, 'application/json', JSON.stringify(config));
      return;
    }
    if (pathname === '/sdk.min.js') {
      return void script().then(
        (code) => send(response, 200, 'text/javascript', code),
        (error: unknown) => send(response, 500, 'text/plain', `sdk.min.js could not be built: ${String(error)}`),
      );
    }
    vite.middlewares(request, response, () => send(response, 404, 'text/plain', 'Not found'));
  };
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, 'Cache-Control': 'no-store' }).end(body);
}

/** An upgrade that nobody takes would hang for ever. */
function refuseOtherUpgrades(http: Server, withSip: boolean): void {
  http.on('upgrade', (request, stream) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const isVite = /\bvite-(hmr|ping)\b/.test(request.headers['sec-websocket-protocol'] ?? '');
    if (!isVite && !(withSip && pathname === sipPath)) stream.destroy();
  });
}
