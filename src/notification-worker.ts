/**
 * For a page's own service worker: takes the presses on the buttons of the phone's notifications to the page that shows
 * them. Registered as it is, or by `importScripts` at the top of the worker that the page has. A classic script without
 * names of its own; it remembers nothing, because the browser stops a worker when it likes.
 */
import type { NoticeData, NoticePress, NoticeWish } from './page/notice-worker.js';

interface Message extends ExtendableEventish {
  readonly data: Partial<NoticeWish> | null;
  readonly ports: readonly MessagePort[];
  readonly source: { readonly id: string };
}

interface Click extends ExtendableEventish {
  readonly action: string;
  readonly notification: Pick<Notification, 'close'> & { readonly data: Partial<NoticeData> | null };
}

interface ExtendableEventish extends Event {
  waitUntil(work: Promise<unknown>): void;
}

/** What the compiler has no types for beside those of a page. */
interface WorkerScope {
  readonly registration: ServiceWorkerRegistration;
  readonly clients: {
    get(id: string): Promise<PageClient | undefined>;
    matchAll(options: { type: 'window'; includeUncontrolled: true }): Promise<readonly PageClient[]>;
  };
  addEventListener(type: 'message', listener: (event: Message) => void): void;
  addEventListener(type: 'notificationclick', listener: (event: Click) => void): void;
}

interface PageClient {
  postMessage(press: NoticePress, ports?: MessagePort[]): void;
  focus(): Promise<unknown>;
}

((worker: WorkerScope) => {
  /** How long the page where a call rings may take to say so, ms. */
  const patience = 1000;

  const close = async (tag: string): Promise<void> => {
    for (const notification of await worker.registration.getNotifications({ tag })) notification.close();
  };

  /** A page that crashed closes nothing. */
  const sweep = async (): Promise<void> => {
    for (const notification of await worker.registration.getNotifications()) {
      const { bfcWebphone: data } = (notification.data ?? {}) as Partial<NoticeData>;
      if (data && !(await worker.clients.get(data.client))) notification.close();
    }
  };

  /** Gives the page that takes it, because the call rings there now: all tabs of an agent are one phone. */
  const handOver = async (press: NoticePress): Promise<PageClient | undefined> => {
    const pages = await worker.clients.matchAll({ type: 'window', includeUncontrolled: true });
    return new Promise((resolve) => {
      setTimeout(() => resolve(undefined), patience);
      for (const page of pages) {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => resolve(page);
        page.postMessage(press, [port2]);
      }
    });
  };

  const tell = async ({ client, id, call }: NoticeData['bfcWebphone'], act: NoticePress['act']): Promise<void> => {
    let page = await worker.clients.get(client);
    if (page) page.postMessage({ bfcWebphone: id, act, call });
    else page = await handOver({ bfcWebphone: 'handed', act, call });
    // Not every browser lets it come to the front.
    if (act !== 'reject') await page?.focus().catch(() => undefined);
  };

  worker.addEventListener('message', (event) => {
    const { bfcWebphone: wish, tag } = event.data ?? {};
    if (wish === undefined) return;
    event.stopImmediatePropagation();
    if (wish === 'hello') {
      event.ports[0]?.postMessage({ client: event.source.id });
      event.waitUntil(sweep());
    } else if (tag !== undefined) event.waitUntil(close(tag));
  });

  worker.addEventListener('notificationclick', (event) => {
    const { notification, action } = event;
    const { bfcWebphone: data } = notification.data ?? {};
    if (!data) return;
    event.stopImmediatePropagation();
    notification.close();
    event.waitUntil(tell(data, action === 'answer' || action === 'reject' ? action : 'open'));
  });
})(self as unknown as WorkerScope);
