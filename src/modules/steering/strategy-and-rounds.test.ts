import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { findBodyByKey, listMeetings, listResolutions } from '#core/bodies';
import { readFigure, reportSections, yearOf } from '#core/insights';
import { getProject, projectIdsByKey } from '#core/projects';
import { listMails } from '#platform/mail';
import { Problem, SYSTEM, seeds, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes, type TestClient } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { cancelRound, decideRound } from './portfolio/decide-round.ts';
import { frameOf, setFrame } from './portfolio/frames.ts';
import { currentModel, saveModel } from './portfolio/models.ts';
import { openRound } from './portfolio/open-round.ts';
import { readRanking } from './portfolio/read-ranking.ts';
import { getRound, listRounds, visibleCards } from './portfolio/rounds.queries.ts';
import { endScoring, handIn, saveCard, takeBack } from './portfolio/score-round.ts';
import { beginEdition, changeEdition, findEdition, publishEdition, undoChange } from './strategy/editions.ts';
import { enterReading } from './strategy/readings.ts';
import { indicatorsOf } from './strategy/read-facts.ts';

let town: Town;
let mayor: Actor;
let head: Actor;
let steering: Actor;
let clerk: Actor;
let bodyId = '';
let ids = new Map<string, string>();
const pages: Record<string, TestClient> = {};
before(async () => {
  town = await openTown({ now: '2026-11-23T09:00:00Z' });
  const who = (name: string) => `${name}@musterstadt.example`;
  [mayor, head, steering, clerk] = await Promise.all(['helena.brandt', 'juergen.aschenbrenner', 'aylin.demir', 'petra.sommer'].map((name) => town.actor(who(name)))) as [Actor, Actor, Actor, Actor];
  for (const name of ['projects/sample', 'budgets/sample', 'bodies/sample', 'steering/strategy', 'steering/portfolio']) for (const seed of town.t.platform.contributions(seeds).filter((one) => one.name === name)) await as(SYSTEM, seed.run);
  for (const name of ['helena.brandt', 'juergen.aschenbrenner', 'aylin.demir', 'petra.sommer']) pages[name] = await town.clerk(who(name));
  bodyId = (await as(SYSTEM, (ctx) => findBodyByKey(ctx, 'lenkungskreis')))?.id ?? '';
  ids = await as(SYSTEM, (ctx) => projectIdsByKey(ctx));
});
after(() => town.close());

const as = <R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R> => town.t.transact(actor, fn);
const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const id = (key: string): string => ids.get(key) ?? assert.fail(key);
const page = (name: string): TestClient => pages[name] ?? assert.fail(name);
const cardFor = (roundId: string, projectId: string, given: number[]) => ({ roundId, projectId, points: Object.fromEntries(['legal', 'efficiency', 'longevity', 'citizens', 'feasibility'].map((key, i) => [key, given[i] ?? 0])), confidence: 'high' as const, remark: `Geheimnis ${given.join('')}` });
const newRound = (keys: string[]) => ({ title: 'Probe', bodyId, projectIds: keys.map(id), year: 2027, dueOn: '2026-12-01' });

test('three members score blind: nobody sees a value of the others, not on a page, in an export, through the program or in an event, before all have handed in', async () => {
  const keys = ['gewerbe-vollautomatik', 'musikschule-verwaltung'];
  const { id: roundId } = await as(steering, (ctx) => openRound(ctx, newRound(keys)));
  assert.deepEqual((await as(SYSTEM, (ctx) => listMails(ctx))).filter(({ subject }) => subject === 'Bitte bewerten: Probe').map(({ to }) => to).sort(), ['aylin.demir', 'helena.brandt', 'juergen.aschenbrenner'].map((name) => `${name}@musterstadt.example`), 'advisers have no vote');
  for (const project of keys.map(id)) await as(mayor, (ctx) => saveCard(ctx, cardFor(roundId, project, [7, 3, 9, 1, 5])));
  await as(mayor, (ctx) => handIn(ctx, roundId));
  for (const project of keys.map(id)) await as(head, (ctx) => saveCard(ctx, cardFor(roundId, project, [2, 8, 4, 6, 0])));
  await as(head, (ctx) => handIn(ctx, roundId));

  const shownTo = async (name: string): Promise<string> => {
    const found = [];
    for (const path of ['', '/bewerten', `/bewerten/${id('gewerbe-vollautomatik')}`, '/punkte.csv']) found.push((await page(name).get(`/office/portfolio/runden/${roundId}${path}`)).text);
    found.push((await page(name).get(`/api/portfolio/rounds/${roundId}`)).text);
    for (const path of ['/office/portfolio?jahr=2027', '/office/portfolio/matrix', `/office/projekte/${id('gewerbe-vollautomatik')}`]) found.push((await page(name).get(path)).text);
    return found.join('\n');
  };
  for (const [name, others] of [['aylin.demir', ['73915', '28460']], ['helena.brandt', ['28460']], ['juergen.aschenbrenner', ['73915']]] as const) {
    const text = await shownTo(name);
    for (const secret of others) assert.ok(!text.includes(`Geheimnis ${secret}`), `${name} sees ${secret}`);
  }
  const round = await as(steering, (ctx) => getRound(ctx, roundId));
  assert.deepEqual([await as(steering, (ctx) => visibleCards(ctx, round)), await as(SYSTEM, (ctx) => visibleCards(ctx, round))], [[], []]);
  assert.deepEqual(new Set((await as(mayor, (ctx) => visibleCards(ctx, round))).map(({ accountId }) => accountId)), new Set([mayor.id]));
  assert.ok(!(await as(steering, (ctx) => readRanking(ctx, 2027))).ranked.some((one) => one.roundId === roundId), 'no ranking tells either');
  const { rows: events } = await as(SYSTEM, (ctx) => sql<{ type: string; body: unknown }>`select type, body from audit.event where tenant_id = 1 and type like 'steering/%'`.execute(ctx.db()));
  const said = JSON.stringify(events);
  assert.ok(events.length > 6);
  assert.ok(!/Geheimnis|"points"/.test(said));

  await assert.rejects(as(steering, (ctx) => handIn(ctx, roundId)), refused('steering/cards-missing'));
  for (const project of keys.map(id)) await as(steering, (ctx) => saveCard(ctx, cardFor(roundId, project, [4, 4, 4, 4, 4])));
  assert.deepEqual(await as(steering, (ctx) => handIn(ctx, roundId)), { last: true });
  const open = await as(steering, (ctx) => getRound(ctx, roundId));
  assert.equal((await as(steering, (ctx) => visibleCards(ctx, open))).length, 6);
  assert.match((await page('juergen.aschenbrenner').get(`/api/portfolio/rounds/${roundId}`)).text, /"place":1[\s\S]*Geheimnis 73915/);
  assert.equal((await page('petra.sommer').get(`/api/portfolio/rounds/${roundId}`)).status, 404);
  const revealed = await page('juergen.aschenbrenner').get(`/office/portfolio/runden/${roundId}`);
  assert.match(revealed.text, /Geheimnis 73915/);
  assert.match(revealed.text, /4,3 \(5\)/, 'mean and spread of the first criterion: 7, 2 and 4');
  assert.match(revealed.text, /Die Reihenfolge/);
  assert.deepEqual(await htmlMistakes(revealed.text), []);
  assert.match((await page('helena.brandt').get(`/office/portfolio/runden/${roundId}/punkte.csv`)).text, /Geheimnis 28460/);
  await assert.rejects(as(mayor, (ctx) => saveCard(ctx, cardFor(roundId, id('gewerbe-vollautomatik'), [9, 9, 9, 9, 9]))), refused('steering/scoring-closed'));
  await assert.rejects(as(mayor, (ctx) => takeBack(ctx, roundId)), refused('steering/scoring-closed'));
  const late = await page('helena.brandt').post(`/office/portfolio/runden/${roundId}/bewerten/${id('gewerbe-vollautomatik')}`, { 'points-legal': '9', remark: 'zu spät getippt' });
  assert.deepEqual([late.status, /Bewertung ist seit .* geschlossen/.test(late.text), /zu spät getippt/.test(late.text)], [409, true, true]);

  const decisions = { [id(keys[0] ?? '')]: { decision: 'approved' as const, reason: 'Nutzen belegt.' }, [id(keys[1] ?? '')]: { decision: 'rejected' as const, reason: 'Zu klein.' } };
  const meetingId = (await as(steering, (ctx) => listMeetings(ctx, bodyId))).find(({ state }) => state === 'planned')?.id;
  await assert.rejects(as(steering, (ctx) => decideRound(ctx, { roundId, decisions, minutes: 'x' })), refused('platform/not-allowed'));
  await assert.rejects(as(mayor, (ctx) => decideRound(ctx, { roundId, decisions: {}, minutes: 'x' })), refused('steering/undecided'));
  await assert.rejects(as(mayor, (ctx) => decideRound(ctx, { roundId, decisions, minutes: ' ' })), refused('steering/minutes-needed'));
  await as(mayor, (ctx) => decideRound(ctx, { roundId, decisions, minutes: 'Der Kreis ist sich einig.' }));
  assert.deepEqual((await Promise.all(keys.map((key) => as(mayor, (ctx) => getProject(ctx, id(key)))))).map(({ state }) => state), ['approved', 'rejected']);
  const resolutions = await as(mayor, (ctx) => listResolutions(ctx, { projectId: id(keys[0] ?? '') }));
  assert.ok(resolutions.some(({ title, text }) => /genehmigt/.test(title) && text === 'Nutzen belegt.'));
  assert.ok(meetingId);
  await assert.rejects(as(mayor, (ctx) => decideRound(ctx, { roundId, decisions, minutes: 'x' })), refused('steering/round-over'));
});

test('a round refuses what can not be scored, strangers and late changes; one that moves on counts only what was handed in; a cancelled one shows nothing', async () => {
  const open = (keys: string[], more = {}) => as(steering, (ctx) => openRound(ctx, { ...newRound(keys), ...more }));
  await assert.rejects(open(['offene-daten']), refused('steering/no-projects'));
  await assert.rejects(open(['offene-daten', 'hundesteuer-online']), refused('steering/not-scorable'));
  await assert.rejects(open(['offene-daten', 'wahlhelfer-portal']), refused('steering/mandatory-apart'));
  await assert.rejects(open(['offene-daten', 'ki-posteingang'], { dueOn: '2026-11-01' }), refused('steering/due-passed'));
  await assert.rejects(as(mayor, (ctx) => openRound(ctx, newRound(['offene-daten', 'ki-posteingang']))), refused('platform/not-allowed'));
  const { id: roundId } = await open(['offene-daten', 'ki-posteingang']);
  const card = cardFor(roundId, id('offene-daten'), [5, 5, 5, 5, 5]);
  await assert.rejects(as(clerk, (ctx) => saveCard(ctx, card)), refused('steering/no-round'));
  await assert.rejects(as(mayor, (ctx) => saveCard(ctx, { ...card, points: { legal: 11 } })), refused('steering/card-wrong'));
  await assert.rejects(as(mayor, (ctx) => saveCard(ctx, { ...card, points: { invented: 3 } })), refused('steering/card-wrong'));
  await assert.rejects(as(mayor, (ctx) => saveCard(ctx, { ...card, projectId: id('digitale-bauakte') })), refused('steering/card-wrong'));
  await assert.rejects(as(steering, (ctx) => endScoring(ctx, roundId)), refused('steering/nobody-scored'));
  for (const key of ['offene-daten', 'ki-posteingang']) await as(mayor, (ctx) => saveCard(ctx, cardFor(roundId, id(key), [6, 6, 6, 6, 6])));
  await as(mayor, (ctx) => handIn(ctx, roundId));
  await assert.rejects(as(mayor, (ctx) => saveCard(ctx, card)), refused('steering/handed-in'));
  await as(mayor, (ctx) => takeBack(ctx, roundId));
  await as(mayor, (ctx) => saveCard(ctx, card));
  await as(mayor, (ctx) => handIn(ctx, roundId));
  await as(head, (ctx) => saveCard(ctx, cardFor(roundId, id('offene-daten'), [1, 1, 1, 1, 1])));
  await as(steering, (ctx) => endScoring(ctx, roundId));
  const ranked = (await as(steering, (ctx) => readRanking(ctx, 2027))).ranked.find((one) => one.id === id('offene-daten'));
  assert.equal(ranked?.score, 50_000, 'what was not handed in does not count');

  const { id: given } = await open(['verkehrsrechner', 'sporthallen-belegung']);
  await as(mayor, (ctx) => saveCard(ctx, cardFor(given, id('verkehrsrechner'), [3, 3, 3, 3, 3])));
  await assert.rejects(as(steering, (ctx) => cancelRound(ctx, { roundId: given, reason: '' })), refused('steering/reason-needed'));
  await as(steering, (ctx) => cancelRound(ctx, { roundId: given, reason: 'Falsche Vorhaben' }));
  const cancelled = await as(steering, (ctx) => getRound(ctx, given));
  assert.deepEqual(await as(steering, (ctx) => visibleCards(ctx, cancelled)), []);
});

test('weights that are not 100 and negative frames are refused with what was typed; a round keeps the version it began with; a what-if saves nothing', async () => {
  const { model, version } = await as(steering, (ctx) => currentModel(ctx));
  const client = page('aylin.demir');
  const form = await client.get('/office/portfolio/modell/aendern');
  assert.equal(form.status, 200);
  const [first] = model.criteria;
  const changed = { ...model, criteria: model.criteria.map((one) => (one.key === 'legal' ? { ...one, weight: 20 } : one.key === 'citizens' ? { ...one, weight: 20 } : one)) };
  await assert.rejects(as(steering, (ctx) => saveModel(ctx, { model: { ...model, criteria: [{ ...first, weight: 35 }, ...model.criteria.slice(1)] }, reason: 'x' })), refused('steering/not-valid'));
  await assert.rejects(as(mayor, (ctx) => saveModel(ctx, { model: changed, reason: 'x' })), refused('platform/not-allowed'));
  const typed = await client.post('/office/portfolio/modell/aendern', { 'name-0': 'Recht', 'weight-0': '60', 'anchors-0': '0: nein\n10: ja', 'name-1': 'Nutzen', 'weight-1': '50', 'anchors-1': '0: nein\n10: ja', hour: '52,00', best: '1', worst: '7', reason: 'Probe' });
  assert.deepEqual([typed.status, /110 statt 100/.test(typed.text), /value="60"/.test(typed.text)], [422, true, true]);
  const before = (await as(steering, (ctx) => listRounds(ctx)))[0];
  await as(steering, (ctx) => saveModel(ctx, { model: changed, reason: 'Der Rat wünscht mehr Gewicht für die Bürgerschaft' }));
  assert.equal((await as(steering, (ctx) => currentModel(ctx))).version, version + 1);
  assert.equal((await as(steering, (ctx) => listRounds(ctx)))[0]?.modelId, before?.modelId);

  await assert.rejects(as(steering, (ctx) => setFrame(ctx, { year: 2027, mandatory: { cents: 1, days: 1 }, chosen: { cents: -1, days: 1 } })), refused('steering/frame-wrong'));
  const frame = await client.post('/office/portfolio/rahmen', { year: '2027', mandatoryMoney: '100', mandatoryDays: '5', chosenMoney: '-7', chosenDays: '5' });
  assert.deepEqual([frame.status, /value="-7"/.test(frame.text)], [422, true]);
  const was = await as(steering, (ctx) => frameOf(ctx, 2027));
  const scenario = await client.get('/office/portfolio/was-waere-wenn?jahr=2027&g-legal=10&g-efficiency=60&g-longevity=10&g-citizens=10&g-feasibility=10&geld=0&tage=0');
  assert.match(scenario.text, /Plätze anders|fiele/);
  assert.equal((await client.get('/office/portfolio/was-waere-wenn?jahr=2027&g-legal=99')).status, 422);
  assert.deepEqual(await as(steering, (ctx) => frameOf(ctx, 2027)), was);
});

test('an edition is written, compared, taken back and put into force; the one in force can not be changed; two who write at once are told', async () => {
  const { id: draft, number } = await as(steering, (ctx) => beginEdition(ctx, { title: 'Strategie 2027', reason: 'Neues Recht' }));
  await assert.rejects(as(steering, (ctx) => beginEdition(ctx, { title: 'x', reason: 'y' })), refused('steering/draft-exists'));
  const current = await as(steering, (ctx) => findEdition(ctx, 'current'));
  assert.ok(current);
  const add = (revision?: number) => as(steering, (ctx) => changeEdition(ctx, { id: draft, ...(revision ? { revision } : {}), edit: { do: 'add', kind: 'field', parent: null, node: { name: 'Neues Feld', text: '' } }, what: 'Handlungsfeld „Neues Feld“ ergänzt' }));
  await assert.rejects(as(steering, (ctx) => changeEdition(ctx, { id: current.id, edit: { do: 'vision', text: 'anders' }, what: '' })), refused('steering/not-a-draft'));
  await assert.rejects(as(mayor, (ctx) => changeEdition(ctx, { id: draft, edit: { do: 'vision', text: 'anders' }, what: '' })), refused('platform/not-allowed'));
  await add(1);
  await assert.rejects(add(1), refused('steering/changed-meanwhile'));
  assert.match((await page('helena.brandt').get(`/office/strategie/vergleich?von=${number - 1}&bis=${number}`)).text, /Neues Feld[\s\S]*neu/);
  await as(steering, (ctx) => undoChange(ctx, draft));
  await assert.rejects(as(steering, (ctx) => undoChange(ctx, draft)), refused('steering/nothing-to-undo'));
  const client = page('aylin.demir');
  const bad = await client.post('/office/strategie/entwurf/neu?art=indicator&bei=alles-online', { name: 'Rückwärts', base: '1', baseOn: '2027-01-01', target: '5', targetOn: '2026-01-01', revision: '3' });
  assert.deepEqual([bad.status, /Das Ziel muss nach dem Ausgangswert liegen/.test(bad.text), /value="Rückwärts"/.test(bad.text)], [422, true, true]);
  const shares = await client.post(`/office/strategie/vorhaben/${id('einbuergerung-online')}`, { 'share-buergernah': '60', 'share-innen': '30' });
  assert.deepEqual([shares.status, /90 statt 100/.test(shares.text), /value="60"/.test(shares.text)], [422, true, true]);
  await assert.rejects(as(steering, (ctx) => publishEdition(ctx, { id: draft, validFrom: '2027-01-01' })), refused('steering/valid-ahead'));
  await assert.rejects(as(steering, (ctx) => publishEdition(ctx, { id: draft, validFrom: '2026-01-01' })), refused('steering/valid-before'));
  await as(steering, (ctx) => publishEdition(ctx, { id: draft, validFrom: '2026-11-23' }));
  assert.equal((await as(steering, (ctx) => findEdition(ctx, 'current')))?.number, number);
  const indicator = indicatorsOf(current.tree).find(({ key }) => key === 'zufriedenheit');
  const live = indicatorsOf(current.tree).find(({ source }) => source.kind === 'figure');
  assert.ok(indicator && live);
  const reading = { on: '2026-11-20', value: 2.2, source: 'Befragung' };
  await assert.rejects(as(steering, (ctx) => enterReading(ctx, live, reading)), refused('steering/measured-live'));
  await assert.rejects(as(steering, (ctx) => enterReading(ctx, indicator, { ...reading, on: '2027-01-01' })), refused('steering/reading-ahead'));
  await assert.rejects(as(steering, (ctx) => enterReading(ctx, indicator, { ...reading, source: '' })), refused('steering/source-needed'));
  await as(steering, (ctx) => enterReading(ctx, indicator, reading));
  assert.match((await page('helena.brandt').get('/office/strategie/messgroesse/zufriedenheit')).text, /75 %/, '(2,2 − 3,4) ÷ (1,8 − 3,4)');
});

test('the state of the strategy is one number: on its page, as key figure, in the report of this year and of the last', async () => {
  const section = town.t.platform.contributions(reportSections).find((one) => one.id === 'strategy');
  const shown = /Stand insgesamt: (\d+) %/.exec((await page('helena.brandt').get('/office/strategie')).text)?.[1];
  for (const year of [2026, 2025]) {
    const [value, draft] = await as(mayor, async (ctx) => [await readFigure(ctx, 'strategy/progress', yearOf(year)), await section?.write(ctx, year)] as const);
    const said = String(Math.round(value ?? Number.NaN));
    assert.ok(draft?.paragraphs.some((one) => one.includes(`zu ${said} % erreicht`)), `${year}: ${said}, ${draft?.paragraphs.join(' ') ?? ''}`);
    assert.equal(draft?.figures[0]?.value, value);
    if (year === 2026) assert.equal(shown, said);
    else assert.match(draft?.paragraphs.join(' ') ?? '', /Digitalstrategie 2024–2027/, 'what was in force then');
  }
  const decisions = await as(mayor, (ctx) => readFigure(ctx, 'portfolio/decided', yearOf(2025)));
  assert.equal(decisions, 5);
});

test('every page answers as it should: in order for who steers, closed to others, without a mistake in its source; the PDF and the calendar are files', async () => {
  for (const path of ['/office/strategie?offen=alle', '/office/strategie/fassungen', '/office/strategie/vorhaben', '/office/portfolio', '/office/portfolio/matrix?achse=risiko', '/office/portfolio/tafel', '/office/portfolio/fahrplan', '/office/portfolio/empfindlichkeit', '/office/portfolio/runden', '/office/portfolio/modell']) {
    const shown = await page('helena.brandt').get(path);
    assert.deepEqual([path, shown.status, await htmlMistakes(shown.text)], [path, 200, []]);
    assert.equal((await page('petra.sommer').get(path)).status, 403, path);
  }
  const calendar = await page('helena.brandt').get('/office/portfolio/fahrplan/kalender.ics');
  assert.match(calendar.text, /^BEGIN:VCALENDAR[\s\S]*SUMMARY:Digitale Bauakte: Ende/);
  const pdf = await page('helena.brandt').get('/office/strategie/strategie.pdf');
  assert.equal(pdf.text.slice(0, 5), '%PDF-', pdf.text.slice(0, 2000));
});
