import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { render } from 'preact-render-to-string';
import { buildAssets } from '../../../scripts/build-assets.mjs';
import { findingsOn, htmlMistakes, openBrowser } from '#platform/testing';
import { servePages } from './serve-pages.ts';
import { ConfirmExample, Enhanced, IslandScript, IslandsProvider, LocaleProvider, StyleGuide } from './index.ts';
import type { AssetManifest } from './index.ts';

const outDir = mkdtempSync(join(tmpdir(), 'stadtkern-look-'));
let assets: AssetManifest;
let browser: Browser;
let site: Awaited<ReturnType<typeof servePages>>;

const pages = { '/guide': () => <StyleGuide />, '/confirm': () => <ConfirmExample />, '/keys': () => <KeysPage /> };

/** Three rows, as an office list has them. */
function KeysPage() {
  return (
    <>
      <h1>Liste</h1>
      <table>
        <tbody>
          {['eins', 'zwei', 'drei'].map((word) => (
            <tr key={word}>
              <td>
                <input type="checkbox" aria-label={word} />
              </td>
              <td>
                <a href={`#${word}`}>{word}</a>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <Enhanced name="office-keys" start="load">
        <span hidden />
      </Enhanced>
    </>
  );
}

function document(path: string, look: 'portal' | 'office compact'): string {
  const page = pages[path as keyof typeof pages] ?? pages['/guide'];
  return `<!DOCTYPE html>${render(
    <LocaleProvider locale="de">
      <IslandsProvider islands={{ assets, used: new Set() }}>
        <html lang="de">
          <head>
            <meta charset="utf-8" />
            <title>Bausteine</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <link rel="stylesheet" href={assets.css[look === 'portal' ? 'portal' : 'office'].ltr} />
            <link rel="stylesheet" href={assets.city} />
          </head>
          <body class={look}>
            <main class={look === 'portal' ? 'page site-main' : 'office-work'}>{page()}</main>
            <IslandScript />
          </body>
        </html>
      </IslandsProvider>
    </LocaleProvider>,
  )}`;
}

before(async () => {
  assets = await buildAssets({ outDir });
  site = await servePages(outDir, (path) => document(path.replace('/office', ''), path.startsWith('/office') ? 'office compact' : 'portal'));
  browser = await openBrowser();
});
after(async () => {
  await browser.close();
  site.close();
  rmSync(outDir, { recursive: true });
});

for (const path of ['/guide', '/confirm']) {
  test(`${path} is valid HTML without inline style or script`, async () => {
    const html = document(path, 'portal');
    assert.deepEqual(await htmlMistakes(html), []);
  });
}

const looks: Record<string, BrowserContextOptions> = {
  'on a desk': { viewport: { width: 1366, height: 768 } },
  'at night': { viewport: { width: 1366, height: 768 }, colorScheme: 'dark' },
  'on a phone': { viewport: { width: 390, height: 844 } },
  'at 320 px, which is 400 % zoom': { viewport: { width: 320, height: 640 }, colorScheme: 'dark' },
};
for (const [name, options] of Object.entries(looks)) {
  for (const path of ['/guide', '/confirm', '/office/guide']) {
    test(`${path} ${name}: no barrier, no refused content`, async () => {
      const context = await browser.newContext(options);
      const page = await context.newPage();
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.goto(`${site.address}${path}`);
      assert.deepEqual([...(await findingsOn(page)), ...complaints], []);
      await context.close();
    });
  }
}

test('an answer opens its further questions without JavaScript', async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(`${site.address}/guide`);
  assert.equal(await page.getByLabel('Welches Tierheim?').isVisible(), true);
  assert.equal(await page.getByLabel('Von wem?').isVisible(), false);
  await page.getByLabel('Von Privat').check();
  assert.equal(await page.getByLabel('Von wem?').isVisible(), true);
  await context.close();
});

test('the error summary has the focus and leads to the field', async () => {
  const page = await browser.newPage();
  await page.goto(`${site.address}/guide`);
  assert.equal(await page.evaluate('document.activeElement.className'), 'error-summary');
  await page.getByRole('link', { name: 'Den 31. Februar' }).click();
  assert.equal(await page.evaluate('document.activeElement.id'), 'g-born');
  await page.close();
});

test('j, k and x go through the rows of an office list; a page without islands loads no script', async () => {
  const page = await browser.newPage();
  const scripts: string[] = [];
  page.on('request', (request) => request.resourceType() === 'script' && scripts.push(request.url()));
  await page.goto(`${site.address}/guide`);
  assert.deepEqual(scripts, []);
  await page.goto(`${site.address}/office/keys`, { waitUntil: 'networkidle' });
  for (const key of ['j', 'j', 'j', 'k', 'x']) await page.keyboard.press(key);
  assert.equal(await page.evaluate('document.activeElement.closest("tr").innerText.trim()'), 'zwei');
  assert.equal(await page.getByLabel('zwei').isChecked(), true);
  await page.close();
});
