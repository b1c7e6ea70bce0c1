import { LabProcess } from './process.js';
import { udpAnswers } from './probe.js';

const controlPort = 5122;

/** The media relay between a browser (ICE, DTLS-SRTP) and a plain RTP phone. */
export class Rtpengine {
  #process: LabProcess | null = null;

  get output(): readonly string[] {
    return this.#process?.output ?? [];
  }

  async start(): Promise<void> {
    this.#process = new LabProcess({
      name: 'rtpengine',
      command: 'rtpengine',
      args: [
        '--foreground',
        '--log-stderr',
        '--log-level=5',
        '--table=-1', // no kernel module
        '--interface=127.0.0.1',
        `--listen-ng=127.0.0.1:${controlPort}`,
        '--port-min=30000',
        '--port-max=30999',
        '--num-threads=2',
      ],
    });
    await this.#process.ready(() => udpAnswers(controlPort, 'lab d7:command4:pinge', (a) => a.includes('4:pong')));
  }

  async stop(): Promise<void> {
    await this.#process?.stop();
    this.#process = null;
  }
}
