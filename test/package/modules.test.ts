/** The ES modules in somebody's bundler: only `define.js` and `sdk` have effects, and theirs survive. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { build } from 'vite';
import { launchChromium, openPage, serve } from './support/browser.js';
import { createConsumer, type Consumer } from './support/consumer.js';
import { root } from './support/paths.js';

const programs = {
  index: `import * as all from 'bfc-webphone'; window.exported = Object.keys(all);`,
  define: `import 'bfc-webphone/define.js'; window.exported = [];`,
  sdk: `import { BfcWebphoneSDK } from 'bfc-webphone/sdk'; window.exported = [typeof BfcWebphoneSDK];`,
  // An import for its effects alone is what `sideEffects` in package.json can lose.
  effects: `import 'bfc-webphone/sdk'; window.exported = [];`,
} as const;
type ProgramName = keyof typeof programs;
const names = Object.keys(programs) as ProgramName[];

/** The classes that custom-elements.json says this entry exports. */
function described(): readonly string[] {
  const text = readFileSync(join(root, 'custom-elements.json'), 'utf8');
  const manifest = JSON.parse(text) as { modules: { path: string; declarations: { name: string }[] }[] };
  return manifest.modules.flatMap((module) => module.declarations.map((declaration) => declaration.name));
}

interface Seen {
  readonly exported: readonly string[];
  readonly element: boolean;
  readonly global: string;
}

describe('the ES modules, bundled by a page of somebody else', () => {
  let consumer: Consumer;
  let browser: Browser;
  let site: Awaited<ReturnType<typeof serve>>;

  before(async () => {
    consumer = createConsumer();
    for (const name of names) consumer.write(`${name}.js`, programs[name]);
    for (const name of names) {
      await build({
        root: consumer.directory,
        configFile: false,
        logLevel: 'error',
        build: {
          outDir: 'out',
          emptyOutDir: false,
          rolldownOptions: {
            input: join(consumer.directory, `${name}.js`),
            output: { format: 'iife', entryFileNames: '[name].js' },
          },
        },
      });
    }
    site = await serve({
      ...Object.fromEntries(
        names.flatMap((name) => [
          [
            `/${name}.js`,
            { body: readFileSync(join(consumer.directory, 'out', `${name}.js`)), type: 'text/javascript' },
          ],
          [
            `/${name}`,
            { body: `<!doctype html><title>t</title><script src="/${name}.js"></script>`, type: 'text/html' },
          ],
        ]),
      ),
      '/favicon.ico': { body: '', type: 'text/html' },
    });
    browser = await launchChromium();
  });

  after(async () => {
    await browser.close();
    await site.close();
    consumer.remove();
  });

  async function load(name: ProgramName): Promise<Seen> {
    const context = await browser.newContext();
    const { page, troubles } = await openPage(context, `${site.url}/${name}`);
    const seen = await page.evaluate(() => {
      const w = window as unknown as { exported: string[]; BfcWebphoneSDK: unknown };
      return {
        exported: w.exported,
        element: customElements.get('bfc-webphone') !== undefined,
        global: typeof w.BfcWebphoneSDK,
      };
    });
    await context.close();
    assert.deepEqual(troubles, []);
    return seen;
  }

  it('`.` has no side effects', async () => {
    const seen = await load('index');
    assert.equal(seen.element, false);
    assert.equal(seen.global, 'undefined');
    for (const name of ['BfcWebphone', 'PhoneError']) assert.ok(seen.exported.includes(name), `no ${name}`);
    const missing = described().filter((name) => !seen.exported.includes(name));
    assert.deepEqual(missing, [], 'custom-elements.json names classes that `.` does not export');
  });

  it('`./define.js` defines the elements', async () => {
    const seen = await load('define');
    assert.equal(seen.element, true);
  });

  it('`./sdk` exports the class', async () => {
    const seen = await load('sdk');
    assert.deepEqual(seen.exported, ['function']);
  });

  it('`./sdk` imported for its effects alone keeps them', async () => {
    const seen = await load('effects');
    assert.equal(seen.element, true);
  });
});
