import { fileURLToPath } from 'node:url';
import { LabProcess } from './process.js';
import { sipAnswers, tcpAccepts } from './probe.js';

export const sipPort = 5060;
export const wsPort = 5080;
export const wsServer = `ws://127.0.0.1:${wsPort}`;
/** The second node: the same registrar and proxy on ports of its own, with registrations of its own. */
export const secondSipPort = 5061;
export const secondWsPort = 5081;
export const secondWsServer = `ws://127.0.0.1:${secondWsPort}`;
export const domain = 'lab.test';

const config = fileURLToPath(new URL('kamailio.cfg', import.meta.url));

/** The SIP registrar and proxy. Registrations live in its memory: a restart loses them. */
export class Kamailio {
  readonly #runDirectory: string;
  readonly #isSecond: boolean;
  readonly #trace: string[] = [];
  #process: LabProcess | null = null;
  #hangs = false;

  constructor(runDirectory: string, node: 'first' | 'second' = 'first') {
    this.#runDirectory = runDirectory;
    this.#isSecond = node === 'second';
  }

  /** Runs, and answers. */
  get isWell(): boolean {
    return this.#process !== null && !this.#hangs;
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
      args: [
        ...['-DD', '-E', '-m', '32', '-M', '8', '-Y', this.#runDirectory, '-f', config],
        ...(this.#isSecond ? ['-A', 'SECOND_NODE'] : []),
      ],
      onLine: (line) => {
        const message = /<script>: SIP (.*)$/.exec(line)?.[1];
        if (message !== undefined) this.#trace.push(message);
      },
    });
    const [sip, ws] = this.#isSecond ? [secondSipPort, secondWsPort] : [sipPort, wsPort];
    await this.#process.ready(async () => (await sipAnswers(sip)) && (await tcpAccepts(ws)));
  }

  /** It dies without a word to anybody; its sockets close with it. */
  async kill(): Promise<void> {
    await this.#process?.stop('SIGKILL');
    this.#process = null;
    this.#hangs = false;
  }

  /** It hangs: its sockets stay open, new ones are taken, and nobody is answered. What ends it ends it still. */
  hang(): void {
    this.#hangs = true;
    this.#process?.signal('SIGSTOP');
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }
}
