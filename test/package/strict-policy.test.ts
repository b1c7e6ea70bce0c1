/** dist/sdk.min.js under a strict Content-Security-Policy with Trusted Types: every state, every page, and a real call. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { build } from 'vite';
import type { ShownState } from '../../demo/states/scenes.js';
import { createDirectory, domain } from '../../demo/server/directory.js';
import { SipServer } from '../../demo/server/sip-server.js';
import { serveSip, sipPath } from '../../demo/server/web-socket.js';
import type { Stage } from '../../demo/states/stage.js';
import { launchChromium, openPage, serve } from './support/browser.js';
import { built, root } from './support/paths.js';
import { html, strictPolicy } from './support/policy.js';

/** What the scenes' script puts on the page. */
interface Scenes {
  readonly states: readonly ShownState[];
  readonly newStage: (account: ShownState['account'], shape?: ShownState['shape']) => Stage;
}

const js = (body: string | Buffer) => ({ body, type: 'text/javascript' }) as const;
const page = (body: string) =>
  ({ body: html(body), type: 'text/html', headers: { 'content-security-policy': strictPolicy } }) as const;

describe('dist/sdk.min.js under a strict policy', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Awaited<ReturnType<typeof serve>>;
  let pbx: Awaited<ReturnType<typeof startPbx>>;

  before(async () => {
    pbx = await startPbx();
    const script = '<script src="/sdk.min.js"></script>';
    site = await serve({
      '/sdk.min.js': js(readFileSync(built('sdk.min.js'))),
      '/scenes.js': js(await scenesScript()),
      '/scenes': page(`${script}<script src="/scenes.js"></script>`),
      '/agent': page(`<bfc-webphone lang="en" sip-uri="sip:1001@${domain}" sip-servers="${pbx.url}"
        sip-password="demo-1001" tabs="false"></bfc-webphone>${script}`),
      '/floating': page(`<bfc-webphone layout="floating" open lang="en" sip-uri="sip:1001@${domain}"
        sip-servers="${pbx.url}" sip-password="demo-1001" tabs="false"></bfc-webphone>${script}`),
      '/customer': page(`<bfc-webphone lang="en" sip-uri="sip:0912345678@${domain}" sip-servers="${pbx.url}"
        sip-password="demo-0912345678" tabs="false"></bfc-webphone>${script}`),
    });
    browser = await launchChromium();
    context = await browser.newContext({ permissions: ['microphone', 'clipboard-write'] });
  });

  after(async () => {
    await browser.close();
    await site.close();
    await pbx.close();
  });

  it('shows every state of the demo without one report', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/scenes`);
    const silent = await page.evaluate(async () => {
      const { scenes } = window as unknown as { scenes: Scenes };
      const empty: string[] = [];
      for (const state of scenes.states) {
        const stage = scenes.newStage(state.account, state.shape);
        document.body.replaceChildren(stage.element);
        await state.play(stage);
        await stage.drawn();
        if (!state.shape && stage.element.getBoundingClientRect().height < 560) empty.push(state.id);
      }
      return { empty, count: scenes.states.length };
    });
    assert.deepEqual(silent.empty, []);
    assert.ok(silent.count > 40, `${String(silent.count)} states`);
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('checks, copies and saves the report, and takes a note of the past, without one report', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/scenes`);
    const saved = page.waitForEvent('download');
    await page.evaluate(async () => {
      const { scenes } = window as unknown as { scenes: Scenes };
      const stage = scenes.newStage(scenes.states.find(({ id }) => id === 'history')?.account);
      document.body.replaceChildren(stage.element);
      await stage.start();
      await stage.press('#tab-history');
      await stage.press('.row-text');
      await stage.type('textarea', '<b>Hẹn gọi lại</b>');
      await stage.press('.primary');
      await stage.press('[data-act=settings]');
      for (const tab of ['sound', 'work', 'help']) await stage.press(`#tab-${tab}`);
      await stage.press('[data-act=check]');
      await stage.advance(20_000);
      await stage.press('[data-act=copy]');
      await stage.press('[data-act=download]');
    });
    assert.match((await saved).suggestedFilename(), /^bfc-webphone-.*\.json$/);
    await page.getByText('Ready for calls').waitFor();
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('calls, holds, mutes, opens each page in the call and writes the note, without one report', async () => {
    const [agent, customer] = await Promise.all([
      openPage(context, `${site.url}/agent`),
      openPage(context, `${site.url}/customer`),
    ]);
    for (const { page } of [agent, customer]) await page.getByText('Ready', { exact: true }).first().waitFor();
    const press = (page: Page, name: string | RegExp) =>
      page.getByRole('button', { name, exact: true }).first().click();
    await agent.page.getByRole('textbox').fill('0912345678');
    await press(agent.page, 'Call');
    await press(customer.page, 'Answer');
    await agent.page.getByRole('button', { name: 'Hold' }).waitFor();
    for (const name of ['Mute', 'Unmute', 'Hold', 'Resume', 'Keypad', 'Hide keypad']) await press(agent.page, name);
    await press(agent.page, 'Transfer');
    await agent.page.getByRole('combobox').fill('1002');
    await press(agent.page, 'Close');
    await press(agent.page, 'Settings');
    for (const name of ['Work', 'Help', 'Sound']) await agent.page.getByRole('tab', { name }).click();
    await press(agent.page, 'Back');
    await press(agent.page, 'Hang up');
    await agent.page.getByRole('textbox').first().fill('Khách hẹn gọi lại');
    await press(agent.page, /^Save/);
    for (const name of ['History', 'Contacts', 'Keypad']) await agent.page.getByRole('tab', { name }).click();
    for (const { page, troubles } of [agent, customer]) {
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });

  it('takes a call, holds it and hangs up in the window that stays on top, without one report', async () => {
    const [agent, customer] = await Promise.all([
      openPage(context, `${site.url}/floating`),
      openPage(context, `${site.url}/customer`),
    ]);
    for (const { page } of [agent, customer]) await page.getByText('Ready', { exact: true }).first().waitFor();
    await agent.page.bringToFront();
    const opening = context.waitForEvent('page');
    await agent.page.getByRole('button', { name: 'Open on top of all windows' }).click();
    const small = await opening;
    const reports = watchSmallWindow(agent.page);
    const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
    await customer.page.getByRole('textbox').fill('1001');
    await press(customer.page, 'Call');
    await press(small, 'Answer');
    await small.getByText(/^00:0\d$/).waitFor();
    for (const name of ['Mute', 'Unmute', 'Hold', 'Resume']) await press(small, name);
    await small.getByRole('button', { name: 'Hold', exact: true }).press('Alt+Shift+M');
    await small.getByRole('button', { name: 'Unmute' }).waitFor();
    assert.equal(await small.locator('bfc-mini-phone').evaluate(isDressed), true, 'it has its styles');
    await press(small, 'Hang up');
    await small.getByText('Ready', { exact: true }).waitFor();
    assert.deepEqual(await (await reports)(), []);
    for (const { page, troubles } of [agent, customer]) {
      assert.deepEqual(troubles, []);
      await page.close();
    }
  });
});

/** What the policy forbids in the small window: it has the policy of the page that has opened it. */
async function watchSmallWindow(page: Page): Promise<() => Promise<readonly string[]>> {
  const handle = await page.evaluateHandle(() => {
    const reports: string[] = [];
    const { documentPictureInPicture: pip } = window as unknown as {
      documentPictureInPicture: { readonly window: Window };
    };
    pip.window.document.addEventListener('securitypolicyviolation', ({ effectiveDirective, sample }) => {
      reports.push(`${effectiveDirective} ${sample}`);
    });
    // That it is heard at all, and the policy holds there.
    pip.window.document.body.setAttribute('style', 'color: red');
    return reports;
  });
  await page.waitForFunction((reports) => reports.length === 1, handle);
  await handle.evaluate((reports) => void reports.splice(0));
  return () => handle.jsonValue();
}

function isDressed(element: Element): boolean {
  return getComputedStyle(element.shadowRoot?.querySelector('.primary') ?? element).borderRadius === '12px';
}

/** The demo's own PBX. */
async function startPbx(): Promise<{ readonly url: string; close(): Promise<void> }> {
  const http = createServer();
  const sockets = serveSip(http, new SipServer({ directory: createDirectory() }));
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  return {
    url: `ws://127.0.0.1:${String((http.address() as AddressInfo).port)}${sipPath}`,
    close: () =>
      new Promise((resolve) => {
        sockets.close();
        http.close(() => resolve());
        http.closeAllConnections();
      }),
  };
}

/** The scenes of the demo, which bring their own simulator and use the elements of the script beside them. */
async function scenesScript(): Promise<string> {
  const entry = join(root, 'test/package/scenes-entry.js');
  const code = `
    import { Stage } from ${JSON.stringify(join(root, 'demo/states/stage.ts'))};
    import { stateGroups } from ${JSON.stringify(join(root, 'demo/states/states.ts'))};
    window.scenes = {
      states: stateGroups.flatMap((group) => group.states),
      newStage: (account, shape) => new Stage('en', account, shape),
    };`;
  const result = await build({
    root,
    configFile: false,
    logLevel: 'error',
    plugins: [
      {
        name: 'scenes-entry',
        resolveId: (id) => (id === entry ? id : undefined),
        load: (id) => (id === entry ? code : undefined),
      },
    ],
    build: {
      write: false,
      rolldownOptions: { input: entry, output: { format: 'iife', entryFileNames: 'scenes.js' } },
    },
  });
  const outputs = (Array.isArray(result) ? result : [result]).flatMap((each) => ('output' in each ? each.output : []));
  const chunk = outputs.find((each) => each.type === 'chunk');
  if (!chunk) throw new Error('the build made no script');
  return chunk.code;
}
