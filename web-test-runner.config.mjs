/**
 * Tests that need a browser: `npx wtr --group unit|elements|integration`, or all three without a group.
 * One file: `npx wtr --group default --files test/unit/call.test.ts`.
 */
import { fileURLToPath } from 'node:url';
import { playwrightLauncher } from '@web/test-runner-playwright';
import { findChromium } from './test/lab/browser-paths.mjs';
import { bundlePlugin } from './test/wtr/bundle.mjs';
import { heapPlugin } from './test/wtr/heap.mjs';
import { countingReporter } from './test/wtr/reporter.mjs';
import { soakPlugin } from './test/wtr/soak.mjs';

const root = fileURLToPath(new URL('.', import.meta.url));

const chromium = findChromium();
if (!chromium) throw new Error('No Chromium found. Install one (apt-get install chromium) or set CHROMIUM_PATH.');

/** Puts the guard in front of every test file. */
const guardPlugin = {
  name: 'test-guard',
  transform(context) {
    if (/^\/test\/.*\.test\.ts$/.test(context.path)) return `import '/test/wtr/guard.js'; ${context.body}`;
  },
};

export default {
  rootDir: root,
  hostname: '127.0.0.1',
  nodeResolve: true,
  concurrency: 2,
  groups: ['unit', 'elements', 'integration'].map((name) => ({ name, files: `test/${name}/**/*.test.ts` })),
  browsers: [
    playwrightLauncher({
      product: 'chromium',
      launchOptions: {
        executablePath: chromium,
        args: [
          '--disable-gpu',
          '--use-fake-device-for-media-stream',
          '--use-fake-ui-for-media-stream',
          '--autoplay-policy=no-user-gesture-required',
          '--allow-loopback-in-peer-connection',
          '--disable-background-networking',
          '--disable-component-update',
          '--disable-sync',
          '--no-first-run',
          '--disable-dev-shm-usage',
          '--no-proxy-server',
        ],
      },
    }),
  ],
  plugins: [guardPlugin, heapPlugin, soakPlugin, bundlePlugin({ root })],
  testFramework: { config: { ui: 'bdd', timeout: 10_000 } },
  testsFinishTimeout: process.env.BFC_SOAK ? 900_000 : 180_000,
  filterBrowserLogs: ({ args }) => !String(args[0]).includes('Lit is in dev mode'),
  reporters: [countingReporter({ root, resultsFile: process.env.BFC_WTR_RESULTS })],
};
