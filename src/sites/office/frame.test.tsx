import assert from 'node:assert/strict';
import { test } from 'node:test';
import { HtmlValidate } from 'html-validate';
import { render } from 'preact-render-to-string';
import { htmlRules } from '#platform/ui';
import type { AssetManifest } from '#platform/ui';
import type { OfficeFrameInfo } from './frame.tsx';
import { samplePages, sampleOffice } from './frame-sample.tsx';

const assets: AssetManifest = {
  css: { portal: { ltr: '/assets/portal.1.css', rtl: '/assets/portal.rtl.1.css' }, office: { ltr: '/assets/office.1.css', rtl: '/assets/office.rtl.1.css' } },
  city: '/assets/city.1.css',
  icons: { small: '/assets/icon.1.png', large: '/assets/icon.2.png', maskable: '/assets/icon.3.png' },
  fonts: ['/assets/Fira.1.woff2'],
  islandLoader: '/assets/loader.1.js',
  islands: { 'office-keys': { js: '/assets/office-keys.1.js' } },
};
const validator = new HtmlValidate(htmlRules);
const page = (name: string, more: Partial<OfficeFrameInfo> = {}) => `<!DOCTYPE html>${render(sampleOffice(name, assets, more))}`;

for (const name of Object.keys(samplePages)) {
  test(`the ${name} page is valid HTML without inline style or script`, async () => {
    const html = page(name);
    const report = await validator.validateString(html);
    assert.deepEqual(
      report.results.flatMap((r) => r.messages.map((m) => `${m.ruleId}: ${m.message} (${m.selector})`)),
      [],
    );
    assert.doesNotMatch(html, /\sstyle="|\son\w+="|<script(?![^>]*src=)/);
  });
}

test('the navigation marks where one is: by name, or by the longest matching address', () => {
  const current = (html: string) => /office-nav__link" href="([^"]*)" aria-current="page"/.exec(html)?.[1];
  assert.equal(current(page('case')), '/office/vorgaenge');
  assert.equal(current(page('list', { page: { title: 'x', body: null, nav: 'figures' } })), '/office/auswertungen');
  assert.equal(current(page('guide')), undefined);
});

test('the navigation opens folded when the person left it so', () => {
  assert.match(page('list'), /<details class="office-fold" open>/);
  assert.match(page('list', { navCollapsed: true }), /<details class="office-fold">/);
});

test('standing in for a colleague is said on every page', () => {
  assert.match(page('case'), /Sie arbeiten in Vertretung für Georg Huber\./);
  assert.doesNotMatch(page('list'), /Vertretung für/);
});

test('the context column is there when the page fills it', () => {
  assert.match(page('case'), /<aside class="office-context" aria-label="Zusammenhang">/);
  assert.doesNotMatch(page('list'), /<aside/);
});

test('without a signed-in person there is no navigation, and its column is not kept free', () => {
  assert.match(page('guide', { bare: true }), /class="office-body office-body--bare"/);
  assert.doesNotMatch(page('guide', { bare: true }), /office-nav/);
  assert.doesNotMatch(page('guide'), /office-body--bare/);
});

test('signing out says whose work in this browser goes', () => {
  assert.match(page('list', { actor: { id: 'a1', name: 'Miriam Brandt' } }), /<form action="\/abmelden" method="post" data-account="a1">/);
});

test('the initials come from the name, not from titles', () => {
  assert.match(page('case'), /office-user__initials" aria-hidden="true">MB</);
});

test('the keys of the office are an island; without its script the page is whole', () => {
  assert.match(page('list'), /<x-island name="office-keys" start="idle" src="\/assets\/office-keys\.1\.js">/);
  assert.match(page('list'), /<script type="module" src="\/assets\/loader\.1\.js"><\/script>/);
});
