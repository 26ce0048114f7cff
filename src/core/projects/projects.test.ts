import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { closePress } from '#core/inbox';
import { findOfficeByKey } from '#core/organisation';
import { extractText } from '#engines/documents';
import { Problem, SYSTEM, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { applyForProject, decideProject, dependenciesOf, getProject, goLive, holdGate, listProjects, startProject, stopProject, submitApplication } from './index.ts';
import { addMember } from './people/members.ts';
import { readWorkload } from './people/workload.ts';
import { addDependency } from './plan/dependencies.ts';
import { addMilestone } from './plan/milestones.ts';
import type { problem } from './problems.ts';
import type { ProjectTables } from './tables.ts';
import { overrideLight } from './watch/override-light.ts';
import { addRisk, changeRisk } from './watch/risks.ts';

let town: Town;
let aylin: Actor;
let helena: Actor;
let petra: Actor;
let renate: Actor;
let petrasBrowser: TestClient;
let officeId = '';
before(async () => {
  town = await openTown();
  const actor = (name: string): Promise<Actor> => town.actor(`${name}@musterstadt.example`);
  [aylin, helena, petra, renate] = [await actor('aylin.demir'), await actor('helena.brandt'), await actor('petra.sommer'), await actor('renate.lindner')];
  petrasBrowser = await town.clerk('petra.sommer@musterstadt.example');
  officeId = (await town.t.read(SYSTEM, (ctx) => findOfficeByKey(ctx, 'steueramt')))?.id ?? '';
});
after(async () => {
  await closePress(town.t.platform);
  await town.close();
});

const refused = (code: Parameters<typeof problem>[0] | 'platform/not-allowed') => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const as = <R>(actor: Actor, work: (ctx: Ctx) => Promise<R>): Promise<R> => town.t.transact(actor, work);
const draft = async (title: string): Promise<string> => (await as(petra, (ctx) => applyForProject(ctx, { title, purpose: 'Es wird besser', officeId }))).id;

/** A project that runs, led by Petra. */
async function running(title: string): Promise<string> {
  const id = await draft(title);
  await as(SYSTEM, async (ctx) => {
    await ctx.db<ProjectTables>().updateTable('projects.project').set({ lead_id: petra.id, lead_name: petra.name, starts_on: '2026-09-01', ends_on: '2027-03-31', money_cents: 100 }).where('tenant_id', '=', 1).where('id', '=', id).execute();
    await submitApplication(ctx, id);
    await decideProject(ctx, { projectId: id, decision: 'approved', reason: 'gut' });
    await startProject(ctx, { projectId: id });
  });
  return id;
}

test('an application of five pages without JavaScript: saved at each, mistakes lose nothing, the draft is seen by nobody else, then it is handed in and decided', async () => {
  const first = await petrasBrowser.get('/office/projekte/neu');
  assert.deepEqual(await htmlMistakes(first.text), []);
  assert.match((await petrasBrowser.post('/office/projekte/neu', { titel: 'Hundesteuer ohne Papier', amt: officeId, zweck: '' })).text, /Hundesteuer ohne Papier[\s\S]*Schreiben Sie, was danach besser ist/);
  const begun = await petrasBrowser.post('/office/projekte/neu', { titel: 'Hundesteuer ohne Papier', amt: officeId, zweck: 'Bescheide gehen ins Postfach', leistung: 'dog-registration', weiter: 'ja' }, { follow: false });
  const base = (begun.location ?? '').replace(/\/nutzen$/, '');
  const id = base.split('/')[3] ?? '';
  assert.match((await petrasBrowser.get(`${base}/nutzen`)).text, /Hund anmelden/, 'a service like it is shown without JavaScript');
  await petrasBrowser.post(`${base}/nutzen`, { faelle: '1.450', minuten: '14', anteil: '90' });
  assert.match((await petrasBrowser.get(`${base}/nutzen`)).text, /1\.450 Fälle × 14 Minuten ÷ 60 × 90 % = 305 Stunden im Jahr/);
  await petrasBrowser.post(`${base}/pflicht`, { pflicht: 'none' });
  const reversed = await petrasBrowser.post(`${base}/zeit`, { beginn: '2027-05-01', ende: '2027-04-30', leitung: 'Petra Sommer', tage: '45' });
  assert.equal(reversed.status, 422);
  assert.match(reversed.text, /Das Ende liegt vor dem Beginn/);
  assert.match(reversed.text, /value="2027-05-01"[\s\S]*value="Petra Sommer"[\s\S]*value="45"/, 'nothing typed is lost');
  assert.equal((await petrasBrowser.post(`/office/projekte/${id}/einreichen`, {})).status, 422);
  await petrasBrowser.post(`${base}/zeit`, { beginn: '2027-01-01', ende: '2027-04-30', leitung: 'Petra Sommer', auftraggeber: 'renate.lindner@musterstadt.example', tage: '45' });
  const negative = await petrasBrowser.post(`${base}/geld`, { 'einmalig-2027': '-5' });
  assert.match(negative.text, /darf nicht negativ sein/);
  await petrasBrowser.post(`${base}/geld`, { 'einmalig-2027': '38.000,00', foerderung: 'keine' });
  assert.deepEqual(await htmlMistakes((await petrasBrowser.get(`${base}/pruefen`)).text), []);
  await assert.rejects(town.t.read(helena, (ctx) => getProject(ctx, id)), refused('projects/no-project'));
  assert.equal((await (await town.clerk('daniel.weigand@musterstadt.example')).get(`/office/projekte/${id}`)).status, 404);
  await petrasBrowser.post(`/office/projekte/${id}/einreichen`, {});
  assert.equal((await town.t.read(renate, (ctx) => getProject(ctx, id))).state, 'applied');
  await assert.rejects(as(petra, (ctx) => decideProject(ctx, { projectId: id, decision: 'approved', reason: 'mein Projekt' })), refused('platform/not-allowed'));
  await assert.rejects(as(helena, (ctx) => decideProject(ctx, { projectId: id, decision: 'approved', reason: ' ' })), refused('projects/reason-needed'));
  assert.equal((await petrasBrowser.post(`${base}/vorhaben`, { titel: 'Anders', amt: officeId, zweck: 'x' })).status, 409, 'while the committee has it, only steering changes it');
  await as(helena, (ctx) => decideProject(ctx, { projectId: id, decision: 'approved', reason: 'Hoher Nutzen' }));
  assert.equal((await petrasBrowser.post(`${base}/nutzen`, { faelle: '1', minuten: '1' })).status, 409, 'nor is the promise lowered afterwards by whoever is measured by it');
  await petrasBrowser.post(`${base}/zeit`, { beginn: '2027-01-01', ende: '2027-05-31', leitung: 'Petra Sommer', tage: '45' });
  const page = await petrasBrowser.get(`/office/projekte/${id}/verlauf`);
  for (const words of ['Antrag begonnen', 'Antrag eingereicht', 'Genehmigt: Hoher Nutzen', 'Ende 30.04.2027 → 31.05.2027']) assert.match(page.text, new RegExp(words));
});

test('the charter is an accessible PDF with the formula and the costs', async () => {
  const id = await running('Steckbrief');
  await as(petra, (ctx) => addMilestone(ctx, { projectId: id, title: 'Testbetrieb', dueOn: '2026-12-01' }));
  const { makeCharter } = await import('./apply/charter.ts');
  const { bytes } = await town.t.read(petra, (ctx) => makeCharter(ctx, id));
  const text = (await extractText(bytes)).pages.join(' ');
  for (const words of ['Projektsteckbrief', 'Testbetrieb', '01.12.2026', 'Das Projekt ist freiwillig']) assert.ok(text.includes(words), words);
  assert.match(Buffer.from(bytes).toString('latin1'), /pdfuaid/);
});

test('a gate opens with all evidence or with a reason; the lead does not open it; a stop is a normal end', async () => {
  const id = await running('Tor');
  await assert.rejects(as(petra, (ctx) => holdGate(ctx, { projectId: id, outcome: 'go', reason: '' })), refused('platform/not-allowed'));
  await assert.rejects(as(aylin, (ctx) => holdGate(ctx, { projectId: id, outcome: 'go', reason: '' })), refused('projects/evidence-missing'));
  await as(aylin, (ctx) => holdGate(ctx, { projectId: id, outcome: 'go', reason: 'Nachweis folgt bis Freitag' }));
  assert.equal((await town.t.read(petra, (ctx) => getProject(ctx, id))).phase, 'planning');
  const browser = await town.clerk('petra.sommer@musterstadt.example');
  const item = /nachweise\/([0-9a-f-]{36})/.exec((await browser.get(`/office/projekte/${id}/phasen`)).text)?.[1] ?? '';
  assert.equal((await browser.post(`/office/projekte/${id}/nachweise/${item}`, { nachweis: '', erfuellt: 'ja' })).status, 422, 'evidence without words is none');
  await browser.post(`/office/projekte/${id}/nachweise/${item}`, { nachweis: 'Lastenheft vom 1.9.', erfuellt: 'ja' });
  assert.match((await browser.get(`/office/projekte/${id}/phasen`)).text, /Lastenheft vom 1\.9\./);
  await assert.rejects(as(helena, (ctx) => holdGate(ctx, { projectId: id, outcome: 'stop', reason: '' })), refused('projects/reason-needed'));
  await as(helena, (ctx) => holdGate(ctx, { projectId: id, outcome: 'stop', reason: 'Das Land stellt es kostenlos bereit' }));
  assert.equal((await town.t.read(petra, (ctx) => getProject(ctx, id))).state, 'stopped');
  await assert.rejects(as(petra, (ctx) => addMilestone(ctx, { projectId: id, title: 'noch etwas', dueOn: '2026-12-01' })), refused('projects/wrong-state'));
});

test('going live names day and service; nothing goes live tomorrow, or before it runs', async () => {
  const id = await running('Betrieb');
  await assert.rejects(as(petra, (ctx) => goLive(ctx, { projectId: id, on: '2027-01-01' })), refused('projects/date-ahead'));
  await as(petra, (ctx) => goLive(ctx, { projectId: id, on: '2026-09-14', serviceSlug: 'dog-registration' }));
  const project = await town.t.read(petra, (ctx) => getProject(ctx, id));
  assert.deepEqual([project.state, project.liveOn, project.serviceSlug, project.phase], ['live', '2026-09-14', 'dog-registration', 'operation']);
  await assert.rejects(as(petra, (ctx) => goLive(ctx, { projectId: id, on: '2026-09-14' })), refused('projects/wrong-state'));
  await assert.rejects(as(renate, (ctx) => stopProject(ctx, { projectId: id, reason: 'so' })), refused('platform/not-allowed'));
});

test('projects that wait for each other in a circle are refused, and the circle is named', async () => {
  const [a, b, c] = [await running('Alpha'), await running('Beta'), await running('Gamma')];
  await as(petra, (ctx) => addDependency(ctx, { projectId: a, needsId: b }));
  await as(petra, (ctx) => addDependency(ctx, { projectId: b, needsId: c }));
  const browser = await town.clerk('petra.sommer@musterstadt.example');
  const page = await browser.post(`/office/projekte/${c}/abhaengigkeiten`, { braucht: a });
  assert.equal(page.status, 422);
  assert.match(page.text, /„Gamma“ → „Alpha“ → „Beta“ → „Gamma“/);
  assert.match(page.text, new RegExp(`value="${a}" selected`), 'what was chosen is still chosen');
  assert.deepEqual(await town.t.read(petra, (ctx) => dependenciesOf(ctx, [c])), []);
  // two halves of a circle at the same moment: one of them is refused
  const [d, e] = [await running('Delta'), await running('Epsilon')];
  const both = await Promise.allSettled([as(petra, (ctx) => addDependency(ctx, { projectId: d, needsId: e })), as(petra, (ctx) => addDependency(ctx, { projectId: e, needsId: d }))]);
  assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
});

test('a risk turns the light, a person may contradict with a reason that everybody reads, and new data count again', async () => {
  const id = await running('Ampel');
  const light = async (): Promise<string> => (await town.t.read(renate, (ctx) => getProject(ctx, id))).light;
  const { id: riskId } = await as(petra, (ctx) => addRisk(ctx, { projectId: id, title: 'Personal fehlt', probability: 5, impact: 4, measure: '', owner: '' }));
  assert.equal(await light(), 'red');
  await assert.rejects(as(petra, (ctx) => overrideLight(ctx, { projectId: id, light: 'amber', reason: '' })), refused('projects/reason-needed'));
  await assert.rejects(as(renate, (ctx) => overrideLight(ctx, { projectId: id, light: 'amber', reason: 'x' })), refused('platform/not-allowed'));
  await as(petra, (ctx) => overrideLight(ctx, { projectId: id, light: 'amber', reason: 'Aushilfe ab Montag' }));
  assert.match((await (await town.clerk('renate.lindner@musterstadt.example')).get(`/office/projekte/${id}`)).text, /Von Hand gesetzt von[\s\S]*Die Daten sagen: kritisch/);
  assert.equal(await light(), 'amber');
  await as(petra, (ctx) => changeRisk(ctx, { projectId: id, riskId, probability: 5, impact: 5 }));
  assert.equal(await light(), 'red');
  assert.equal((await town.t.read(aylin, (ctx) => listProjects(ctx, { light: 'red', states: ['running'] }))).rows.length, 1);
});

test('whoever is planned in too many projects is shown as overbooked; nobody unknown is planned', async () => {
  const [a, b] = [await running('Viel'), await running('Mehr')];
  for (const projectId of [a, b]) await as(petra, (ctx) => addMember(ctx, { projectId, person: 'Daniel Weigand', duty: '', daysPerMonth: 6, fromOn: '2026-09-01', untilOn: '2026-10-31' }));
  const [daniel] = await town.t.read(aylin, (ctx) => readWorkload(ctx));
  assert.deepEqual(daniel?.months.map(({ over }) => over), [true, true, false, false, false, false]);
  await assert.rejects(as(petra, (ctx) => addMember(ctx, { projectId: a, person: 'Niemand', duty: '', daysPerMonth: 1, fromOn: '2026-09-01', untilOn: '2026-10-31' })), refused('projects/no-person'));
  const browser = await town.clerk('daniel.weigand@musterstadt.example');
  assert.equal((await browser.get(`/office/projekte/${a}`)).status, 200, 'who works in a project sees it');
  assert.equal((await browser.get('/office/projekte/auslastung')).status, 403, 'but not how busy others are');
  assert.match((await (await town.clerk('aylin.demir@musterstadt.example')).get('/office/projekte/auslastung')).text, /12 überbucht/);
});

test('lists page by cursor in both directions, filter, and go out as CSV', async () => {
  const all = await town.t.read(aylin, (ctx) => listProjects(ctx, { sort: 'title' }, { limit: 100 }));
  const first = await town.t.read(aylin, (ctx) => listProjects(ctx, { sort: 'title' }, { limit: 4 }));
  assert.ok(first.next);
  const second = await town.t.read(aylin, (ctx) => listProjects(ctx, { sort: 'title' }, { limit: 4, ...(first.next ? { after: first.next } : {}) }));
  assert.deepEqual([...first.rows, ...second.rows].map(({ id }) => id), all.rows.slice(0, 8).map(({ id }) => id));
  const back = await town.t.read(aylin, (ctx) => listProjects(ctx, { sort: 'title' }, { limit: 4, ...(second.previous ? { before: second.previous } : {}) }));
  assert.deepEqual(back.rows.map(({ id }) => id), first.rows.map(({ id }) => id));
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  assert.deepEqual(await htmlMistakes((await browser.get('/office/projekte?ansicht=alle')).text), []);
  assert.match((await browser.get('/office/projekte?q=gibtesnicht')).text, /Kein Projekt passt zu diesen Filtern/);
  assert.match((await browser.get('/office/projekte/export.csv?ansicht=alle&q=hundesteuer')).text, /"Hundesteuer ohne Papier";"genehmigt"/);
  assert.equal((await browser.get('/office/projekte?nach=unsinn&sortierung=quatsch')).status, 200);
});
