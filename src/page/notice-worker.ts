import type { Announcement } from '../phone/ports.js';

type Ringing = NonNullable<Announcement['ringing']>;

/**
 * What the page wants of the worker: to know whether it is there, and those of pages that are gone closed (`hello`); or
 * one notification closed.
 */
export interface NoticeWish {
  readonly bfcWebphone: 'hello' | 'close';
  readonly tag?: string;
}

/** What a notification knows, for the worker that finds nothing else when it is pressed. */
export interface NoticeData {
  /** `client`: the page, as workers name it; `id`: what only the page and its notifications know. */
  readonly bfcWebphone: { readonly client: string; readonly id: string; readonly call: string };
}

/**
 * What the worker tells the page: the `id` of the notification, and what was pressed. `handed`: of a page that is gone,
 * to all others; the one where the call rings takes it and says so by the port that came with it.
 */
export interface NoticePress {
  readonly bfcWebphone: string;
  readonly act: 'answer' | 'reject' | 'open';
  readonly call: string;
}

/**
 * The page's service worker, where it has one that answers for us (notification-worker.ts): by it alone notifications
 * have buttons. Asked before anybody rings, so that no notification waits for it; one that does not answer is not asked
 * again, its successor is.
 */
export class NoticeWorker {
  #registration: ServiceWorkerRegistration | null = null;
  #asked: ServiceWorker | null = null;
  /** This page, as the worker that was asked last names it. */
  #client: string | null = null;
  #isLooking = false;
  #showing: Promise<unknown> = Promise.resolve();
  /** Whoever does not know it presses nothing. */
  #id = '';
  readonly #listeners = new Set<Pressed>();

  constructor(private readonly container: () => ServiceWorkerContainer = () => navigator.serviceWorker) {}

  /** Looks for it. */
  open(): void {
    if (this.#isLooking) {
      this.#sweep();
      return;
    }
    this.#isLooking = true;
    // An insecure page has no container, and a sandboxed one may not ask.
    this.#find().catch(() => undefined);
  }

  /** Presses on the notifications of this page, and on those of a page that is gone. */
  listen(pressed: Pressed, signal: AbortSignal): void {
    this.#listeners.add(pressed);
    signal.addEventListener('abort', () => this.#listeners.delete(pressed));
  }

  /** Shows it with buttons; gives what closes it. `null` where it has to be shown without. */
  show(ringing: Ringing, options: NotificationOptions & { tag: string }): Shown | null {
    const registration = this.#registration;
    const worker = this.#ask();
    if (!registration || !worker || this.#client === null) return null;
    const { call, title, answer, reject } = ringing;
    const data: NoticeData = { bfcWebphone: { client: this.#client, id: this.#id, call } };
    // Reject first, Answer last, as everywhere.
    const actions = [
      { action: 'reject', title: reject },
      { action: 'answer', title: answer },
    ];
    const shown = registration.showNotification(title, { ...options, data, actions } as NotificationOptions);
    this.#showing = shown.catch(() => undefined);
    this.#sweep();
    const wish: NoticeWish = { bfcWebphone: 'close', tag: options.tag };
    const close = (): void => (registration.active ?? worker).postMessage(wish);
    return {
      shown,
      // By the worker, because it outlives the page; twice, because this one may not be there yet.
      close: () => {
        close();
        shown.then(close, () => undefined);
      },
    };
  }

  async #find(): Promise<void> {
    const { maxActions = 0 } = Notification as { readonly maxActions?: number };
    if (maxActions < 2) return;
    const container = this.container();
    this.#registration = await container.ready;
    this.#id = crypto.randomUUID();
    container.addEventListener('message', this.#onMessage);
    this.#ask();
  }

  readonly #onMessage = ({ data, source, ports }: MessageEvent<Partial<NoticePress> | null>): void => {
    if (source === null || source !== this.#registration?.active) return;
    // The id of a page that is gone went with it. But nobody except this worker sends in its name, and the listeners
    // take nothing for a call that does not ring here.
    if (data?.bfcWebphone !== this.#id && data?.bfcWebphone !== 'handed') return;
    for (const listener of [...this.#listeners]) if (listener(data as NoticePress)) ports[0]?.postMessage(null);
  };

  /**
   * The tab that had the phone before may have gone without a word, and left its notification. Chromium forgets one that
   * is just coming up when somebody looks for others.
   */
  #sweep(): void {
    if (this.#client !== null) void this.#showing.then(() => this.#greet());
  }

  #greet(ports: MessagePort[] = []): void {
    this.#registration?.active?.postMessage({ bfcWebphone: 'hello' } satisfies NoticeWish, ports);
  }

  #ask(): ServiceWorker | null {
    const worker = this.#registration?.active ?? null;
    if (!worker || worker === this.#asked) return worker;
    this.#asked = worker;
    this.#client = null;
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<{ client?: unknown } | null>) => {
      port1.close();
      if (worker === this.#asked && typeof data?.client === 'string') this.#client = data.client;
    };
    this.#greet([port2]);
    return worker;
  }
}

/** Whether the call rings here. */
type Pressed = (press: NoticePress) => boolean;

interface Shown {
  readonly shown: Promise<void>;
  readonly close: () => void;
}
