import { EmitterImpl, TransportState, type Transport } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { LogPort } from '../phone/ports.js';
import { redact } from '../util/log.js';

/**
 * SIP over one WebSocket (RFC 7118), as SIP.js wants its transports. Unlike SIP.js's own it can go to another
 * server without a new user agent, so that live calls outlive a change of server.
 */
export class SocketTransport implements Transport {
  onConnect: (() => void) | undefined;
  onDisconnect: ((error?: Error) => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  readonly stateChange = new EmitterImpl<TransportState>();
  #state = TransportState.Disconnected;
  #socket: WebSocket | null = null;
  #server = '';
  #abandonConnect: () => void = () => undefined;
  readonly #waiting = new Set<() => void>();

  /**
   * @param lost told when the socket closes without being asked to
   * @param passed told of each message, secrets and all
   */
  constructor(
    private readonly lost: (hint: string) => void,
    private readonly log: LogPort,
    private readonly passed: (message: string, direction: 'in' | 'out') => void,
  ) {}

  get state(): TransportState {
    return this.#state;
  }

  /** For the Via header. */
  get protocol(): string {
    return this.#server.startsWith('wss:') ? 'WSS' : 'WS';
  }

  /** Where the next `connect` goes. */
  set server(url: string) {
    this.#server = url;
  }

  isConnected(): boolean {
    return this.#state === TransportState.Connected;
  }

  connect(): Promise<void> {
    this.#drop();
    const socket = new WebSocket(this.#server, 'sip');
    socket.binaryType = 'arraybuffer';
    this.#socket = socket;
    this.#transition(TransportState.Connecting);
    return new Promise((resolve, reject) => {
      this.#abandonConnect = () => reject(new PhoneError('CANCELLED'));
      socket.onopen = () => {
        this.#transition(TransportState.Connected);
        this.onConnect?.();
        resolve();
      };
      socket.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) => this.#receive(data);
      socket.onclose = ({ code, reason }) => {
        const hint = `the socket closed with ${code}${reason ? ` (${reason})` : ''}`;
        const wasOpen = this.isConnected();
        this.#socket = null;
        this.#transition(TransportState.Disconnected);
        if (wasOpen) {
          this.onDisconnect?.(new Error(hint));
          this.lost(hint);
        }
        reject(new PhoneError('NETWORK', { hint }));
      };
    });
  }

  disconnect(): Promise<void> {
    const wasOpen = this.isConnected();
    this.#drop();
    if (this.#state !== TransportState.Disconnected) this.#transition(TransportState.Disconnected);
    if (wasOpen) this.onDisconnect?.();
    return Promise.resolve();
  }

  dispose(): Promise<void> {
    return this.disconnect();
  }

  send(message: string): Promise<void> {
    if (this.#socket?.readyState !== WebSocket.OPEN) return Promise.reject(new Error('not connected'));
    this.log.debug('SIP out', redact(message));
    this.#socket.send(message);
    this.passed(message, 'out');
    return Promise.resolve();
  }

  /** Resolves with the next sign of life of the server. */
  received(): Promise<void> {
    return new Promise((resolve) => this.#waiting.add(resolve));
  }

  #receive(data: string | ArrayBuffer): void {
    for (const resolve of this.#waiting) resolve();
    this.#waiting.clear();
    const message = typeof data === 'string' ? data : new TextDecoder().decode(data);
    // An answer to a keep-alive (RFC 5626 §4.4.1).
    if (message.trim() === '') return;
    this.log.debug('SIP in', redact(message));
    this.passed(message, 'in');
    try {
      this.onMessage?.(message);
    } catch (error) {
      // A message that nobody can read must not cost the socket.
      this.log.warn('a SIP message could not be read', error instanceof Error ? error.message : error);
    }
  }

  /** Lets go of the present socket without a word. */
  #drop(): void {
    const socket = this.#socket;
    if (!socket) return;
    this.#socket = null;
    this.#abandonConnect();
    this.#waiting.clear();
    socket.onopen = socket.onmessage = socket.onclose = null;
    socket.close();
  }

  #transition(state: TransportState): void {
    this.#state = state;
    this.stateChange.emit(state);
  }
}
