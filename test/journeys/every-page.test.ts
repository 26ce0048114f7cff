import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { routes } from '#platform/http';
import { SYSTEM } from '#platform/module';
import { listAccountClaims, settleClaim } from '#core/payments';
import { seedSampleCases } from '../../src/app/sample-cases.ts';
import { fillDraft, postFields, startDraft } from '../fill-form.ts';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';
import type { Person } from './person.ts';

// Whoever adds a page gets it checked here without doing anything: the crawl follows the links that people see.
let city: City;
before(async () => {
  city = await openCity({ now: '2026-11-20T09:30:00Z' });
  await seedSampleCases(city.t.platform, { count: 30, say: () => {} });
  await fillAccount('anna.schmidt@post.example');
});
after(() => city.close());

/** An account with everything in it: letters, something to pay, a permit, papers that are asked for. */
async function fillAccount(email: string): Promise<void> {
  const client = await city.citizen(email);
  for (const [slug, example] of [['dog-registration', 'Ein Hund, klarer Fall'], ['resident-parking-permit', 'Eigenes Auto'], ['business-registration', 'GmbH mit Bäckerei']] as const) {
    const { service } = await city.service(slug);
    const data = await walkthroughData(slug, example);
    const draft = await startDraft(client, slug);
    await fillDraft(client, draft, { form: service.form, data: slug === 'resident-parking-permit' ? { ...data, validFrom: '2026-12-01' } : data });
    const sent = await postFields(client, `${draft}/absenden`, [['zustellung', 'elektronisch'], ['richtig', 'on']]);
    assert.match(sent.location ?? '', /\/antrag\/eingang\//, sent.text.slice(0, 300));
    await city.work();
  }
  await city.t.transact(SYSTEM, async (ctx) => {
    const claims = await listAccountClaims(ctx, await city.accountId(email));
    const permit = claims.find((claim) => claim.case_number.includes('PARK'));
    assert.ok(permit, 'the permit has to be paid');
    await settleClaim(ctx, permit.id, { entryKey: 'every-page', amountCents: permit.amount_cents, bookedOn: '2026-11-20', payer: permit.debtor, reference: permit.booking_code, source: 'bank-statement' });
  });
  await city.work();
}

/** Everybody who sees pages of their own; together they see all. */
const people: [who: string | undefined, from: string[]][] = [
  [undefined, ['/', '/leistungen', '/suche?q=hund', '/status', '/ausweis', '/anmelden', '/registrieren', '/passwort', '/demo/postfach', '/gibt-es-nicht', '/api/docs']],
  ['anna.schmidt@post.example', ['/konto', '/konto/nachrichten', '/konto/zahlungen', '/konto/ausweise', '/konto/sicherheit']],
  ['petra.sommer@musterstadt.example', ['/office', '/office/arbeit?ansicht=gruppe', '/office/arbeit?ansicht=alle', '/office/suche?q=hund', '/office/vertretung', '/office/gibt-es-nicht']],
  ['renate.lindner@musterstadt.example', ['/office', '/office/arbeit?ansicht=aufgaben']],
  ['fatima.haddad@musterstadt.example', ['/office', '/office/arbeit?ansicht=alle']],
  ['birgit.thalmann@musterstadt.example', ['/office/kasse', '/office/kasse/kontoauszug', '/office/kasse/ungeklaert']],
  ['norbert.fink@musterstadt.example', ['/office/aktenplan', '/office/postausgang']],
  ['aylin.demir@musterstadt.example', ['/office/verwaltung/leistungen', '/office/verwaltung/leistungen/dog-registration/veroeffentlichen']],
  ['tobias.kraemer@musterstadt.example', ['/office/verwaltung/personen', '/office/verwaltung/rollen', '/office/verwaltung/aemter', '/office/protokoll']],
];
/** Pages that links alone don't lead to, and where they are looked at instead. */
const elsewhere: RegExp[] = [
  /^\/antrag\//, // journeys: forms, review, receipt, drafts
  /^\/status\/:id/, // journeys: with number and code
  /(zurueckziehen|druck|unterlagen)$/,
  /^\/anmelden\/(bestaetigen|einrichten|extern|weiter)|^\/office\/anmelden\/(bestaetigen|einrichten|weiter)/, // auth: second factor, provider, parked forms
  /\/(gesendet|neu|bestaetigen)$/, // auth: reached by forms and mailed links
  /(sicherheit\/app|zweiter-faktor)$/, // auth: only for those who have one
];
/** How often one person looks at pages of the same kind; once is enough for the others. */
const MOST = new Map([['/office/vorgaenge/:id', 4], ['/leistungen/:slug', 4], ['/konto/antraege/:id', 3], ['/office/arbeit', 3]]);
const notPages = /\.(pdf|csv|ics|svg|pem|json|xml|jsonl)($|\?)|\/(datei|export)($|[/?])|^\/(konto|status\/[^/]+)\/dokumente\/|\/rechnung\/|\/abmelden$|^\/assets\//;

type Pattern = { path: string; matches: RegExp };
const visits = new Set<string>();
const patterns = (): Pattern[] =>
  city.t.platform
    .contributions(routes)
    .filter((route) => route.kind === 'page' && route.method === 'GET' && !notPages.test(route.path))
    .map(({ path }) => ({ path, matches: new RegExp(`^${path.replaceAll(/[.+]/g, '\\$&').replaceAll(/:[a-zA-Z]+/g, '[^/]+')}/?$`) }))
    // the literal ones first: /office/kasse/kontoauszug is not /office/kasse/:id
    .sort((a, b) => (a.path.match(/:/g)?.length ?? 0) - (b.path.match(/:/g)?.length ?? 0));

async function linksOn(person: Person): Promise<string[]> {
  const found = (await person.page.locator('a[href]').evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).href))) as string[];
  return [...new Set(found)].filter((href) => href.startsWith(city.t.url)).map((href) => href.slice(city.t.url.length).split('#')[0] ?? '');
}

async function crawl(person: Person, from: string[]): Promise<void> {
  const known = patterns();
  const queue = from.map((path) => ({ path, asked: true }));
  const seen = new Set<string>();
  const mine = new Map<string, number>();
  for (let next = queue.shift(); next; next = queue.shift()) {
    const { path, asked } = next;
    if (seen.has(path) || notPages.test(path)) continue;
    seen.add(path);
    const pattern = known.find(({ matches }) => matches.test(path.split('?')[0] ?? ''))?.path ?? (path.split('?')[0] as string);
    const most = MOST.get(pattern);
    if (!asked && (most ? (mine.get(pattern) ?? 0) >= most : visits.has(pattern))) continue;
    mine.set(pattern, (mine.get(pattern) ?? 0) + 1);
    visits.add(pattern);
    await person.open(path);
    for (const link of await linksOn(person)) queue.push({ path: link, asked: false });
  }
}

for (const [who, from] of people) {
  test(`every page that ${who ?? 'somebody without account'} can reach by links is valid and free of barriers`, async (t) => {
    const person = who ? await city.signedIn(who) : await city.visitor();
    const before = city.record.kinds.size;
    const mistakes = city.record.findings.length;
    await crawl(person, from);
    t.diagnostic(`${city.record.kinds.size - before} kinds of pages`);
    assert.deepEqual(city.record.findings.slice(mistakes), []);
    assert.deepEqual(person.complaints, []);
    await person.leave();
  });
}

test('no page of the program was left out', () => {
  const missed = patterns().map(({ path }) => path).filter((path) => !visits.has(path) && !elsewhere.some((one) => one.test(path)));
  assert.deepEqual(missed, []);
});

for (const [language, words] of [['en', 'Register a dog'], ['de-leicht', 'Hund an-melden']] as const) {
  test(`the portal speaks ${language}, and the language is kept`, async () => {
    const person = await city.visitor({ locale: 'de-DE', viewport: { width: 390, height: 844 } });
    await person.open('/leistungen/dog-registration');
    await person.follow(language === 'en' ? 'English' : 'Leichte Sprache');
    await person.sees(words);
    assert.match((await person.page.locator('html').getAttribute('lang')) ?? '', language === 'en' ? /^en/ : /^de/);
    await person.open('/antrag/dog-registration');
    await person.sees(words);
    assert.deepEqual(person.complaints, []);
  });
}

test('the pages in other languages have no barriers either', () => city.requireCleanPages());
