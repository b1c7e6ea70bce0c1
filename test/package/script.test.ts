/** dist/sdk.min.js in a page, as a classic script: the way the vendor's page loads it. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Browser, BrowserContext } from 'playwright-core';
import { createCall } from '../../src/phone/call.js';
import { initialState, type PhoneState } from '../../src/phone/state.js';
import { launchChromium, openPage, serve } from './support/browser.js';
import { built } from './support/paths.js';
import { html, strictPolicy } from './support/policy.js';

const call = createCall({
  id: 'c1',
  line: 1,
  direction: 'inbound',
  number: '0901234567',
  name: 'Nguyễn Văn An',
  extension: '1001',
  hotline: null,
  externalCallId: null,
  startedAt: new Date().toISOString(),
  callId: null,
  sipCallId: null,
  headers: {},
});
const talking = { ...call, state: 'active', answeredAt: call.startedAt } as const;
const network = { code: 'NETWORK', message: 'x' } as const;
const ready: PhoneState = {
  ...initialState,
  lang: 'en',
  status: 'started',
  connection: { status: 'connected', retryAt: null, error: null },
  registration: { status: 'registered', wanted: true, error: null },
};
const phoneStates = {
  ready,
  offline: {
    ...ready,
    connection: { status: 'waiting', retryAt: Date.now() + 9000, error: network },
    registration: { status: 'unregistered', wanted: true, error: null },
  },
  ringing: { ...ready, line1: call, ring: 'incoming' },
  talking: { ...ready, line1: talking },
  held: { ...ready, line1: { ...talking, state: 'held', onHold: true } },
  noMicrophone: { ...ready, microphoneError: { code: 'MIC_DENIED', message: 'x' } },
} satisfies Record<string, PhoneState>;
type StateName = keyof typeof phoneStates;
/** Words that only this state shows. */
const shown: Readonly<Record<StateName, RegExp>> = {
  ready: /Call/,
  offline: /reconnect|again|offline/i,
  ringing: /Answer/,
  talking: /Hang up/,
  held: /hold/i,
  noMicrophone: /microphone/i,
};

/** What Lit, which is bundled, leaves on every page that uses it. */
const litMarks = ['litPropertyMetadata', 'reactiveElementVersions', 'litHtmlVersions', 'litElementVersions'];

describe('dist/sdk.min.js', () => {
  let browser: Browser;
  let context: BrowserContext;
  let site: Awaited<ReturnType<typeof serve>>;

  before(async () => {
    const script = { body: readFileSync(built('sdk.min.js')), type: 'text/javascript' } as const;
    const headers = { 'content-security-policy': strictPolicy };
    site = await serve({
      '/sdk.min.js': script,
      '/again.min.js': script,
      '/remember.js': {
        body: 'window.before = Object.getOwnPropertyNames(window);',
        type: 'text/javascript',
      },
      '/empty': { body: html(''), type: 'text/html' },
      '/plain': {
        body: html('<script src="/remember.js"></script><script src="/sdk.min.js"></script>'),
        type: 'text/html',
      },
      '/strict': {
        body: html('<bfc-webphone></bfc-webphone><script src="/sdk.min.js"></script>'),
        type: 'text/html',
        headers,
      },
      '/violating': {
        body: html('<p style="color: red">an inline style</p>'),
        type: 'text/html',
        headers,
      },
      '/favicon.ico': { body: '', type: 'text/html' },
    });
    browser = await launchChromium();
    context = await browser.newContext();
  });

  after(async () => {
    await browser.close();
    await site.close();
  });

  it('puts BfcWebphoneSDK on window and defines the elements', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/plain`);
    const found = await page.evaluate(() => {
      const Sdk = (window as unknown as { BfcWebphoneSDK: new () => { init: unknown; makeCall: unknown } })
        .BfcWebphoneSDK;
      const sdk = new Sdk();
      return {
        init: typeof sdk.init,
        makeCall: typeof sdk.makeCall,
        elements: ['bfc-webphone', 'bfc-dialpad', 'bfc-incoming-call', 'bfc-call-panel'].filter(
          (name) => !customElements.get(name),
        ),
      };
    });
    assert.deepEqual(found, { init: 'function', makeCall: 'function', elements: [] });
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('leaves nothing else on window', async () => {
    const { page } = await openPage(context, `${site.url}/plain`);
    const added = await page.evaluate(() => {
      const { before } = window as unknown as { before: string[] };
      return Object.getOwnPropertyNames(window).filter((name) => !before.includes(name) && name !== 'before');
    });
    assert.deepEqual(added.filter((name) => !litMarks.includes(name)).sort(), ['BfcWebphoneSDK']);
    await page.close();
  });

  it('may be loaded twice', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/plain`);
    const same = await page.evaluate(async () => {
      const first = (window as unknown as { BfcWebphoneSDK: unknown }).BfcWebphoneSDK;
      const element = customElements.get('bfc-webphone');
      const script = document.createElement('script');
      script.src = '/again.min.js';
      const loaded = new Promise((resolve, reject) => {
        script.onload = resolve;
        script.onerror = reject;
      });
      document.head.append(script);
      await loaded;
      return {
        sdk: (window as unknown as { BfcWebphoneSDK: unknown }).BfcWebphoneSDK === first,
        element: customElements.get('bfc-webphone') === element,
      };
    });
    assert.deepEqual(same, { sdk: true, element: true });
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('renders under a strict Content-Security-Policy without one report', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/strict`);
    const shown = await page.evaluate(async () => {
      const element = document.querySelector('bfc-webphone') as HTMLElement & { updateComplete: Promise<unknown> };
      await element.updateComplete;
      return {
        children: element.shadowRoot?.childElementCount ?? 0,
        height: element.getBoundingClientRect().height,
        styles: element.shadowRoot?.adoptedStyleSheets.length ?? 0,
      };
    });
    assert.ok(shown.children > 0, 'nothing was rendered');
    assert.ok(shown.height > 0, 'it has no height');
    assert.ok(shown.styles > 0, 'it has no styles');
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('shows every state of a phone under that policy', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/strict`);
    for (const [name, state] of Object.entries(phoneStates)) {
      const text = await page.evaluate(async (state) => {
        // One element for each: a phone with a live call is not taken away from an element.
        const element = document.createElement('bfc-webphone') as HTMLElement & {
          phone: unknown;
          updateComplete: Promise<unknown>;
        };
        document.body.replaceChildren(element);
        element.phone = {
          state,
          subscribe: () => () => undefined,
          on: () => () => undefined,
          execute: () => Promise.resolve({ ok: true, data: null }),
          refusal: () => null,
          addHooks: () => () => undefined,
          now: () => Date.now(),
        };
        await element.updateComplete;
        // The phone is taken over a microtask later, and its panels are drawn after that.
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
        return [...element.shadowRoot!.querySelectorAll('*')]
          .flatMap((child) => [child, ...(child.shadowRoot?.querySelectorAll('*') ?? [])])
          .map((child) => (child.childElementCount === 0 ? child.textContent : ''))
          .join(' ');
      }, state);
      assert.match(text, shown[name as StateName], name);
    }
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('floats, is dragged, and opens the mini phone on top of all windows under that policy', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/strict`);
    await page.evaluate(() => {
      const element = document.querySelector('bfc-webphone')!;
      element.setAttribute('lang', 'en');
      element.setAttribute('layout', 'floating');
    });
    const launcher = page.getByRole('button', { name: /^Open the phone/ });
    const box = await launcher.boundingBox();
    assert.ok(box);
    await page.mouse.move(box.x + 20, box.y + 20);
    await page.mouse.down();
    await page.mouse.move(box.x - 80, box.y - 80, { steps: 4 });
    await page.mouse.up();
    const moved = await launcher.boundingBox();
    assert.ok(moved);
    // It may still grow into its place.
    const far = [box.x - moved.x, box.y - moved.y];
    assert.ok(
      far.every((each) => Math.abs(each - 100) < 3),
      far.join(),
    );
    await launcher.click();
    await page.getByRole('button', { name: 'Open on top of all windows' }).click();
    await launcher.waitFor();
    const small = await page.evaluate(() => {
      const { window: view } = (globalThis as unknown as { documentPictureInPicture: { window: Window } })
        .documentPictureInPicture;
      const sheet = view.document.querySelector('bfc-mini-phone')!.shadowRoot!.querySelector('section')!;
      return { text: sheet.textContent, padding: view.getComputedStyle(sheet).padding };
    });
    assert.match(small.text, /Not signed in|Signed out/);
    assert.equal(small.padding, '12px');
    assert.deepEqual(troubles, []);
    await page.close();
  });

  it('(the policy is in force: a page that breaks it is reported)', async () => {
    const { page, troubles } = await openPage(context, `${site.url}/violating`);
    assert.ok(
      troubles.some((trouble) => trouble.startsWith('policy: style-src')),
      troubles.join('\n'),
    );
    await page.close();
  });

  it('makes no code out of text', () => {
    const text = readFileSync(built('sdk.min.js'), 'utf8');
    assert.doesNotMatch(text, /\beval\(|new Function\b|[^\w.]Function\(/);
  });
});
