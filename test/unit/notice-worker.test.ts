/** The notification with buttons: what the page asks its service worker for, and whose presses it believes. */
import { expect } from '@open-wc/testing';
import { DesktopNotice } from '../../src/page/desktop-notice.js';
import { NoticeWorker, type NoticePress, type NoticeWish } from '../../src/page/notice-worker.js';
import type { PageAct } from '../../src/phone/ports.js';
import { settle } from '../support/fake-clock.js';
import { until } from '../support/until.js';

const log = { error() {}, warn() {}, info() {}, debug() {} };
const ringing = { call: 'a', title: 'Incoming call: Hoa', text: '0912', answer: 'Answer', reject: 'Reject' };

type Shown = NotificationOptions & {
  title: string;
  actions: readonly { action: string; title: string }[];
  data: { bfcWebphone: { client: string; id: string; call: string } };
};

/** The worker of a page that has taken ours in, as the page sees it. */
class FakeWorker {
  readonly wishes: NoticeWish[] = [];
  constructor(readonly answers = true) {}
  postMessage(wish: NoticeWish, ports: readonly MessagePort[] = []): void {
    this.wishes.push(wish);
    if (this.answers && wish.bfcWebphone === 'hello') ports[0]?.postMessage({ client: 'page-7' });
  }
  get closed(): readonly (string | undefined)[] {
    return this.wishes.filter(({ bfcWebphone }) => bfcWebphone === 'close').map(({ tag }) => tag);
  }
}

class FakeContainer extends EventTarget {
  active = new FakeWorker();
  readonly shown: Shown[] = [];
  shows: () => Promise<void> = () => Promise.resolve();
  readonly registration = {
    container: this,
    get active(): FakeWorker {
      return this.container.active;
    },
    showNotification: (title: string, options: Shown): Promise<void> => {
      this.shown.push({ ...options, title });
      return this.shows();
    },
  };
  ready: Promise<unknown> = Promise.resolve(this.registration);

  press(press: unknown, source: unknown = this.active, ports: MessagePort[] = []): void {
    const event = new MessageEvent('message', { data: press, ports });
    Object.defineProperty(event, 'source', { value: source });
    this.dispatchEvent(event);
  }
}

class PlainNotification extends EventTarget {
  static permission = 'granted';
  static maxActions = 2;
  static made: PlainNotification[] = [];
  constructor(readonly title: string) {
    super();
    PlainNotification.made.push(this);
  }
  close(): void {
    // Nobody asks.
  }
}

describe('the notification of the page’s service worker', () => {
  const real = { notification: window.Notification, hasFocus: document.hasFocus.bind(document) };
  let container: FakeContainer;
  let acts: PageAct[];
  let notice: DesktopNotice;
  let isFocused: boolean;

  beforeEach(() => {
    PlainNotification.made = [];
    PlainNotification.maxActions = 2;
    window.Notification = PlainNotification as unknown as typeof Notification;
    isFocused = false;
    document.hasFocus = () => isFocused;
    container = new FakeContainer();
    acts = [];
    const worker = new NoticeWorker(() => container as unknown as ServiceWorkerContainer);
    notice = new DesktopNotice(log, (act) => acts.push(act), worker);
  });
  afterEach(() => {
    notice.say(null);
    window.Notification = real.notification;
    document.hasFocus = real.hasFocus;
  });

  async function opened(page = notice): Promise<void> {
    page.open();
    await settle();
    await passing();
  }

  /** A message port is not of the microtasks. */
  async function passing(): Promise<void> {
    const { port1, port2 } = new MessageChannel();
    const passed = new Promise((resolve) => (port1.onmessage = resolve));
    port2.postMessage(null);
    await passed;
    port1.close();
  }

  /** What the worker would send for a press on what is shown. */
  function press(act: NoticePress['act']): NoticePress {
    const { id, call } = container.shown.at(-1)!.data.bfcWebphone;
    return { bfcWebphone: id, act, call };
  }

  it('has Reject and Answer, and goes with the ring', async () => {
    await opened();
    notice.say(ringing);
    const [shown] = container.shown;
    expect(shown).to.include({ title: ringing.title, body: '0912', silent: true, requireInteraction: true });
    expect(shown?.actions).to.deep.equal([
      { action: 'reject', title: 'Reject' },
      { action: 'answer', title: 'Answer' },
    ]);
    expect(shown?.data.bfcWebphone).to.include({ client: 'page-7', call: 'a' });
    expect(PlainNotification.made).to.deep.equal([]);
    expect(container.active.closed).to.deep.equal([]);
    notice.say(null);
    expect(container.active.closed[0]).to.equal(shown?.tag);
  });

  it('is closed when it was not there yet as the ring ended', async () => {
    await opened();
    let appear = (): void => undefined;
    container.shows = () => new Promise((resolve) => (appear = resolve));
    notice.say(ringing);
    notice.say(null);
    const before = container.active.closed.length;
    appear();
    await settle();
    expect(container.active.closed.length).to.equal(before + 1);
  });

  it('goes when the agent looks at the page, and when the page is left', async () => {
    await opened();
    notice.say(ringing);
    isFocused = true;
    window.dispatchEvent(new Event('focus'));
    expect(container.active.closed[0]).to.equal(container.shown[0]?.tag);
    isFocused = false;
    window.dispatchEvent(new Event('blur'));
    expect(container.shown).to.have.length(2);
    expect(container.shown[1]?.tag, 'closing the first one late does not hit it').not.to.equal(container.shown[0]?.tag);
    await settle();
    const before = container.active.closed.length;
    window.dispatchEvent(new Event('pagehide'));
    expect(container.active.closed.length).to.equal(before + 1);
    document.dispatchEvent(new Event('visibilitychange'));
    expect(container.shown, 'a page that goes shows nothing any more').to.have.length(2);
  });

  it('takes a name that comes later in its place, and its press once', async () => {
    await opened();
    notice.say(ringing);
    notice.say({ ...ringing, title: 'Incoming call: Trần Hoa' });
    expect(container.shown).to.have.length(2);
    expect(container.shown[1]?.tag).to.equal(container.shown[0]?.tag);
    expect(container.active.closed).to.deep.equal([]);
    container.press(press('answer'));
    expect(acts).to.deep.equal([{ type: 'answer', call: 'a' }]);
  });

  it('is pressed as the buttons are; a press beside them only comes to the page', async () => {
    await opened();
    notice.say(ringing);
    for (const act of ['open', 'reject', 'answer'] as const) container.press(press(act));
    expect(acts).to.deep.equal([
      { type: 'reject', call: 'a' },
      { type: 'answer', call: 'a' },
    ]);
  });

  it('believes its own worker alone, and only what names the notification', async () => {
    await opened();
    notice.say(ringing);
    const right = press('answer');
    container.press(right, new FakeWorker());
    container.press(right, null);
    container.press(right, window);
    for (const wrong of [null, 'answer', {}, { ...right, bfcWebphone: '' }, { ...right, bfcWebphone: 'x' }]) {
      container.press(wrong);
    }
    expect(acts).to.deep.equal([]);
    container.press(right);
    expect(acts).to.have.length(1);
    notice.say(null);
    container.press(right);
    expect(acts, 'nobody rings any more').to.have.length(1);
  });

  it('is not the one of another page that rings with the same call: closing that one late does not hit it', async () => {
    await opened();
    notice.say(ringing);
    const other = new NoticeWorker(() => container as unknown as ServiceWorkerContainer);
    const next = new DesktopNotice(log, () => undefined, other);
    await opened(next);
    next.say(ringing);
    expect(container.shown).to.have.length(2);
    expect(container.shown[1]?.tag).not.to.equal(container.shown[0]?.tag);
    next.say(null);
  });

  it('has those of pages that are gone closed, when the phone opens here and with each ring', async () => {
    const hellos = (): number => container.active.wishes.filter(({ bfcWebphone }) => bfcWebphone === 'hello').length;
    await opened();
    expect(hellos()).to.equal(1);
    notice.open();
    await settle();
    expect(hellos(), 'it is this tab’s turn again').to.equal(2);
    let appear = (): void => undefined;
    container.shows = () => new Promise((resolve) => (appear = resolve));
    notice.say(ringing);
    notice.open();
    await settle();
    expect(hellos(), 'not while one comes up').to.equal(2);
    appear();
    await settle();
    expect(hellos()).to.equal(4);
  });

  it('is pressed in the place of the page that showed it and is gone, where that call rings', async () => {
    await opened();
    notice.say(ringing);
    const taken: string[] = [];
    const hand = async (press: Omit<NoticePress, 'bfcWebphone'>, source: unknown = container.active): Promise<void> => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => taken.push(press.act);
      container.press({ ...press, bfcWebphone: 'handed' }, source, [port2]);
      await passing();
      port1.close();
    };
    await hand({ act: 'answer', call: 'b' });
    await hand({ act: 'answer', call: 'a' }, new FakeWorker());
    await hand({ act: 'answer', call: 'a' }, null);
    expect([acts, taken]).to.deep.equal([[], []]);
    await hand({ act: 'open', call: 'a' });
    await hand({ act: 'answer', call: 'a' });
    expect(taken, 'which is the page to come to the front').to.deep.equal(['open', 'answer']);
    expect(acts).to.deep.equal([{ type: 'answer', call: 'a' }]);
    notice.say(null);
    await hand({ act: 'reject', call: 'a' });
    expect(acts, 'nobody rings any more').to.have.length(1);
  });

  it('is the plain one while no worker has answered, and asks the next worker', async () => {
    container.active = new FakeWorker(false);
    await opened();
    notice.say(ringing);
    expect(PlainNotification.made).to.have.length(1);
    notice.say(null);
    notice.say({ ...ringing, call: 'b' });
    notice.open();
    await settle();
    expect(container.active.wishes, 'it is asked once').to.have.length(1);
    notice.say(null);
    container.active = new FakeWorker();
    notice.say({ ...ringing, call: 'c' });
    expect(container.active.wishes).to.deep.equal([{ bfcWebphone: 'hello' }]);
    notice.say(null);
    await until(() => {
      notice.say(null);
      notice.say(ringing);
      return container.shown.length > 0;
    }, 'its successor shows the next one');
  });

  it('is the plain one where the browser has no buttons, no workers, or does not show it', async () => {
    PlainNotification.maxActions = 0;
    await opened();
    notice.say(ringing);
    expect([container.shown.length, PlainNotification.made.length]).to.deep.equal([0, 1]);
    notice.say(null);

    PlainNotification.maxActions = 2;
    const none = new DesktopNotice(log, () => undefined, new NoticeWorker(() => undefined as never));
    none.open();
    await settle();
    none.say(ringing);
    expect(PlainNotification.made).to.have.length(2);
    none.say(null);

    const worker = new NoticeWorker(() => container as unknown as ServiceWorkerContainer);
    notice = new DesktopNotice(log, () => undefined, worker);
    await opened();
    container.shows = () => Promise.reject(new TypeError('no active worker'));
    notice.say(ringing);
    expect(container.shown).to.have.length(1);
    await settle();
    expect(PlainNotification.made).to.have.length(3);
  });
});
