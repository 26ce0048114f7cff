import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { City } from './city.ts';
import { writeAudit } from './write-audit.ts';
import { Crawl } from './crawl.ts';
import { fillAccount, fillOffice, openFilledCity } from './filled-city.ts';

let city: City;
let crawl: Crawl;
before(async () => {
  city = await openFilledCity();
  await fillAccount(city, 'anna.schmidt@post.example');
  await fillOffice(city);
  crawl = new Crawl(city, 'office');
});
after(() => city.close());

/** Everybody who sees pages of their own; together they see all. */
const people: [who: string | undefined, from: string[]][] = [
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

test('no page of the office was left out', () => {
  assert.deepEqual(crawl.missed(), []);
  writeAudit('office', city.record);
});
