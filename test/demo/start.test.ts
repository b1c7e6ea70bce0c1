import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { WebSocket } from 'ws';

const root = join(import.meta.dirname, '../..');
const isWindows = process.platform === 'win32';

interface Run {
  readonly child: ChildProcess;
  readonly out: () => string;
  readonly err: () => string;
  /** Waits until the output matches; throws when the program ends first. */
  line(pattern: RegExp): Promise<RegExpExecArray>;
  /** The exit code, once its output is read to the end. */
  readonly end: Promise<number | null>;
}

const running = new Set<ChildProcess>();
after(() => {
  for (const child of running) if (child.pid !== undefined) process.kill(isWindows ? child.pid : -child.pid, 'SIGKILL');
});

/** Its own process group, as a terminal gives one: Ctrl-C goes to all of it, and whoever is left can be counted. */
function run(command: string, args: readonly string[], cwd = root): Run {
  const child = spawn(command, args, {
    cwd,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, CI: '1' },
  });
  running.add(child);
  let [out, err] = ['', ''];
  child.stdout.on('data', (data: Buffer) => (out += data.toString()));
  child.stderr.on('data', (data: Buffer) => (err += data.toString()));
  const end = once(child, 'close').then(([code]) => {
    running.delete(child);
    return code as number | null;
  });
  const line = async (pattern: RegExp) => {
    for (;;) {
      const match = pattern.exec(out);
      if (match) return match;
      const more = once(child.stdout, 'data').then(() => true);
      if (!(await Promise.race([more, end.then(() => false)])))
        throw new Error(`ended without ${String(pattern)}: ${out}${err}`);
    }
  };
  return { child, out: () => out, err: () => err, line, end };
}

const start = (...args: string[]) => run(process.execPath, ['demo/start.mjs', '--no-open', ...args]);

const urlOf = async (started: Run) =>
  (await started.line(/http:\/\/127\.0\.0\.1:(\d+)\/\n/)) as unknown as [string, string];

function groupIsEmpty(pid: number): boolean {
  try {
    process.kill(-pid, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

async function portIsFree(port: number): Promise<boolean> {
  const probe = createServer();
  const listening = once(probe, 'listening').then(() => true);
  const failed = once(probe, 'error').then(() => false);
  probe.listen(port, '127.0.0.1');
  const free = await Promise.race([listening, failed]);
  probe.close();
  return free;
}

const configAt = async (port: string) =>
  (await fetch(`http://127.0.0.1:${port}/demo.json`)).json() as Promise<{ pbx: string; agent: object | null }>;

/** Where the account API says that this agent registers. */
async function signIn(port: string, agent: object | null): Promise<unknown> {
  const body = JSON.stringify({ auth_method: 'password', ...agent });
  const headers = { 'Content-Type': 'application/json' };
  const signedIn = await fetch(`http://127.0.0.1:${port}/api/token`, { method: 'POST', headers, body });
  const { token } = (await signedIn.json()) as { token: string };
  const me = await fetch(`http://127.0.0.1:${port}/api/call-center/webphone/v1/me`, {
    headers: { 'X-Auth-Token': token },
  });
  return ((await me.json()) as { sip: { servers: unknown } }).sip.servers;
}

describe('npm start', { timeout: 120_000 }, () => {
  it('serves the pages and SIP, and Ctrl-C leaves no process and no port', async () => {
    const started = run(isWindows ? 'npm.cmd' : 'npm', ['start', '--', '--no-open', '--port', '0']);
    const [, port] = await urlOf(started);
    const page = await fetch(`http://127.0.0.1:${port}/`);
    assert.equal(page.status, 200);
    assert.match(await page.text(), /<bfc-webphone|main\.ts/);
    const sdkPage = await (await fetch(`http://127.0.0.1:${port}/sdk.html`)).text();
    assert.match(sdkPage, /<script src="\/sdk\.min\.js"><\/script>/);
    assert.match(
      sdkPage,
      /\n {8}\(data\) => console\.log\('init sdk done', data\)\n {8}\)\n/,
      'the example, untouched',
    );
    assert.equal((await fetch(`http://127.0.0.1:${port}/none.html`)).status, 404);
    const { pbx, agent } = await configAt(port);
    assert.deepEqual(await signIn(port, agent), [`ws://127.0.0.1:${port}/ws`]);
    assert.equal(pbx, `ws://127.0.0.1:${port}/ws`);
    const phone = new WebSocket(pbx, 'sip');
    await once(phone, 'open');

    const closed = once(phone, 'close');
    const pid = started.child.pid ?? 0;
    process.kill(-pid, 'SIGINT');
    await closed;
    await started.end;
    assert.equal(groupIsEmpty(pid), true, 'a process was left behind');
    assert.equal(await portIsFree(Number(port)), true, 'the port was left open');
  });

  it('ends at SIGTERM and before it is ready too, with exit code 0', async () => {
    const [ready, early] = [start('--port', '0'), start('--port', '0')];
    await urlOf(ready);
    ready.child.kill('SIGTERM');
    assert.equal(await ready.end, 0);
    early.child.kill('SIGTERM');
    await early.end;
    assert.equal(groupIsEmpty(early.child.pid ?? 0), true);
  });

  it('names a port in use and the way out, with exit code 1', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as AddressInfo;
    const started = start('--port', String(port));
    assert.equal(await started.end, 1);
    assert.match(started.err(), new RegExp(`Port ${port} is already in use`));
    assert.match(started.err(), /npm start -- --port \d+/);
    taken.close();
  });

  it('uses a PBX of the user’s own: nothing built in, no password known', async () => {
    const started = start('--port', '0', '--pbx', 'wss://pbx.example/ws');
    const [, port] = await urlOf(started);
    const config = await configAt(port);
    assert.equal(config.pbx, 'wss://pbx.example/ws');
    assert.equal(config.agent, null);
    const refused = await fetch(`http://127.0.0.1:${port}/api/token`, { method: 'POST' });
    assert.equal(refused.status, 404);
    assert.equal(((await refused.json()) as { error: { code: string } }).error.code, 'NO_ACCOUNT_API');
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`, 'sip');
    await once(socket, 'error');
    started.child.kill('SIGINT');
    assert.equal(await started.end, 0);
  });

  it('explains itself: --help, an unknown option, a port and a PBX that are none', async () => {
    const help = start('--help');
    assert.equal(await help.end, 0);
    assert.match(help.out(), /--port <n>[\s\S]*--pbx <url>/);
    for (const [args, message] of [
      [['--nonsense'], /--nonsense[\s\S]*npm start \[-- options\]/],
      [['--port', 'http'], /--port must be a number/],
      [['--port', '70000'], /--port must be a number/],
      [['--pbx', 'https://pbx.example'], /--pbx must be a ws:\/\/ or wss:\/\/ URL/],
    ] as const) {
      const started = start(...args);
      assert.equal(await started.end, 1);
      assert.match(started.err(), message);
    }
  });

  it('installs on a fresh machine, and again when package-lock.json asks for something else, and only then', async () => {
    // A project of no packages: npm ci works without a network, and what comes after it fails for lack of tsx.
    const folder = mkdtempSync(join(tmpdir(), 'bfc-start-'));
    mkdirSync(join(folder, 'demo'));
    mkdirSync(join(folder, 'extra'));
    cpSync(join(root, 'demo/start.mjs'), join(folder, 'demo/start.mjs'));
    const write = (file: string, value: object) => writeFileSync(join(folder, file), JSON.stringify(value));
    const project = { name: 'fresh', version: '1.0.0', dependencies: { extra: 'file:extra' } };
    const wantExtra = (version: string) => {
      write('extra/package.json', { name: 'extra', version });
      const packages = { '': project, extra: { version }, 'node_modules/extra': { resolved: 'extra', link: true } };
      write('package-lock.json', { name: 'fresh', version: '1.0.0', lockfileVersion: 3, requires: true, packages });
      touch();
    };
    const touch = () => utimesSync(join(folder, 'package-lock.json'), new Date(), new Date(Date.now() + 60_000));
    const again = async () => {
      const started = run(process.execPath, ['demo/start.mjs', '--no-open'], folder);
      await started.end;
      return started.out();
    };

    write('package.json', project);
    wantExtra('1.0.0');
    assert.match(await again(), /npm ci, because the dependencies are not installed yet/);
    assert.doesNotMatch(await again(), /npm ci/);
    wantExtra('2.0.0');
    assert.match(await again(), /npm ci, because the dependencies are older than package-lock\.json/);
    assert.equal(existsSync(join(folder, 'node_modules/extra/package.json')), true);
    touch();
    assert.doesNotMatch(await again(), /npm ci/);
    rmSync(folder, { recursive: true });
  });
});
