/**
 * Makes a machine ready for `npm test`: the npm packages and, on Debian and its kin, what apt has (Chromium, Firefox,
 * Kamailio, rtpengine, baresip, SIPp). A ready machine is left alone. Uses nothing but Node's own modules.
 *
 *   node test/setup.mjs
 */
import { spawnSync } from 'node:child_process';
import {
  accessSync,
  constants,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { findChromium, findFirefox } from './lab/browser-paths.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const minute = 60_000;

/** Servers live in sbin, which a user's PATH may lack. */
export const searchPath = [process.env.PATH ?? '', '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter);

/** What the lab needs, and where Debian keeps it. */
const labParts = [
  { name: 'Kamailio', package: 'kamailio', there: () => hasProgram('kamailio') },
  {
    name: 'Kamailio’s WebSocket module',
    package: 'kamailio-websocket-modules',
    there: () => hasLibrary('kamailio/modules/websocket.so'),
  },
  { name: 'rtpengine', package: 'rtpengine-daemon', there: () => hasProgram('rtpengine') },
  {
    name: 'baresip',
    package: 'baresip-core',
    there: () => hasProgram('baresip') && hasLibrary('baresip/modules/sndfile.so'),
  },
  { name: 'SIPp', package: 'sip-tester', there: () => hasProgram('sipp') },
  { name: 'ip', package: 'iproute2', there: () => hasProgram('ip') },
  { name: 'unshare', package: 'util-linux', there: () => hasProgram('unshare') },
];
const browserPart = { name: 'Chromium', package: 'chromium', there: () => findChromium() !== null };
/** Optional: not every system has it under this name, and the tests that want it say so where it is missing. */
const secondBrowserPart = { name: 'Firefox', package: '?firefox-esr', there: () => findFirefox() !== null };

/**
 * @param {(text: string) => void} log
 * @returns {{ npm: string | null, chromium: string | null, lab: string | null }} why each cannot be had, or `null`
 */
export function setup(log) {
  const npm = installPackages(log);
  let missing = [browserPart, secondBrowserPart, ...labParts].filter((part) => !part.there());
  const failure = missing.length > 0 ? installFromApt(missing, log) : null;
  missing = missing.filter((part) => !part.there());
  const reason = (parts) => {
    const lost = missing.filter((part) => parts.includes(part));
    if (lost.length === 0) return null;
    return `${lost.map(({ name }) => name).join(', ')} missing${failure ? `: ${failure}` : ''}`;
  };
  return { npm, chromium: reason([browserPart]), lab: reason(labParts) };
}

/** `npm ci` where node_modules is not what package-lock.json says. */
function installPackages(log) {
  const stale = staleness();
  if (stale === null) return null;
  log(`npm ci (${stale})`);
  const npm = process.env.npm_execpath;
  const [command, args] = npm ? [process.execPath, [npm, 'ci']] : ['npm', ['ci']];
  const { status, stdout, stderr, error } = spawnSync(command, [...args, '--no-progress'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 10 * minute,
    shell: process.platform === 'win32',
  });
  if (status === 0) return null;
  return `npm ci failed: ${error?.message ?? lastLines(`${stdout}\n${stderr}`)}`;
}

/** How node_modules differs from package-lock.json, or `null`. */
function staleness() {
  const installedFile = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(installedFile)) return 'nothing is installed yet';
  const read = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  const wanted = read(join(root, 'package-lock.json'));
  const installed = read(installedFile);
  for (const [path, { version, optional }] of Object.entries(wanted)) {
    if (path === '' || (optional && !installed[path])) continue;
    if (installed[path]?.version !== version) return `${path} is not the locked version`;
  }
  const extra = Object.keys(installed).find((path) => !wanted[path]);
  return extra ? `${extra} is not in package-lock.json` : null;
}

/** Installs what is missing; gives back why not, or `null`. */
function installFromApt(parts, log) {
  const packages = parts.map((part) => part.package);
  const names = packages.join(' ').replaceAll('?', '');
  const byHand = `install by hand: ${names}`;
  if (process.platform !== 'linux') return `they run on Linux (${byHand})`;
  if (!hasProgram('apt-get')) return `this system has no apt-get (${byHand})`;
  const asRoot = rootPrefix();
  if (asRoot === null) return `apt-get needs root, or sudo without a password (sudo apt-get install ${names})`;
  log(`apt-get install ${names}`);
  const directory = mkdtempSync(join(tmpdir(), 'bfc-setup-'));
  try {
    const script = join(directory, 'install.sh');
    writeFileSync(script, aptScript);
    const [command, ...args] = [...asRoot, 'sh', script, ...packages];
    const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8', timeout: 15 * minute });
    if (status === 0) return null;
    return `apt-get failed (${byHand}): ${error?.message ?? lastLines(`${stdout}\n${stderr}`)}`;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/**
 * No service is started, and none at the next boot: the tests run their own, and a PBX that holds port 5060 of
 * somebody's machine would be a surprise. invoke-rc.d and systemd's helper both ask policy-rc.d. What begins with a
 * question mark is installed where there is such a package.
 */
const aptScript = `set -e
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  trap 'exit 1' HUP INT TERM
  printf '#!/bin/sh\\nexit 101\\n' > "$policy"
  chmod 755 "$policy"
fi
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
apt-get -qq -o DPkg::Lock::Timeout=300 update
for package in "$@"; do
  shift
  case "$package" in
    \\?*) apt-cache show "\${package#?}" > /dev/null 2>&1 && set -- "$@" "\${package#?}" ;;
    *) set -- "$@" "$package" ;;
  esac
done
apt-get -qq -o DPkg::Lock::Timeout=300 -o Dpkg::Use-Pty=0 install --yes --no-install-recommends "$@"
if [ -d /run/systemd/system ]; then
  for package in "$@"; do
    case "$package" in
      kamailio | rtpengine-daemon) systemctl disable --quiet "$package" || true ;;
    esac
  done
fi
`;

/** How to become root without being asked anything; `null` where that cannot be. */
function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  const sudo = spawnSync('sudo', ['-n', 'true'], { stdio: 'ignore', timeout: 10_000 });
  return sudo.status === 0 ? ['sudo', '-n'] : null;
}

function hasProgram(name) {
  return searchPath.split(delimiter).some((directory) => {
    try {
      accessSync(join(directory, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** In /usr/lib, or in the folder there that is named after the machine. */
function hasLibrary(path) {
  if (!existsSync('/usr/lib')) return false;
  const folders = readdirSync('/usr/lib').filter((name) => name.includes('linux-gnu') || name === '64');
  return ['', ...folders].some((folder) => existsSync(join('/usr/lib', folder, path)));
}

function lastLines(text) {
  return text.trim().split('\n').slice(-15).join('\n');
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const reasons = Object.values(setup((text) => console.log(text))).filter((reason) => reason !== null);
  for (const reason of reasons) console.error(reason);
  if (reasons.length === 0) console.log('Ready.');
  process.exitCode = reasons.length > 0 ? 1 : 0;
}
