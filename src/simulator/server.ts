import { PhoneError } from '../phone/errors.js';
import type { ClockPort } from '../phone/ports.js';

/** A request without an answer is given up after this, ms (RFC 3261 §17.1.2.2, timer F). */
const timerF = 32_000;

/** What the server does with a new socket. */
export type ServerMood = 'accepting' | 'refusing' | 'silent';

/** The socket to the simulated server, and one transaction after another on it. */
export class SimulatedServer {
  mood: ServerMood = 'accepting';
  /** Ms from a request to its answer. */
  latency: number;
  #socket: object | null = null;
  #abandonConnect: () => void = () => undefined;

  constructor(
    private readonly clock: ClockPort,
    latency: number,
  ) {
    this.latency = latency;
  }

  get isConnected(): boolean {
    return this.#socket !== null;
  }

  connect(): Promise<void> {
    this.disconnect();
    return new Promise((resolve, reject) => {
      const cancel = this.#after(this.latency, () => {
        if (this.mood === 'silent') return;
        this.#abandonConnect = () => undefined;
        if (this.mood === 'refusing') {
          reject(new PhoneError('NETWORK', { hint: 'the server refused the socket' }));
          return;
        }
        this.#socket = {};
        resolve();
      });
      this.#abandonConnect = () => {
        cancel();
        reject(new PhoneError('CANCELLED'));
      };
    });
  }

  /** The phone lets go of the socket, or the socket breaks. */
  disconnect(): void {
    this.#abandonConnect();
    this.#abandonConnect = () => undefined;
    this.#socket = null;
  }

  /**
   * Sends a request; `answer` makes the reply when the server has it. Without a reply it ends like a SIP transaction:
   * NETWORK at once where nothing can be sent, else TIMEOUT after 32 s, also on a socket that broke meanwhile.
   */
  request<T>(answer: () => T): Promise<T> {
    const socket = this.#socket;
    if (!socket) return Promise.reject(new PhoneError('NETWORK'));
    return new Promise((resolve, reject) => {
      const giveUp = this.clock.after(timerF, () => reject(new PhoneError('TIMEOUT')));
      this.#after(this.latency, () => {
        if (this.mood === 'silent' || socket !== this.#socket) return;
        giveUp();
        // What `answer` throws is the server's refusal.
        resolve(new Promise((granted) => granted(answer())));
      });
    });
  }

  /** What takes its time on the phone's own side. */
  pause(): Promise<void> {
    return new Promise((resolve) => void this.#after(this.latency, resolve));
  }

  #after(ms: number, run: () => void): () => void {
    if (ms > 0) return this.clock.after(ms, run);
    let isCancelled = false;
    queueMicrotask(() => {
      if (!isCancelled) run();
    });
    return () => void (isCancelled = true);
  }
}

/** A refusing status as the error that the SIP room makes of it. */
export function refusal(statusCode: number, reason: string | null = null): PhoneError {
  const details = reason === null ? { statusCode } : { statusCode, reason };
  if (statusCode === 401 || statusCode === 407) return new PhoneError('AUTH_FAILED', details);
  if (statusCode === 408) return new PhoneError('TIMEOUT', details);
  return new PhoneError(statusCode >= 500 && statusCode < 600 ? 'SERVER' : 'SIP_REJECTED', details);
}
