import { Inviter, type Core, type Invitation, type Referral } from 'sip.js';
import { PhoneError } from '../phone/errors.js';
import type { ClockPort, LogPort, SipFact } from '../phone/ports.js';
import { ReferrerNews } from './referrer-news.js';
import type { SipCall } from './sip-call.js';
import { referredNumber } from './uris.js';

interface Parts {
  readonly calls: ReadonlyMap<string, SipCall>;
  readonly clock: ClockPort;
  readonly log: LogPort;
  newId(): string;
  tell(fact: SipFact): void;
}

interface InternalInviter {
  notifyReferer(response: Core.IncomingResponse): void;
}

/** Far sides that send us to somebody (REFER inside a call): what the phone decides, and what they are told of it. */
export class Referrals {
  /** What the phone has not decided on yet, by the id of the call it would make. */
  readonly #asked = new Map<string, { readonly from: string; readonly referral: Referral }>();
  /** By the id of the call that was made. */
  readonly #news = new Map<string, { readonly from: string; readonly news: ReferrerNews }>();

  constructor(private readonly parts: Parts) {}

  /** What is no SIP URI is refused before the phone hears of it. */
  take(from: SipCall, referral: Referral): void {
    const { log } = this.parts;
    const number = referredNumber(referral);
    if (number === '') {
      referral.reject({ statusCode: 400 }).catch((error: unknown) => log.warn('a REFER failed', error));
      return;
    }
    const id = this.parts.newId();
    this.#asked.set(id, { from: from.id, referral });
    this.parts.tell({ type: 'referred', id: from.id, newId: id, number });
  }

  /** Accepts, and gives the call that is to be made. */
  async accept(newId: string): Promise<Inviter> {
    const { calls, clock } = this.parts;
    const { from, referral } = this.#decided(newId);
    await referral.accept();
    const inviter = referral.makeInviter();
    // Wherever their call lives by then: it may have got a new dialog.
    const news = new ReferrerNews(clock, () => calls.get(from)?.session ?? null);
    this.#news.set(newId, { from, news });
    return inviter;
  }

  async refuse(newId: string, statusCode: number): Promise<void> {
    await this.#decided(newId).referral.reject({ statusCode });
  }

  /** An INVITE of this call: the first, or one that is sent in place of it after the socket has died. */
  follow(id: string, session: Inviter | Invitation): void {
    const news = this.#news.get(id)?.news;
    if (!news || !(session instanceof Inviter)) return;
    news.source = session;
    (session as unknown as InternalInviter).notifyReferer = ({ message }) => {
      const { statusCode = 500, reasonPhrase = '' } = message;
      // What a failure comes to is the phone's to say.
      if (news.source === session && statusCode < 300) news.tell(statusCode, reasonPhrase);
    };
  }

  failed(newId: string, statusCode: number, reason: string): void {
    this.#news.get(newId)?.news.tell(statusCode, reason);
  }

  /** Nobody is left to be told. */
  over({ id }: SipCall): void {
    for (const [newId, { from, news }] of this.#news) {
      if (from !== id) continue;
      news.stop();
      this.#news.delete(newId);
    }
  }

  #decided(newId: string): { readonly from: string; readonly referral: Referral } {
    const asked = this.#asked.get(newId);
    if (!asked) throw new PhoneError('NO_CALL');
    this.#asked.delete(newId);
    return asked;
  }
}
