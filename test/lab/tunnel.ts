import { connect, createServer, type Server, type Socket } from 'node:net';
import { wsPort } from './kamailio.js';

/** A way to the SIP server that can break: what lies between an agent and the PBX. */
export class Tunnel {
  readonly #pairs = new Set<readonly [Socket, Socket]>();
  /** Everybody who came, also while the way was frozen. */
  readonly #nears = new Set<Socket>();
  #server: Server | null = null;
  #mood: 'open' | 'refusing' | 'frozen' = 'open';

  constructor(
    readonly port: number,
    private readonly to = wsPort,
  ) {}

  get url(): string {
    return `ws://127.0.0.1:${this.port}`;
  }

  async start(): Promise<this> {
    this.#server = createServer((near) => this.#accept(near));
    await new Promise<void>((resolve, reject) => {
      this.#server?.once('error', reject).listen(this.port, '127.0.0.1', resolve);
    });
    return this;
  }

  /** Breaks every connection; new ones get through. */
  cut(): void {
    for (const pair of this.#pairs) for (const socket of pair) socket.resetAndDestroy();
    this.#pairs.clear();
  }

  /** Breaks every connection, and new ones are closed at once. */
  refuse(): void {
    this.#mood = 'refusing';
    this.cut();
  }

  /** Everything that is sent vanishes, and nobody is told. */
  freeze(): void {
    this.#mood = 'frozen';
    for (const [near, far] of this.#pairs) {
      near.unpipe(far).resume();
      far.unpipe(near).resume();
    }
  }

  /** New connections get through again; what was frozen stays dead. */
  open(): void {
    this.#mood = 'open';
  }

  async stop(): Promise<void> {
    this.cut();
    for (const near of this.#nears) near.destroy();
    await new Promise((resolve) => (this.#server ? this.#server.close(resolve) : resolve(null)));
  }

  #accept(near: Socket): void {
    near.on('error', () => undefined);
    this.#nears.add(near);
    near.once('close', () => this.#nears.delete(near));
    if (this.#mood === 'refusing') {
      near.resetAndDestroy();
      return;
    }
    // A frozen way takes the connection and answers nothing.
    if (this.#mood === 'frozen') {
      near.resume();
      return;
    }
    const far = connect({ port: this.to, host: '127.0.0.1' });
    const pair = [near, far] as const;
    this.#pairs.add(pair);
    const end = (): void => {
      this.#pairs.delete(pair);
      near.destroy();
      far.destroy();
    };
    far.on('error', () => undefined);
    near.on('close', () => this.#mood !== 'frozen' && end());
    far.on('close', () => this.#mood !== 'frozen' && end());
    near.pipe(far);
    far.pipe(near);
  }
}
