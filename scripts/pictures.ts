/** Takes the pictures of the README in a filled sample city with a clock that stands still, so that they differ only where the product does. */
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { renderPageAsImage } from 'unpdf';
import { draftOfService } from '#core/catalogue';
import { openBrowser, type TestClient } from '#platform/testing';
import { apply } from '../test/apply.ts';
import { openFilledCity } from '../test/journeys/filled-city.ts';
import type { City } from '../test/journeys/city.ts';
import { buildAssets } from './build-assets.mjs';

const project = resolve(import.meta.dirname, '..');
const folder = join(project, 'docs/pictures');
const MOST_BYTES = 120_000;

const DESK = { width: 1366, height: 820 };
const PHONE = { width: 390, height: 844 };

type Studio = { city: City; browser: Browser; anna: TestClient; clerk: TestClient; editor: TestClient; /** Address of a draft in the workshop. */ draft: string };
type Picture = { name: string; take(studio: Studio): Promise<Buffer> };
type Shot = { who?: TestClient; view?: typeof DESK; path: string; act?: (page: Page) => Promise<unknown> };

/** A page as this person sees it. */
async function shoot({ city, browser }: Studio, { who, view = DESK, path, act }: Shot): Promise<Buffer> {
  const context = await browser.newContext({ locale: 'de-DE', viewport: view, deviceScaleFactor: view === PHONE ? 1.5 : 1, reducedMotion: 'reduce', bypassCSP: true });
  for (const [name, value] of who?.cookies ?? []) await context.addCookies([{ name, value, url: city.t.url }]);
  const page = await context.newPage();
  await page.goto(new URL(path, city.t.url).href, { waitUntil: 'networkidle' });
  await act?.(page);
  const picture = await page.screenshot();
  await context.close();
  return picture;
}

/** Follows a link and waits for the page behind it. */
const follow = (name: string | RegExp, within = 'main') => async (page: Page): Promise<void> => {
  await page.locator(within).getByRole('link', { name }).first().click();
  await page.waitForLoadState('networkidle');
};

const firstPage = async (pdf: Uint8Array, width: number): Promise<Buffer> => Buffer.from(await renderPageAsImage(pdf, 1, { canvasImport: () => import('@napi-rs/canvas'), width }));

/** A browser without window shows no PDF: puts the first page where it would stand. */
const showPdf = (who: TestClient) => async (page: Page): Promise<void> => {
  const frame = page.locator('iframe').first();
  const source = await frame.getAttribute('src');
  const { bytes } = await who.get(source ?? '');
  const width = Math.round((await frame.boundingBox())?.width ?? 400);
  const picture = `data:image/png;base64,${(await firstPage(bytes, width * 2)).toString('base64')}`;
  await frame.evaluate((element, src) => {
    const image = Object.assign(document.createElement('img'), { src, alt: '' });
    Object.assign(image.style, { width: '100%', border: '1px solid' });
    element.replaceWith(image);
    scrollTo(0, 0);
  }, picture);
};

/** Waits for the tools of a drawing and selects something in it. */
const drawn = (editor: string, element?: string) => async (page: Page): Promise<void> => {
  await page.locator(`${editor}[data-ready]`).waitFor();
  if (element) await page.locator(`[data-element-id="${element}"]`).first().click();
  await page.waitForTimeout(300);
};

/** A page of the workshop without what stands above its editor. */
const workshop = (path: string, act?: (page: Page) => Promise<unknown>) => (studio: Studio): Promise<Buffer> =>
  shoot(studio, {
    who: studio.editor,
    path: `${studio.draft}${path}`,
    act: async (page) => {
      await act?.(page);
      await page.evaluate(() => scrollBy(0, (document.querySelector('.tabs')?.getBoundingClientRect().top ?? 0) - 64));
    },
  });

/** A draft of the dog tax in which something has been changed. */
async function changedDraft(city: City, editor: TestClient): Promise<string> {
  const id = await city.t.transact(await city.actor('svenja.ohlsen@musterstadt.example'), (ctx) => draftOfService(ctx, 'dog-registration'));
  const draft = `/office/werkstatt/${id}`;
  await editor.post(`${draft}/prozess/schritt?id=Start`, { was: 'insert', name: 'Rasse prüfen', kind: 'task', flow: 'Flow_Start_tax' });
  await editor.post(`${draft}/formular`, { was: 'add', _stelle: '1.0', label: 'Welche Farbe hat er?', kind: 'text', required: '' });
  return draft;
}

/** A new service after the pattern of a permit. @returns the address of its draft */
async function newDraft(editor: TestClient, name: string): Promise<string> {
  const { text } = await editor.post('/office/werkstatt/neu', { name, muster: 'permit', office: 'umweltamt' });
  return /data-workshop="([^"]+)"/.exec(text)?.[1] ?? '';
}

/** First page of the letter in which Anna gets what she asked for. */
async function letter({ city, anna, browser }: Studio): Promise<Buffer> {
  const context = await browser.newContext();
  for (const [name, value] of anna.cookies) await context.addCookies([{ name, value, url: city.t.url }]);
  const page = await context.newPage();
  await page.goto(`${city.t.url}/konto/nachrichten`);
  await follow(/Steuerbescheid|Hundesteuer/)(page);
  const href = await page.getByRole('link', { name: 'Schreiben öffnen' }).getAttribute('href');
  const pdf = (await anna.get(href ?? '')).bytes;
  await context.close();
  return firstPage(pdf, 900);
}

const pictures: Picture[] = [
  { name: 'start', take: (studio) => shoot(studio, { path: '/' }) },
  { name: 'service', take: (studio) => shoot(studio, { path: '/leistungen/dog-registration' }) },
  { name: 'city-map', take: (studio) => shoot(studio, { path: '/karte#karte', view: { width: 1180, height: 708 } }) },
  {
    name: 'form',
    take: (studio) =>
      shoot(studio, {
        who: studio.anna,
        view: PHONE,
        path: '/antrag/dog-registration',
        act: async (page) => {
          await page.getByRole('button', { name: 'Jetzt beginnen' }).click();
          await page.waitForLoadState('networkidle');
        },
      }),
  },
  {
    name: 'receipt',
    take: async (studio) => {
      const id = await apply(studio.city, studio.anna, { slug: 'dog-registration', example: 'Rettungshund' });
      return shoot(studio, { who: studio.anna, view: PHONE, path: `/antrag/eingang/${id}` });
    },
  },
  { name: 'work-list', take: (studio) => shoot(studio, { who: studio.clerk, path: '/office/arbeit?ansicht=alle' }) },
  {
    name: 'case',
    take: (studio) =>
      shoot(studio, {
        who: studio.clerk,
        path: '/office/arbeit?ansicht=gruppe',
        act: async (page) => {
          await follow(/HUND/, 'main table')(page);
          await follow('Eingangsbestätigung')(page);
          await showPdf(studio.clerk)(page);
        },
      }),
  },
  { name: 'letter', take: letter },
  { name: 'workshop-form', take: workshop('/formular?stelle=1.0') },
  {
    name: 'workshop-process',
    take: async (studio) => workshop('/prozess', drawn('.process-editor', 'Task_decide'))({ ...studio, draft: await newDraft(studio.editor, 'Brennholzschein') }),
  },
  { name: 'workshop-rules', take: workshop('/regeln') },
  {
    name: 'workshop-letter',
    take: async (studio) => {
      const draft = await newDraft(studio.editor, 'Wegerecht');
      const ready = async (page: Page): Promise<void> => {
        await page.locator('.letter-page').waitFor();
        await page.waitForFunction(() => document.querySelector<HTMLImageElement>('.letter-preview')?.naturalWidth);
      };
      return workshop('/briefe?brief=approval', ready)({ ...studio, draft });
    },
  },
  { name: 'workshop-comparison', take: workshop('/fassungen', (page) => page.waitForTimeout(1500)) },
  { name: 'workshop-trial', take: workshop('/probe', async (page) => {
      await page.getByRole('button', { name: /^ansehen: Ein Hund, klarer Fall/ }).click();
      await page.waitForLoadState('networkidle');
    }) },
  { name: 'mining', take: (studio) => shoot(studio, { who: studio.editor, path: '/office/prozesse/auswertung?leistung=dog-registration' }) },
  { name: 'simulation', take: (studio) => shoot(studio, { who: studio.editor, path: '/office/prozesse/simulation?leistung=dog-registration&woche=90' }) },
  { name: 'cockpit', take: (studio) => shoot(studio, { who: studio.editor, path: '/office/steuerung' }) },
  { name: 'portfolio', take: (studio) => shoot(studio, { who: studio.editor, path: '/office/portfolio' }) },
  { name: 'road-map', take: (studio) => shoot(studio, { who: studio.editor, path: '/office/portfolio/fahrplan' }) },
  { name: 'progress-report', take: (studio) => shoot(studio, { path: '/fortschrittsbericht/2025' }) },
];

/** Keeps edges sharp and the repository small. */
async function asWebp(picture: Buffer): Promise<Buffer> {
  const image = await loadImage(picture);
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').drawImage(image, 0, 0);
  return canvas.encode('webp', 88);
}

async function main(wanted: string[]): Promise<void> {
  await buildAssets({ outDir: join(project, '.stadtkern/assets') });
  const [city, browser] = await Promise.all([openFilledCity(), openBrowser()]);
  try {
    const anna = await city.citizen('anna.schmidt@post.example');
    await apply(city, anna, { slug: 'dog-registration', example: 'Ein Hund, klarer Fall' });
    await city.work();
    const editor = await city.clerk('aylin.demir@musterstadt.example');
    const studio: Studio = { city, browser, anna, clerk: await city.clerk('renate.lindner@musterstadt.example'), editor, draft: await changedDraft(city, editor) };
    mkdirSync(folder, { recursive: true });
    for (const { name, take } of pictures.filter((one) => wanted.length === 0 || wanted.includes(one.name))) {
      const bytes = await asWebp(await take(studio));
      if (bytes.length > MOST_BYTES) throw new Error(`${name} is too large: ${bytes.length} bytes`);
      writeFileSync(join(folder, `${name}.webp`), bytes);
      console.log(`docs/pictures/${name}.webp  ${Math.round(bytes.length / 1000)} kB`);
    }
  } finally {
    await browser.close();
    await city.close();
  }
}

await main(process.argv.slice(2));
