import type { Core, Session } from 'sip.js';
import type { ClockPort } from '../phone/ports.js';
import { outcomeOf } from './responses.js';
import { isOver } from './session-state.js';

/** A NOTIFY that has not arrived is sent again after this, ms. */
const again = 2_000;

interface News {
  readonly statusCode: number;
  readonly reason: string;
}

/**
 * Tells who has sent us to somebody what became of it (RFC 3515 §2.4.4), until it has arrived. SIP.js says each thing
 * once, and nothing more after a NOTIFY that a proxy could not deliver: who was without a socket that moment never
 * heard that the transfer had gone through.
 */
export class ReferrerNews {
  /** Whose responses count. */
  source: Session | null = null;
  #unsaid: News[] = [];
  #isSending = false;
  #cancel: () => void = () => undefined;

  constructor(
    private readonly clock: ClockPort,
    private readonly referrer: () => Session | null,
  ) {}

  tell(statusCode: number, reason: string): void {
    this.#unsaid.push({ statusCode, reason });
    if (!this.#isSending) this.#send();
  }

  stop(): void {
    this.#cancel();
    this.#unsaid = [];
  }

  #send(): void {
    this.#cancel();
    const session = this.referrer();
    const news = this.#unsaid[0];
    if (!news || !session) return;
    if (!session.dialog || isOver(session)) {
      this.#sendLater();
      return;
    }
    this.#isSending = true;
    const unheard = ({ message }: Core.IncomingResponse): void => {
      const { fromServer, statusCode } = outcomeOf(message);
      // They want to know no more (RFC 6665 §4.2.2), unless their call has got a new dialog meanwhile.
      const isUnwanted = fromServer && (statusCode === 481 || statusCode === 489) && this.referrer() === session;
      this.#isSending = false;
      if (isUnwanted) this.stop();
      // What has happened since says more than what they missed.
      else if (this.#unsaid.length > 1) this.#sendNext();
      else this.#sendLater();
    };
    const isFinal = news.statusCode >= 200;
    const state = isFinal ? 'terminated;reason=noresource' : 'active;expires=60';
    session.dialog.notify(
      { onAccept: () => this.#sendNext(), onRedirect: unheard, onReject: unheard },
      {
        extraHeaders: ['Event: refer', `Subscription-State: ${state}`],
        body: {
          contentDisposition: 'render',
          contentType: 'message/sipfrag',
          content: `SIP/2.0 ${news.statusCode} ${news.reason}`,
        },
      },
    );
  }

  #sendNext(): void {
    this.#isSending = false;
    this.#unsaid.shift();
    this.#send();
  }

  #sendLater(): void {
    this.#cancel = this.clock.after(again, () => this.#send());
  }
}
