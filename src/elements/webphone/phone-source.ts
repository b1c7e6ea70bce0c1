import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { parseConfig, type PhoneConfig, type PhoneOptions } from '../../phone/config.js';
import { describeError, toPhoneError, type PhoneError, type PhoneErrorData } from '../../phone/errors.js';
import type { Phone } from '../../phone/phone.js';
import type { PhoneLease, PhoneProvider } from '../../phone/provider.js';
import { liveCalls } from '../../phone/state.js';
import { consoleLog } from '../../util/log.js';
import type { Language, Unsubscribe } from '../../util/types.js';

/** Where the phone of `<bfc-webphone>` is to come from. */
export type Wish =
  | { readonly type: 'given'; readonly phone: Phone }
  | {
      readonly type: 'account';
      /** Tells one account from another. */
      readonly key: string;
      /** Tells any two sets of attributes apart: what was wrong may have been any of them. */
      readonly stamp: string;
      /** Whether all tabs are one phone. */
      readonly tabs: boolean;
      readonly options: () => PhoneOptions;
    }
  | { readonly type: 'existing' };

/**
 * Finds the phone and holds a share in it while the host is in the document. Everything is settled one microtask
 * later and once: an element that is only moved keeps its phone, and attributes may come in any order.
 * A live call is never touched: what changes meanwhile waits until it has ended.
 */
export class PhoneSource implements ReactiveController {
  #wish: Wish = { type: 'existing' };
  #settled: Wish | null = null;
  #lease: PhoneLease | null = null;
  #phone: Phone | null = null;
  #error: PhoneError | null = null;
  #scheduled = false;
  #stopWaiting: Unsubscribe | null = null;
  #stopWatching: Unsubscribe | null = null;

  constructor(
    private readonly host: ReactiveControllerHost & HTMLElement,
    private readonly provider: () => PhoneProvider | null,
    /** Told of another phone, before anything is done with it. */
    private readonly changed: (phone: Phone | null) => void,
  ) {
    host.addController(this);
  }

  get phone(): Phone | null {
    return this.#phone;
  }

  /** What is wrong with the attributes. */
  error(lang: Language): PhoneErrorData | null {
    return this.#error && describeError(this.#error, lang);
  }

  wish(wish: Wish): void {
    this.#wish = wish;
    this.#schedule();
  }

  /** Gives the phone back at once; the wish is fulfilled anew. */
  letGo(): void {
    this.#settled = null;
    this.#take(null, null);
  }

  hostConnected(): void {
    this.#schedule();
  }

  hostDisconnected(): void {
    this.#schedule();
  }

  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      this.#settle();
    });
  }

  #settle(): void {
    this.#stopWaiting?.();
    this.#stopWaiting = null;
    if (!this.host.isConnected) {
      this.#stopWatching?.();
      this.#stopWatching = null;
      this.#settled = null;
      this.#take(null, null);
      return;
    }
    this.#stopWatching ??= this.provider()?.onCreated(() => this.#joinAnew()) ?? null;
    if (this.#settled !== null && sameWish(this.#settled, this.#wish, this.#error !== null)) return;
    if (this.#isBusy()) this.#settleAfterCall();
    else this.#fulfil();
  }

  /** Another phone was made on this page: whoever has no account of its own shows the page's phone. */
  #joinAnew(): void {
    if (this.#wish.type !== 'existing') return;
    this.#settled = null;
    this.#schedule();
  }

  #isBusy(): boolean {
    return this.#phone !== null && liveCalls(this.#phone.state).length > 0;
  }

  #settleAfterCall(): void {
    this.#stopWaiting = this.#phone?.subscribe(() => this.#isBusy() || this.#schedule()) ?? null;
  }

  #fulfil(): void {
    const wish = this.#wish;
    if (isOtherInTabs(this.#settled, wish) && this.#lease) {
      // The same account, on a phone of the other kind: it is made when this one has been given back.
      this.#settled = null;
      this.#take(null, null);
      this.#schedule();
      return;
    }
    this.#settled = wish;
    this.#error = null;
    if (wish.type === 'given') this.#take(wish.phone, null);
    else if (wish.type === 'existing') this.#lend(this.provider()?.acquireExisting() ?? null);
    else this.#signIn(wish.options);
    this.host.requestUpdate();
  }

  #signIn(options: () => PhoneOptions): void {
    let config: PhoneConfig;
    try {
      config = parseConfig(options());
    } catch (thrown) {
      this.#error = toPhoneError(thrown, 'INVALID_ARGUMENT');
      consoleLog.warn(`<${this.host.localName}>`, this.#error.message);
      this.#take(null, null);
      return;
    }
    this.#lend(this.provider()?.acquire(config) ?? null);
    if (this.#phone?.state.status === 'stopped') void this.#phone.execute({ type: 'start' });
  }

  /** The new share is taken before the old one is given back: the same phone does not stop in between. */
  #lend(lease: PhoneLease | null): void {
    this.#take(lease?.phone ?? null, lease);
  }

  #take(phone: Phone | null, lease: PhoneLease | null): void {
    const previous = this.#lease;
    this.#lease = lease;
    if (phone !== this.#phone) {
      this.#phone = phone;
      this.changed(phone);
      this.host.requestUpdate();
    }
    previous?.release();
  }
}

function isOtherInTabs(a: Wish | null, b: Wish): boolean {
  return a?.type === 'account' && b.type === 'account' && a.tabs !== b.tabs;
}

function sameWish(a: Wish, b: Wish, inEveryDetail: boolean): boolean {
  if (a.type === 'account' && b.type === 'account') return inEveryDetail ? a.stamp === b.stamp : a.key === b.key;
  if (a.type === 'given' && b.type === 'given') return a.phone === b.phone;
  return a.type === b.type;
}
