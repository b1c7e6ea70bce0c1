import type { Announcement, LogPort, PageAct } from '../phone/ports.js';
import { NoticeWorker, type NoticePress } from './notice-worker.js';

type Ringing = NonNullable<Announcement['ringing']>;

/** All phones of this page share its worker. */
const pageWorker = new NoticeWorker();

/**
 * A notification of the system while a call rings and nobody looks at the page. Never asks for the permission: where
 * it was not granted, there is none. A click brings the page to the front. It has buttons where the page's service
 * worker takes their presses: browsers allow them to nobody else.
 */
export class DesktopNotice {
  #ringing: Ringing | null = null;
  #shown: { readonly close: () => void; readonly ringing: Ringing } | null = null;
  #watching: AbortController | null = null;
  /**
   * One for each that is shown, in all pages: a worker may close the one before, also another page's of the same call,
   * only when the next one is there.
   */
  #tag = '';

  constructor(
    private readonly log: LogPort,
    private readonly pressed: (act: PageAct) => void,
    private readonly worker = pageWorker,
  ) {}

  /** Somebody may ring from now on. */
  open(): void {
    this.worker.open();
  }

  say(ringing: Ringing | null): void {
    this.#ringing = ringing;
    if (ringing && !this.#watching) this.#watch();
    if (!ringing) {
      this.#watching?.abort();
      this.#watching = null;
    }
    this.#update();
  }

  #watch(): void {
    this.#watching = new AbortController();
    const { signal } = this.#watching;
    const update = (): void => this.#update();
    document.addEventListener('visibilitychange', update, { signal });
    window.addEventListener('blur', update, { signal });
    window.addEventListener('focus', update, { signal });
    // One of a worker's would stay.
    window.addEventListener('pagehide', () => this.say(null), { signal });
    const press = ({ act, call }: NoticePress): boolean => {
      if (call !== this.#ringing?.call) return false;
      if (act !== 'open') this.pressed({ type: act, call });
      return true;
    };
    this.worker.listen(press, signal);
  }

  #update(): void {
    const ringing = isLookedAt() ? null : this.#ringing;
    const shown = this.#shown?.ringing ?? null;
    if (JSON.stringify(ringing) === JSON.stringify(shown)) return;
    // One that only gets its name stays: the tag puts the new one in the place of the old one.
    if (shown && ringing?.call !== shown.call) {
      this.#shown?.close();
      this.#tag = '';
    }
    this.#shown = null;
    if (ringing && isGranted()) this.#show(ringing);
  }

  #show(ringing: Ringing): void {
    const options = {
      body: ringing.text,
      tag: (this.#tag ||= `bfc-webphone-${crypto.randomUUID()}`),
      requireInteraction: true,
      // The phone rings by itself.
      silent: true,
    };
    const withButtons = this.worker.show(ringing, options);
    if (!withButtons) {
      this.#showPlain(ringing, options);
      return;
    }
    const shown = { close: withButtons.close, ringing };
    this.#shown = shown;
    withButtons.shown.catch((error: unknown) => {
      this.#failed(error);
      if (this.#shown === shown) this.#showPlain(ringing, options);
    });
  }

  #showPlain(ringing: Ringing, options: NotificationOptions): void {
    try {
      const notification = new Notification(ringing.title, options);
      const close = (): void => notification.close();
      notification.addEventListener('click', () => {
        window.focus();
        close();
      });
      this.#shown = { close, ringing };
    } catch (error) {
      // Mobile browsers have the class and refuse to make one.
      this.#failed(error);
    }
  }

  #failed(error: unknown): void {
    this.log.info('no notification can be shown', error instanceof Error ? error.message : error);
  }
}

function isGranted(): boolean {
  return typeof Notification !== 'undefined' && Notification.permission === 'granted';
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
