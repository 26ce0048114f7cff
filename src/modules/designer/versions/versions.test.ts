import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { bundleOf, getVersionFiles, makeBundle, publishService } from '#core/catalogue';
import { completeTask, listCaseTasks, openCase, runBulkWork } from '#core/cases';
import { SYSTEM, type Actor } from '#platform/module';
import { htmlMistakes } from '#platform/testing';
import { example } from '../patterns/pattern.ts';
import { filesOfPattern, hiddenFields, people, workshopApp, type WorkshopApp } from '../testing/workshop-app.ts';
import { compareTexts } from './compare-texts.ts';
import { openBundle } from './signed-bundle.ts';

let w: WorkshopApp;
let id: string;
before(async () => {
  w = await workshopApp();
  id = await w.begin('permit');
});
after(() => w.close());
const url = () => `/office/werkstatt/${id}`;

test('the lines that differ are found, and only they', () => {
  const kinds = compareTexts('a\nb\nc\nd', 'a\nx\nc\nd\ne').map(({ kind, text }) => `${kind[0]}${text}`);
  assert.deepEqual(kinds, ['sa', 'rb', 'ax', 'sc', 'sd', 'ae']);
  assert.deepEqual(compareTexts('a', 'a').map(({ kind }) => kind), ['same']);
  for (let round = 0; round < 200; round++) {
    const make = () => Array.from({ length: 1 + Math.floor(Math.random() * 12) }, () => 'abc'[Math.floor(Math.random() * 3)]).join('\n');
    const [a, b] = [make(), make()];
    const lines = compareTexts(a, b);
    assert.equal(lines.filter(({ kind }) => kind !== 'added').map(({ text }) => text).join('\n'), a);
    assert.equal(lines.filter(({ kind }) => kind !== 'removed').map(({ text }) => text).join('\n'), b);
  }
});

test('the comparison tells changes of form and process in words', async () => {
  const svenja = w.as('svenja');
  const draft = await w.draft(id);
  await w.t.transact(SYSTEM, (ctx) => publishService(ctx, bundleOf(draft)));
  await svenja.post(`${url()}/formular`, { was: 'add', _stelle: '1.0', label: 'Holzart', kind: 'text', required: 'ja' });
  const flow = /sequenceFlow id="([^"]+)" sourceRef="Start"/.exec(draft.files['process.bpmn']?.content ?? '')?.[1] ?? '';
  await svenja.post(`${url()}/prozess/schritt?id=Start`, { was: 'insert', flow, kind: 'task', name: 'Förster fragen' });
  const { text } = await svenja.get(`${url()}/fassungen`);
  assert.match(text, /neu: Text, eine Zeile „Holzart“/);
  assert.match(text, /neu: Aufgabe „Förster fragen“/);
  assert.match(text, /Fassung 1/);
});

test('an older state comes back, and that can be undone as well', async () => {
  const svenja = w.as('svenja');
  await svenja.post(`${url()}/fassungen/stand`, { revision: '1' });
  assert.doesNotMatch((await w.draft(id)).files['form.json']?.content ?? '', /Holzart/);
  for (const datei of ['form.json', 'process.bpmn']) await svenja.post(`${url()}/rueckgaengig`, { datei, was: 'undo' });
  assert.match((await w.draft(id)).files['form.json']?.content ?? '', /Holzart/);
});

test('a package is signed: any byte changed and it is refused', async () => {
  const svenja = w.as('svenja');
  const { bytes } = await svenja.get(`${url()}/paket`);
  assert.equal(openBundle(bytes).ok, true);
  for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 150))) {
    const changed = Uint8Array.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    assert.equal(openBundle(changed).ok, false, `byte ${at}`);
  }
});

const MANY = 500;
const countOf = async (app: WorkshopApp, text: string): Promise<number> => Number((await app.t.transact(SYSTEM, (ctx) => sql<{ n: string }>`select count(*) as n from ${sql.raw(text)}`.execute(ctx.db()))).rows[0]?.n);

/** One real case, and the rest as copies of all its rows. */
const openMany = (app: WorkshopApp, versionId: string) =>
  app.t.transact(SYSTEM, async (ctx) => {
    const { caseId, instanceId } = await openCase(ctx, { versionId, data: { ...example, wish: 'Drei Festmeter' }, applicant: { givenName: 'Anna', familyName: 'Weber' }, submittedAt: ctx.now });
    await sql`create temporary table copies on commit drop as select gen_random_uuid() as case_id, gen_random_uuid() as instance_id, n from generate_series(2, ${sql.lit(MANY)}) n`.execute(ctx.db());
    await sql`insert into cases.case select (jsonb_populate_record(c, jsonb_build_object('id', k.case_id, 'number', c.number || '-' || k.n))).* from cases.case c, copies k where c.id = ${caseId}`.execute(ctx.db());
    await sql`insert into process.instance select (jsonb_populate_record(i, jsonb_build_object('id', k.instance_id, 'business_key', k.case_id))).* from process.instance i, copies k where i.id = ${instanceId}`.execute(ctx.db());
    await sql`insert into cases.task select (jsonb_populate_record(t, jsonb_build_object('id', gen_random_uuid(), 'case_id', k.case_id, 'instance_id', k.instance_id))).* from cases.task t, copies k where t.instance_id = ${instanceId}`.execute(ctx.db());
    await sql`insert into process.subscription select (jsonb_populate_record(s, jsonb_build_object('instance_id', k.instance_id))).* from process.subscription s, copies k where s.instance_id = ${instanceId}`.execute(ctx.db());
    return caseId;
  });

test(`from the test system to production: refused when changed, dry run, another person approves, ${MANY} running cases move and go back`, async () => {
  const production = await workshopApp();
  try {
    await throughProduction(production, (await w.as('svenja').get(`${url()}/paket`)).bytes);
  } finally {
    await production.close();
  }
});

async function throughProduction(p: WorkshopApp, bytes: Uint8Array): Promise<void> {
  const [svenja, aylin] = [p.as('svenja'), p.as('aylin')];
  const { slug, versionId: v1, files } = await p.t.transact(SYSTEM, async (ctx) => {
    const bundle = makeBundle('firewood-permit', await filesOfPattern('permit', 'firewood-permit'));
    return { slug: bundle.slug, files: bundle.files, ...(await publishService(ctx, bundle)) };
  });
  const caseId = await openMany(p, v1);

  const broken = Uint8Array.from(bytes);
  broken[bytes.length - 20] = (broken[bytes.length - 20] ?? 0) ^ 1;
  const refused = await svenja.post('/office/werkstatt/einlesen', { file: new File([broken], 'x.stadtkern') });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Die Unterschrift stimmt nicht: Das Paket wurde nach dem Unterschreiben verändert/);

  const dry = await svenja.post('/office/werkstatt/einlesen', { file: new File([Uint8Array.from(bytes)], 'x.stadtkern') });
  assert.match(dry.text, /neu: Text, eine Zeile „Holzart“/);
  assert.match(dry.text, /neu: Aufgabe „Förster fragen“/);
  assert.match(dry.text, /Neue Anträge stellen die geänderten Fragen/);
  assert.match(dry.text, /Fassung 1: 500 laufende Vorgänge. Beim Umstellen fände jeder seinen Schritt/);
  assert.doesNotMatch(dry.text, /dieser Installation/);
  assert.deepEqual([await countOf(p, 'catalogue.draft'), await countOf(p, 'catalogue.service_version')], [0, 1], 'a dry run changes nothing');

  const taken = await svenja.post('/office/werkstatt/einlesen/uebernehmen', hiddenFields(dry, /uebernehmen/));
  const draftUrl = new URL(taken.url).pathname;
  await svenja.post(`${draftUrl}/abgeben`, {});
  const own = await svenja.post(`${draftUrl}/freigeben`, hiddenFields(await aylin.get(draftUrl), /freigeben/));
  assert.equal(own.status, 403);
  await aylin.post(`${draftUrl}/freigeben`, hiddenFields(await aylin.get(draftUrl), /freigeben/));
  const published = await aylin.post(`${draftUrl}/veroeffentlichen`, {});
  assert.match(published.text, /500 laufende Vorgänge stehen auf Fassung 1 – umstellen\?/);
  assert.equal(await countOf(p, `cases.case where version_id = '${v1}'`), MANY, 'publishing moves nobody');

  // the workshop leads into the planner, with both versions filled in
  const plan = /href="(\/office\/verwaltung\/umzug\/plan\?von=[^"]+)"/.exec(published.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
  assert.match((await aylin.get(plan)).text, /von Fassung 1 nach 2/);
  const versions = Object.fromEntries(new URL(plan, 'http://x').searchParams);
  const v2 = versions['nach'] ?? '';
  const work = async () => void (await p.t.settle());
  const bulk = async () => {
    while ((await runBulkWork(p.t.platform, 1)) > 0);
  };
  const move = new URL((await aylin.post('/office/verwaltung/umzug/plan', { ...versions, aktion: 'probelauf' })).url).pathname;
  await bulk();
  await aylin.post(`${move}/umziehen`, {});
  await bulk();
  assert.equal(await countOf(p, `cases.case where version_id = '${v2}'`), MANY);
  assert.doesNotMatch((await aylin.get(`/office/werkstatt/leistung/${slug}`)).text, /umstellen\?/);

  const [task] = await p.t.read(SYSTEM, (ctx) => listCaseTasks(ctx, caseId));
  const done = await p.t.transact(people['clerk'] as Actor, (ctx) => completeTask(ctx, { taskId: task?.id ?? '', data: { granted: true } }));
  assert.equal(done.kind, 'completed');
  await work();

  const back = `/office/werkstatt/leistung/${slug}/zurueck/${v1}`;
  const asked = await aylin.get(back);
  assert.match(asked.text, /Auch umgestellte Vorgänge zurücksetzen \(bis zu 500\)/);
  assert.deepEqual(await htmlMistakes(asked.text), []);
  assert.equal((await aylin.post(back, { reason: ' ', zuruecksetzen: 'ja' })).status, 422);
  const returned = await aylin.post(back, { reason: 'Die Frage nach der Holzart verwirrt.', zuruecksetzen: 'ja' });
  assert.match(returned.text, /Zurück zu Fassung 1 \(vorher 2\): Die Frage nach der Holzart verwirrt\./);
  await bulk();
  assert.deepEqual([await countOf(p, `cases.case where version_id = '${v1}'`), await countOf(p, `cases.case where version_id = '${v2}'`)], [MANY - 1, 1], 'who has moved on stays');
  const page = await aylin.get(`/office/werkstatt/leistung/${slug}`);
  assert.match(page.text, /Für neue Anträge gilt Fassung 1/);
  assert.deepEqual(await htmlMistakes(page.text), []);
  assert.deepEqual(await p.t.read(SYSTEM, async (ctx) => (await getVersionFiles({ ...ctx, actor: people['svenja'] as Actor }, slug, v1))['form.json']), files['form.json'], 'a published version never changes');
  assert.equal((await aylin.post(back, { reason: 'noch einmal' })).status, 409);
  for (const path of [`/office/werkstatt/leistung/${slug}`, back]) assert.equal((await p.as('clerk').get(path)).status, 403);
}
