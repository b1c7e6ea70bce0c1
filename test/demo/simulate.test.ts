import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../lab/browser.js';
import { serveDemoPages, type DemoServer } from '../lab/demo-page.js';

describe('the demo without a PBX', () => {
  let demo: DemoServer;
  let browser: Browser;
  let page: Page;
  const errors: string[] = [];

  before(async () => {
    demo = await serveDemoPages();
    browser = await launchBrowser({ devices: false });
    page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(30_000);
    page.on('pageerror', ({ message }) => errors.push(message));
    await page.goto(`${demo.url}?simulate&lang=en`);
  });

  after(async () => {
    await browser?.close();
    await demo?.stop();
  });

  const press = (name: string): Promise<void> => page.getByRole('button', { name, exact: true }).click();
  const shown = (text: string): Promise<void> => page.getByText(text, { exact: true }).first().waitFor();

  it('places a call that the far side answers, without a PBX and without a microphone', async () => {
    await shown('Ready');
    await press('Call Trần Thị Thanh Hoa');
    await press('The customer answers');
    await shown('Talking');
    await press('Hang up');
    await page.getByRole('heading', { name: 'Call note' }).waitFor();
    assert.deepEqual(errors, []);
  });

  it('rings, and the agent answers', async () => {
    await press('The customer calls');
    await press('Answer');
    await shown('Talking');
    await press('The customer hangs up');
    await page.getByRole('heading', { name: 'Call note' }).waitFor();
    await press('Skip');
  });

  it('shows what goes wrong: a busy number', async () => {
    await press('Call Busy');
    await shown('The line is busy');
    assert.deepEqual(errors, []);
  });

  it('shows every element alone, on one phone', async () => {
    await page.goto(`${demo.url}elements.html?lang=en`);
    const dialpad = page.locator('#bfc-dialpad');
    await page.getByRole('button', { name: 'The customer calls' }).click();
    await page.locator('#bfc-incoming-call').getByRole('button', { name: 'Answer' }).click();
    await page.locator('#bfc-call-panel').getByRole('button', { name: 'Hang up' }).click();
    await page.locator('#bfc-webphone').getByText('callEnded').waitFor();
    await dialpad.getByLabel('value').fill('1005');
    await dialpad.getByLabel('value').blur();
    await dialpad.getByText('value="1005"').waitFor();
    assert.deepEqual(errors, []);
  });

  it('shows every state, by address', async () => {
    await page.goto(`${demo.url}states.html?theme=dark&lang=en&w=240&state=on-hold`);
    await page.waitForSelector('[data-states=ready]');
    await page.getByRole('button', { name: 'Resume' }).waitFor();
    assert.equal(await page.locator('bfc-webphone').evaluate((phone) => phone.getBoundingClientRect().width), 240);
    assert.deepEqual(errors, []);
  });
});
