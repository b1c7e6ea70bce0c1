import { spawn, type ChildProcess } from 'node:child_process';
import { until } from './until.js';

export interface ProcessOptions {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Each line that the process writes, as it comes. */
  readonly onLine?: (line: string) => void;
}

/** The groups that live now, so that nothing outlives this process, however it ends. */
const living = new Set<LabProcess>();

/**
 * One program of the lab in a process group of its own. Kamailio's and Chromium's workers outlive their parent,
 * so what is stopped is always the group.
 */
export class LabProcess {
  readonly #child: ChildProcess;
  readonly #options: ProcessOptions;
  readonly #output: string[] = [];
  #ended: string | null = null;

  constructor(options: ProcessOptions) {
    this.#options = options;
    guardExit();
    this.#child = spawn(options.command, options.args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    living.add(this);
    for (const stream of [this.#child.stdout, this.#child.stderr]) if (stream) this.#read(stream);
    this.#child.on('error', (error) => (this.#ended = error.message));
    this.#child.on('exit', (code, signal) => (this.#ended = `exit ${signal ?? code ?? 'unknown'}`));
  }

  /** The last lines it wrote, for a failing test. */
  get output(): readonly string[] {
    return this.#output;
  }

  /** How it ended, or `null` while it runs. */
  get ended(): string | null {
    return this.#ended;
  }

  /** Waits until `look` is satisfied; a program that ends meanwhile is an error at once, with what it wrote. */
  async ready(look: () => boolean | Promise<boolean>, within = 10_000): Promise<void> {
    try {
      await until(async () => this.#ended !== null || (await look()), { what: this.#options.name, within });
    } catch (cause) {
      await this.stop();
      throw new Error(`${this.#options.name} is not ready:\n${this.#output.slice(-20).join('\n')}`, { cause });
    }
    if (this.#ended === null) return;
    throw new Error(`${this.#options.name} ended (${this.#ended}):\n${this.#output.slice(-20).join('\n')}`);
  }

  /** Asks the group to end, waits until it is empty, and insists where that takes too long. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
    if (this.#signalGroup(signal)) {
      try {
        await until(() => !this.#signalGroup(0), { what: `the end of ${this.#options.name}`, within: 3_000 });
      } catch {
        // Nothing survives this; who is still listed is a zombie that its new parent has not buried.
        this.#signalGroup('SIGKILL');
        await until(() => this.#ended, { what: `the end of ${this.#options.name}`, within: 3_000 });
      }
    }
    living.delete(this);
  }

  /** Sends the group a signal, and waits for nothing. */
  signal(signal: NodeJS.Signals): void {
    this.#signalGroup(signal);
  }

  /** Ends the group at once. */
  kill(): void {
    this.#signalGroup('SIGKILL');
    living.delete(this);
  }

  /** False when nobody of the group is left. */
  #signalGroup(signal: NodeJS.Signals | 0): boolean {
    if (this.#child.pid === undefined) return false;
    try {
      process.kill(-this.#child.pid, signal);
      return true;
    } catch {
      return false;
    }
  }

  #read(stream: NodeJS.ReadableStream): void {
    let rest = '';
    stream.setEncoding('utf8');
    stream.on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        this.#output.push(line);
        if (this.#output.length > 2_000) this.#output.splice(0, 1_000);
        this.#options.onLine?.(line);
      }
    });
  }
}

let guarded = false;

function guardExit(): void {
  if (guarded) return;
  guarded = true;
  process.on('exit', () => {
    for (const one of living) one.kill();
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => process.exit(1));
  }
}
