import type { Core } from 'sip.js';
import type { ClockPort } from '../phone/ports.js';
import { optionTags } from './methods.js';

/** No session is shorter than this (RFC 4028 §4), s. */
const shortest = 90;
/** Longer ones are beyond what a timer can count, s. */
const longest = 2_000_000;
/** A refresh that came to nothing is tried again after this, ms. */
const retryAfter = 10_000;

export const minSe = `Min-SE: ${shortest}`;

/** A request or a response, as far as a session timer reads it. */
type Message = Pick<Core.IncomingMessage, 'getHeader' | 'getHeaders'>;

interface Agreement {
  /** s */
  readonly interval: number;
  readonly isRefresher: boolean;
}

/**
 * The session timer of one call (RFC 4028): what two sides agree on, when to refresh, and when the other side is
 * taken for dead because no refresh came. Sends nothing itself.
 */
export class SessionTimer {
  #agreement: Agreement | null = null;
  #cancelRefresh: () => void = () => undefined;
  #cancelExpiry: () => void = () => undefined;

  constructor(
    private readonly clock: ClockPort,
    private readonly refresh: () => Promise<void>,
    private readonly expired: () => void,
  ) {}

  /** An interval that nobody should agree to: 422 (RFC 4028 §6). */
  static isTooBrief(request: Message): boolean {
    const asked = read(request);
    return asked !== null && asked.interval < shortest && supportsTimer(request);
  }

  /** Headers of a request of ours that refreshes the session. Without them the other side would end the timer. */
  get asks(): readonly string[] {
    const { interval, isRefresher } = this.#agreement ?? {};
    return interval === undefined
      ? []
      : [`Session-Expires: ${interval};refresher=${isRefresher ? 'uac' : 'uas'}`, minSe];
  }

  /** Headers of our 2xx to a request that opens or refreshes the session; from now on that is agreed (RFC 4028 §9). */
  answer(request: Message): readonly string[] {
    const asked = read(request);
    if (asked === null) {
      this.stop();
      return [];
    }
    const theySupport = supportsTimer(request);
    // Who knows no timers refreshes nothing: some proxy has asked, and it is for us to do.
    const isRefresher = !theySupport || asked.refresher === 'uas';
    const interval = Math.max(asked.interval, shortest);
    this.#agree({ interval, isRefresher });
    return [
      `Session-Expires: ${interval};refresher=${isRefresher ? 'uas' : 'uac'}`,
      ...(isRefresher ? [] : ['Require: timer']),
    ];
  }

  /** Their 2xx to a request of ours. Without the header there is no timer (RFC 4028 §7.2). */
  agreed(response: Message): void {
    const answered = read(response);
    if (answered === null) this.stop();
    else this.#agree({ interval: Math.max(answered.interval, shortest), isRefresher: answered.refresher !== 'uas' });
  }

  stop(): void {
    this.#agreement = null;
    this.#cancelRefresh();
    this.#cancelExpiry();
  }

  #agree(agreement: Agreement): void {
    this.stop();
    this.#agreement = agreement;
    const { interval, isRefresher } = agreement;
    if (isRefresher) this.#refreshAfter((interval / 2) * 1000);
    // Early enough for the BYE to come before a proxy on the way has forgotten the call (RFC 4028 §10).
    this.#cancelExpiry = this.clock.after((interval - Math.min(32, interval / 3)) * 1000, () => {
      this.stop();
      this.expired();
    });
  }

  #refreshAfter(ms: number): void {
    this.#cancelRefresh = this.clock.after(ms, () => {
      const { refresh } = this;
      // Where it succeeds the next agreement has replaced this timer by then.
      const agreement = this.#agreement;
      refresh().catch(() => {
        if (this.#agreement === agreement) this.#refreshAfter(retryAfter);
      });
    });
  }
}

function supportsTimer(message: Message): boolean {
  const compact = message.getHeaders('k');
  return optionTags([...message.getHeaders('supported'), ...compact]).includes('timer');
}

/** `1800;refresher=uas`; what is no such header does not count. */
function read(message: Message): { readonly interval: number; readonly refresher: string | undefined } | null {
  const header = message.getHeader('session-expires') ?? message.getHeader('x') ?? '';
  const [, seconds] = /^\s*(\d{1,10})\s*(?:;|$)/.exec(header) ?? [];
  if (seconds === undefined) return null;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(header)?.[1]?.toLowerCase();
  return { interval: Math.min(Number(seconds), longest), refresher };
}
