import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { City } from './city.ts';
import { Crawl } from './crawl.ts';
import { writeAudit } from './write-audit.ts';
import { fillAccount, openFilledCity } from './filled-city.ts';

let city: City;
let crawl: Crawl;
before(async () => {
  city = await openFilledCity();
  await fillAccount(city, 'anna.schmidt@post.example');
  crawl = new Crawl(city, 'portal');
});
after(() => city.close());

/** Everybody who sees pages of their own; together they see all. */
const people: [who: string | undefined, from: string[]][] = [
  [undefined, ['/', '/leistungen', '/suche?q=hund', '/status', '/ausweis', '/anmelden', '/registrieren', '/passwort', '/demo/postfach', '/gibt-es-nicht', '/api/docs', '/offline', '/abgemeldet']],
  ['anna.schmidt@post.example', ['/konto', '/konto/nachrichten', '/konto/zahlungen', '/konto/ausweise', '/konto/sicherheit', '/konto/organisationen', '/konto/handeln']],
];

for (const [who, from] of people) {
  test(`every page that ${who ?? 'somebody without account'} can reach by links is valid and free of barriers`, async (t) => {
    const person = who ? await city.signedIn(who) : await city.visitor();
    const before = city.record.kinds.size;
    const mistakes = city.record.findings.length;
    await crawl.walk(person, from);
    t.diagnostic(`${city.record.kinds.size - before} kinds of pages`);
    assert.deepEqual(city.record.findings.slice(mistakes), []);
    assert.deepEqual(person.complaints, []);
    await person.leave();
  });
}

test('no page of the portal was left out', () => {
  assert.deepEqual(crawl.missed(), []);
  writeAudit('portal', city.record);
});

for (const [language, words] of [['en', 'Register a dog'], ['de-leicht', 'Hund an-melden']] as const) {
  test(`the portal speaks ${language}, and the language is kept`, async () => {
    const person = await city.visitor({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
    await person.open('/leistungen/dog-registration');
    // on a phone the languages stand behind the name of the one that is shown
    await person.page.locator('.language-bar summary').click();
    await person.follow(language === 'en' ? 'English' : 'Leichte Sprache');
    await person.sees(words);
    assert.match((await person.page.locator('html').getAttribute('lang')) ?? '', language === 'en' ? /^en/ : /^de/);
    await person.open('/antrag/dog-registration');
    await person.sees(words);
    assert.deepEqual(person.complaints, []);
  });
}

test('the pages in other languages have no barriers either', () => city.requireCleanPages());
