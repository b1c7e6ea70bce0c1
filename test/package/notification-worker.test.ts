/** The built notification-worker.js in a real service worker: the page's notification, and the presses on it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { build } from 'esbuild';
import type { Browser, BrowserContext, Page, Worker } from 'playwright-core';
import type { DesktopNotice } from '../../src/page/desktop-notice.js';
import { until } from '../lab/until.js';
import { launchChromium, openPage, serve } from './support/browser.js';
import { root } from './support/paths.js';
import { strictPolicy } from './support/policy.js';

const ringing = { call: 'a', title: 'Incoming call: Hoa', text: '0912', answer: 'Answer', reject: 'Reject' };

/** The page's side, as the phone has it. */
const pageScript = `
  import { DesktopNotice } from './src/page/desktop-notice.js';
  const log = { error() {}, warn() {}, info() {}, debug() {} };
  document.hasFocus = () => false;
  const { showNotification } = ServiceWorkerRegistration.prototype;
  ServiceWorkerRegistration.prototype.showNotification = function (...args) {
    window.asked = true;
    return showNotification.apply(this, args);
  };
  window.acts = [];
  window.notice = new DesktopNotice(log, (act) => window.acts.push(act));
  window.notice.open();
`;

interface PageWindow {
  readonly acts: readonly unknown[];
  asked: boolean;
  readonly notice: DesktopNotice;
}

/** The very lines of the manual. */
function documented(beginning: string): string {
  const lines = readFileSync(join(root, 'docs/sdk.md'), 'utf8');
  const found = [...lines.matchAll(/```js\n([^`]*)```/g)].find(([, code = '']) => code.startsWith(beginning))?.[1];
  if (found === undefined) throw new Error(`docs/sdk.md has no example that begins with ${beginning}`);
  return found;
}

const script = (body: string) => ({ body, type: 'text/javascript' }) as const;

describe('dist/notification-worker.js', () => {
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;

  before(async () => {
    const { outputFiles } = await build({
      stdin: { contents: pageScript, resolveDir: root, loader: 'ts' },
      bundle: true,
      write: false,
      format: 'iife',
      target: 'es2022',
    });
    const page = {
      body: '<!doctype html><title>t</title><script src="/page.js"></script>',
      type: 'text/html',
    } as const;
    const worker = script(readFileSync(join(root, 'dist/notification-worker.js'), 'utf8'));
    const strict = (own: string) => ({
      body: page.body + `<script src="${own}"></script>`,
      type: 'text/html' as const,
      headers: { 'content-security-policy': `${strictPolicy}; trusted-types notification-worker` },
    });
    site = await serve({
      '/alone/': page,
      '/taken-in/': page,
      '/without/': page,
      '/page.js': script(outputFiles[0]?.text ?? ''),
      '/strict-plain/': strict('/plain.js'),
      '/strict-trusted/': strict('/trusted.js'),
      '/plain.js': script(documented('navigator.serviceWorker')),
      '/trusted.js': script(documented('const worker')),
      '/notification-worker.js': worker,
      '/alone/notification-worker.js': worker,
      // The page's own, with a handler that is to see no press of ours.
      '/taken-in/worker.js': script(
        `importScripts('/alone/notification-worker.js');
         const names = ['message', 'notificationclick'];
         for (const name of names) addEventListener(name, () => (self.seen = [...(self.seen ?? []), name]));`,
      ),
      '/without/worker.js': script(`addEventListener('message', () => undefined);`),
    });
    browser = await launchChromium();
  });
  after(async () => {
    await browser.close();
    await site.close();
  });

  async function opened(path: string, name: string): Promise<{ context: BrowserContext; page: Page; worker: Worker }> {
    const context = await browser.newContext({ permissions: ['notifications'] });
    const { page } = await openPage(context, `${site.url}/${path}/`);
    const started = context.waitForEvent('serviceworker');
    await page.evaluate(async (address) => {
      await navigator.serviceWorker.register(address);
      await navigator.serviceWorker.ready;
    }, name);
    return { context, page, worker: await started };
  }

  async function rings(page: Page): Promise<void> {
    await page.evaluate((call) => (window as unknown as PageWindow).notice.say(call), ringing);
  }

  const stops = (page: Page) => page.evaluate(() => (window as unknown as PageWindow).notice.say(null));

  /** What the system shows of the worker's. */
  function shown(worker: Worker): Promise<readonly { title: string; actions: readonly string[] }[]> {
    return worker.evaluate(async () => {
      const { registration } = self as unknown as { registration: ServiceWorkerRegistration };
      const notifications = (await registration.getNotifications()) as (Notification & {
        actions: readonly { title: string }[];
      })[];
      return notifications.map(({ title, actions }) => ({ title, actions: actions.map((each) => each.title) }));
    });
  }

  /** Presses what is shown; the browser's own press cannot be had, so that what it alone allows is put in its place. */
  function press(worker: Worker, action: string): Promise<void> {
    return worker.evaluate(async (pressed) => {
      const scope = self as unknown as EventTarget & { registration: ServiceWorkerRegistration };
      const [notification] = await scope.registration.getNotifications();
      const done: Promise<unknown>[] = [];
      const extended = {
        notification,
        action: pressed,
        waitUntil(work: Promise<unknown>) {
          done.push(work);
        },
      };
      scope.dispatchEvent(Object.assign(new Event('notificationclick'), extended));
      await Promise.all(done);
    }, action);
  }

  /** Until the worker has answered a ring shows the plain one. */
  async function showsButtons(page: Page, worker: Worker): Promise<void> {
    await page.evaluate(() => ((window as unknown as PageWindow).asked = false));
    await until(
      async () => {
        await stops(page);
        await rings(page);
        return page.evaluate(() => (window as unknown as PageWindow).asked);
      },
      { what: 'the worker to be asked' },
    );
    await until(async () => (await shown(worker)).length === 1, { what: 'a notification of the worker' });
    assert.deepEqual(await shown(worker), [{ title: ringing.title, actions: ['Reject', 'Answer'] }]);
  }

  const acts = (page: Page) => page.evaluate(() => (window as unknown as PageWindow).acts);

  for (const [path, name] of [
    ['alone', 'notification-worker.js'],
    ['taken-in', 'worker.js'],
  ] as const) {
    it(`shows the buttons and takes the presses to the page, ${path}`, async () => {
      const { context, page, worker } = await opened(path, name);
      await showsButtons(page, worker);
      await press(worker, 'answer');
      await until(async () => (await acts(page)).length === 1, { what: 'the press' });
      assert.deepEqual(await acts(page), [{ type: 'answer', call: 'a' }]);
      assert.deepEqual(await shown(worker), [], 'it is gone with the press');
      assert.equal(await worker.evaluate(() => (self as unknown as { seen?: unknown }).seen), undefined);

      await stops(page);
      await showsButtons(page, worker);
      await press(worker, '');
      await stops(page);
      await showsButtons(page, worker);
      await press(worker, 'reject');
      await until(async () => (await acts(page)).length === 2, { what: 'the second press' });
      assert.deepEqual((await acts(page))[1], { type: 'reject', call: 'a' });
      await context.close();
    });
  }

  it('is registered under a strict policy by the lines of the manual for that, and by no others', async () => {
    const context = await browser.newContext({ permissions: ['notifications'] });
    const plain = await openPage(context, `${site.url}/strict-plain/`);
    await until(() => plain.troubles.some((each) => each.includes('TrustedScriptURL')), { what: 'the refusal' });
    const started = context.waitForEvent('serviceworker');
    const { page, troubles } = await openPage(context, `${site.url}/strict-trusted/`);
    await showsButtons(page, await started);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  it('closes the notification with its ring, and when the page is left', async () => {
    const { context, page, worker } = await opened('alone', 'notification-worker.js');
    await showsButtons(page, worker);
    await stops(page);
    await until(async () => (await shown(worker)).length === 0, { what: 'gone with the ring' });
    await showsButtons(page, worker);
    await page.goto(`${site.url}/without/`);
    await until(async () => (await shown(worker)).length === 0, { what: 'gone with the page' });
    await context.close();
  });

  /** Closed it is as a tab that crashed: without a `pagehide`. A real crash would take the worker and the other tabs with it. */
  const diesLater = (page: Page) =>
    page.evaluate(() => {
      addEventListener('pagehide', (event) => event.stopImmediatePropagation());
    });

  /** The next tab, before anybody rings there. */
  async function next(context: BrowserContext, worker: Worker): Promise<Page> {
    const { page } = await openPage(context, `${site.url}/alone/`);
    await until(
      async () => {
        await stops(page);
        await rings(page);
        return page.evaluate(() => (window as unknown as PageWindow).asked);
      },
      { what: 'the worker to answer the next tab' },
    );
    await stops(page);
    await until(async () => (await shown(worker)).length === 1, { what: 'only the notification of the first tab' });
    return page;
  }

  it('closes those of a page that crashed when the phone opens in another one', async () => {
    const { context, page, worker } = await opened('alone', 'notification-worker.js');
    await diesLater(page);
    await showsButtons(page, worker);
    const other = await next(context, worker);
    await page.close();
    assert.equal((await shown(worker)).length, 1);
    await other.evaluate(() => (window as unknown as PageWindow).notice.open());
    await until(async () => (await shown(worker)).length === 0, { what: 'gone with the next phone' });
    await context.close();
  });

  it('takes the press on the one of a page that crashed to the page where the call rings now', async () => {
    const { context, page, worker } = await opened('alone', 'notification-worker.js');
    await diesLater(page);
    await showsButtons(page, worker);
    const other = await next(context, worker);
    const third = await next(context, worker);
    await worker.evaluate(() => {
      const { WindowClient } = self as unknown as { WindowClient: { prototype: { id: string; focus: unknown } } };
      Object.assign(self, { focused: [] });
      WindowClient.prototype.focus = function () {
        (self as unknown as { focused: string[] }).focused.push(this.id);
        return Promise.resolve();
      };
    });
    // Looked at: it shows none of its own.
    await other.evaluate((call) => {
      document.hasFocus = () => true;
      (window as unknown as PageWindow).notice.say(call);
    }, ringing);
    await third.evaluate((call) => {
      document.hasFocus = () => true;
      (window as unknown as PageWindow).notice.say({ ...call, call: 'b' });
    }, ringing);
    await page.close();
    await press(worker, 'answer');
    assert.deepEqual(await acts(other), [{ type: 'answer', call: 'a' }]);
    assert.deepEqual(await acts(third), []);
    const focused = await worker.evaluate(() => (self as unknown as { focused: readonly string[] }).focused.length);
    assert.equal(focused, 1);
    assert.deepEqual(await shown(worker), []);
    await context.close();
  });

  it('a worker that does not answer shows nothing', async () => {
    const { context, page, worker } = await opened('without', 'worker.js');
    await rings(page);
    await stops(page);
    await rings(page);
    assert.deepEqual(await shown(worker), []);
    await context.close();
  });
});
