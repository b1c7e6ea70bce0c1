/**
 * `npm run pictures`: one picture of every state of `/states.html`, light and dark, 320 and 240 px wide, in Vietnamese and
 * English, in `pictures/`, with contact sheets and an index page. Every clock stands still and nothing moves, so that two
 * runs on one machine give the same pictures. `npm run pictures -- on-hold two-lines`: only these states.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { stateGroups } from '../../demo/states/states.js';
import { launchBrowser } from '../lab/browser.js';
import { serveDemoPages } from '../lab/demo-page.js';

const folder = join(import.meta.dirname, '../../pictures');
const wanted = process.argv.slice(2);
const states = stateGroups.flatMap((group) => group.states);

interface Look {
  readonly theme: 'light' | 'dark';
  readonly width: 320 | 240;
  readonly lang: 'vi' | 'en';
}

/** Each language is seen in both themes and at both widths. */
const looks: readonly Look[] = [
  { theme: 'light', width: 320, lang: 'vi' },
  { theme: 'dark', width: 320, lang: 'en' },
  { theme: 'light', width: 240, lang: 'en' },
  { theme: 'dark', width: 240, lang: 'vi' },
];

const nameOf = ({ theme, width, lang }: Look): string => `${theme}-${String(width)}-${lang}`;

async function open(browser: Browser, url: string, { theme, width, lang }: Look): Promise<Page> {
  const context = await browser.newContext({
    viewport: { width: 24 + 4 * (width + 24) + 24, height: 900 },
    reducedMotion: 'reduce',
    timezoneId: 'Asia/Ho_Chi_Minh',
    locale: 'vi-VN',
  });
  // Dozens of live phones on a busy machine draw slowly.
  context.setDefaultTimeout(120_000);
  const page = await context.newPage();
  page.on('pageerror', (error) => process.stderr.write(`${error.message}\n`));
  await page.goto(`${url}states.html?theme=${theme}&lang=${lang}&w=${String(width)}`);
  await page.waitForSelector('[data-states=ready]');
  // The bar stays on top of what is scrolled: out of the pictures with it.
  await page.evaluate(() => {
    document.querySelector('.bar')?.remove();
    return document.fonts.ready.then(() => undefined);
  });
  return page;
}

async function takeAll(browser: Browser, url: string, look: Look): Promise<void> {
  const page = await open(browser, url, look);
  await mkdir(join(folder, nameOf(look)), { recursive: true });
  const options = { animations: 'disabled', caret: 'hide' } as const;
  for (const { id } of states) {
    if (wanted.length > 0 && !wanted.includes(id)) continue;
    const phone = page.locator(`figure#${id} > :is(bfc-webphone, bfc-mini-phone, iframe)`);
    await phone.screenshot({ path: join(folder, nameOf(look), `${id}.png`), ...options });
  }
  for (const { id } of wanted.length === 0 ? stateGroups : []) {
    await page
      .locator(`#group-${id}`)
      .screenshot({ path: join(folder, `sheet-${nameOf(look)}-${id}.png`), ...options });
  }
  await page.context().close();
}

function indexPage(): string {
  const rows = stateGroups.map(({ name, states: shown }) => {
    const pictures = shown.map(({ id, name: [, title] }) => {
      const cells = looks.map(
        (look) => `<td><img src="${nameOf(look)}/${id}.png" alt="${title}, ${nameOf(look)}"></td>`,
      );
      return `<tr id="${id}"><th scope="row">${title}</th>${cells.join('')}</tr>`;
    });
    return `<tr><th colspan="5" scope="rowgroup"><h2>${name[1]}</h2></th></tr>${pictures.join('\n')}`;
  });
  const heads = looks.map((look) => `<th scope="col">${nameOf(look)}</th>`).join('');
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>bfc-webphone, every state</title>
<style>body{font:14px sans-serif;background:#888;margin:16px}td,th{padding:8px;vertical-align:top;text-align:start}</style>
<table><thead><tr><th></th>${heads}</tr></thead><tbody>
${rows.join('\n')}
</tbody></table></html>
`;
}

const unknown = wanted.find((id) => !states.some((state) => state.id === id));
if (unknown !== undefined) throw new Error(`no state ${unknown}; there are: ${states.map(({ id }) => id).join(' ')}`);
if (wanted.length === 0) await rm(folder, { recursive: true, force: true });
const demo = await serveDemoPages();
const browser = await launchBrowser({ devices: false });
try {
  for (const look of looks) await takeAll(browser, demo.url, look);
  await writeFile(join(folder, 'index.html'), indexPage());
  process.stdout.write(`${join(folder, 'index.html')}\n`);
} finally {
  await browser.close();
  await demo.stop();
}
