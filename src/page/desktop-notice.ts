import type { Announcement, LogPort } from '../phone/ports.js';

type Ringing = NonNullable<Announcement['ringing']>;

/**
 * A notification of the system while a call rings and nobody looks at the page. Never asks for the permission: where
 * it was not granted, there is none. A click brings the page to the front. It has no buttons: browsers allow them
 * only to a service worker, and that is the page's own.
 */
export class DesktopNotice {
  #ringing: Ringing | null = null;
  #shown: { readonly notification: Notification; readonly ringing: Ringing } | null = null;
  #watching: AbortController | null = null;

  constructor(private readonly log: LogPort) {}

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
  }

  #update(): void {
    const ringing = isLookedAt() ? null : this.#ringing;
    const shown = this.#shown?.ringing;
    if (ringing?.call === shown?.call && ringing?.title === shown?.title && ringing?.text === shown?.text) return;
    // One that only gets its name stays: the tag puts the new one in the place of the old one.
    if (ringing?.call !== shown?.call) this.#shown?.notification.close();
    this.#shown = null;
    if (ringing && isGranted()) this.#show(ringing);
  }

  #show(ringing: Ringing): void {
    try {
      const notification = new Notification(ringing.title, {
        body: ringing.text,
        tag: `bfc-webphone-${ringing.call}`,
        requireInteraction: true,
        // The phone rings by itself.
        silent: true,
      });
      notification.addEventListener('click', () => {
        window.focus();
        notification.close();
      });
      this.#shown = { notification, ringing };
    } catch (error) {
      // Mobile browsers have the class and refuse to make one.
      this.log.info('no notification can be shown', error instanceof Error ? error.message : error);
    }
  }
}

function isGranted(): boolean {
  return typeof Notification !== 'undefined' && Notification.permission === 'granted';
}

function isLookedAt(): boolean {
  return document.visibilityState === 'visible' && document.hasFocus();
}
