import { spawn } from 'node:child_process';

/** The process groups that run now. */
const running = new Set();

/**
 * Runs a program in a group of its own, with its output going where ours goes, or into the open file `output`, and
 * nothing to read. Resolves when it has ended, and with it everything that it started.
 * @returns {Promise<{ code: number, trouble: string | null }>} `trouble`: it could not be started, or took too long
 */
export function run(command, args, { cwd, env, within, output = 'inherit' }) {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', output, output],
      detached: true,
    });
    running.add(child);
    let trouble = null;
    const timer = setTimeout(() => {
      trouble = `it took longer than ${Math.round(within / 1000)} s`;
      end(child);
    }, within);
    const done = (code) => {
      clearTimeout(timer);
      signal(child, 'SIGKILL');
      running.delete(child);
      resolve({ code, trouble });
    };
    child.on('error', (error) => {
      trouble = error.message;
      done(1);
    });
    child.on('exit', (code) => done(code ?? 1));
  });
}

/** Ends everything that runs: for an interrupt. */
export async function endAll() {
  await Promise.all([...running].map(end));
}

/** Asks the group to end; who does not within 5 s is killed. */
async function end(child) {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const timer = setTimeout(() => signal(child, 'SIGKILL'), 5_000);
  signal(child, 'SIGTERM');
  await ended;
  clearTimeout(timer);
}

function signal(child, name) {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, name);
  } catch {
    // Nobody of the group is left.
  }
}
