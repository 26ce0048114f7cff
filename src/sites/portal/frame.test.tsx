import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { render } from 'preact-render-to-string';
import { htmlRules } from '#platform/ui';
import type { AssetManifest } from '#platform/ui';
import { portalFrame } from './frame.tsx';
import type { PortalFrameInfo } from './frame.tsx';
import { samplePages, samplePortal } from './frame-sample.tsx';

const assets: AssetManifest = {
  css: { portal: { ltr: '/assets/portal.1.css', rtl: '/assets/portal.rtl.1.css' }, office: { ltr: '/assets/office.1.css', rtl: '/assets/office.rtl.1.css' } },
  city: '/assets/city.1.css',
  icons: { small: '/assets/icon.1.png', large: '/assets/icon.2.png', maskable: '/assets/icon.3.png' },
  fonts: ['/assets/Fira.1.woff2'],
  islandLoader: '/assets/loader.1.js',
  islands: {},
};
const validator = new HtmlValidate(htmlRules);
const page = (name: string, more: Partial<PortalFrameInfo> = {}) => `<!DOCTYPE html>${render(samplePortal(name, assets, more))}`;

for (const name of Object.keys(samplePages)) {
  test(`the ${name} page is valid HTML in every language, without inline style or script`, async () => {
    for (const locale of ['de', 'en', 'de-leicht', 'ar', 'tr'] as const) {
      const html = page(name, { locale });
      const report = await validator.validateString(html);
      assert.deepEqual(
        report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector})`)),
        [],
      );
      assert.doesNotMatch(html, /\sstyle="|\son\w+="|<script/);
    }
  });
}

test('the document names its language and direction', () => {
  assert.match(page('service'), /<html lang="de" dir="ltr">/);
  assert.match(page('service', { locale: 'de-leicht' }), /<html lang="de-simple" dir="ltr">/);
  const rtl = page('service', { direction: 'rtl' });
  assert.match(rtl, /dir="rtl"/);
  assert.match(rtl, /portal\.rtl\.1\.css/);
});

test('in a language that the page does not speak, the page is marked as German, says so and leads to English', () => {
  const html = page('service', { locale: 'ar', pageLocale: 'de' });
  assert.match(html, /<html lang="ar" dir="rtl">/);
  assert.match(html, /<main[^>]* lang="de" dir="ltr"/);
  assert.match(html, /هذه الصفحة متوفرة باللغة الألمانية فقط/);
  assert.doesNotMatch(page('service', { locale: 'ar', pageLocale: 'ar' }), /<main[^>]* lang=/);
  assert.doesNotMatch(page('service', { locale: 'en' }), /site-language/);
});

test('the title says page and city; after a refused form it says so first', () => {
  assert.match(page('service'), /<title>Hund anmelden – Musterstadt<\/title>/);
  assert.match(page('form'), /<title>Fehler: Ihr Hund – Hund anmelden – Musterstadt<\/title>/);
  assert.match(page('start'), /<title>Musterstadt<\/title>/);
});

test('the language links keep page and search words', () => {
  assert.match(page('service', { url: '/suche?q=hund&sprache=de' }), /href="\/suche\?q=hund&amp;sprache=en" lang="en" hreflang="en"/);
});

test('search stands in the header of every page but the start page, which has its own', () => {
  assert.match(page('service'), /id="site-search"/);
  assert.doesNotMatch(page('start'), /id="site-search"/);
});

test('who is signed in sees the name, the way out and what is new', () => {
  const html = page('service');
  assert.match(html, /Aylin Kaya/);
  assert.match(html, /action="\/abmelden" method="post"/);
  assert.match(html, /2 neue Nachrichten/);
  assert.match(page('start'), /href="\/anmelden"/);
});

test('a script comes only when the page holds an island', () => {
  const islands = { ...assets, islands: { map: { js: '/assets/map.js' } } };
  assert.doesNotMatch(render(samplePortal('start', islands)), /loader/);
});

test('a message is shown once above the content and read aloud', () => {
  assert.match(page('status'), /role="status"[^>]*>.*Ihr Antrag ist eingegangen\./);
});

test('names of city and people are text, never markup', () => {
  const html = render(
    portalFrame({
      page: { title: '<b>', body: null },
      locale: 'de',
      path: '/x',
      url: '/x?q="><script>',
      actor: { kind: 'citizen', name: '<img src=x>' },
      city: { name: '<i>Stadt</i>', contact: { street: '', place: '' } },
      assets,
    }),
  );
  assert.doesNotMatch(html, /<script|<img src=x|<i>|<b>/);
});
