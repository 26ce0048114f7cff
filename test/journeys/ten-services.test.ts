// Ten of the city's services in front of a browser: in German and English, in easy language, in Arabic, on a phone, without JavaScript.
// What each kind of page looks like is checked elsewhere; here it is the way through, and the page in Arabic.
import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, test } from 'node:test';
import type { BrowserContextOptions } from 'playwright-core';
import { parse } from 'yaml';
import type { FormData } from '#engines/forms';
import { htmlLang, tr, type Locale } from '#platform/i18n';
import { findingsOn, htmlMistakes, openBrowser, takePicture } from '#platform/testing';
import { texts } from '../../src/core/applications/portal/texts.ts';
import { openTown, type Town } from '../town.ts';
import { PageRecord } from './page-record.ts';
import { Person } from './person.ts';

type Journey = { slug: string; locale: Locale; how?: 'phone' | 'without script' };

const journeys: Journey[] = [
  { slug: 'bulky-waste', locale: 'de' },
  { slug: 'market-stall', locale: 'de' },
  { slug: 'event-notification', locale: 'de' },
  { slug: 'house-number', locale: 'de', how: 'without script' },
  { slug: 'waste-bins', locale: 'de', how: 'phone' },
  { slug: 'library-card', locale: 'en' },
  { slug: 'film-permit', locale: 'en' },
  { slug: 'internship', locale: 'en' },
  { slug: 'swimming-course', locale: 'de-leicht' },
  { slug: 'complaint', locale: 'ar' },
];

/** Pages of these kinds have been looked at on other journeys. */
class Glance extends PageRecord {
  override async look(): Promise<void> {}
}

let town: Town;
let browser: Awaited<ReturnType<typeof openBrowser>>;
before(async () => void ([town, browser] = await Promise.all([openTown(), openBrowser()])));
after(async () => {
  await browser.close();
  await town.close();
});

const contexts: Record<NonNullable<Journey['how']> | 'desk', BrowserContextOptions> = {
  desk: {},
  phone: { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true },
  'without script': { javaScriptEnabled: false },
};

async function arrive({ locale, how }: Omit<Journey, 'slug'>): Promise<Person> {
  const person = await Person.arrive({ browser: browser as never, base: town.t.url, record: new Glance(), context: contexts[how ?? 'desk'] });
  await person.page.context().addCookies([{ name: 'sprache', value: locale, url: town.t.url }]);
  return person;
}

async function firstExample(slug: string): Promise<FormData> {
  const { walkthroughs } = parse(await readFile(`services/${slug}/walkthroughs.yaml`, 'utf8'), { merge: true }) as { walkthroughs: { application: FormData }[] };
  return walkthroughs[0]?.application ?? {};
}

for (const journey of journeys) {
  const { slug, locale, how } = journey;
  test(`${slug} in ${locale}${how ? `, ${how}` : ''}: from the page of the service to the number of the case`, async () => {
    const person = await arrive(journey);
    const { service } = await town.service(slug);
    const words = texts(locale);
    await person.open(`/leistungen/${slug}`);
    await person.sees(tr(service.settings.name, locale));
    assert.equal(await person.page.locator('html').getAttribute('lang'), htmlLang(locale));
    await person.open(`/antrag/${slug}`);
    await person.press(words.withoutAccount);
    await person.fillApplication(service.form, await firstExample(slug), { next: words.next });
    await person.tick(person.page.locator('input[name="richtig"]'));
    await person.press(words.submit);
    await person.sees(words.received);
    assert.match(await person.page.locator('main').innerText(), /\b\d{4}-[A-Z]+-\d{6}\b/);
    assert.deepEqual(person.complaints, []);
    await person.leave();
  });
}

/** Words in Latin letters that are not marked as German; names, numbers and addresses of the city are the same everywhere; a German term may stand in brackets. */
const unmarked = `(() => {
  const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    const around = node.parentElement;
    if (!around || around.closest('[lang]').lang !== 'ar' || around.closest('script, address, a[href^="mailto:"], .site-name, .site-foot')) continue;
    const words = node.textContent.replace(/\\([^)]*\\)|Atom|JSON Schema|Ctrl|«[^»]*»|PDF|OZG|[A-Z]{4}-[A-Z]{4}-[A-Z]{4}|\\d{4}-HUND-\\d+|\\b[A-Z0-9]\\b/g, '');
    if (/[A-Za-zÄÖÜäöüß]{3,}/.test(words)) found.push(words.trim());
  }
  return found;
})()`;

test('the main paths in Arabic run from right to left, every German text is marked as such, and nothing stands in the way', async () => {
  const person = await arrive({ locale: 'ar' });
  for (const path of ['/', '/leistungen?q=hund', '/wegweiser', '/wegweiser?was=zuzug&mit=hund&noch=-', '/lebenslagen/umzug-ausweis', '/leistungen/dog-registration', '/leistungen/dog-registration/fehler', '/antrag/dog-registration', '/status', '/anmelden']) {
    await person.open(path);
    const { page } = person;
    assert.equal(await page.evaluate('getComputedStyle(document.querySelector("h1").closest("body")).direction'), 'rtl', path);
    assert.deepEqual(await page.evaluate<string[]>(unmarked), [], path);
    assert.deepEqual(await findingsOn(page), [], path);
    assert.deepEqual(await htmlMistakes(await (await fetch(town.t.url + path, { headers: { cookie: 'sprache=ar' } })).text()), [], path);
    if (process.env.TEST_SHOTS) await takePicture(page, `ar${path.replaceAll(/\W/g, '-')}`);
  }
  await person.leave();
});

for (const locale of ['uk', 'tr'] as const) {
  test(`the start page and a service speak ${locale}`, async () => {
    const html = await (await fetch(`${town.t.url}/leistungen/dog-registration`, { headers: { cookie: `sprache=${locale}` } })).text();
    assert.match(html, new RegExp(`<html lang="${locale}" dir="ltr"`));
    assert.match(html, locale === 'tr' ? /Çevrimiçi başvur/ : /Подати заяву онлайн/);
    assert.match(html, locale === 'tr' ? /<h1[^>]*>(<span itemprop[^>]*>)?Köpek kaydı/ : /<h1[^>]*>(<span itemprop[^>]*>)?Зареєструвати собаку/);
    const other = await (await fetch(`${town.t.url}/leistungen/library-card`, { headers: { cookie: `sprache=${locale}` } })).text();
    assert.match(other, /<h1[^>]*>(<span itemprop[^>]*>)?<span lang="de" dir="ltr">/, 'what nobody has translated is German and marked so');
    const search = await (await fetch(`${town.t.url}/leistungen?q=${encodeURIComponent(locale === 'tr' ? 'köpek' : 'собаку')}`, { headers: { cookie: `sprache=${locale}` } })).text();
    assert.match(search, /href="\/leistungen\/dog-registration\?/, 'and found by the own word');
  });
}

/** What people set on their own device must not take anything away. */
const settings: [name: string, prepare: (person: Person) => Promise<unknown>][] = [
  ['text at twice its size', (person) => person.page.addStyleTag({ content: 'html { font-size: 200% }' }).catch(() => person.page.evaluate('document.documentElement.style.fontSize = "200%"'))],
  ['forced colours', (person) => person.page.emulateMedia({ forcedColors: 'active' })],
  ['without motion', (person) => person.page.emulateMedia({ reducedMotion: 'reduce' })],
];

/** Buttons and fields that no line sets apart from their ground when all colours are the system's. */
const unseenOn = (person: Person): Promise<string[]> =>
  person.page.evaluate(`[...document.querySelectorAll('.kern-btn--primary, .kern-btn--secondary, main input:not([type=hidden]), select, textarea')]
    .filter((one) => one.offsetParent && getComputedStyle(one).borderTopWidth === '0px' && getComputedStyle(one).borderBottomWidth === '0px').map((one) => one.outerHTML.slice(0, 120))`);

test('with large text, forced colours or without motion everything is there, in an order that makes sense', async () => {
  const person = await arrive({ locale: 'de' });
  for (const path of ['/', '/leistungen', '/leistungen/dog-registration', '/antrag/dog-registration']) {
    await person.open(path);
    for (const [name, prepare] of settings) {
      await prepare(person);
      // axe knows the page's own colours only, not those that are forced upon it
      assert.deepEqual(name === 'forced colours' ? await unseenOn(person) : await findingsOn(person.page), [], `${path} ${name}`);
      await person.page.emulateMedia({ forcedColors: 'none' });
    }
    assert.equal(await person.page.evaluate('[...document.getAnimations()].filter((one) => one.effect.getTiming().duration > 50).length'), 0, `${path} moves`);
    const outline = await person.page.evaluate<{ headings: number[]; landmarks: string[]; jumps: number }>(`(() => {
      const headings = [...document.querySelectorAll('h1,h2,h3,h4')].map((one) => Number(one.tagName[1]));
      const stops = [...document.querySelectorAll('a[href],button,input:not([type=hidden]),select,textarea,summary')].filter((one) => one.offsetParent);
      return { headings, landmarks: [...document.querySelectorAll('header,main,footer')].filter((one) => !one.parentElement.closest('main')).map((one) => one.tagName), jumps: stops.filter((one) => one.tabIndex > 0).length };
    })()`);
    assert.equal(outline.headings.filter((level) => level === 1).length, 1, path);
    assert.ok(outline.headings.every((level, i) => i === 0 || level <= (outline.headings[i - 1] ?? 1) + 1), `${path}: ${outline.headings.join(' ')}`);
    assert.deepEqual(outline.landmarks, ['HEADER', 'MAIN', 'FOOTER'], path);
    assert.equal(outline.jumps, 0, `${path}: the focus follows the reading order`);
  }
  await person.leave();
});
