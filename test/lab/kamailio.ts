import { fileURLToPath } from 'node:url';
import { LabProcess } from './process.js';
import { sipAnswers, tcpAccepts } from './probe.js';

export const sipPort = 5060;
export const wsPort = 5080;
export const wsServer = `ws://127.0.0.1:${wsPort}`;
export const domain = 'lab.test';

const config = fileURLToPath(new URL('kamailio.cfg', import.meta.url));

/** The SIP registrar and proxy. Registrations live in its memory: a restart loses them. */
export class Kamailio {
  readonly #runDirectory: string;
  readonly #trace: string[] = [];
  #process: LabProcess | null = null;

  constructor(runDirectory: string) {
    this.#runDirectory = runDirectory;
  }

  /**
   * Every SIP message it saw, one line each, oldest first: `<where from> <what> (<CSeq>) | <from> > <to> | <Call-ID>`.
   */
  get trace(): readonly string[] {
    return this.#trace;
  }

  get output(): readonly string[] {
    return this.#process?.output ?? [];
  }

  async start(): Promise<void> {
    this.#process = new LabProcess({
      name: 'Kamailio',
      command: 'kamailio',
      // -DD stays in the foreground, -E logs to stderr
      args: ['-DD', '-E', '-m', '32', '-M', '8', '-Y', this.#runDirectory, '-f', config],
      onLine: (line) => {
        const message = /<script>: SIP (.*)$/.exec(line)?.[1];
        if (message !== undefined) this.#trace.push(message);
      },
    });
    await this.#process.ready(async () => (await sipAnswers(sipPort)) && (await tcpAccepts(wsPort)));
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }
}
