import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

export interface DemoServer {
  /** Ends with `/`. */
  readonly url: string;
  stop(): Promise<void>;
}

/** The demo as `npm start` serves it, at a free port. */
export async function serveDemoPages(): Promise<DemoServer> {
  const child = spawn(process.execPath, ['demo/start.mjs', '--no-open', '--port', '0'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  let out = '';
  for await (const data of child.stdout) {
    out += String(data);
    const url = /http:\/\/127\.0\.0\.1:\d+\//.exec(out)?.[0];
    if (url === undefined) continue;
    return {
      url,
      async stop() {
        child.kill();
        await ended;
      },
    };
  }
  throw new Error(`the demo ended: ${out}`);
}
