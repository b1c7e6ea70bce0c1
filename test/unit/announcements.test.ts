/** What is said of a call outside the phone's elements: the rule, and what the page does with it. */
import { expect } from '@open-wc/testing';
import { BrowserPage } from '../../src/page/browser-page.js';
import { DesktopNotice } from '../../src/page/desktop-notice.js';
import { MediaKeys } from '../../src/page/media-keys.js';
import { TitleFlash } from '../../src/page/title-flash.js';
import { parseConfig } from '../../src/phone/config.js';
import type { PageAct } from '../../src/phone/ports.js';
import { FakeClock, settle } from '../support/fake-clock.js';
import { createSimulator } from '../../src/testing.js';
import { createBench, type Bench } from '../support/fake-suppliers.js';
import { TabWorld } from '../support/tabs.js';
import { until } from '../support/until.js';

const log = { error() {}, warn() {}, info() {}, debug() {} };
const nothing = { ringing: null, current: null };
const buttons = { answer: 'Answer', reject: 'Reject' };

describe('what is announced', () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = createBench();
    await bench.phone.execute({ type: 'start' });
  });

  it('is who calls, in the agent’s language, until the call is answered or over', async () => {
    bench.sip.rings('a');
    expect(bench.page.announced).to.deep.equal({
      ringing: { call: 'a', title: 'Incoming call: Hoa', text: '0912345678', ...buttons },
      current: { call: 'a', title: 'Hoa', text: '0912345678', muted: false },
    });
    await bench.phone.execute({ type: 'setLanguage', lang: 'vi' });
    expect(bench.page.announced.ringing?.title).to.equal('Cuộc gọi đến: Hoa');
    await bench.phone.execute({ type: 'answer' });
    expect(bench.page.announced).to.deep.include({ ringing: null });
    expect(bench.page.announced.current?.call).to.equal('a');
    await bench.phone.execute({ type: 'hangUp' });
    expect(bench.page.announced).to.deep.equal(nothing);
  });

  it('is one line of text, whatever a stranger writes, and says it of a hidden number', async () => {
    const { sip, page } = bench;
    const call = { sipCallId: 's', callId: null, headers: {}, dialled: [], replaces: null };
    sip.tell({ type: 'incoming', id: 'a', number: '1', name: 'An\r\n\u0007Binh', ...call });
    expect(page.announced.ringing?.title).to.equal('Incoming call: An Binh');
    await bench.phone.execute({ type: 'reject' });
    // What turns text around, what has no end, and what cannot be seen.
    sip.tell({
      type: 'incoming',
      id: 'c',
      number: '\u2069\u202E1',
      name: `\u202EAn\u2066 ${'x'.repeat(9000)}`,
      ...call,
    });
    expect(page.announced.ringing?.title).to.match(/^Incoming call: An x{290,300}$/);
    expect(page.announced.ringing?.text).to.equal('1');
    await bench.phone.execute({ type: 'reject' });
    sip.tell({ type: 'incoming', id: 'd', number: '1', name: '\u200B\u2060', ...call });
    expect(page.announced.ringing).to.deep.equal({ call: 'd', title: 'Incoming call: 1', text: '', ...buttons });
    await bench.phone.execute({ type: 'reject' });
    sip.tell({ type: 'incoming', id: 'b', number: 'Anonymous', name: null, ...call });
    expect(page.announced.ringing).to.deep.equal({
      call: 'b',
      title: 'Incoming call: Hidden number',
      text: '',
      ...buttons,
    });
  });

  it('names the buttons: with another call, Answer holds it', async () => {
    bench.sip.rings('a');
    await bench.phone.execute({ type: 'answer' });
    bench.sip.rings('b');
    expect(bench.page.announced.ringing).to.include({ call: 'b', answer: 'Hold & answer', reject: 'Reject' });
    await bench.phone.execute({ type: 'setLanguage', lang: 'vi' });
    expect(bench.page.announced.ringing).to.include({ answer: 'Giữ & trả lời', reject: 'Từ chối' });
  });

  it('is answered and rejected there, as long as that call rings, and no other', async () => {
    const { sip, page, phone } = bench;
    sip.rings('a');
    page.acts({ type: 'answer', call: 'b' });
    expect(phone.state.line1?.state).to.equal('ringing');
    page.acts({ type: 'answer', call: 'a' });
    await settle();
    expect(phone.state.line1?.state).to.equal('active');
    page.acts({ type: 'reject', call: 'a' });
    page.acts({ type: 'answer', call: 'a' });
    await settle();
    expect(phone.state.line1?.state).to.equal('active');
    sip.rings('c');
    page.acts({ type: 'reject', call: 'c' });
    await settle();
    expect(phone.state.line2).to.equal(null);
    expect(sip.asked.filter((asked) => /answer|reject/.test(asked))).to.deep.equal(['answer', 'reject 603']);
    page.acts({ type: 'answer', call: 'c' });
    await settle();
    expect(phone.state.line1?.id).to.equal('a');
  });

  it('follows the name that the page knows', async () => {
    bench.phone.addHooks({ resolveContact: () => ({ name: 'Lê Minh' }) });
    bench.sip.rings('a');
    await settle();
    expect(bench.page.announced.ringing?.title).to.equal('Incoming call: Lê Minh');
  });

  it('is nothing any more where another tab has the phone: no late name, no press', async () => {
    const { phone, sip, page, media } = bench;
    let answer = (_name: { name: string }): void => undefined;
    phone.addHooks({ resolveContact: () => new Promise((resolve) => (answer = resolve)) });
    sip.rings('a');
    await settle();
    await phone.letGo();
    expect(page.announced).to.deep.equal(nothing);
    answer({ name: 'Lê Minh' });
    await settle();
    expect(phone.state.line1).to.include({ id: 'a', name: 'Hoa' });
    expect(page.announced).to.deep.equal(nothing);
    for (const type of ['answer', 'reject', 'toggleMute', 'hangUp'] as const) page.acts({ type, call: 'a' });
    await settle();
    expect(phone.state.line1).to.include({ state: 'ringing', muted: false });
    expect(media.isOpen).to.equal(false);
    expect(sip.asked.filter((asked) => /answer|reject/.test(asked))).to.deep.equal([]);
  });

  it('is taken back when the phone stops while it rings', async () => {
    bench.sip.rings('a');
    await bench.phone.execute({ type: 'stop' });
    expect(bench.page.announced).to.deep.equal(nothing);
  });

  it('lets the agent hang up and mute from there, and a late press hits no other call', async () => {
    bench.sip.rings('a');
    await bench.phone.execute({ type: 'answer' });
    bench.page.acts({ type: 'toggleMute', call: 'a' });
    expect(bench.phone.state.line1?.muted).to.equal(true);
    expect(bench.page.announced.current?.muted).to.equal(true);
    bench.page.acts({ type: 'toggleMute', call: 'a' });
    expect(bench.phone.state.line1?.muted).to.equal(false);
    bench.page.acts({ type: 'hangUp', call: 'a' });
    await settle();
    bench.sip.rings('b');
    bench.page.acts({ type: 'hangUp', call: 'a' });
    await settle();
    expect(bench.phone.state.line1?.id).to.equal('b');
  });

  it('is configured, and every key is checked', () => {
    const sip = { uri: 'sip:1@a.test', password: 'x', servers: 'wss://a.test' };
    expect(parseConfig({ sip }).notifications).to.deep.equal({
      title: true,
      desktop: true,
      mediaSession: true,
      headset: true,
    });
    expect(parseConfig({ sip, notifications: { title: false } }).notifications.title).to.equal(false);
    for (const notifications of ['x', { desktop: 'yes' }]) {
      expect(() => parseConfig({ sip, notifications })).to.throw(/notifications/);
    }
  });
});

describe('the title', () => {
  let clock: FakeClock;
  let flash: TitleFlash;
  const owner = {};
  const element = (): HTMLTitleElement | null => document.querySelector('title');
  let before: string | null;
  beforeEach(() => {
    before = element()?.textContent ?? null;
    document.title = '';
    element()!.textContent = ' CRM —\n khách  hàng ';
    clock = new FakeClock();
    flash = new TitleFlash(clock);
  });
  afterEach(() => {
    flash.say(owner, null);
    if (before === null) element()?.remove();
    else document.title = before;
  });

  it('says it in turn with the page’s own, and gives that back to the letter', async () => {
    flash.say(owner, 'Hoa calls');
    expect(document.title).to.equal('Hoa calls');
    await clock.pass(1000);
    expect(document.title).to.equal('CRM — khách hàng');
    await clock.pass(1000);
    expect(document.title).to.equal('Hoa calls');
    flash.say(owner, 'Trần Hoa calls');
    expect(document.title, 'a name that comes later').to.equal('Trần Hoa calls');
    flash.say(owner, null);
    expect(element()?.textContent).to.equal(' CRM —\n khách  hàng ');
    expect(clock.waiting).to.equal(0);
  });

  for (const turns of [0, 1, 2]) {
    it(`gives back what the page has written meanwhile (after ${turns} turns)`, async () => {
      flash.say(owner, 'Hoa calls');
      await clock.pass(turns * 1000);
      document.title = 'CRM (3)';
      await clock.pass(2000);
      flash.say(owner, null);
      expect(element()?.textContent).to.equal('CRM (3)');
    });
  }

  it('gives back what the page has written at the last moment', () => {
    flash.say(owner, 'Hoa calls');
    document.title = 'CRM (3)';
    flash.say(owner, null);
    expect(document.title).to.equal('CRM (3)');
  });

  it('leaves the text where a page’s framework holds it', async () => {
    const held = element()!.firstChild as Text;
    flash.say(owner, 'Hoa calls');
    await clock.pass(1000);
    held.data = 'CRM (4)';
    await clock.pass(1000);
    expect(document.title).to.equal('Hoa calls');
    flash.say(owner, null);
    expect(document.title).to.equal('CRM (4)');
    expect(held.isConnected).to.equal(true);
  });

  it('leaves no title where there was none', async () => {
    element()!.remove();
    flash.say(owner, 'Hoa calls');
    expect(document.title).to.equal('Hoa calls');
    await clock.pass(1000);
    flash.say(owner, null);
    expect(element()).to.equal(null);
  });

  it('is not mixed up by a second phone in the page', async () => {
    const second = {};
    flash.say(owner, 'Hoa calls');
    flash.say(second, 'An calls');
    await clock.pass(3000);
    flash.say(owner, null);
    await clock.pass(2000);
    flash.say(second, null);
    expect(element()?.textContent).to.equal(' CRM —\n khách  hàng ');
  });
});

describe('the system’s notification', () => {
  class FakeNotification extends EventTarget {
    static permission = 'granted';
    static made: FakeNotification[] = [];
    static requested = 0;
    static fails = false;
    isOpen = true;
    constructor(
      readonly title: string,
      readonly options: NotificationOptions,
    ) {
      super();
      if (FakeNotification.fails) throw new TypeError('Illegal constructor');
      FakeNotification.made.push(this);
    }
    static requestPermission(): void {
      FakeNotification.requested++;
    }
    close(): void {
      this.isOpen = false;
    }
  }
  const real = { notification: window.Notification, hasFocus: document.hasFocus.bind(document), focus: window.focus };
  let isFocused: boolean;
  let focusCalls: number;
  let notice: DesktopNotice;
  const ringing = { call: 'a', title: 'Incoming call: Hoa', text: '0912', ...buttons };

  beforeEach(() => {
    FakeNotification.made = [];
    FakeNotification.permission = 'granted';
    FakeNotification.fails = false;
    isFocused = false;
    focusCalls = 0;
    window.Notification = FakeNotification as unknown as typeof Notification;
    document.hasFocus = () => isFocused;
    window.focus = () => (focusCalls += 1);
    notice = new DesktopNotice(log, () => undefined);
  });
  afterEach(() => {
    notice.say(null);
    window.Notification = real.notification;
    document.hasFocus = real.hasFocus;
    window.focus = real.focus;
  });

  it('is there while it rings and nobody looks, and goes with the ring', () => {
    notice.say(ringing);
    const [made] = FakeNotification.made;
    expect(made).to.include({ title: ringing.title, isOpen: true });
    expect(made?.options).to.include({ body: '0912', silent: true, requireInteraction: true });
    notice.say(null);
    expect(made?.isOpen).to.equal(false);
    window.dispatchEvent(new Event('blur'));
    expect(FakeNotification.made).to.have.length(1);
  });

  it('comes when the agent looks away and goes when he looks', () => {
    isFocused = true;
    notice.say(ringing);
    expect(FakeNotification.made).to.have.length(0);
    isFocused = false;
    window.dispatchEvent(new Event('blur'));
    expect(FakeNotification.made).to.have.length(1);
    isFocused = true;
    window.dispatchEvent(new Event('focus'));
    expect(FakeNotification.made[0]?.isOpen).to.equal(false);
  });

  it('takes a name that comes later in the place of the first', () => {
    notice.say(ringing);
    notice.say({ ...ringing });
    expect(FakeNotification.made).to.have.length(1);
    notice.say({ ...ringing, title: 'Incoming call: Trần Hoa' });
    const [first, second] = FakeNotification.made.map(({ options }) => options.tag);
    expect(first).to.match(/^bfc-webphone-/);
    expect(second).to.equal(first);
  });

  it('brings the page to the front by a click', () => {
    notice.say(ringing);
    FakeNotification.made[0]?.dispatchEvent(new Event('click'));
    expect(focusCalls).to.equal(1);
    expect(FakeNotification.made[0]?.isOpen).to.equal(false);
  });

  for (const permission of ['default', 'denied']) {
    it(`is neither shown nor asked for where the permission is ${permission}`, () => {
      FakeNotification.permission = permission;
      notice.say(ringing);
      expect([FakeNotification.made.length, FakeNotification.requested]).to.deep.equal([0, 0]);
    });
  }

  it('does no harm where the browser makes none', () => {
    FakeNotification.fails = true;
    expect(() => notice.say(ringing)).not.to.throw();
    delete (window as { Notification?: unknown }).Notification;
    expect(() => notice.say({ ...ringing, call: 'b' })).not.to.throw();
  });
});

describe('the media controls', () => {
  const { mediaSession: session } = navigator;
  const setActionHandler = session.setActionHandler.bind(session);
  let handlers: Map<string, (() => void) | null>;
  let acts: PageAct[];
  let keys: MediaKeys;
  const current = { call: 'a', title: 'Hoa', text: '0912', muted: false };

  beforeEach(() => {
    handlers = new Map();
    acts = [];
    session.setActionHandler = (action, handler) => {
      // The browser's own check comes first: it knows which keys there are.
      setActionHandler(action, handler);
      handlers.set(action, handler as (() => void) | null);
    };
    keys = new MediaKeys((act) => acts.push(act));
  });
  afterEach(() => {
    keys.say(null);
    session.setActionHandler = setActionHandler;
    session.metadata = null;
    session.playbackState = 'none';
  });

  it('show the call, hang it up and mute it, and let go of all of it', () => {
    keys.say(current);
    expect(session.metadata).to.include({ title: 'Hoa', artist: '0912' });
    expect(session.playbackState).to.equal('playing');
    handlers.get('togglemicrophone')?.();
    handlers.get('hangup')?.();
    expect(acts).to.deep.equal([
      { type: 'toggleMute', call: 'a' },
      { type: 'hangUp', call: 'a' },
    ]);
    keys.say(null);
    expect([session.metadata, session.playbackState]).to.deep.equal([null, 'none']);
    expect([...handlers.values()]).to.deep.equal([null, null]);
  });

  it('give the page back what it had there', () => {
    const own = new MediaMetadata({ title: 'A film' });
    session.metadata = own;
    session.playbackState = 'paused';
    keys.say(current);
    keys.say({ ...current, muted: true });
    keys.say(null);
    expect(session.metadata).to.equal(own);
    expect(session.playbackState).to.equal('paused');
  });

  it('leave what the page has put there meanwhile', () => {
    keys.say(current);
    const own = new MediaMetadata({ title: 'A film' });
    session.metadata = own;
    keys.say(null);
    expect(session.metadata).to.equal(own);
  });

  it('belong to the phone whose call changed last', () => {
    const other = new MediaKeys((act) => acts.push(act));
    other.say({ ...current, call: 'b' });
    keys.say(current);
    other.say(null);
    handlers.get('hangup')?.();
    expect(acts).to.deep.equal([{ type: 'hangUp', call: 'a' }]);
  });

  it('do no harm where the browser has none', () => {
    session.setActionHandler = () => {
      throw new TypeError('no such key');
    };
    expect(() => keys.say(current)).not.to.throw();
  });
});

describe('the permission for notifications', () => {
  const Native = Notification;
  const query = navigator.permissions.query.bind(navigator.permissions);
  let permission: NotificationPermission = 'default';
  let status = new EventTarget();
  let asked = 0;

  beforeEach(() => {
    permission = 'default';
    status = new EventTarget();
    asked = 0;
    const fake = {
      get permission(): NotificationPermission {
        return permission;
      },
      requestPermission: () => {
        asked++;
        return Promise.resolve((permission = 'granted'));
      },
    };
    Object.assign(window, { Notification: fake });
    navigator.permissions.query = () => Promise.resolve(status as PermissionStatus);
  });
  afterEach(() => {
    Object.assign(window, { Notification: Native });
    navigator.permissions.query = query;
  });

  const page = (desktop = true): { page: BrowserPage; told: string[] } => {
    const made = new BrowserPage({ title: true, desktop, mediaSession: true, headset: true }, log);
    const told: string[] = [];
    made.onPermission((now) => void told.push(now));
    return { page: made, told };
  };

  it('is told at once, and when the agent changes it in the browser, until the phone stops', async () => {
    const { page: made, told } = page();
    made.open();
    expect(told).to.deep.equal(['ask']);
    await settle();
    permission = 'denied';
    status.dispatchEvent(new Event('change'));
    expect(told).to.deep.equal(['ask', 'blocked']);
    made.close();
    status.dispatchEvent(new Event('change'));
    expect(told.length).to.equal(2);
    // Stopped before the browser has answered: nobody listens then.
    made.open();
    made.close();
    await settle();
    status.dispatchEvent(new Event('change'));
    expect(told).to.deep.equal(['ask', 'blocked', 'blocked']);
  });

  it('is asked for once; what the agent has said stands', async () => {
    const { page: made } = page();
    expect(await made.askPermission()).to.equal('allowed');
    expect(await made.askPermission()).to.equal('allowed');
    permission = 'denied';
    expect(await made.askPermission()).to.equal('blocked');
    expect(asked).to.equal(1);
  });

  it('is nobody’s business where notifications are not wanted, or are not there', async () => {
    const { page: made, told } = page(false);
    made.open();
    expect(told).to.deep.equal(['none']);
    expect(await made.askPermission()).to.equal('none');
    expect(asked).to.equal(0);
    made.close();
    Reflect.deleteProperty(window, 'Notification');
    expect(await page().page.askPermission()).to.equal('none');
  });

  it('is not waited for where the browser does not tell of changes', async () => {
    navigator.permissions.query = () => Promise.reject(new TypeError('no such name'));
    const { page: made, told } = page();
    made.open();
    await settle();
    expect(told).to.deep.equal(['ask']);
    made.close();
  });

  it('is in the state, and asked for by a command', async () => {
    const simulator = createSimulator();
    const { phone } = simulator;
    expect(phone.state.notifications).to.equal('none');
    await phone.execute({ type: 'start' });
    expect(phone.state.notifications).to.equal('ask');
    expect(await phone.execute({ type: 'allowNotifications' })).to.deep.equal({ ok: true, data: 'allowed' });
    expect(phone.state.notifications).to.equal('allowed');
    simulator.notificationsAre('blocked');
    expect(phone.state.notifications).to.equal('blocked');
  });

  it('is asked for in the tab that is clicked, whoever leads', async () => {
    const world = new TabWorld();
    const first = await world.start();
    const other = await world.start();
    expect(other.phone.state.notifications).to.equal('ask');
    expect(await other.phone.execute({ type: 'allowNotifications' })).to.deep.equal({ ok: true, data: 'allowed' });
    expect(first.phone.state.notifications, 'the browser tells the one that leads').to.equal('ask');
    const allowed = first.phone.execute({ type: 'allowNotifications' });
    await world.settle();
    await allowed;
    await until(() => other.phone.state.notifications === 'allowed', 'told to all');
  });
});
