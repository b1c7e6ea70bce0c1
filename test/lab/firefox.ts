import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import puppeteer, { type Browser, type BrowserContext, type ElementHandle, type Page } from 'puppeteer-core';
import type { CallData, Envelope } from './agent.js';
import { findFirefox } from './browser-paths.mjs';
import { domain, wsServer } from './kamailio.js';
import type { Traffic } from './page/lab-page.js';
import { labPageScript } from './page/script.js';
import { until } from './until.js';

const run = promisify(execFile);

export interface FirefoxOptions {
  readonly user: string;
  readonly face: 'sdk' | 'element';
}

/** A Firefox that runs; close it with `closeFirefox`. */
export interface Firefox {
  readonly browser: Browser;
  /** What its fake microphone sends, Hz. */
  readonly tone: number;
}

export async function launchFirefox(tone: number): Promise<Firefox> {
  const executablePath = findFirefox();
  if (executablePath === null) throw new Error('No Firefox: set FIREFOX_PATH, or run `node test/setup.mjs`.');
  // Where there is no default route at all, Firefox gathers no candidate. It leads to this machine and no further.
  await run('ip', ['route', 'replace', 'default', 'dev', 'lo', 'src', '127.0.0.1']);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath,
    headless: true,
    extraPrefsFirefox: {
      'media.navigator.streams.fake': true,
      'media.navigator.audio.fake_frequency': tone,
      'media.navigator.permission.disabled': true,
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.autoplay.default': 0,
      'network.proxy.type': 0,
    },
  });
  return { browser, tone };
}

export async function closeFirefox({ browser }: Firefox): Promise<void> {
  await browser.close();
  await run('ip', ['route', 'del', 'default']);
}

/**
 * An agent with Firefox, driven by WebDriver BiDi. On a machine without a sound device Firefox runs no AudioContext, so
 * what it hears is told by the statistics of the connection, and not by frequency as in the other agents.
 */
export class FirefoxAgent {
  readonly console: string[] = [];
  readonly uncaught: string[] = [];

  private constructor(
    readonly page: Page,
    private readonly context: BrowserContext,
    readonly user: string,
    /** What its microphone sends, Hz. */
    readonly tone: number,
  ) {
    page.on('console', (message) => this.console.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => this.uncaught.push(String(error)));
  }

  /** Opens the page, in a profile of its own, and signs in. */
  static async open({ browser, tone }: Firefox, origin: string, { user, face }: FirefoxOptions): Promise<FirefoxAgent> {
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    await page.evaluateOnNewDocument(labPageScript({ kind: 'device' }));
    const agent = new FirefoxAgent(page, context, user, tone);
    await page.goto(`${origin}/${face}.html`);
    await agent.signIn();
    return agent;
  }

  async signIn(): Promise<void> {
    const sip = { uri: `sip:${this.user}@${domain}`, password: `pw-${this.user}`, servers: [wsServer] };
    await this.page.evaluate((settings) => window.startPhone(settings), { sip, register: true });
    await this.event('registered');
  }

  /** Loads the page again, as an agent does who presses F5, and starts the phone in it. */
  async reload(): Promise<void> {
    await this.page.reload();
    await this.signIn();
  }

  close(): Promise<void> {
    return this.context.close();
  }

  /** One of the SDK's methods, on either face. */
  command(method: string, ...args: readonly unknown[]): Promise<Envelope> {
    return this.page.evaluate(
      (name, list) => window.phone[name]!(...list) as Promise<Envelope>,
      method,
      args as unknown[],
    );
  }

  ping(): Promise<{ readonly line1: CallData | null; readonly line2: CallData | null }> {
    return this.page.evaluate(() => window.phone['ping']!() as unknown as { line1: CallData; line2: CallData });
  }

  events(): Promise<readonly { readonly name: string; readonly data: unknown }[]> {
    return this.page.evaluate(() => window.lab.events);
  }

  async callEvents(): Promise<readonly string[]> {
    return (await this.events()).map(({ name }) => name).filter((name) => name.startsWith('call'));
  }

  /** Waits for the event of that name and gives back its data. */
  async event<T = CallData>(name: string, { nth = 1, within = 10_000 } = {}): Promise<T> {
    const found = await until(async () => (await this.events()).filter((event) => event.name === name)[nth - 1], {
      what: `${name} at ${this.user} (Firefox)`,
      within,
    });
    return found.data as T;
  }

  /** Presses a button with the mouse, by its name. */
  async press(name: string): Promise<void> {
    await (await this.#control('button', name)).click();
    await this.page.mouse.move(0, 0);
  }

  /** Types a number with the keyboard and presses Enter. */
  async dial(number: string): Promise<void> {
    await (await this.#control('input', 'Phone number')).click();
    await this.page.keyboard.type(number);
    await this.page.keyboard.press('Enter');
  }

  /** Looks through the shadow roots, which the driver's own search by name does not. */
  #control(tag: 'button' | 'input', name: string): Promise<ElementHandle> {
    return until(
      async () => {
        const found = await this.page.evaluateHandle(
          (wanted, called) => {
            const all = (root: ParentNode): Element[] =>
              [...root.querySelectorAll('*')].flatMap((each) => [
                each,
                ...(each.shadowRoot ? all(each.shadowRoot) : []),
              ]);
            const nameOf = (each: Element): string => each.getAttribute('aria-label') ?? each.textContent?.trim() ?? '';
            const isSeen = (each: Element): boolean => each.checkVisibility() && each.closest('[inert]') === null;
            return all(document).find((each) => each.localName === wanted && nameOf(each) === called && isSeen(each));
          },
          tag,
          name,
        );
        return found.asElement() as ElementHandle | null;
      },
      { what: `${name} at ${this.user} (Firefox)` },
    );
  }

  traffic(): Promise<Traffic> {
    return this.page.evaluate(() => window.lab.traffic());
  }

  /** Waits until packets come in and there is sound in them. */
  async hearsSomething(): Promise<void> {
    const before = await this.traffic();
    await until(
      async () => {
        const { packets, energy } = await this.traffic();
        return packets > before.packets + 20 && energy > before.energy + 0.01;
      },
      { what: `${this.user} (Firefox) to hear something`, every: 100 },
    );
  }

  /** Waits until there was no sound for a second. */
  async hearsNothing(): Promise<void> {
    let last = (await this.traffic()).energy;
    let quiet = 0;
    await until(
      async () => {
        const { energy } = await this.traffic();
        quiet = energy - last < 0.000_1 ? quiet + 1 : 0;
        last = energy;
        return quiet >= 10;
      },
      { what: `silence at ${this.user} (Firefox)`, every: 100 },
    );
  }
}
