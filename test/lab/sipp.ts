import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sipPort } from './kamailio.js';
import { LabProcess } from './process.js';
import { udpBound } from './probe.js';
import { scenarioOf, type Step } from './sipp-steps.js';
import { until } from './until.js';

/** Where Kamailio sends calls to names that begin with `sipp`. */
const port = 5090;

/** What the scripted answerer does with the one INVITE it takes. */
export interface SippScript {
  /** Rings first. Default true. */
  readonly rings?: boolean;
  /** How long it rings before the final response, ms. Default 0. */
  readonly ringsFor?: number;
  /** The final response; left out: it rings until it is cancelled. */
  readonly final?: { readonly status: number; readonly reason: string };
  /** More header lines of the final response. */
  readonly headers?: readonly string[];
}

/** A SIPp that answers one call as the script says, and then ends. */
export class Sipp {
  readonly #directory: string;
  #process: LabProcess | null = null;

  constructor(directory: string) {
    this.#directory = directory;
  }

  get output(): readonly string[] {
    return this.#process?.output ?? [];
  }

  /** Resolves when it listens. */
  async start(script: SippScript): Promise<void> {
    await this.#run(scenario(script), []);
  }

  /** Takes one call, step by step. Resolves when it listens. */
  async takes(steps: readonly Step[]): Promise<void> {
    await this.#run(scenarioOf(steps), []);
  }

  /** Goes through the steps towards a user, by way of the proxy. */
  async calls(user: string, steps: readonly Step[]): Promise<void> {
    await this.#run(scenarioOf(steps), ['-s', user, `127.0.0.1:${sipPort}`]);
  }

  /** Waits until every step is done. What came otherwise than it must is an error. */
  async finished(): Promise<void> {
    const { output } = this;
    const running = this.#process;
    await until(() => running?.ended, { what: 'the end of sipp’s scenario', within: 15_000 });
    if (running?.ended !== 'exit 0') throw new Error(`sipp: ${running?.ended}\n${output.slice(-60).join('\n')}`);
  }

  async #run(xml: string, more: readonly string[]): Promise<void> {
    await this.stop();
    const file = join(this.#directory, 'sipp.xml');
    await writeFile(file, xml);
    const args = ['-sf', file, '-i', '127.0.0.1', '-p', String(port), '-m', '1', '-nostdin', '-trace_err'];
    this.#process = new LabProcess({ name: 'sipp', command: 'sipp', args: [...args, ...more], cwd: this.#directory });
    await this.#process.ready(() => udpBound(port));
  }

  async stop(): Promise<void> {
    await this.#process?.stop('SIGKILL');
    this.#process = null;
  }
}

function scenario({ rings = true, ringsFor = 0, final, headers = [] }: SippScript): string {
  const steps = [
    '<recv request="INVITE" crlf="true"/>',
    rings ? send('180 Ringing') : '',
    ringsFor > 0 ? `<pause milliseconds="${ringsFor}"/>` : '',
    final
      ? send(`${final.status} ${final.reason}`, headers)
      : '<recv request="CANCEL"/>' + send('200 OK', [], 'CANCEL') + send('487 Request Terminated'),
    '<recv request="ACK"/>',
  ];
  return `<?xml version="1.0" encoding="UTF-8"?>\n<scenario name="answerer">\n${steps.join('\n')}\n</scenario>\n`;
}

/** A response to the INVITE; to the CANCEL, whose headers are the last ones that came in. */
function send(status: string, headers: readonly string[] = [], to: 'INVITE' | 'CANCEL' = 'INVITE'): string {
  const tag = ';tag=[pid]SIPp[call_number]';
  const lines = [
    `SIP/2.0 ${status}`,
    '[last_Via:]',
    '[last_From:]',
    `[last_To:]${tag}`,
    '[last_Call-ID:]',
    to === 'CANCEL' ? '[last_CSeq:]' : 'CSeq: [cseq] INVITE',
    '[last_Record-Route:]',
    'Contact: <sip:[local_ip]:[local_port];transport=UDP>',
    ...headers,
    'Content-Length: 0',
  ];
  return `<send><![CDATA[\n\n${lines.join('\n')}\n\n]]></send>`;
}
