import { mkdir, readdir, stat, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import { domain, sipPort } from './kamailio.js';
import { tcpAccepts } from './probe.js';
import { LabProcess } from './process.js';
import { until } from './until.js';
import { levelOf, readNewest, writeTone } from './wav.js';

/** What baresip tells through `ctrl_tcp`: REGISTER_OK, CALL_INCOMING, CALL_ESTABLISHED, CALL_CLOSED, CALL_DTMF_START … */
export interface BaresipEvent {
  readonly type: string;
  readonly direction?: string;
  readonly peeruri?: string;
  readonly param?: string;
}

export interface BaresipOptions {
  readonly user: string;
  /** The tone it sends, Hz. */
  readonly tone: number;
  /** Answers by itself. Default false: it rings until `answer()`. */
  readonly autoAnswer?: boolean;
}

/** A desk phone: SIP over UDP and plain RTP (PCMU), sending a tone and recording what it hears. */
export class Baresip {
  readonly user: string;
  readonly tone: number;
  /** Everything it told, oldest first. */
  readonly events: BaresipEvent[] = [];
  readonly #directory: string;
  readonly #ports: { readonly sip: number; readonly control: number; readonly rtp: number };
  readonly #autoAnswer: boolean;
  #process: LabProcess | null = null;
  #socket: Socket | null = null;

  /** @param index 0…9, for ports of its own */
  constructor(directory: string, index: number, { user, tone, autoAnswer = false }: BaresipOptions) {
    this.user = user;
    this.#directory = join(directory, `baresip-${user}`);
    this.#ports = { sip: 5100 + index * 10, control: 4440 + index, rtp: 40_000 + index * 100 };
    this.tone = tone;
    this.#autoAnswer = autoAnswer;
  }

  get output(): readonly string[] {
    return this.#process?.output ?? [];
  }

  /** Resolves when it is registered. */
  async start(): Promise<void> {
    await this.#configure();
    this.#process = new LabProcess({
      name: `baresip ${this.user}`,
      command: 'baresip',
      args: ['-f', this.#directory],
      cwd: this.#directory,
    });
    await this.#process.ready(() => tcpAccepts(this.#ports.control));
    this.#socket = connect(this.#ports.control, '127.0.0.1');
    this.#readEvents(this.#socket);
    // The REGISTER may have been answered before anybody listened
    await until(
      () => this.#has('REGISTER_OK') || this.output.some((line) => line.includes('200 OK') && line.includes(this.user)),
      { what: `${this.user} to register` },
    );
  }

  async stop(): Promise<void> {
    this.#socket?.destroy();
    await this.#process?.stop();
    this.#process = null;
  }

  /** Dead at once, without a word to the registrar. */
  kill(): void {
    this.#socket?.destroy();
    this.#process?.kill();
  }

  dial(user: string): void {
    this.#command('dial', `sip:${user}@${domain}`);
  }

  answer(): void {
    this.#command('accept');
  }

  /** Ends the call, or declines it. */
  hangUp(): void {
    this.#command('hangup');
  }

  async waitFor(type: string, within?: number): Promise<BaresipEvent> {
    return until(() => this.events.find((event) => event.type === type), {
      what: `${type} at ${this.user}`,
      ...(within === undefined ? {} : { within }),
    });
  }

  /** The digits whose telephone-events came in, in order. */
  get digits(): string {
    return this.events.map((event) => (event.type === 'CALL_DTMF_START' ? (event.param ?? '') : '')).join('');
  }

  /**
   * Waits until this frequency, and no silence, is what came in last. Only up to the first re-INVITE: baresip 1.0
   * takes its recorder off the line with that, and what it hears afterwards must be shown by DTMF.
   */
  async hears(hz: number): Promise<void> {
    await until(async () => (await this.#level(hz)) > -30, { what: `${this.user} to hear ${hz} Hz`, every: 100 });
  }

  /** Waits until this frequency is gone from what comes in. */
  async hearsNothingAt(hz: number): Promise<void> {
    await until(async () => (await this.#level(hz)) < -55, { what: `${hz} Hz to fall silent`, every: 100 });
  }

  /** dB in the newest 300 ms; -200 where nothing was recorded, or nothing more since the last look. */
  async #level(hz: number): Promise<number> {
    const names = (await readdir(this.#directory)).filter((name) => name.endsWith('-dec.wav'));
    const files = await Promise.all(
      names.map(async (name) => ({ name, at: (await stat(join(this.#directory, name))).mtimeMs })),
    );
    const newest = files.sort((a, b) => b.at - a.at)[0];
    if (!newest || Date.now() - newest.at > 500) return -200;
    const sound = await readNewest(join(this.#directory, newest.name), 0.3);
    return sound ? levelOf(sound, hz) : -200;
  }

  #has(type: string): boolean {
    return this.events.some((event) => event.type === type);
  }

  #command(command: string, params = ''): void {
    const text = JSON.stringify({ command, params, token: command });
    this.#socket?.write(`${Buffer.byteLength(text)}:${text},`);
  }

  /** Netstrings of JSON. */
  #readEvents(socket: Socket): void {
    let rest = '';
    socket.on('error', () => socket.destroy());
    socket.setEncoding('utf8');
    socket.on('data', (chunk: string) => {
      rest += chunk;
      for (;;) {
        const length = /^(\d+):/.exec(rest);
        if (!length) return;
        const from = length[0].length;
        const to = from + Number(length[1]);
        if (rest.length <= to) return;
        const message = JSON.parse(rest.slice(from, to)) as { event?: boolean } & BaresipEvent;
        rest = rest.slice(to + 1);
        if (message.event) this.events.push(message);
      }
    });
  }

  async #configure(): Promise<void> {
    await mkdir(this.#directory, { recursive: true });
    const tone = join(this.#directory, 'tone.wav');
    await writeTone(tone, this.tone, 180);
    const modules = ['account', 'menu', 'ctrl_tcp', 'g711', 'aufile', 'aubridge', 'sndfile'];
    const config = [
      'module_path /usr/lib/baresip/modules',
      `sip_listen 127.0.0.1:${this.#ports.sip}`,
      'net_interface 127.0.0.1',
      `rtp_ports ${this.#ports.rtp}-${this.#ports.rtp + 98}`,
      `audio_source aufile,${tone}`,
      'audio_player aubridge,sink',
      'audio_alert aubridge,alert',
      `ctrl_tcp_listen 127.0.0.1:${this.#ports.control}`,
      `snd_path ${this.#directory}`,
      'call_max_calls 4',
      'call_local_timeout 60',
      'rtp_timeout 0',
      ...modules.map(
        (name) =>
          `${name === 'account' || name === 'menu' || name === 'ctrl_tcp' ? 'module_app' : 'module'} ${name}.so`,
      ),
    ];
    const account =
      `<sip:${this.user}@${domain}>;auth_user=${this.user};auth_pass=pw-${this.user}` +
      `;outbound="sip:127.0.0.1:${sipPort}";regint=600;answermode=${this.#autoAnswer ? 'auto' : 'manual'}` +
      ';audio_codecs=pcmu/8000;dtmfmode=rtpevent;medianat=none;mediaenc=none';
    await writeFile(join(this.#directory, 'config'), config.join('\n') + '\n');
    await writeFile(join(this.#directory, 'accounts'), account + '\n');
    await writeFile(join(this.#directory, 'contacts'), '');
  }
}
