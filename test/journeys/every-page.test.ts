import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { City } from './city.ts';
import { Crawl } from './crawl.ts';
import { fillAccount, fillOffice, openFilledCity } from './filled-city.ts';
import { writeAudit } from './write-audit.ts';

let city: City;
let portal: Crawl;
let office: Crawl;
before(async () => {
  city = await openFilledCity();
  await fillAccount(city, 'anna.schmidt@post.example');
  await fillOffice(city);
  portal = new Crawl(city, 'portal');
  office = new Crawl(city, 'office');
});
after(() => city.close());

type Walk = [who: string | undefined, from: string[]];

/** Everybody who sees pages of their own; together they see all. */
const onThePortal: Walk[] = [
  [undefined, ['/', '/leistungen', '/suche?q=hund', '/status', '/ausweis', '/anmelden', '/registrieren', '/passwort', '/demo/postfach', '/gibt-es-nicht', '/api/docs', '/offline', '/abgemeldet']],
  ['anna.schmidt@post.example', ['/konto', '/konto/nachrichten', '/konto/zahlungen', '/konto/ausweise', '/konto/sicherheit', '/konto/organisationen', '/konto/handeln']],
];
const inTheOffice: Walk[] = [
  [undefined, ['/office/anmelden', '/office/passwort']],
  // first whoever may change things: a page that was seen without its buttons is not opened again for them
  ['aylin.demir@musterstadt.example', ['/office/verwaltung/leistungen', '/office/verwaltung/leistungen/dog-registration/veroeffentlichen', '/office/werkstatt', '/office/prozesse', '/office/verwaltung/texte/dog-registration', '/office/projekte', '/office/strategie/vergleich?von=1&bis=2']],
  ['petra.sommer@musterstadt.example', ['/office', '/office/arbeit?ansicht=gruppe', '/office/arbeit?ansicht=alle', '/office/suche?q=hund', '/office/akten/suche?q=hund', '/office/vertretung', '/office/gibt-es-nicht']],
  ['renate.lindner@musterstadt.example', ['/office', '/office/arbeit?ansicht=aufgaben']],
  ['fatima.haddad@musterstadt.example', ['/office', '/office/arbeit?ansicht=alle']],
  ['katharina.vogl@musterstadt.example', ['/office/abholung']],
  ['birgit.thalmann@musterstadt.example', ['/office/kasse', '/office/kasse/kontoauszug', '/office/kasse/ungeklaert']],
  ['norbert.fink@musterstadt.example', ['/office/aktenplan', '/office/akten?stelle=02.3.1', '/office/postausgang']],
  ['helena.brandt@musterstadt.example', ['/office', '/office/steuerung', '/office/portfolio/runden', '/office/ideen/praemien']],
  ['tobias.kraemer@musterstadt.example', ['/office/verwaltung/personen', '/office/verwaltung/rollen', '/office/verwaltung/aemter', '/office/protokoll']],
];

const walks = [...onThePortal.map((walk) => ['portal', ...walk] as const), ...inTheOffice.map((walk) => ['office', ...walk] as const)];
for (const [site, who, from] of walks) {
  test(`every page of the ${site} that ${who ?? 'somebody without account'} can reach by links is valid and free of barriers`, async (t) => {
    const person = who ? await city.signedIn(who) : await city.visitor();
    const before = city.record.kinds.size;
    const mistakes = city.record.findings.length;
    await (site === 'portal' ? portal : office).walk(person, from);
    t.diagnostic(`${city.record.kinds.size - before} kinds of pages`);
    assert.deepEqual(city.record.findings.slice(mistakes), []);
    assert.deepEqual(person.complaints, []);
    await person.leave();
  });
}

test('no page of the portal and none of the office was left out', () => {
  assert.deepEqual([...portal.missed(), ...office.missed()], []);
  writeAudit('portal', city.record);
  writeAudit('office', city.record);
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
