import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { listMails } from '#platform/mail';
import { SYSTEM, seeds } from '#platform/module';
import { findingsOn, htmlMistakes, openBrowser, takePicture, type TestClient } from '#platform/testing';
import { fillDraft, startDraft } from '../../../../test/fill-form.ts';
import { openTown, type Town } from '../../../../test/town.ts';
import { walkthroughData } from '../../../../test/walkthrough.ts';

const slug = 'business-registration';
let town: Town;
let browser: Browser;
before(async () => {
  [town, browser] = await Promise.all([openTown(), openBrowser()]);
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => name === 'sample-world/secrets')) await town.t.transact(SYSTEM, (ctx) => seed.run(ctx));
});
after(async () => {
  await browser.close();
  await town.close();
});

const LOOKS = [{ width: 1280, dark: false }, { width: 320, dark: false }, { width: 1280, dark: true }];

/** No barriers in any look, valid HTML; with PICTURES=1 every look is kept as a picture. */
async function assertGood(client: TestClient, pages: Record<string, string>): Promise<void> {
  const context = await browser.newContext({ locale: 'de-DE' });
  await context.addCookies([...client.cookies].map(([name, value]) => ({ name, value, url: town.t.url })));
  const page = await context.newPage();
  for (const [name, path] of Object.entries(pages)) {
    const response = await page.goto(town.t.url + path);
    assert.equal(response?.status(), 200, path);
    assert.deepEqual(await htmlMistakes((await response?.text()) ?? ''), [], path);
    for (const { width, dark } of LOOKS) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
      assert.deepEqual(await findingsOn(page), [], `${path} at ${width}`);
      if (process.env['PICTURES']) await takePicture(page, `${name}-${width}${dark ? '-dark' : ''}`);
    }
  }
  await context.close();
}

test('the pages of signing have no barriers on phone and desk, in light and dark', async () => {
  const { service } = await town.service(slug);
  const data = await walkthroughData(slug, 'Gaststätte ohne Erlaubnis');
  const client = await town.citizen(undefined, 'substantial');
  const draft = await startDraft(client, slug);
  await fillDraft(client, draft, { form: service.form, data });
  await assertGood(client, { review: `${draft}/pruefen`, person: `${draft}/seite/person` });
  await client.post(`${draft}/unterschreiben`, { name: 'Mira Krüger', erklaerung: 'ja', zustellung: 'post' });
  const [mail] = await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'ole.brandt@example.org' }));
  const link = /\/unterschrift\/[\w-]+\/[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '';
  const partner = town.t.client();
  await assertGood(partner, { code: link });
  await partner.post(link, { code: /Code: (\S+)/.exec(mail?.text ?? '')?.[1] ?? '' });
  const reading = `/unterschrift/${link.split('/')[2]}`;
  await assertGood(partner, { reading, decline: `${reading}/ablehnen` });
  await partner.post(`${reading}/ablehnen`, { grund: 'Ich bin nicht mehr dabei.' });
  await assertGood(client, { standing: `${draft}/unterschriften`, editing: `${draft}/seite/activity` });
});

test('registers and purposes are offered without barriers', async () => {
  const client = await town.citizen('emily.carter@post.example', 'substantial');
  await assertGood(client, { start: '/antrag/resident-parking-permit' });
  const draft = (await client.post('/antrag/resident-parking-permit', { register: 'residents' }, { follow: false })).location ?? '';
  await assertGood(client, { prefilled: `${draft}/seite/applicant` });
});

test('the office pages about blocks and data protection have no barriers', async () => {
  const clerk = await town.clerk('svenja.ohlsen@musterstadt.example');
  await assertGood(clerk, { blocks: '/office/verwaltung/bausteine', block: '/office/verwaltung/bausteine/baustein/person', privacy: '/office/verwaltung/datenschutz/formulare', fields: `/office/verwaltung/datenschutz/formulare/${slug}` });
});
