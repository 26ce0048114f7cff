import assert from 'node:assert/strict';
import { listApplications } from '#core/applications';
import { draftOfService } from '#core/catalogue';
import { startRun } from '#core/circulation';
import { takeIn } from '#core/inbound-post';
import { foundOrganisation } from '#core/mandates';
import { findOfficeByKey } from '#core/organisation';
import { keepPaper } from '#core/papers';
import { listAccountClaims, settleClaim } from '#core/payments';
import { listCaseDocuments, openFile } from '#core/records';
import { SYSTEM, type Actor } from '#platform/module';
import { seedSampleCases } from '../../src/app/sample-cases.ts';
import { fillDraft, postFields, startDraft } from '../fill-form.ts';
import { walkthroughData } from '../walkthrough.ts';
import { openCity, type City } from './city.ts';

/** A city in which much has happened, so that every list has rows and every page has something to say. */
export async function openFilledCity(): Promise<City> {
  const city = await openCity({ now: '2026-11-20T09:30:00Z' });
  await seedSampleCases(city.t.platform, { count: 30, say: () => {} });
  return city;
}

/** What only the office makes: a draft in the workshop, post that waits, a document on its way over the desks, a file, a process on the map. */
export async function fillOffice(city: City): Promise<void> {
  const { transact, platform } = city.t;
  await transact(await city.actor('aylin.demir@musterstadt.example'), (ctx) => draftOfService(ctx, 'dog-registration'));
  const aylin = await city.clerk('aylin.demir@musterstadt.example');
  await aylin.post('/office/prozesse/neu', { name: 'Fundsachen annehmen', office: 'Bürgerbüro', owner: 'Katharina Vogl', perYear: '900', minutesEach: '15', cost: '12,50', mediaBreaks: '2' });
  await aylin.post('/office/strategie/fortschreibung', { title: 'Digitalstrategie 2027–2031', reason: 'Der Rat hat neue Schwerpunkte beschlossen.' });
  await transact(await city.actor('norbert.fink@musterstadt.example'), async (ctx) => {
    const office = await findOfficeByKey(ctx, 'steueramt');
    await openFile(ctx, { position: '02.3.1', title: 'Hundesteuer, Schriftverkehr mit Verbänden', officeId: office?.id ?? '' });
  });
  const words = Buffer.from('Sehr geehrte Damen und Herren, mein Hund ist gestorben.');
  const blob = await platform.storage.put(words);
  await transact(SYSTEM, (ctx) => takeIn(ctx, { source: 'upload', blob, mime: 'text/plain', name: 'brief.txt' }));
  const anna = await city.accountId('anna.schmidt@post.example');
  const application = (await city.t.read(SYSTEM, (ctx) => listApplications(ctx, anna))).find(({ slug }) => slug === 'dog-registration');
  const renate = await city.actor('renate.lindner@musterstadt.example');
  const [document] = await city.t.read(renate, (ctx) => listCaseDocuments(ctx, application?.case_id ?? ''));
  assert.ok(document, 'the first application has a document');
  await transact(renate, (ctx) => startRun(ctx, { documentId: document.id, steps: [{ who: 'renate.lindner@musterstadt.example', stage: 1, action: 'sign' }] }));
}

/** An account with everything in it: letters, something to pay, a permit, papers that are asked for, an organisation. */
export async function fillAccount(city: City, email: string): Promise<void> {
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
  const person: Actor = { kind: 'citizen', id: await city.accountId(email), name: 'Anna Schmidt', grants: [], trustLevel: 'basic' };
  await city.t.transact(person, (ctx) => foundOrganisation(ctx, { name: 'Kleingartenverein Sonnenhang e. V.' }));
  const certificate = Buffer.from('%PDF-1.4 Beispiel');
  const { hash, size } = await city.t.platform.storage.put(certificate);
  await city.t.transact(person, (ctx) => keepPaper(ctx, { id: hash, name: 'geburtsurkunde.pdf', type: 'application/pdf', size }, { title: 'Geburtsurkunde', kind: 'civil-status', validUntil: null }));
  await city.t.transact(SYSTEM, async (ctx) => {
    const claims = await listAccountClaims(ctx, await city.accountId(email));
    const permit = claims.find((claim) => claim.case_number.includes('PARK'));
    assert.ok(permit, 'the permit has to be paid');
    await settleClaim(ctx, permit.id, { entryKey: 'every-page', amountCents: permit.amount_cents, bookedOn: '2026-11-20', payer: permit.debtor, reference: permit.booking_code, source: 'bank-statement' });
  });
  await city.work();
}

