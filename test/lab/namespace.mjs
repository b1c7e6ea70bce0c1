import { spawnSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

/** From the most orderly to the least: a process namespace besides leaves nothing behind, whatever happens. */
const ways = [
  ['unshare', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
  ['unshare', '--net'],
  ['unshare', '--user', '--map-root-user', '--net', '--pid', '--fork', '--kill-child', '--mount-proc'],
  ['unshare', '--user', '--map-root-user', '--net'],
];

// "$@" is no last command, so that the shell stays and buries what its children leave.
const shell = ['sh', '-c', 'ip link set lo up && { "$@"; }; exit $?', 'lab'];

/**
 * How to run a program where the network is loopback and nothing else: what to put before its name, or why it cannot
 * be had. The lab needs that: its ports are fixed, and a browser there has no address but 127.0.0.1.
 */
export function loopbackOnly() {
  for (const way of ways) {
    const prefix = [...way, ...shell];
    const tried = spawnSync(prefix[0], [...prefix.slice(1), 'true'], { stdio: 'ignore', timeout: 10_000 });
    if (tried.status === 0) return { prefix };
  }
  const others = Object.keys(networkInterfaces()).filter((name) => name !== 'lo');
  if (process.platform === 'linux' && others.length === 0) return { prefix: [] };
  return { reason: 'no network namespace can be made here (unshare --net, or unshare --user --net, must be allowed)' };
}
