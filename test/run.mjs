#!/usr/bin/env node
/**
 * `npm test`: makes the machine ready, then runs every check and every test, each with its output, and says in its last
 * line how many passed, failed and were skipped. Until the npm packages are there this file may use nothing but Node's
 * own modules.
 */
import { closeSync, existsSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findChromium } from './lab/browser-paths.mjs';
import { loopbackOnly } from './lab/namespace.mjs';
import { endAll, run } from './lab/programs.mjs';
import { searchPath, setup } from './setup.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const scratch = mkdtempSync(join(tmpdir(), 'bfc-test-'));
const minutes = (n) => n * 60_000;

/**
 * A `check` counts as one; `tests` hand their own counts over. What stands `aside` runs beside the other checks: it takes
 * longer than all of them, and one core. Tests have the machine for themselves.
 */
const steps = [
  {
    id: 'lint',
    kind: 'check',
    aside: true,
    what: 'ESLint and Prettier',
    run: (_, output) => npmRun('lint', 6, [], output),
  },
  { id: 'types', kind: 'check', what: 'the TypeScript compiler', run: () => npmRun('types', 4) },
  { id: 'floors', kind: 'check', what: 'who may import whom (dependency-cruiser)', run: () => npmRun('floors', 2) },
  { id: 'manifest', kind: 'check', what: 'custom-elements.json is what the sources say', run: manifestIsFresh },
  { id: 'build', kind: 'check', what: 'dist/', run: () => npmRun('build', 4) },
  {
    id: 'sizes',
    kind: 'check',
    what: 'the budgets of .size-limit.json',
    needs: 'build',
    run: () => npx(['size-limit'], 2),
  },
  {
    id: 'package',
    kind: 'tests',
    what: 'the built files and the packed tarball',
    needs: 'build',
    run: (step) => nodeTests(step),
  },
  { id: 'demo', kind: 'tests', what: 'the demo’s SIP server, account API and pages', run: (step) => nodeTests(step) },
  { id: 'unit', kind: 'tests', what: 'the phone’s rules, in a browser', run: browserTests },
  { id: 'elements', kind: 'tests', what: 'the elements, in a browser', run: browserTests },
  { id: 'integration', kind: 'tests', what: 'SIP and media, in a browser', run: browserTests },
  { id: 'e2e', kind: 'tests', what: 'pages, Kamailio, rtpengine, desk phones', needs: 'build', run: endToEnd },
];

const usage = `Runs the checks and tests.

  npm test                       everything
  npm test -- <step> …           only these (a step that needs the built files builds them first)
  npm test -- --no-setup …       leaves the machine as it is

Steps
${steps.map(({ id, what }) => `  ${id.padEnd(12)} ${what}`).join('\n')}

Chromium is looked for in CHROMIUM_PATH, then in the usual places. The end-to-end tests need Linux, Kamailio, rtpengine,
baresip, SIPp and a network namespace; where those cannot be had they are skipped, and the reason is named.
`;

const total = { passed: 0, failed: 0, skipped: 0 };
const failures = [];
const skips = [];

/** Why the machine lacks what a step needs: set by `setup`. */
let missing = { npm: null, chromium: null, lab: null };

async function main() {
  const args = process.argv.slice(2);
  if (args.includes('--help')) return process.stdout.write(usage);
  const wanted = args.filter((arg) => arg !== '--no-setup');
  const unknown = wanted.find((arg) => !steps.some(({ id }) => id === arg));
  if (unknown !== undefined) {
    process.stderr.write(`There is no step "${unknown}".\n\n${usage}`);
    process.exitCode = 1;
    return;
  }
  process.env.PATH = searchPath;
  if (!args.includes('--no-setup')) {
    await timed('setup', () => {
      missing = setup((text) => console.log(text));
    });
  }
  process.env.CHROMIUM_PATH ??= findChromium() ?? '';
  if (missing.npm === null) await performAll(chosen(wanted));
  else fail('setup', missing.npm);
  summarize();
}

async function performAll(wanted) {
  const aside = [];
  for (const step of wanted) {
    if (step.aside) aside.push(performAside(step));
    else {
      if (step.kind === 'tests') await Promise.all(aside);
      await perform(step);
    }
  }
  await Promise.all(aside);
}

/** Its output comes in one piece, when it has ended. */
async function performAside(step) {
  const file = join(scratch, `${step.id}.log`);
  const output = openSync(file, 'w');
  const from = performance.now();
  const result = await step.run(step, output);
  closeSync(output);
  console.log(`\n${heading(step.id)}\n${readFileSync(file, 'utf8').trim()}`);
  console.log(`── ${step.id}: ${seconds(from)} s`);
  count(step, result);
}

/** In the order above; what a step needs comes before it. */
function chosen(wanted) {
  if (wanted.length === 0) return steps;
  const ids = new Set(wanted);
  for (const { id, needs } of steps) if (needs && ids.has(id)) ids.add(needs);
  return steps.filter(({ id }) => ids.has(id));
}

async function perform(step) {
  count(step, await timed(step.id, () => step.run(step)));
}

function count(step, result) {
  const { passed = 0, failed = 0, skipped = 0, reasons = [], trouble = null } = result;
  total.passed += passed;
  total.failed += failed;
  total.skipped += skipped;
  if (failed > 0) failures.push(`${step.id}: ${failed} failed${trouble ? ` (${trouble})` : ''}`);
  for (const reason of reasons) skips.push(`${step.id}: ${reason}`);
}

async function timed(id, work) {
  console.log(`\n${heading(id)}`);
  const from = performance.now();
  const result = await work();
  console.log(`── ${id}: ${seconds(from)} s`);
  return result;
}

function heading(id) {
  return `── ${id} ${'─'.repeat(Math.max(0, 76 - id.length))}`;
}

function seconds(from) {
  return ((performance.now() - from) / 1000).toFixed(1);
}

function fail(id, reason) {
  total.failed++;
  failures.push(`${id}: ${reason}`);
}

/** A program that is a check by itself: it passes or it does not. */
async function check(command, args, limit, output) {
  const { code, trouble } = await run(command, args, { cwd: root, within: minutes(limit), output });
  return code === 0 && trouble === null ? { passed: 1 } : { failed: 1, trouble };
}

function npmRun(script, limit, args = [], output = 'inherit') {
  return check('npm', ['run', '--silent', script, ...(args.length > 0 ? ['--', ...args] : [])], limit, output);
}

function npx(args, limit) {
  return check('npx', ['--no-install', ...args], limit);
}

async function manifestIsFresh() {
  const written = await npmRun('manifest', 2, ['--outdir', relative(root, scratch)]);
  if (!written.passed) return written;
  const committed = join(root, 'custom-elements.json');
  const fresh = readFileSync(join(scratch, 'custom-elements.json'), 'utf8');
  if (existsSync(committed) && readFileSync(committed, 'utf8') === fresh) return { passed: 1 };
  console.log('custom-elements.json is not what the sources say: run `npm run manifest` and commit it.');
  return { failed: 1 };
}

function testFiles(folder) {
  const directory = join(root, 'test', folder);
  if (!existsSync(directory)) return [];
  const names = readdirSync(directory, { recursive: true }).filter((name) => name.endsWith('.test.ts'));
  return names.sort().map((name) => join('test', folder, name));
}

/** Runs files by node:test, one after the other, each in a process of its own: those of the folder, if not said otherwise. */
async function nodeTests({ id }, { files = testFiles(id), prefix = [], limit = 8, output = 'inherit' } = {}) {
  const counts = join(scratch, `${id}.json`);
  const reporters = [
    ['spec', 'stdout'],
    ['./test/lab/count-reporter.mjs', counts],
  ].flatMap(([reporter, to]) => [`--test-reporter=${reporter}`, `--test-reporter-destination=${to}`]);
  const [command, ...args] = [
    ...prefix,
    process.execPath,
    '--import=tsx',
    '--test',
    '--test-concurrency=1',
    ...reporters,
    ...files,
  ];
  if (files.length === 0) return { failed: 1, trouble: 'it has no tests' };
  // What an interrupted test leaves in its folder for temporary files goes with ours.
  const options = { cwd: root, within: minutes(limit), env: { TMPDIR: scratch }, output };
  return withCounts(counts, await run(command, args, options));
}

/** Runs a group of web-test-runner's. */
async function browserTests({ id }) {
  if (missing.chromium !== null) return { failed: 1, trouble: missing.chromium };
  const counts = join(scratch, `${id}.json`);
  const options = { cwd: root, within: minutes(6), env: { BFC_WTR_RESULTS: counts } };
  return withCounts(counts, await run('npx', ['--no-install', 'wtr', '--group', id], options));
}

/** A runner that ends badly without a failed test, or that has run none, has failed itself. */
function withCounts(file, { code, trouble }) {
  let counts = { passed: 0, failed: 0, skipped: 0 };
  try {
    counts = JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    trouble ??= 'the runner crashed';
  }
  const { passed, failed, skipped, reasons } = counts;
  if (failed === 0 && (code !== 0 || trouble !== null)) trouble ??= `the runner ended with ${code}`;
  else if (passed + failed + skipped === 0) trouble ??= 'no test was run';
  return { passed, failed: failed === 0 && trouble ? 1 : failed, skipped, reasons, trouble };
}

/**
 * End-to-end tests in which no time below seconds counts: they run in two labs at once, of about the same length. All
 * others measure, and have the machine for themselves.
 */
const lanes = [
  ['outages', 'two-lines'],
  [
    'failover',
    'documented-account',
    'documented-sdk',
    'hostile-peers',
    'outcomes',
    'sign-in',
    'secrets',
    'microphone',
    'two-pages',
    'keyboard',
    'desk-phone',
    'firefox',
  ],
];

/** Where the lab cannot be had, its files are skipped, by name. */
async function endToEnd(step) {
  const { prefix, reason: unlike } = loopbackOnly();
  const reason = missing.lab ?? missing.chromium ?? unlike ?? null;
  const files = testFiles(step.id);
  if (reason !== null) {
    console.log(`Skipped: ${reason}`);
    return { skipped: files.length, reasons: files.map((file) => `${file}: ${reason}`) };
  }
  const inLab = (name, chosen, output) =>
    nodeTests({ id: `${step.id}-${name}` }, { files: chosen, prefix, limit: 20, output });
  // Without namespaces both would want the same ports.
  if (prefix.length === 0) return inLab('all', files);
  const isOf = (names) => (file) => names.includes(basename(file, '.test.ts'));
  const [first, second] = lanes.map((names) => files.filter(isOf(names)));
  const log = join(scratch, `${step.id}.log`);
  const output = openSync(log, 'w');
  const results = await Promise.all([inLab('first', first), inLab('second', second, output)]);
  closeSync(output);
  console.log(readFileSync(log, 'utf8').trim());
  const alone = files.filter((file) => !isOf(lanes.flat())(file));
  return summed([...results, await inLab('alone', alone)]);
}

function summed(results) {
  const sum = (key) => results.reduce((all, result) => all + (result[key] ?? 0), 0);
  const troubles = results.map(({ trouble }) => trouble).filter(Boolean);
  return {
    passed: sum('passed'),
    failed: sum('failed'),
    skipped: sum('skipped'),
    reasons: results.flatMap(({ reasons = [] }) => reasons),
    trouble: troubles.join('; ') || null,
  };
}

function summarize() {
  const line = (text) => console.log(`  ${text}`);
  console.log('');
  if (skips.length > 0) console.log('Skipped');
  skips.forEach(line);
  if (failures.length > 0) console.log('Failed');
  failures.forEach(line);
  console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
  process.exitCode = total.failed > 0 ? 1 : 0;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.once(signal, () => {
    void endAll().finally(() => {
      rmSync(scratch, { recursive: true, force: true });
      process.exit(130);
    });
  });
}

try {
  await main();
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
