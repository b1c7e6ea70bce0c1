import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { domain, wsServer } from './kamailio.js';
import { labPageScript } from './page/script.js';
import type { Level, Microphone, Traffic } from './page/lab-page.js';
import { until } from './until.js';

/** `{status, error, data}`: what every command gives back. */
export interface Envelope {
  readonly status: 'success' | 'error';
  readonly error: {
    readonly code: string;
    readonly message: string;
    readonly details?: { readonly statusCode?: number; readonly retrying?: boolean; readonly field?: string };
  } | null;
  readonly data: CallData | null;
}

/** The call object as a page sees it. */
export interface CallData {
  readonly id: string;
  readonly callId: string | null;
  readonly sipCallId: string | null;
  readonly line: number;
  readonly direction: string;
  readonly state: string;
  readonly number: string;
  readonly muted: boolean;
  readonly speakerMuted: boolean;
  readonly onHold: boolean;
  readonly heldByRemote: boolean;
  readonly answeredAt: string | null;
  readonly headers: Readonly<Record<string, string>>;
  readonly quality: { readonly mos: number } | null;
  readonly end: {
    readonly by: string;
    readonly cause: string;
    readonly statusCode: number | null;
    readonly reason: string | null;
    readonly text: string;
  } | null;
}

export interface AgentOptions {
  readonly user: string;
  /** Which of the two faces the page uses: `BfcWebphoneSDK`, or `<bfc-webphone>`. */
  readonly face: 'sdk' | 'element';
  /** Its microphone sends this tone, Hz. Left out: the microphone is the browser's own. */
  readonly tone?: number;
  /** Default: the right one. */
  readonly password?: string;
  readonly servers?: readonly string[];
  readonly register?: boolean;
  /** What the browser says when it is asked for a microphone. Default `granted`. */
  readonly permission?: 'granted' | 'denied';
  /** Query string of the page. */
  readonly query?: string;
}

/** Louder than this at a frequency: it is heard. dB, full scale = 0. */
const heard = -45;
const silent = -75;

/** One agent: a page of their own with a phone in it. */
export class Agent {
  readonly user: string;
  /** What the microphone sends, Hz; 0 where it is the browser's own. */
  tone: number;
  readonly console: string[] = [];
  /** What the page threw and nobody caught. */
  readonly uncaught: string[] = [];

  #presses = 0;

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    private readonly options: AgentOptions,
  ) {
    this.user = options.user;
    this.tone = options.tone ?? 0;
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.uncaught.push(error.stack ?? error.message));
  }

  /** Opens the page; the phone is not started. */
  static async open(browser: Browser, origin: string, options: AgentOptions): Promise<Agent> {
    const context = await browser.newContext({ locale: 'en-US' });
    // What is not granted here is denied: a headless browser has nobody to ask.
    const permissions = options.permission === 'denied' ? [] : ['microphone'];
    await context.grantPermissions(permissions, { origin });
    const microphone: Microphone = options.tone === undefined ? { kind: 'device' } : { kind: 'tone', hz: options.tone };
    await context.addInitScript({ content: labPageScript(microphone) });
    const page = await context.newPage();
    const agent = new Agent(page, context, options);
    await page.goto(`${origin}/${options.face}.html${options.query ?? ''}`);
    return agent;
  }

  /**
   * Starts the phone and gives back what `init` said. The element says nothing: its events do.
   * @param other settings to use in place of the agent's own
   */
  async start(other: Partial<Pick<AgentOptions, 'password' | 'servers' | 'register'>> = {}): Promise<Envelope | null> {
    const { user, password = `pw-${user}`, servers = [wsServer], register = true } = { ...this.options, ...other };
    const sip = { uri: `sip:${user}@${domain}`, password, servers };
    return this.page.evaluate((settings) => window.startPhone(settings), { sip, register });
  }

  /** Starts the phone and waits until it is registered. */
  async signIn(): Promise<this> {
    await this.start();
    await this.event('registered');
    return this;
  }

  /** Loads the page again, as an agent does who presses F5, and starts the phone in it. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.start();
  }

  /** Another tab of the same browser, for the same agent; its phone is not started. */
  async openTab(): Promise<Agent> {
    const tab = new Agent(await this.context.newPage(), this.context, this.options);
    await tab.page.goto(this.page.url());
    return tab;
  }

  /** Closes this tab; the others of its browser stay. */
  async closeTab(): Promise<void> {
    await this.page.close();
  }

  /**
   * Stops every process that runs pages of this agent's browser, as sleep does, and gives back what wakes them up: their
   * clock has then leapt by so many ms. Other agents want a browser of their own meanwhile.
   */
  async sleep(ms: number): Promise<() => void> {
    const session = await this.context.browser()?.newBrowserCDPSession();
    if (!session) throw new Error('no browser');
    const { processInfo } = await session.send('SystemInfo.getProcessInfo');
    const pids = processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id);
    await this.page.evaluate((leap) => {
      const now = Date.now.bind(Date);
      const falls = now() + 1_000;
      Date.now = () => (now() > falls ? now() + leap : now());
    }, ms);
    const asleep = performance.now();
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    await until(() => performance.now() - asleep > 1_200, { what: 'the clock to leap' });
    return () => {
      for (const pid of pids) process.kill(pid, 'SIGCONT');
    };
  }

  /** From now on measures the longest time without a packet here. */
  watchPackets(): Promise<void> {
    return this.page.evaluate(() => window.lab.watchPackets());
  }

  /** Ms. */
  longestSilence(): Promise<number> {
    return this.page.evaluate(() => window.lab.longestSilence);
  }

  async close(): Promise<void> {
    await this.context.close();
  }

  /** One of the SDK's methods, on either face. */
  command(method: string, ...args: readonly unknown[]): Promise<Envelope> {
    return this.page.evaluate(([name, list]) => window.phone[name]!(...list) as Promise<Envelope>, [
      method,
      args,
    ] as const);
  }

  /** One of the SDK's getters. */
  read(name: string): Promise<unknown> {
    return this.page.evaluate((key) => window.phone[key] as unknown, name);
  }

  ping(): Promise<{ readonly line1: CallData | null; readonly line2: CallData | null }> {
    return this.page.evaluate(() => window.phone['ping']!() as unknown as { line1: CallData; line2: CallData });
  }

  events(): Promise<readonly { readonly name: string; readonly data: unknown }[]> {
    return this.page.evaluate(() => window.lab.events);
  }

  /** The names of the events so far that tell of a call, in order. */
  async callEvents(): Promise<readonly string[]> {
    return (await this.events()).map(({ name }) => name).filter((name) => name.startsWith('call'));
  }

  /** Waits for the event of that name (the second, third … where `nth` says so) and gives back its data. */
  async event<T = CallData>(name: string, { nth = 1, within = 10_000 } = {}): Promise<T> {
    const found = await until(async () => (await this.events()).filter((event) => event.name === name)[nth - 1], {
      what: `${name} at ${this.user}`,
      within,
    });
    return found.data as T;
  }

  async forgetEvents(): Promise<void> {
    await this.page.evaluate(() => (window.lab.events.length = 0));
  }

  button(name: string): Locator {
    return this.page.getByRole('button', { name, exact: true });
  }

  /**
   * Presses a button as a person with a mouse would, and takes the hand away again. Nobody comes back to the very same
   * spot; where somebody does, and another button stands there by then, the phone takes it for a double click.
   */
  async press(name: string): Promise<void> {
    // A warning above may have a button of the same name; the one that is always there is the last.
    const button = this.button(name).last();
    const box = await until(() => button.boundingBox(), { what: `the button ${name} at ${this.user}` });
    this.#presses++;
    await button.click({
      position: { x: box.width * (this.#presses % 2 ? 0.35 : 0.65), y: box.height / 2 },
      timeout: 5_000,
    });
    await this.page.mouse.move(0, 0);
  }

  /** Types a number into the field and presses Call. */
  async dial(number: string): Promise<void> {
    // The note of the call before is not what the test is about.
    if (await this.button('Skip').isVisible()) await this.press('Skip');
    await this.page.getByRole('textbox', { name: 'Phone number' }).fill(number);
    await this.press('Call');
  }

  /** Waits until the page shows this text. */
  async shows(text: string): Promise<void> {
    await this.page.getByText(text, { exact: false }).first().waitFor({ state: 'visible', timeout: 5_000 });
  }

  /** Waits until the phone's live call on line 1 is as wished. */
  async callIs(wish: Partial<CallData>): Promise<void> {
    await until(
      async () => {
        const { line1 } = await this.ping();
        return line1 && Object.entries(wish).every(([key, value]) => line1[key as keyof CallData] === value);
      },
      { what: `the call of ${this.user} to be ${JSON.stringify(wish)}` },
    );
  }

  /** From now on the browser grants the microphone. */
  async allowMicrophone(): Promise<void> {
    await this.context.grantPermissions(['microphone'], { origin: new URL(this.page.url()).origin });
  }

  /** From now on the browser refuses it, and ends what is open. */
  async denyMicrophone(): Promise<void> {
    const page = await this.context.newCDPSession(this.page);
    const { targetInfo } = await page.send('Target.getTargetInfo');
    const browser = await this.context.browser()?.newBrowserCDPSession();
    await browser?.send('Browser.setPermission', {
      permission: { name: 'microphone' },
      setting: 'denied',
      origin: new URL(this.page.url()).origin,
      ...(targetInfo.browserContextId && { browserContextId: targetInfo.browserContextId }),
    });
  }

  /** An audio device is pulled out; every microphone where none is named. */
  async unplug(deviceId: string | null = null): Promise<void> {
    await this.page.evaluate((id) => window.lab.unplug(id), deviceId);
  }

  /** Where the sound comes out: the id of the device of each player. */
  sinks(): Promise<readonly string[]> {
    return this.page.evaluate(() => window.lab.sinks());
  }

  /** A headset is plugged in. */
  async plugIn(tone: number): Promise<void> {
    this.tone = tone;
    await this.page.evaluate((hz) => window.lab.plugIn(hz), tone);
  }

  /** Waits until this frequency is played here, and packets come in. */
  async hears(hz: number): Promise<void> {
    const { packets } = await this.traffic();
    let level: Level | null = null;
    await until(
      async () => {
        level = await this.page.evaluate((f) => window.lab.playing(f), hz);
        return level.db > heard && level.db > level.floor + 20 && (await this.traffic()).packets > packets + 5;
      },
      { what: `${this.user} to hear ${hz} Hz`, every: 100 },
    ).catch((error: unknown) => {
      throw new Error(`${String(error)} (last seen: ${JSON.stringify(level)})`, { cause: error });
    });
  }

  /** Waits until this frequency is no longer played here: ten looks in a row, a second apart in all. */
  async hearsNothingAt(hz: number): Promise<void> {
    let quiet = 0;
    await until(
      async () => {
        const { db } = await this.page.evaluate((f) => window.lab.playing(f), hz);
        quiet = db < silent ? quiet + 1 : 0;
        return quiet >= 10;
      },
      { what: `${hz} Hz to fall silent at ${this.user}`, every: 100 },
    );
  }

  /** Does `act` and waits until this digit's two frequencies (ITU-T Q.23) were played here, at once. */
  async hearsDigit(digit: string, act: () => Promise<unknown>): Promise<void> {
    await this.page.evaluate((pair) => window.lab.watchFor(pair), dtmfPair(digit));
    await act();
    await until(async () => (await this.page.evaluate(() => window.lab.watched)) > heard, {
      what: `${this.user} to hear the digit ${digit}`,
    });
  }

  /** Waits until packets come in, whatever is in them. */
  async packetsArrive(): Promise<void> {
    const { packets } = await this.traffic();
    await until(async () => (await this.traffic()).packets > packets + 5, {
      what: `packets at ${this.user}`,
      every: 100,
    });
  }

  traffic(): Promise<Traffic> {
    return this.page.evaluate(() => window.lab.traffic());
  }

  openMicrophones(): Promise<number> {
    return this.page.evaluate(() => window.lab.openMicrophones());
  }

  microphoneRequests(): Promise<number> {
    return this.page.evaluate(() => window.lab.microphoneRequests);
  }
}

function dtmfPair(digit: string): readonly number[] {
  const at = '123A456B789C*0#D'.indexOf(digit);
  return [[697, 770, 852, 941][at >> 2] ?? 0, [1209, 1336, 1477, 1633][at & 3] ?? 0];
}

declare global {
  interface Window {
    /** The SDK or the element: the same methods on both. */
    phone: Record<string, ((...args: readonly unknown[]) => Promise<unknown>) | undefined>;
    startPhone(settings: unknown): Promise<Envelope | null>;
  }
}
