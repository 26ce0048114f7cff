import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closePress } from '#core/inbox';
import { readFigure, yearOf } from '#core/insights';
import { decideProject, getProject, projectIdsByKey, readPortfolio } from '#core/projects';
import { extractText } from '#engines/documents';
import { listMails } from '#platform/mail';
import { Problem, SYSTEM, seeds, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { addDrawdown, saveFunding, type FundingFields } from './fundings/fundings.ts';
import { listFundingParts, listFundings } from './fundings/fundings.queries.ts';
import { makeProofOfUse } from './fundings/proof-of-use.ts';
import { remindOfDuties } from './fundings/remind.ts';
import { addLine, bookActual, changeLine, grantTotals, moneyOf, reverseBooking, totalMoney, type NewBooking } from './index.ts';
import type { problem } from './problems.ts';

let town: Town;
let aylin: Actor;
let ids: Map<string, string>;
before(async () => {
  town = await openTown({ now: '2026-11-20T08:00:00Z' });
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => /^(projects|budgets)\//.test(name))) await town.t.transact(SYSTEM, (ctx) => seed.run(ctx));
  aylin = await town.actor('aylin.demir@musterstadt.example');
  ids = await town.t.read(SYSTEM, (ctx) => projectIdsByKey(ctx));
});
after(async () => {
  await closePress(town.t.platform);
  await town.close();
});

const refused = (code: Parameters<typeof problem>[0] | 'platform/not-allowed') => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const as = <R>(actor: Actor, work: (ctx: Ctx) => Promise<R>): Promise<R> => town.t.transact(actor, work);
const project = (key: string): string => ids.get(key) ?? assert.fail(key);
const booking = (more: Partial<NewBooking> = {}): NewBooking => ({ projectId: project('digitale-bauakte'), amountCents: 100_00, on: '2026-11-19', text: 'Scannen', source: { kind: 'invoice', ref: 'R-1' }, ...more });

test('the sample city plans 3.6 million euros a year and has one grant of 368,000 euros that pays for everything', async () => {
  const { t } = town;
  assert.equal((await t.read(SYSTEM, (ctx) => readPortfolio(ctx))).length, 38, 'two of the forty are drafts');
  for (const year of [2024, 2025, 2026]) assert.equal((await t.read(SYSTEM, (ctx) => totalMoney(ctx, year))).planCents, 360_000_000);
  assert.equal((await t.read(SYSTEM, (ctx) => grantTotals(ctx, 2026))).grantedCents, 36_800_000);
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  for (const path of ['', '?jahr=2024', '/buchungen', '/betrieb', '/foerderungen', '/foerderungen/neu', `/projekte/${project('lorawan-umwelt')}`]) assert.deepEqual(await htmlMistakes((await browser.get(`/office/haushalt${path}`)).text), [], path);
});

test('nothing negative, no day ahead, no source twice; a mistake is taken back once by a counter booking, and both stay', async () => {
  const before = await town.t.read(SYSTEM, (ctx) => totalMoney(ctx, 2026));
  await assert.rejects(as(aylin, (ctx) => bookActual(ctx, booking({ amountCents: -1 }))), refused('budgets/negative'));
  await assert.rejects(as(aylin, (ctx) => bookActual(ctx, booking({ on: '2026-11-21' }))), refused('budgets/date-ahead'));
  await assert.rejects(as(aylin, (ctx) => addLine(ctx, { projectId: null, year: 2026, kind: 'plan', costType: 'other', running: false, amountCents: -5 })), refused('budgets/negative'));
  const { id } = await as(aylin, (ctx) => bookActual(ctx, booking()));
  await assert.rejects(as(aylin, (ctx) => bookActual(ctx, booking({ projectId: null }))), refused('budgets/booked-already'));
  await assert.rejects(as(aylin, (ctx) => reverseBooking(ctx, { bookingId: id, reason: '' })), refused('budgets/reason-needed'));
  const twice = await Promise.allSettled([1, 2].map(() => as(aylin, (ctx) => reverseBooking(ctx, { bookingId: id, reason: 'falsches Projekt' }))));
  assert.deepEqual(twice.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  assert.deepEqual(await town.t.read(SYSTEM, (ctx) => totalMoney(ctx, 2026)), before);
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  const href = `/office/haushalt/projekte/${project('digitale-bauakte')}`;
  assert.match((await browser.get(href)).text, /Gegenbuchung: falsches Projekt/);
  const wrong = await browser.post(`${href}/zeilen`, { art: 'plan', jahr: '2026', betrag: '-500,00', kostenart: 'licences', dauer: 'laufend', text: 'Wartung der Scanner' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /darf nicht negativ sein[\s\S]*value="-500,00"[\s\S]*Wartung der Scanner/, 'nothing typed is lost');
});

test('money is seen by steering and by the lead of the project, not by others who work in it; only who may books', async () => {
  const tom = await town.clerk('tom.schuster@musterstadt.example');
  const own = `/office/haushalt/projekte/${project('digitale-bauakte')}`;
  assert.equal((await tom.get(`/office/projekte/${project('digitale-bauakte')}`)).status, 200, 'Tom works in the project');
  assert.doesNotMatch((await tom.get(`/office/projekte/${project('digitale-bauakte')}`)).text, /Haushaltszeilen und Buchungen/);
  assert.equal((await tom.get(own)).status, 403);
  for (const path of ['', '/buchungen', '/buchungen.csv', '/export.csv', '/foerderungen', '/foerderungen/fristen.ics', '/betrieb']) assert.equal((await tom.get(`/office/haushalt${path}`)).status, 403, path);
  assert.equal((await tom.get(`/office/haushalt/buchungen?projekt=${project('digitale-bauakte')}`)).status, 403);
  const petra = await town.clerk('petra.sommer@musterstadt.example');
  assert.equal((await petra.get(`/office/haushalt/projekte/${project('hundesteuer-online')}`)).status, 200, 'she leads it');
  const helena = await town.actor('helena.brandt@musterstadt.example');
  await assert.rejects(as(helena, (ctx) => bookActual(ctx, booking({ source: { kind: 'invoice', ref: 'R-9' } }))), refused('platform/not-allowed'));
  const grant = (await town.t.read(SYSTEM, (ctx) => listFundings(ctx)))[0]?.id ?? '';
  assert.equal((await tom.get(`/office/haushalt/foerderungen/${grant}/verwendungsnachweis.pdf`)).status, 403);
});

test('whatever is booked and planned, project sums, city sums, figures and file agree (random data)', async () => {
  let seed = 5;
  const random = (most: number): number => (seed = (seed * 48271) % 2147483647) % most;
  const keys = [...ids.keys()];
  await as(aylin, async (ctx) => {
    for (let n = 0; n < 40; n++) {
      const projectId = random(5) === 0 ? null : project(keys[random(keys.length)] ?? '');
      const visible = projectId === null || (await getProject(ctx, projectId)).state !== 'draft';
      const year = 2024 + random(3);
      if (random(2) === 0 && visible) await addLine(ctx, { projectId, year, kind: (['plan', 'committed', 'forecast'] as const)[random(3)] ?? 'plan', costType: 'other', running: random(2) === 0, amountCents: 1 + random(9_999_999) });
      else if (visible) {
        const { id } = await bookActual(ctx, booking({ projectId, amountCents: 1 + random(9_999_999), on: `${year}-0${1 + random(9)}-1${random(9)}`, source: { kind: 'manual', ref: `Z-${n}` } }));
        if (random(4) === 0) await reverseBooking(ctx, { bookingId: id, reason: 'Zufall' });
      }
    }
  });
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  for (const year of [2024, 2025, 2026]) {
    const total = await town.t.read(aylin, (ctx) => totalMoney(ctx, year));
    const parts = await town.t.read(aylin, (ctx) => moneyOf(ctx, { year }));
    const lines = (await browser.get(`/office/haushalt/export.csv?jahr=${year}`)).text.trim().split('\r\n').slice(1).map((line) => line.split(';').slice(3).map((cell) => Math.round(Number(cell.replaceAll('"', '').replace(',', '.')) * 100)));
    const column = (at: number): number => lines.reduce((sum, line) => sum + (line[at] ?? 0), 0);
    assert.deepEqual([column(0), column(1), column(2), column(3)], [total.planCents, total.committedCents, total.spentCents, total.forecastCents]);
    assert.ok([...parts.values()].reduce((sum, one) => sum + one.spentCents, 0) <= total.spentCents);
    assert.equal(await town.t.read(aylin, (ctx) => readFigure(ctx, 'budgets/spent', yearOf(year))), total.spentCents);
    assert.equal(await town.t.read(aylin, (ctx) => readFigure(ctx, 'budgets/plan', yearOf(year))), total.planCents);
    assert.equal(await town.t.read(aylin, (ctx) => readFigure(ctx, 'budgets/forecast', yearOf(year))), total.forecastCents);
  }
  const light = await town.t.read(aylin, (ctx) => readFigure(ctx, 'projects/red', yearOf(2026)));
  assert.match((await browser.get('/office/projekte?ampel=red')).text, new RegExp(`${light}( von ${light})? Projekte`));
});

test('the approval turns the estimate into the plan, once; more expected than planned turns the light', async () => {
  const id = project('gewerbe-vollautomatik');
  await as(SYSTEM, (ctx) => decideProject(ctx, { projectId: id, decision: 'approved', reason: 'ja' }));
  const money = async () => (await town.t.read(aylin, (ctx) => moneyOf(ctx, { projectIds: [id], year: 2027 }))).get(id);
  assert.ok(((await money())?.planCents ?? 0) >= 3_600_000);
  const clean = project('musikschule-verwaltung');
  await as(SYSTEM, (ctx) => decideProject(ctx, { projectId: clean, decision: 'approved', reason: 'ja' }));
  const { id: lineId } = await as(aylin, (ctx) => addLine(ctx, { projectId: clean, year: 2027, kind: 'committed', costType: 'licences', running: false, amountCents: 90_000_000 }));
  assert.match((await town.t.read(aylin, (ctx) => getProject(ctx, clean))).lightReason, /liegen über dem Plan/);
  await as(aylin, (ctx) => changeLine(ctx, { lineId, amountCents: 0 }));
  assert.equal((await town.t.read(aylin, (ctx) => getProject(ctx, clean))).light, 'green');
});

test('a grant: reversed days and too much money are refused, duties come with the notice, are reminded of, and the proof of use is a PDF from the bookings', async () => {
  const fields: FundingFields = { projectId: project('archiv-lesesaal'), programme: 'Archive öffnen', giver: 'Land', noticeNumber: '', noticeOn: null, amountCents: 10_000_00, ratePercent: 50, periodFrom: '2026-05-01', periodUntil: '2026-12-31', boundUntil: null, earlyStartOn: null, conditions: 'Belege aufheben', state: 'applied' };
  const save = (more: Partial<FundingFields>, id?: string): Promise<{ id: string }> => as(aylin, (ctx) => saveFunding(ctx, { ...fields, ...more }, id));
  await assert.rejects(save({ periodUntil: '2026-04-30' }), refused('budgets/dates-reversed'));
  await assert.rejects(save({ amountCents: -1 }), refused('budgets/negative'));
  await assert.rejects(save({ state: 'approved' }), refused('budgets/notice-needed'));
  const { id } = await save({});
  await save({ state: 'approved', noticeOn: '2026-06-01', noticeNumber: 'AÖ-1' }, id);
  assert.deepEqual((await town.t.read(aylin, (ctx) => listFundingParts(ctx, id))).duties.map(({ kind, due_on: due }) => [kind, due]), [['proof-of-use', '2027-06-28'], ['retention', '2036-12-31']]);
  await as(aylin, (ctx) => addDrawdown(ctx, { fundingId: id, dueOn: '2026-12-01', amountCents: 10_000_00 }));
  await assert.rejects(as(aylin, (ctx) => addDrawdown(ctx, { fundingId: id, dueOn: '2026-12-01', amountCents: 1 })), refused('budgets/too-much-drawn'));
  await as(aylin, (ctx) => bookActual(ctx, booking({ projectId: project('archiv-lesesaal'), amountCents: 1234_56, on: '2026-11-02', source: { kind: 'invoice', ref: 'AÖ-77' } })));
  const { bytes } = await town.t.read(aylin, (ctx) => makeProofOfUse(ctx, id));
  const text = (await extractText(bytes)).text.replaceAll(/\s+/g, ' ');
  for (const words of ['AÖ-77', '1.234,56', 'Eigenanteil der Stadt', 'Belege aufheben']) assert.ok(text.includes(words), words);
  assert.match(Buffer.from(bytes).toString('latin1'), /pdfuaid/);
  town.t.time.now = new Date('2027-06-10T08:00:00Z');
  assert.ok((await town.t.transact(SYSTEM, remindOfDuties)) > 0);
  assert.equal(await town.t.transact(SYSTEM, remindOfDuties), 0, 'not twice on the same day');
  assert.ok((await town.t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'edith.rosner@musterstadt.example' }))).some(({ subject }) => subject.includes('Verwendungsnachweis')));
  town.t.time.now = new Date('2026-11-20T08:00:00Z');
});

test('a start before the notice is warned of and needs a tick', async () => {
  const id = project('wissensdatenbank');
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  const page = await browser.post(`/office/projekte/${id}/start`, { am: '2026-11-20' });
  assert.equal(page.status, 422);
  assert.match(page.text, /noch nicht bewilligt/);
  await browser.post(`/office/projekte/${id}/start`, { am: '2026-11-20', trotzdem: 'ja' });
  assert.equal((await town.t.read(aylin, (ctx) => getProject(ctx, id))).state, 'running');
});
