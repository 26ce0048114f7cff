import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  calendarDayOf,
  compareWords,
  defineTexts,
  dir,
  formatDate,
  formatDateTime,
  formatDays,
  formatFileSize,
  formatList,
  formatLongDate,
  formatMoney,
  formatNumber,
  formatPercent,
  htmlLang,
  isLocale,
  parseAcceptLanguage,
  plural,
  tr,
} from './index.ts';

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

test('a text without a translation is shown in German', () => {
  assert.equal(tr('Hund', 'en'), 'Hund');
  assert.equal(tr({ de: 'Hund' }, 'en'), 'Hund');
  assert.equal(tr({ de: 'Hund', en: 'dog' }, 'en'), 'dog');
  assert.equal(tr({ de: 'Hund', en: 'dog' }, 'de-leicht'), 'Hund');
  assert.equal(tr({ de: 'Hundesteuer', 'de-leicht': 'Hunde-Steuer' }, 'de-leicht'), 'Hunde-Steuer');
  assert.equal(tr(undefined, 'de'), undefined);
});

test('a dictionary speaks every language and easy language falls back key by key', () => {
  const texts = defineTexts({
    de: { title: 'Hundesteuer', found: (count: number) => `${count} Treffer` },
    en: { title: 'Dog tax', found: (count: number) => `${count} results` },
    'de-leicht': { title: 'Hunde-Steuer' },
  });
  assert.equal(texts('en').found(3), '3 results');
  assert.equal(texts('de-leicht').title, 'Hunde-Steuer');
  assert.equal(texts('de-leicht').found(3), '3 Treffer');
});

test('the compiler refuses a dictionary that lacks an English key', () => {
  // @ts-expect-error the key "fee" is missing in English
  defineTexts({ de: { title: 'Hundesteuer', fee: 'Gebühr' }, en: { title: 'Dog tax' } });
});

test('dates are written as in Germany, by the clock of Berlin', () => {
  assert.equal(formatDate('2026-11-22'), '22.11.2026');
  assert.equal(formatDate('2026-11-22', 'en'), '22 Nov 2026');
  assert.equal(formatDate('2026-11-22', 'de-leicht'), '22. November 2026');
  assert.equal(formatLongDate('2026-11-22'), 'Sonntag, 22. November 2026');
  assert.equal(formatDateTime(new Date('2026-07-01T22:30:00Z')), '02.07.2026, 00:30 Uhr');
  assert.equal(calendarDayOf(new Date('2026-07-01T22:30:00Z')), '2026-07-02');
  assert.equal(formatDays(1), 'morgen');
  assert.equal(formatDays(-12), 'vor 12 Tagen');
});

test('money is kept in cents and shown in euros', () => {
  assert.equal(plain(formatMoney(12000)), '120,00 €');
  assert.equal(plain(formatMoney(-1234567)), '-12.345,67 €');
  assert.equal(plain(formatMoney(12000, 'en')), '€120.00');
});

test('numbers, shares, sizes, lists and plurals follow the language', () => {
  assert.equal(formatNumber(12345.6), '12.345,6');
  assert.equal(plain(formatPercent(0.125)), '12,5 %');
  assert.equal(plain(formatFileSize(1_234_567)), '1,2 MB');
  assert.equal(formatList(['Ausweis', 'Foto', 'Antrag']), 'Ausweis, Foto und Antrag');
  assert.equal(plural(1, { one: 'ein Antrag', other: '1 Anträge' }), 'ein Antrag');
  assert.equal(plural(0, { one: 'ein Antrag', other: '0 Anträge' }), '0 Anträge');
});

test('words are sorted as in a directory', () => {
  const words = ['Zaun', 'Ärztin', 'Arzt', 'Abfall', 'Haus 10', 'Haus 9'];
  assert.deepEqual(
    words.toSorted((a, b) => compareWords(a, b)),
    ['Abfall', 'Arzt', 'Ärztin', 'Haus 9', 'Haus 10', 'Zaun'],
  );
});

test('the language wished by the browser is understood', () => {
  assert.equal(parseAcceptLanguage(undefined), 'de');
  assert.equal(parseAcceptLanguage('fr-FR, en;q=0.8, de;q=0.5'), 'en');
  assert.equal(parseAcceptLanguage('en;q=0.4, de-AT;q=0.9'), 'de');
  assert.equal(parseAcceptLanguage('de-simple, de;q=0.5'), 'de-leicht');
  assert.equal(parseAcceptLanguage('en;q=0, *'), 'de');
  assert.equal(parseAcceptLanguage(';;;,q='), 'de');
});

test('language tags for the page', () => {
  assert.equal(htmlLang('de-leicht'), 'de-simple');
  assert.equal(dir('ar-SY'), 'rtl');
  assert.equal(dir('de-leicht'), 'ltr');
  assert.equal(isLocale('de-leicht'), true);
  assert.equal(isLocale('fr'), false);
});
