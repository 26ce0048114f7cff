import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openCase } from '#core/cases';
import { closePress, listCaseMessages } from '#core/inbox';
import { findOfficeByKey } from '#core/organisation';
import { closePages, getCaseFile, listCaseDocuments, listFileDocuments, openFreeCaseFile, addPlanPositions, samplePlan } from '#core/records';
import { fillLetter, plainText } from '#engines/documents';
import { Problem, SYSTEM, type Actor } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { changeBlock, createBlock, listBlocks, listBlockVersions } from './blocks.ts';
import { letterOfText } from './letter-of-text.ts';
import { fillPlaces, gapsIn, unknownPlaces, withBlocks, type PlaceValues } from './placeholders.ts';
import { insertBlock } from './write-text.ts';
import { getTarget, placeValues } from './writing-target.ts';

const values = { Name: 'Erika Muster', Anschrift: '', today: '2026-11-22', answers: { hund: { name: 'Bello', geboren: '2025-03-01', chip: true } } } as unknown as PlaceValues;

test('placeholders are filled from the case; what nobody knows stays a gap that people see', () => {
  assert.equal(fillPlaces('{{Name}}, {{ Angabe hund.name }} ({{Angabe hund.geboren}}, {{Angabe hund.chip}}) bis {{Heute + 14}}', values), 'Erika Muster, Bello (01.03.2025, ja) bis 06.12.2026');
  assert.deepEqual(gapsIn(fillPlaces('{{Anschrift}} {{Angabe hund.farbe}} {{Angabe __proto__.x}}', values)), ['Anschrift', 'Angabe hund.farbe', 'Angabe __proto__.x']);
  assert.deepEqual(unknownPlaces('{{Nmae}} {{Name}} {{Heute - 3}} {{Baustein Gruß}}'), ['Nmae']);
  assert.equal(withBlocks('A {{Baustein Gruß}} {{Baustein Fehlt}}', new Map([['gruß', 'B {{Name}}']])), 'A B {{Name}} [Baustein Fehlt?]');
});

test('a plain text becomes paragraphs, headings and lists; signs of a template language are only signs', () => {
  const { content } = fillLetter(letterOfText('Titel', 'Guten Tag,\n\n## Was fehlt\nBitte:\n- {{ 1 + 1 }}\n- :::if x\n\n**nicht fett**\nzweite Zeile'), {});
  assert.deepEqual(content.map((node) => node.type), ['paragraph', 'heading', 'paragraph', 'bulletList', 'paragraph']);
  assert.match(plainText(content), /\{\{ 1 \+ 1 \}\}[\s\S]*\*\*nicht fett\*\*/);
});

let town: Town;
let head: Actor;
let clerk: TestClient;
let stranger: TestClient;
let caseId = '';
let officeId = '';
before(async () => {
  town = await openTown();
  head = await town.actor('renate.lindner@musterstadt.example');
  const { versionId, service } = await town.service('dog-registration');
  ({ caseId, officeId } = await town.t.transact(SYSTEM, async (ctx) => {
    const office = (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '';
    await addPlanPositions(ctx, samplePlan);
    const opened = await openCase(ctx, { versionId, applicationId: crypto.randomUUID(), data: {}, applicant: { givenName: 'Erika', familyName: 'Muster' }, submittedAt: ctx.now });
    return { caseId: opened.caseId, officeId: office, slug: service.slug };
  }));
  clerk = await town.clerk('renate.lindner@musterstadt.example');
  stranger = await town.clerk('fatima.haddad@musterstadt.example');
});
after(async () => {
  await closePress(town.t.platform);
  await closePages(town.t.platform);
  await town.close();
});

const refused = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;

test('a block belongs to an office, is kept by whoever may, and keeps its versions; two who change it at once are told', async () => {
  const { t } = town;
  const said = { name: 'Gruß', uses: ['letter' as const], subject: '', text: 'Mit freundlichen Grüßen' };
  const id = await t.transact(head, (ctx) => createBlock(ctx, { ...said, officeId }));
  await assert.rejects(t.transact(head, (ctx) => createBlock(ctx, { ...said, name: 'gruß', officeId })), refused('text-blocks/name-taken'));
  await assert.rejects(t.transact(head, (ctx) => createBlock(ctx, { ...said, officeId: null })), (error) => error instanceof Problem && error.status === 403);
  await assert.rejects(t.transact(head, (ctx) => changeBlock(ctx, id, { ...said, text: '{{Gibtsnicht}}', version: 1 })), refused('text-blocks/unknown-place'));
  await t.transact(head, (ctx) => changeBlock(ctx, id, { ...said, text: 'Freundliche Grüße', version: 1 }));
  await assert.rejects(t.transact(head, (ctx) => changeBlock(ctx, id, { ...said, text: 'Zu spät', version: 1 })), refused('text-blocks/changed-meanwhile'));
  assert.deepEqual((await t.read(head, (ctx) => listBlockVersions(ctx, id))).map((one) => one.text), ['Freundliche Grüße', 'Mit freundlichen Grüßen']);
  assert.equal((await t.read(head, (ctx) => listBlocks(ctx, { q: 'grüße', limit: 5 }))).length, 1);
  const elsewhere = await town.actor('fatima.haddad@musterstadt.example');
  assert.equal((await t.read(elsewhere, (ctx) => listBlocks(ctx, { q: 'grüße', limit: 5 }))).length, 0);
  const page = await clerk.get(`/office/textbausteine/${id}`);
  assert.match(page.text, /Frühere Fassungen/);
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.equal((await stranger.get(`/office/textbausteine/${id}`)).status, 404);
});

test('a letter is put together from a template without JavaScript; with a gap it does not leave, then it lies in the record', async () => {
  const { t } = town;
  const templateId = await t.transact(SYSTEM, (ctx) => createBlock(ctx, { officeId: null, name: 'Nachforderung', uses: ['letter', 'message'], subject: 'Unterlagen zu {{Aktenzeichen}}', text: '{{Anrede}}\n\nes fehlt: {{Angabe gibt.es.nicht}}\n\n{{Baustein Gruß}}' }));
  const here = `/office/vorgaenge/${caseId}/schreiben`;
  const empty = await clerk.get(`${here}?art=letter`);
  assert.match(empty.text, /Nachforderung/);
  assert.deepEqual(await htmlMistakes(empty.text), []);
  const inserted = await clerk.post(here, { art: 'letter', betreff: '', text: 'Vorweg.', baustein: templateId, tun: 'einfuegen' });
  assert.match(inserted.text, /Noch offen: Angabe gibt\.es\.nicht/);
  assert.match(inserted.text, /Vorweg\.\s+Guten Tag Erika Muster/);
  const gap = await clerk.post(here, { art: 'letter', betreff: 'Unterlagen', text: 'es fehlt: [Angabe gibt.es.nicht?]', tun: 'fertig' });
  assert.equal(gap.status, 422);
  assert.match(gap.text, /es fehlt: \[Angabe/);
  const pdf = await clerk.post(here, { art: 'letter', betreff: 'Unterlagen', text: 'Entwurf', tun: 'pdf' });
  assert.equal(pdf.headers.get('content-type'), 'application/pdf');
  assert.equal((await clerk.post(here, { art: 'letter', betreff: 'Unterlagen', text: 'Es fehlt der Impfpass.', tun: 'fertig' })).status, 200);
  const filed = (await t.read(SYSTEM, (ctx) => listCaseDocuments(ctx, caseId))).find((one) => one.title === 'Unterlagen');
  assert.equal(filed?.kind, 'letter');
  assert.ok((await t.read(SYSTEM, (ctx) => listCaseMessages(ctx, caseId))).some((one) => one.document_id === filed?.id));
  assert.equal((await stranger.get(here)).status, 404);
});

test('an order and a note with a subject are documents; a file without a case gets its letter, too', async () => {
  const { t } = town;
  assert.equal((await clerk.post(`/office/vorgaenge/${caseId}/schreiben`, { art: 'order', betreff: 'Verfügung', text: 'zdA', tun: 'fertig' })).status, 200);
  const file = await t.read(SYSTEM, (ctx) => getCaseFile(ctx, caseId));
  assert.ok((await t.read(SYSTEM, (ctx) => listFileDocuments(ctx, file.id, { limit: 50 }))).some((one) => one.title === 'Verfügung' && one.kind === 'note'));
  const free = await t.transact(SYSTEM, async (ctx) => (await openFreeCaseFile(ctx, { position: '02.3.1', title: 'Satzung', officeId })).id);
  const inserted = await t.read(head, async (ctx) => {
    const target = await getTarget(ctx, 'file', free);
    return insertBlock(ctx, { use: 'letter', subject: '', text: '', recipient: '' }, { blockId: (await listBlocks(ctx, { q: 'Nachforderung', limit: 1 }))[0]?.id ?? '', values: await placeValues(ctx, target) });
  });
  assert.match(inserted.text, /\[Anrede\?\][\s\S]*Freundliche Grüße/);
  const here = `/office/vorgangsakten/${free}/schreiben`;
  assert.match((await clerk.post(here, { art: 'letter', betreff: 'Anfrage', text: 'Guten Tag', tun: 'fertig' })).text, /Name und Anschrift an/);
  assert.equal((await clerk.post(here, { art: 'letter', betreff: 'Anfrage', text: 'Guten Tag', empfaenger: 'Verein\nWeg 1\n12345 Musterstadt', tun: 'fertig' })).status, 200);
  assert.ok((await t.read(SYSTEM, (ctx) => listFileDocuments(ctx, free, { limit: 5 }))).some((one) => one.kind === 'outgoing' && one.mime === 'application/pdf'));
});
