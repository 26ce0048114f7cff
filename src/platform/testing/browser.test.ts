import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser, Page } from 'playwright-core';
import { findChromium, findingsOn, htmlMistakes, openBrowser } from './index.ts';

let browser: Browser;
let page: Page;
before(async () => {
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 390, height: 800 } });
});
after(() => browser.close());

const show = (body: string): Promise<void> => page.setContent(`<!DOCTYPE html><html lang="de"><head><title>Probe</title></head><body><main><h1>Probe</h1>${body}</main></body></html>`);

test('a page without barriers has no findings', async () => {
  await show('<label for="a">Name</label> <input id="a" autocomplete="name">');
  assert.deepEqual(await findingsOn(page), []);
});

test('a field without label, text in the colour of its ground and sideways scrolling are found', async () => {
  await show('<input><p style="color:#fff;background:#fff">unsichtbar</p><p style="width:900px">breit</p>');
  const found = (await findingsOn(page)).join('\n');
  assert.match(found, /label: <input>/);
  assert.match(found, /same colour as its ground: <p[^>]*>unsichtbar/);
  assert.match(found, /scrolls sideways at 390 px/);
});

test('wrong HTML is found as the server sent it', async () => {
  const found = await htmlMistakes('<!DOCTYPE html><html lang="de"><head><title>x</title></head><body><p><div>x</div></p><b onclick="x()">y</b></body></html>');
  assert.ok(found.some((one) => one.includes('element-permitted-content') || one.includes('no-implicit-close') || one.includes('close-order')), found.join('\n'));
  assert.ok(found.some((one) => one.startsWith('inline style or script')));
});

test('a Chromium that is named but missing is said at once', async () => {
  await assert.rejects(findChromium({ CHROMIUM: '/nowhere/chromium' }), /CHROMIUM names \/nowhere\/chromium/);
});
