import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import manifest from '../../../package.json' with { type: 'json' };
import { built, root } from './paths.js';

/** Somebody else's project with the packed package installed: what npm would have put there, and nothing more. */
export interface Consumer {
  readonly directory: string;
  /** The package as npm publishes it. */
  readonly tarball: string;
  /** Every file of the package, relative to its root, sorted. */
  readonly files: readonly string[];
  write(path: string, text: string): string;
  remove(): void;
}

export function createConsumer(): Consumer {
  built('index.js');
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'bfc-consumer-')));
  // No scripts: what is packed is the build that stands there.
  const packed = run('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', directory], root);
  const [report] = JSON.parse(packed) as [{ filename: string; files: { path: string }[] }];
  const tarball = join(directory, report.filename);

  const modules = join(directory, 'node_modules');
  mkdirSync(join(modules, 'bfc-webphone'), { recursive: true });
  run('tar', ['-xzf', tarball, '-C', join(modules, 'bfc-webphone'), '--strip-components=1'], directory);
  for (const name of Object.keys(manifest.dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }

  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
    return join(directory, path);
  };
  write('package.json', JSON.stringify({ name: 'consumer', private: true, type: 'module' }));

  return {
    directory,
    tarball,
    files: report.files.map((file) => file.path).sort(),
    write,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** Runs a program to its end; a failure carries all it said. */
export function run(program: string, args: readonly string[], cwd: string): string {
  const result = spawnSync(program, args, { cwd, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  if (result.error) throw result.error;
  if (result.status !== 0) {
    throw new Error(
      `${program} ${args.join(' ')} ended with ${String(result.status)}:\n${result.stdout}${result.stderr}`,
    );
  }
  return result.stdout;
}

/** Runs a JavaScript tool of this project. */
export function runTool(script: string, args: readonly string[], cwd: string): string {
  return run(process.execPath, [join(root, 'node_modules', script), ...args], cwd);
}
