import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { getDocumentProxy } from 'unpdf';
import { carryOver, figureText, getFigure, lastMonths, listFigures, readFigure, yearOf } from '#core/insights';
import { findOfficeByKey } from '#core/organisation';
import { applyForProject, goLive, startProject } from '#core/projects';
import { extractText, listAttachments } from '#engines/documents';
import { newId } from '#platform/db';
import { SYSTEM, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../../test/town.ts';
import { lightOf } from '../cockpit/cockpit-light.ts';
import { readCockpit } from '../cockpit/read-cockpit.ts';
import { sameCases } from '../effect/effect-words.ts';
import { askLeads } from '../effect/review-effect.ts';
import { joinParts } from './compare-years.ts';
import { composeParts } from './compose-report.ts';
import { ceilingOf, drawChart } from './draw-chart.ts';
import { blocksOf, fillNumbers, looseNumbers, unknownPlaceholders } from './report-text.ts';

const number = (id: string, value: number | null) => ({ id, label: id, value, unit: 'count' as const, evidence: '/x' });

test('a text is paragraphs and lists; numbers stand in it by name, and typed ones without proof are told', () => {
  assert.deepEqual(blocksOf('Eins\nzwei\n\nDrei:\n- a\n- b\n\n<b>'), [{ kind: 'paragraph', text: 'Eins zwei' }, { kind: 'paragraph', text: 'Drei:' }, { kind: 'list', items: ['a', 'b'] }, { kind: 'paragraph', text: '<b>' }]);
  assert.equal(fillNumbers('{{a/b}} und {{ c }} und {{d}}', [number('a/b', 1234), number('c', null)]), '1.234 und nicht messbar und {{d}}');
  assert.deepEqual(unknownPlaceholders('{{a/b}} {{d}} {{d}}', [number('a/b', 1)]), ['d']);
  assert.deepEqual(looseNumbers('Am 3. März 2026 um 12:30 waren es 1.234 Anträge, 47 mehr (§ 35a), also {{x}} von 12,5 %.', ['1.234', '12,5 %']), ['47']);
});

test('the light is worse only beyond its threshold; without value or threshold there is none', () => {
  const more = { good: 'more' as const };
  assert.deepEqual([120, 119, 59].map((value) => lightOf(more, value, { amber: 120, red: 60 })), ['green', 'amber', 'red']);
  assert.deepEqual([12, 13, 22].map((value) => lightOf({ good: 'less' }, value, { amber: 12, red: 21 })), ['green', 'amber', 'red']);
  assert.deepEqual([lightOf(more, null, { amber: 1, red: 0 }), lightOf(more, 5, { amber: null, red: null })], ['none', 'none']);
});

test('drawings for paper end at a round number and hold no markup from data; years are joined by the number', () => {
  assert.deepEqual([0, 7, 12, 24, 26, 99, 101].map(ceilingOf), [1, 10, 20, 25, 50, 100, 200]);
  const chart = { id: 'c', title: 't', description: 'd', labels: ['<script>', 'b'], series: [{ name: 's', values: [null, 3] }], unit: 'count' as const, evidence: '/x' };
  for (const kind of ['bar', 'line'] as const) assert.ok(!drawChart({ ...chart, kind }).includes('<script>'));
  const part = (id: string, figures: ReturnType<typeof number>[]) => ({ id, title: id, figures, text: '', edited: false, leftOut: false, paragraphs: [], tables: [], charts: [] });
  const [joined] = joinParts([[part('a', [number('x', 1), number('gone', 5)])], [part('a', [number('x', null), number('new', 7)])]]);
  assert.deepEqual(joined?.numbers.map(({ id, values }) => [id, values]), [['x', [1, null]], ['gone', [5, undefined]], ['new', [undefined, 7]]]);
});

let town: Town;
const system = SYSTEM;
let aylin: Actor = SYSTEM;
let steering: TestClient;
let mayor: TestClient;
before(async () => {
  town = await openTown({ now: '2026-11-16T09:00:00Z' });
  aylin = await town.actor('aylin.demir@musterstadt.example');
  [steering, mayor] = [await town.clerk('aylin.demir@musterstadt.example'), await town.clerk('helena.brandt@musterstadt.example')];
});
after(() => town.close());

const random = (seed: number) => () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);

/** Cases of two services over two years, decided by people or not. */
function happen(ctx: Ctx, count: number, dice: () => number): void {
  for (let n = 0; n < count; n++) {
    const submitted = Date.parse('2025-01-02T08:00:00Z') + dice() * 680 * 86_400_000;
    const decided = dice() < 0.8 ? new Date(Math.min(ctx.now.getTime(), submitted + dice() * 30 * 86_400_000)) : null;
    ctx.write(sql`insert into cases.case (tenant_id, id, number, service_slug, version_id, office_id, title, applicant_name, applicant, data, status, submitted_at, decided_at)
      values (1, ${newId()}, ${`R-${newId().slice(-12)}`}, ${dice() < 0.7 ? 'dog-registration' : 'firewood-permit'}, ${newId()}, ${newId()}, 'x', 'y', '{}', '{}', ${decided ? 'closed' : 'open'}, ${new Date(submitted)}, ${decided})`);
  }
}

async function liveProject(ctx: Ctx, title: string, { serviceSlug, on }: { serviceSlug?: string; on: string }): Promise<string> {
  const officeId = (await findOfficeByKey(ctx, 'steueramt'))?.id ?? '';
  const { id } = await applyForProject(ctx, { title, purpose: 'Weniger Wege', officeId, ...(serviceSlug ? { serviceSlug } : {}), expected: { casesPerYear: 600, minutesSavedPerCase: 10, moneyCentsPerYear: 0, realisationPercent: 80 } });
  await sql`update projects.project set state = 'approved', lead_id = ${aylin.id}, lead_name = 'Aylin Demir' where tenant_id = 1 and id = ${id}`.execute(ctx.db());
  await startProject(ctx, { projectId: id, on: '2025-01-07' });
  await goLive(ctx, { projectId: id, on });
  return id;
}

const headOf = ({ text }: { text: string }): string => /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(text)?.[1]?.replaceAll(/<[^>]+>/g, '').trim() ?? '';
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replaceAll('&nbsp;', ' ');

test('over random data report, cockpit and the page behind every number say the same', async () => {
  await town.t.transact(system, async (ctx) => {
    await liveProject(ctx, 'Hundesteuer ohne Papier', { serviceSlug: 'dog-registration', on: '2025-02-10' });
    await liveProject(ctx, 'Tablets', { on: '2025-02-10' });
    await liveProject(ctx, 'Brennholz im Netz', { serviceSlug: 'firewood-permit', on: '2026-09-01' });
  });
  for (const seed of [5, 77]) {
    const dice = random(seed);
    await town.t.transact(system, async (ctx) => {
      happen(ctx, 40, dice);
      await carryOver(ctx, { origin: `Fachverfahren ${seed}`, values: [{ figure: 'cases/submitted', month: `2025-0${1 + Math.floor(dice() * 9)}-01`, value: Math.floor(dice() * 500) }, { figure: 'cases/days', month: '2026-03-01', value: dice() * 20, weight: 1 + Math.floor(dice() * 90) }] });
    });
    await town.t.read(aylin, async (ctx) => {
      for (const year of [2025, 2026]) {
        const own = new Set(listFigures(ctx).map(({ id }) => id));
        const numbers = (await composeParts(ctx, year)).flatMap(({ figures }) => figures);
        assert.ok(numbers.length > 8);
        for (const one of numbers) {
          assert.ok(one.evidence.startsWith('/'), `${one.id} has its proof`);
          if (own.has(one.id) && one.evidence === getFigure(ctx, one.id).evidence(yearOf(year))) assert.equal(one.value, await readFigure(ctx, one.id, yearOf(year)), `${one.id} ${year}`);
        }
      }
      for (const { figure, value } of (await readCockpit(ctx)).figures) assert.equal(value, await readFigure(ctx, figure.id, lastMonths(ctx, 12)), figure.id);
    });
  }
  const { figures, period } = await town.t.read(aylin, readCockpit);
  const cockpit = plain((await mayor.get('/office/steuerung')).text);
  for (const { figure, value } of figures) {
    assert.ok(cockpit.includes(plain(figureText(value, figure.unit))), figure.label);
    if (figure.evidence(period).startsWith('/office/nachweis/')) assert.equal(plain(headOf(await mayor.get(figure.evidence(period)))), plain(`${figure.label}: ${figureText(value, figure.unit)}`));
  }
  assert.deepEqual(await htmlMistakes((await mayor.get('/office/steuerung')).text), []);
});

test('a report is written by one click, edited by two without loss, frozen, published and followed by a new edition', async () => {
  const clerk = await town.clerk('petra.sommer@musterstadt.example');
  assert.equal((await clerk.get('/office/fortschrittsbericht')).status, 403);
  const draft = await steering.post('/office/fortschrittsbericht', { year: '2026' });
  assert.match(draft.text, /Entwurf mit laufenden Zahlen/);
  assert.deepEqual(await htmlMistakes(draft.text), []);
  const href = new URL(draft.url).pathname;
  assert.equal((await steering.post('/office/fortschrittsbericht', { year: '2026' })).status, 409, 'one draft a year');
  assert.equal((await mayor.post(`${href}/text`, { part: 'preface', text: 'x', revision: '0' })).status, 403);

  await steering.post(`${href}/text`, { part: 'preface', text: 'Wir haben {{cases/submitted}} Anträge bearbeitet.', revision: '0' });
  const late = await steering.post(`${href}/text`, { part: 'preface', text: 'Meine eigene Fassung', revision: '0' });
  assert.equal(late.status, 409);
  for (const words of ['Meine eigene Fassung', 'Wir haben {{Anträge}} Anträge bearbeitet.', 'Fassung von Aylin Demir']) assert.ok(late.text.includes(words), words);
  const wrong = await steering.post(`${href}/text`, { part: 'preface', text: 'Es sind {{nothing}}', revision: '1' });
  assert.deepEqual([wrong.status, wrong.text.includes('Es sind {{nothing}}')], [422, true]);
  await steering.post(`${href}/text`, { part: 'preface', text: 'Am Ende {{Anträge}} Anträge, und 4711 Dinge.', revision: '1' });
  assert.match((await steering.get(href)).text, /Ohne Nachweis im Abschnitt: 4711/);
  assert.match((await steering.get(`${href}/fassungen/preface`)).text, /Wir haben \{\{cases\/submitted\}\} Anträge/);
  await steering.post(`${href}/text`, { part: 'outlook', text: 'Geheim', leftOut: 'ja', revision: '0' });

  const count = figureText(await town.t.read(aylin, (ctx) => readFigure(ctx, 'cases/submitted', yearOf(2026))), 'count');
  const began = performance.now();
  const frozen = await steering.post(`${href}/abschliessen`, {});
  assert.ok(performance.now() - began < 30_000);
  assert.match(frozen.text, new RegExp(`Am Ende ${count} Anträge`));
  assert.doesNotMatch(frozen.text, /Geheim/);
  await town.t.transact(system, async (ctx) => happen(ctx, 5, random(1)));
  assert.match((await steering.get(href)).text, new RegExp(`Am Ende ${count} Anträge`), 'never computed again');
  assert.equal((await steering.post(`${href}/text`, { part: 'preface', text: 'zu spät', revision: '2' })).status, 409);

  const visitor = town.t.client();
  assert.equal((await visitor.get('/fortschrittsbericht/2026')).status, 404, 'not yet public');
  assert.equal((await steering.post(`${href}/veroeffentlichen`, {})).status, 403, 'whoever decides publishes');
  await mayor.post(`${href}/veroeffentlichen`, {});
  const shown = await visitor.get('/fortschrittsbericht/2026');
  assert.match(shown.text, new RegExp(`Am Ende ${count} Anträge`));
  assert.ok(!shown.text.includes('/office/'), 'no way into the city hall');
  assert.ok(!shown.text.includes('<script'), 'no JavaScript');
  assert.deepEqual(await htmlMistakes(shown.text), []);
  const proof = await visitor.get('/fortschrittsbericht/2026/nachweis/cases%2Fsubmitted');
  assert.match(headOf(proof), new RegExp(`Anträge 2026: ${count}`));
  assert.match(proof.text, /Summe der Monate/);
  await readsWell((await visitor.get('/fortschrittsbericht/2026/bericht.pdf')).bytes, `Am Ende ${count} Anträge`);

  const paper = await steering.get(`${href}/vorlage.md`);
  assert.match(paper.text, /## Beschlussvorschlag\n\nDer Stadtrat von Musterstadt nimmt den Fortschrittsbericht Digitalisierung 2026 zur Kenntnis\./);
  assert.match((await extractText((await steering.get(`${href}/vorlage.pdf`)).bytes)).text, /Beschlussvorschlag/);
  assert.equal((await steering.post('/office/fortschrittsbericht', { year: '2026' })).status, 422, 'a new edition says why');
  const again = await steering.post('/office/fortschrittsbericht', { year: '2026', reason: 'Zahlen des Bauamts fehlten' });
  assert.match(again.text, /2\. Ausgabe[\s\S]*Zahlen des Bauamts fehlten[\s\S]*4711 Dinge/);
  assert.equal((await visitor.get('/fortschrittsbericht/2026')).status, 200, 'the first edition stays until the second is public');
  assert.match((await mayor.get('/office/fortschrittsbericht/vergleich')).text, /2026 \(Entwurf\)/);
});

/** PDF/UA: tagged, with headings, tables and drawings that are described; the numbers lie inside as data. */
async function readsWell(bytes: Uint8Array, words: string): Promise<void> {
  assert.match((await extractText(bytes)).text.replaceAll(/\s+/g, ' '), new RegExp(words));
  assert.deepEqual(await listAttachments(bytes), ['zahlen-2026.csv']);
  const document = await getDocumentProxy(new Uint8Array(bytes));
  const trees = await Promise.all(Array.from({ length: document.numPages }, async (_, i) => (await document.getPage(i + 1)).getStructTree()));
  const tags = JSON.stringify(trees);
  for (const role of ['H1', 'H2', 'Table', 'TH', 'Figure']) assert.ok(tags.includes(`"role":"${role}"`), role);
  assert.match(tags, /Anträge im Lauf des Jahres\. Anträge je Monat, ohne den laufenden\./);
}

test('two projects of one service say that they count the same cases', () => {
  const project = (id: string, serviceSlug: string | null) => ({ id, title: `Vorhaben ${id}`, serviceSlug });
  const all = [project('a', 'dog'), project('b', 'dog'), project('c', null), project('d', null)];
  assert.deepEqual(all.map((one) => /wie „Vorhaben (.)“/.exec(sameCases(one, all))?.[1]), ['b', 'a', undefined, undefined]);
});

test('the lead is asked once after six months, answers three questions, and the measurement follows', async () => {
  const asked = await town.t.transact(system, askLeads);
  assert.ok(asked >= 2);
  assert.equal(await town.t.transact(system, askLeads), 0);
  const effects = await mayor.get('/office/steuerung/wirkung');
  for (const words of ['keine Leistung verknüpft', 'noch keine 6 Monate in Betrieb', 'Minuten wie zugesagt']) assert.ok(effects.text.includes(words), words);
  assert.deepEqual(await htmlMistakes(effects.text), []);
  const id = /href="\/office\/projekte\/([0-9a-f-]{36})">Hundesteuer ohne Papier/.exec(effects.text)?.[1] ?? '';
  const wrong = await steering.post(`/office/steuerung/wirkung/${id}/12`, { used: 'partly', minutesSaved: 'viel', remark: 'Die Marke kommt noch mit der Post' });
  assert.deepEqual([wrong.status, wrong.text.includes('Die Marke kommt noch mit der Post')], [422, true]);
  assert.equal((await steering.post(`/office/steuerung/wirkung/${id}/24`, { used: 'yes' })).status, 409);
  assert.equal((await mayor.post(`/office/steuerung/wirkung/${id}/12`, { used: 'yes' })).status, 403);
  await steering.post(`/office/steuerung/wirkung/${id}/12`, { used: 'partly', minutesSaved: '7,5', moneyEuros: '1.200', remark: '' });
  assert.match((await mayor.get('/office/steuerung/wirkung')).text, /7,5 Min\.[\s\S]*1\.200[\s\S]*Sachkosten[\s\S]*Minuten gemessen/);
});

test('thresholds are data: red on the wrong side is refused, nothing typed is lost, and the cockpit follows', async () => {
  const wrong = await steering.post('/office/steuerung/schwellen', { 'position-cases/days': '1', 'amber-cases/days': '20', 'red-cases/days': '10', 'position-cases/late': '2', 'amber-cases/late': '', 'red-cases/late': '' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /Rot muss über Gelb liegen[\s\S]*value="20"/);
  const right = await steering.post('/office/steuerung/schwellen', { 'position-cases/days': '1', 'amber-cases/days': '0,1', 'red-cases/days': '0,2', 'position-cases/late': '2', 'amber-cases/late': '', 'red-cases/late': '' });
  assert.match(right.text, /Handeln: Tage bis zur Entscheidung/);
  assert.doesNotMatch(right.text, /Seitenaufrufe/);
  assert.equal((await mayor.get('/office/steuerung/schwellen')).status, 403);
});
