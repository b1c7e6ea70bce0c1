#!/usr/bin/env node
/**
 * `npm start`: on a fresh machine it installs what is missing, then serves the demo. Until that is there this file may
 * use nothing but Node's own modules.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const oldestNode = [20, 19];

const usage = `Serves the demo: a CRM page with an agent's phone and a customer's phone.

  npm start [-- options]

Options
  --port <n>    the port to serve at, on 127.0.0.1 (default 5173; 0 takes any free one)
  --pbx <url>   use this SIP-over-WebSocket PBX (ws://… or wss://…) instead of the one built in
  --no-open     do not open a browser
  --help        this text
`;

/** Ends the program with a message for a person. */
function fail(message) {
  process.stderr.write(`\n${message}\n`);
  process.exit(1);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1])) return;
  fail(
    `Node ${oldestNode.join('.')} or newer is needed; this is Node ${process.versions.node}. Get one from https://nodejs.org/`,
  );
}

function readOptions(argv) {
  let values;
  try {
    ({ values } = parseArgs({
      args: argv,
      options: {
        port: { type: 'string', default: '5173' },
        pbx: { type: 'string' },
        'no-open': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    }));
  } catch (error) {
    fail(`${error.message}\n\n${usage}`);
  }
  if (values.help) {
    process.stdout.write(usage);
    process.exit(0);
  }
  const port = Number(values.port);
  if (!/^\d+$/.test(values.port) || port > 65535)
    fail(`--port must be a number from 0 to 65535, not "${values.port}".\n\n${usage}`);
  if (values.pbx !== undefined && !/^wss?:\/\/[^\s/]+/.test(values.pbx)) {
    fail(`--pbx must be a ws:// or wss:// URL, not "${values.pbx}".\n\n${usage}`);
  }
  return { port, pbx: values.pbx ?? null, open: !values['no-open'] };
}

/** Why an install is needed, or `null`. */
function whyInstall() {
  const wanted = join(root, 'package-lock.json');
  const installed = join(root, 'node_modules', '.package-lock.json'); // npm writes it last, so half an install has none
  if (!existsSync(installed)) return 'the dependencies are not installed yet';
  if (statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) return null;
  // Newer is not yet different: a checkout or `npm install` itself touches package-lock.json too.
  const [want, have] = [wanted, installed].map((file) => JSON.parse(readFileSync(file, 'utf8')).packages);
  const stale = Object.entries(want).some(
    ([path, { version, optional }]) => path !== '' && !(optional && !have[path]) && have[path]?.version !== version,
  );
  return stale ? 'the dependencies are older than package-lock.json' : null;
}

async function install() {
  const reason = whyInstall();
  if (reason === null) return;
  process.stdout.write(`Running npm ci, because ${reason}. This takes a minute the first time.\n`);
  // By the npm that runs us, if one does; as a .cmd file on Windows npm needs a shell.
  const npm = process.env.npm_execpath;
  const args = ['ci', '--include=dev', '--no-audit', '--no-fund'];
  const child = npm?.endsWith('.js')
    ? spawn(process.execPath, [npm, ...args], { cwd: root, stdio: 'inherit' })
    : spawn('npm', args, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  let stopped = null;
  const forward = (signal) => {
    stopped = signal;
    child.kill(signal);
  };
  process.on('SIGINT', forward).on('SIGTERM', forward);
  const code = await new Promise((resolve) => {
    child.on('error', () => resolve(null));
    child.on('exit', (exit) => resolve(exit));
  });
  process.off('SIGINT', forward).off('SIGTERM', forward);
  if (stopped) process.exit(130);
  if (code === null) fail('npm could not be started. It comes with Node: is it on the PATH?');
  if (code !== 0)
    fail(
      `npm ci failed (exit code ${code}); what it says is above. With a network, "npm start" again goes on from here.`,
    );
}

checkNode();
const options = readOptions(process.argv.slice(2));
await install();
// TypeScript in this very process: no second one that could be left behind.
const { register } = await import('tsx/esm/api');
register();
const { serveDemo } = await import('./server/main.ts');
await serveDemo(options);
