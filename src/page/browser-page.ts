import type { NoticePermission } from '../phone/notice-permission.js';
import type { Announcement, Announcing, LogPort, PageAct, PagePort } from '../phone/ports.js';
import { systemClock } from '../util/clock.js';
import { BrowserHeadset } from './browser-headset.js';
import { DesktopNotice } from './desktop-notice.js';
import { MediaKeys } from './media-keys.js';
import { askNoticePermission, noticePermission, watchNoticePermission } from './notice-permission.js';
import { TitleFlash } from './title-flash.js';

type Wake = { readonly networkChanged: boolean };

/** Network Information API, where the browser has it. */
interface Connection {
  readonly connection?: EventTarget;
}

const nothing: Announcement = { ringing: null, current: null };

/** All phones of this page share its title. */
const title = new TitleFlash(systemClock);

/** Tells when the page or the network wakes, when the page goes, and says where an agent looks that somebody calls. */
export class BrowserPage implements PagePort {
  readonly #wakeListeners = new Set<(wake: Wake) => void>();
  readonly #leaveListeners = new Set<() => void>();
  readonly #actListeners = new Set<(act: PageAct) => void>();
  readonly headset: BrowserHeadset;
  readonly #notice: DesktopNotice;
  readonly #keys = new MediaKeys((act) => this.#tell(act));
  #permissionListener: (permission: NoticePermission) => void = () => undefined;
  #stop: AbortController | null = null;
  #said = nothing;

  constructor(
    private wanted: Announcing,
    log: LogPort,
  ) {
    this.headset = new BrowserHeadset(systemClock, log);
    this.#notice = new DesktopNotice(log, (act) => this.#tell(act));
  }

  onWake(listener: (wake: Wake) => void): void {
    this.#wakeListeners.add(listener);
  }

  onLeave(listener: () => void): void {
    this.#leaveListeners.add(listener);
  }

  onAct(listener: (act: PageAct) => void): void {
    this.#actListeners.add(listener);
  }

  onPermission(listener: (permission: NoticePermission) => void): void {
    this.#permissionListener = listener;
  }

  askPermission(): Promise<NoticePermission> {
    return this.wanted.desktop ? askNoticePermission() : Promise.resolve('none');
  }

  about(): { readonly browser: string; readonly page: string } {
    return { browser: navigator.userAgent, page: location.origin };
  }

  configure(wanted: Announcing): void {
    const said = this.#said;
    this.announce(nothing);
    this.wanted = wanted;
    this.announce(said);
    if (this.#stop) this.#serve();
  }

  announce(announcement: Announcement): void {
    // What is said of a closed page nobody would take back.
    if (!this.#stop) return;
    this.#said = announcement;
    const { ringing, current } = announcement;
    if (this.wanted.title) title.say(this, ringing ? `☎ ${ringing.title}` : null);
    if (this.wanted.desktop) this.#notice.say(ringing);
    if (this.wanted.mediaSession) this.#keys.say(current);
  }

  open(): void {
    this.close();
    const stop = new AbortController();
    const options = { signal: stop.signal };
    this.#stop = stop;
    window.addEventListener('online', () => this.#wake({ networkChanged: true }), options);
    (navigator as Connection).connection?.addEventListener('change', () => this.#networkChanged(), options);
    document.addEventListener('visibilitychange', () => this.#becameVisible(), options);
    // Page Lifecycle: a frozen page runs again.
    document.addEventListener('resume', () => this.#wake({ networkChanged: false }), options);
    window.addEventListener(
      'pageshow',
      // Out of the back/forward cache, where sockets are closed without a word.
      ({ persisted }) => persisted && this.#wake({ networkChanged: true }),
      options,
    );
    window.addEventListener('pagehide', () => this.#leave(), options);
    stop.signal.addEventListener(
      'abort',
      watchNoticePermission(() => this.#serve()),
    );
    this.#serve();
  }

  #serve(): void {
    const { desktop, headset } = this.wanted;
    if (headset) this.headset.open();
    else this.headset.close();
    if (desktop) this.#notice.open();
    this.#permissionListener(desktop ? noticePermission() : 'none');
  }

  close(): void {
    this.announce(nothing);
    this.headset.close();
    this.#stop?.abort();
    this.#stop = null;
  }

  #tell(act: PageAct): void {
    for (const listener of this.#actListeners) listener(act);
  }

  #becameVisible(): void {
    if (document.visibilityState === 'visible') this.#wake({ networkChanged: false });
  }

  #networkChanged(): void {
    // While there is none, there is nothing to look for.
    if (navigator.onLine) this.#wake({ networkChanged: true });
  }

  #wake(wake: Wake): void {
    for (const listener of this.#wakeListeners) listener(wake);
  }

  #leave(): void {
    for (const listener of this.#leaveListeners) listener();
  }
}
