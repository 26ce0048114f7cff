import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { SYSTEM, type Ctx } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import { answerQuestion, findMeant } from './answer-question.ts';
import { readQuestion, readWish } from './read-question.ts';
import { suggestNames } from './suggest-names.ts';
import { catalogueModule, countByLetter, listEntries, publishChangedServices, searchServices, type ServiceSearch } from '../index.ts';

let t: TestApp;
before(async () => {
  t = await testApp({ modules: [catalogueModule] });
  await publishChangedServices(t.platform, t.tenantId);
});
after(() => t.close());

const ask = <R>(fn: (ctx: Ctx) => Promise<R>, locale: 'de' | 'en' | 'de-leicht' = 'de'): Promise<R> => t.platform.read({ tenantId: t.tenantId, actor: SYSTEM, locale }, fn);
const find = async (query: string, more: Omit<ServiceSearch, 'query'> = {}, locale: 'de' | 'en' | 'de-leicht' = 'de'): Promise<string[]> =>
  (await ask((ctx) => searchServices(ctx, { query, ...more }), locale)).hits.map((hit) => hit.slug);
const first = async (query: string): Promise<string | undefined> => (await find(query))[0];

test('every service is found by its exact name at rank 1', async () => {
  const { hits } = await ask((ctx) => listEntries(ctx, { limit: 200 }));
  assert.ok(hits.length > 160);
  for (const { slug, name } of hits) assert.equal(await first(name), slug, name);
});

test('a stem is enough: singular, plural and verb forms', async () => {
  assert.equal(await first('hunde anmelden'), 'dog-registration');
  assert.equal(await first('Bäume fällen'), 'tree-felling');
  assert.equal(await first('Hochzeiten'), 'marriage');
});

test('a part of a compound finds the whole, and a compound its parts', async () => {
  assert.equal(await first('parkausweis'), 'resident-parking-permit');
  assert.ok((await find('steuer')).includes('dog-registration'));
  assert.equal(await first('Personalausweisverlust'), 'identity-card-lost');
});

test('synonyms of the service and of the city are found', async () => {
  assert.equal(await first('Gewerbeschein'), 'business-registration');
  assert.equal(await first('Anwohnerparken'), 'resident-parking-permit');
  assert.ok((await find('wagen anmelden')).includes('vehicle-registration'));
});

test('one or two typing mistakes and ue for ü are forgiven', async () => {
  assert.equal(await first('Hundestuer'), 'dog-registration');
  assert.equal(await first('Füherschein umtauschen'), 'driving-licence-exchange');
  assert.ok((await find('Muell')).includes('waste-bins'));
  assert.ok((await find('Bewohnerpakrausweis')).includes('resident-parking-permit'));
});

test('a question is read whatever its form: stop words go, a torn verb is put together', () => {
  const read = (query: string): string => Object.values(readQuestion(query) ?? {}).join(': ');
  assert.equal(read('wo melde ich ein gewerbe an'), 'office: gewerbe anmelden');
  assert.equal(read('Wo gebe ich meinen Führerschein ab?'), 'office: Führerschein abgeben');
  assert.equal(read('wo muss man sich ummelden'), 'office: ummelden');
  for (const query of ['was kostet ein personalausweis', 'Wie teuer ist der Personalausweis?', 'wie viel muss ich für einen Personalausweis bezahlen', 'Kosten Personalausweis', 'personalausweis kosten']) assert.equal(read(query).toLowerCase(), 'fee: personalausweis', query);
  for (const query of ['wohnung anmelden', 'Kostenübernahme', 'wo']) assert.equal(read(query), '', query);
});

test('a question in plain words gets its answer, about the service that is meant', async () => {
  const answer = async (query: string) => ask((ctx) => answerQuestion(ctx, query));
  assert.deepEqual(await answer('wo melde ich ein gewerbe an'), { slug: 'business-registration', name: 'Gewerbe anmelden', asked: 'office', lines: [], office: 'gewerbeamt' });
  const identityCard = await answer('was kostet ein personalausweis');
  assert.deepEqual([identityCard?.slug, identityCard?.lines.length], ['identity-card', 1]);
  const [own, named, other] = [{ online: true, score: 100_110 }, { online: false, score: 100_134 }, { online: true, score: 100 }];
  assert.equal(findMeant([named, own, other]), own, 'another catalogue has an entry of that name too');
  assert.equal(findMeant([other, { online: true, score: 99 }]), undefined);
});

/** What people really type, and the service that they mean. */
const TYPED = `address-change: umziehen · ummelden · ich ziehe um · welche unterlagen brauche ich für die ummeldung
address-registration: wohnsitz anmelden · wohnung anmelden · move here · register address
identity-card: perso abgelaufen · neuer personalausweis · Personalausweis beantragen musterstadt
identity-card-lost: perso verloren · ausweis verloren
passport: reisepass kind · kinderreisepass · reisepas · passport
resident-parking-permit: was kostet ein bewohnerparkausweis · parkausweis beantragen · parking permit
no-parking-zone: halteverbot umzug · umzugswagen parken
disabled-parking: behindertenparkplatz
vehicle-registration: auto anmelden · wo melde ich mein auto an · kfz zulassung
vehicle-deregistration: auto abmelden
driving-licence-replacement: führerschein verloren
dog-registration: hund anmelden · hundesteuer · wo kann ich meine hund anmelden · dog tax
dog-deregistration: hund gestorben
birth-certificate: geburtsurkude · antrag geburtsurkunde · birth certificate
birth-registration: geburt anmelden
marriage: heiraten
wedding-room: trauzimmer
childcare-place: kitaplatz · kindergarten anmelden
school-enrolment: schule anmelden
business-registration: firma gründen · gewerbeschein
payment-deferral: kann nicht zahlen · gewerbesteuer stunden
housing-benefit: antrag auf wohngeld · wohngeldantrag online
waste-bins: mülltonne · trash
bulky-waste: sperrmüll
defect-report: schlagloch · straßenlaterne kaputt · rattenbefall
abandoned-vehicle: schrottauto
death-registration: mein mann ist gestorben
parking-fine: knöllchen · strafzettel bezahlen
wasps: wespennest
recycling-centre: glascontainer
pension: rente beantragen
jobcentre: bürgergeld
tax-id: steuer id
noise-complaint: lärm nachbar
tree-felling: baum fällen
climate-grant: balkonkraftwerk förderung
charging-station: wallbox
market-stall: flohmarkt · stand auf dem wochenmarkt
temporary-bar: schanklizenz verein
fishing-licence: angelschein
library-card: büchereiausweis
second-home: zweitwohnung
lost-property: schlüssel verloren
certified-copy: beglaubigung
data-access: datenauskunft
conduct-certificate: polizeiliches führungszeugnis · was kostet ein führungszeugnis
residence-permit: aufenthaltstitel verlängern · residence permit
invitation-declaration: visum einladung`;

test('what citizens type, in whole sentences, with a mistake or in English, leads to the service they mean', async () => {
  const wrong: string[] = [];
  for (const line of TYPED.split('\n')) {
    const [slug, queries = ''] = line.split(': ');
    for (const query of queries.split(' · ')) if ((await first(query)) !== slug) wrong.push(`${query}: ${(await first(query)) ?? 'nothing'} instead of ${slug ?? ''}`);
  }
  assert.deepEqual(wrong, []);
  assert.equal(readWish('ich ziehe bald um'), 'ich bald umziehen');
  const suggested = async (typed: string) => (await ask((ctx) => suggestNames(ctx, typed)))[0]?.slug;
  assert.deepEqual([await suggested('hund'), await suggested('perso'), await suggested('umz'), await suggested('knöl')], ['dog-registration', 'identity-card', 'address-registration', 'parking-fine'], 'while somebody types');
});

test('filters narrow the hits: online, audience, office, life situation', async () => {
  assert.ok((await find('fahrzeug zulassen')).includes('vehicle-registration'));
  assert.ok(!(await find('fahrzeug zulassen', { online: true })).includes('vehicle-registration'));
  const ofTaxOffice = await find('gewerbe', { audience: 'business', office: 'steueramt' });
  assert.ok(ofTaxOffice.includes('trade-tax') && !ofTaxOffice.includes('business-registration'));
  assert.ok(!(await find('hund', { lifeSituation: 'bauen-wohnen' })).includes('dog-registration'));
});

test('in English both the English and the German words find a service', async () => {
  assert.equal((await find('dog tax', {}, 'en'))[0], 'dog-registration');
  assert.equal((await find('Hundesteuer', {}, 'en'))[0], 'dog-registration');
  const { hits } = await ask((ctx) => searchServices(ctx, { query: 'parking permit' }), 'en');
  assert.equal(hits[0]?.name, 'Resident parking permit');
});

test('nonsense, stop words and hostile text find nothing and do no harm', async () => {
  for (const query of ['xyzzyplugh', 'der die das', '   ', "'; drop table x; --", '%_\\', '💥', 'a'.repeat(5000)]) assert.deepEqual(await find(query), []);
});

test('paging by cursor shows every hit once, in the same order', async () => {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await ask((ctx) => searchServices(ctx, { query: 'anmelden ausweis', limit: 3, ...(cursor ? { cursor } : {}) }));
    seen.push(...page.hits.map((hit) => hit.slug));
    cursor = page.nextCursor;
  } while (cursor);
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(seen, await find('anmelden ausweis', { limit: 100 }));
  assert.ok((await find('hund', { cursor: 'kaputt' })).length > 0);
});

test('the list from A to Z counts and pages by letter', async () => {
  const letters = await ask((ctx) => countByLetter(ctx));
  const b = await ask((ctx) => listEntries(ctx, { letter: 'B', limit: 50 }));
  assert.equal(b.total, letters.get('B'));
  assert.ok(b.hits.every((hit) => hit.name.startsWith('B')));
  const names = (await ask((ctx) => listEntries(ctx, { limit: 200 }))).hits.map((hit) => hit.name);
  assert.ok(names.indexOf('Ehrenamtskarte') < names.indexOf('Führerschein umtauschen'));
});

test('below row-level security the search reads by index, never row by row', async () => {
  const plan = await ask(async (ctx) => {
    await sql`set local enable_seqscan = off`.execute(ctx.db());
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select slug from catalogue.entry_lexeme where tenant_id = 1 and language = 'de' and lexeme = 'hund'`.execute(ctx.db());
    return rows.map((row) => row['QUERY PLAN']).join('\n');
  });
  assert.match(plan, /Index.*Cond:.*lexeme = 'hund'/s);
});
