import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, type RawBuilder } from 'kysely';
import { untilEventsAreVisible } from '#platform/audit';
import { listMails } from '#platform/mail';
import { ANONYMOUS, Problem, SYSTEM, seeds, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { showable } from './audience.ts';
import { closeOldNews, confirmNews, listUnread, publishNews, readShares } from './news.ts';
import { answerQuestion, askQuestion, listQuestions, summariseFeedback } from './questions.ts';
import { answerSurvey, closeOldSurveys, getSurvey, readResult, startSurvey } from './surveys.ts';
import type { SurveyQuestion } from './tables.ts';
import { cancelTraining, getTraining, listParticipants, offerTraining, register, unregister } from './training.ts';

let town: Town;
let editor: Actor;
const clerks: Actor[] = [];
before(async () => {
  town = await openTown({ now: '2026-11-22T09:00:00Z' });
  editor = await town.actor('aylin.demir@musterstadt.example');
  for (const name of ['petra.sommer', 'daniel.weigand', 'stefan.bauer', 'nadine.kuehn', 'jana.pohl', 'tom.schuster']) clerks.push(await town.actor(`${name}@musterstadt.example`));
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => name === 'change/sample')) await as(SYSTEM, seed.run);
});
after(() => town.close());

const as = <R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R> => town.t.transact(actor, fn);
const ask = async <R>(query: RawBuilder<R>): Promise<R[]> => as(SYSTEM, async (ctx) => (await query.execute(ctx.db())).rows);
const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const clerk = (at: number): Actor => clerks[at] ?? assert.fail('nobody');

test('news reach their groups and stand on the desk; read is counted once per person, shown as a share of the group, and nobody is named anywhere', async () => {
  await assert.rejects(as(clerk(0), (ctx) => publishNews(ctx, { title: 'a', text: 'b', audiences: ['all'] })), refused('platform/not-allowed'));
  const publish = (change: object) => as(editor, (ctx) => publishNews(ctx, { title: 'Neue Mappe', text: 'Ab Montag ohne Papier.', audiences: ['role:sachbearbeitung', 'office:standesamt'], ...change }));
  for (const [change, code] of [[{ text: ' ' }, 'text-needed'], [{ audiences: [] }, 'audience-needed'], [{ audiences: ['office:mond'] }, 'unknown-group']] as const) await assert.rejects(publish(change), refused(`change/${code}`));
  const id = await publish({});
  assert.ok((await as(clerk(0), listUnread)).some((news) => news.id === id));
  assert.ok((await as(await town.actor('helena.brandt@musterstadt.example'), listUnread)).every((news) => news.id !== id), 'not for others');
  const desk = await town.clerk('petra.sommer@musterstadt.example');
  assert.match((await desk.get('/office')).text, /Neu für Sie[\s\S]*Neue Mappe/);
  const read = (who: Actor) => confirmNews(town.t.platform, { tenantId: 1, newsId: id, accountId: who.id ?? '' });
  for (const who of [clerk(0), clerk(0), clerk(1)]) await read(who);
  assert.ok((await as(clerk(0), listUnread)).every((news) => news.id !== id));
  const shares = await as(editor, (ctx) => readShares(ctx, id));
  assert.equal(shares[0]?.percent, Math.round((2 / (shares[0]?.size ?? 1)) * 100));
  assert.deepEqual([shares[1]?.size, shares[1]?.percent], [2, null], 'two people are no group');
  await untilEventsAreVisible(town.t.platform);
  for (const table of ['news', 'news_group', 'news_reader']) for (const { row } of await ask(sql<{ row: string }>`select t::text as row from ${sql.table(`change.${table}`)} t where ${sql.ref(table === 'news' ? 'id' : 'news_id')} = ${id}`)) assert.ok(!row.includes(clerk(0).id ?? 'x') && !row.includes(clerk(0).name), row);
  const events = await ask(sql<{ type: string; row: string }>`select type, e::text as row from audit.event e where subject = ${`news:${id}`}`);
  assert.equal(events.filter(({ type }) => type === 'change/news-confirmed').length, 2);
  for (const { row } of events) assert.ok(!row.includes(clerk(0).id ?? 'x') && !row.includes(clerk(0).name), row);
  assert.equal((await ask(sql`select distinct xmin::text from change.news_reader where news_id = ${id}`)).length, 1, 'the order of confirmations is not in the table');
  town.t.time.now = new Date('2027-03-22T09:00:00Z');
  assert.ok((await as(SYSTEM, closeOldNews)) > 0);
  assert.deepEqual(await ask(sql`select 1 from change.news_reader where news_id = ${id}`), []);
  await assert.rejects(read(clerk(2)), refused('change/over'));
  assert.ok((await as(editor, (ctx) => readShares(ctx, id)))[0]?.percent, 'the share stays');
  town.t.time.now = new Date('2026-11-22T09:00:00Z');
});

const questions: SurveyQuestion[] = [{ key: 'f1', text: 'Hilft es?', kind: 'scale' }, { key: 'f2', text: 'Warum?', kind: 'text' }];

test('a pulse survey counts and keeps no answer of a person; nothing is shown before the end or below five answers, in the export neither', async () => {
  const start = (change: object) => as(editor, (ctx) => startSurvey(ctx, { title: 'Puls', questions, audiences: ['role:sachbearbeitung'], fromOn: '2026-11-20', untilOn: '2026-11-30', ...change }));
  await assert.rejects(as(clerk(0), (ctx) => startSurvey(ctx, { title: 'Puls', questions, audiences: ['all'], fromOn: '2026-11-20', untilOn: '2026-11-30' })), refused('platform/not-allowed'));
  for (const [change, code] of [[{ questions: [] }, 'questions-needed'], [{ questions: [{ key: 'x', text: 'Was?', kind: 'choice', options: ['nur eins'] }] }, 'questions-needed'], [{ untilOn: '2026-11-01' }, 'dates-reversed'], [{ audiences: [] }, 'audience-needed']] as const) await assert.rejects(start(change), refused(`change/${code}`));
  const id = await start({});
  const answer = (who: Actor, answers: Record<string, string>) => answerSurvey(town.t.platform, { tenantId: 1, surveyId: id, accountId: who.id ?? '', answers });
  await assert.rejects(answer(await town.actor('helena.brandt@musterstadt.example'), { f1: '5' }), refused('change/not-asked'));
  await assert.rejects(answer(clerk(0), { f1: '6' }), refused('change/answer-wrong'));
  await assert.rejects(answer(clerk(0), {}), refused('change/answer-wrong'));
  await answer(clerk(0), { f1: '5', f2: 'Geheimes Wort' });
  await assert.rejects(answer(clerk(0), { f1: '1' }), refused('change/already-answered'));
  for (const at of [1, 2, 3]) await answer(clerk(at), { f1: '3' });
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  const look = () => as(editor, async (ctx) => readResult(ctx, await getSurvey(ctx, id)));
  town.t.time.now = new Date('2026-12-01T09:00:00Z');
  assert.deepEqual(await look(), { answers: 4, shown: false, questions: [], groups: [] });
  for (const address of ['', '/ergebnis.csv']) assert.ok(!(await browser.get(`/office/veraenderung/umfragen/${id}${address}`)).text.includes('Geheimes Wort'), address);
  town.t.time.now = new Date('2026-11-22T09:00:00Z');
  await answer(clerk(4), { f1: '4' });
  assert.equal((await look()).shown, false, 'two looks would tell the answer in between');
  for (const { row } of await ask(sql<{ row: string }>`select t::text as row from change.survey_participant t where survey_id = ${id} union all select t::text from change.survey_count t where survey_id = ${id} union all select t::text from change.survey_text t where survey_id = ${id}`)) for (const who of clerks) assert.ok(!row.includes(who.id ?? 'x') && !row.includes(who.name), row);
  for (const table of ['survey_participant', 'survey_text']) assert.equal((await ask(sql`select distinct xmin::text from ${sql.table(`change.${table}`)} where survey_id = ${id}`)).length, 1, 'no number of a transaction ties words to a mark');
  await untilEventsAreVisible(town.t.platform);
  for (const { row } of await ask(sql<{ row: string }>`select e::text as row from audit.event e where subject = ${`survey:${id}`} and type = 'change/survey-answered'`)) for (const who of clerks) assert.ok(!row.includes(who.id ?? 'x') && !row.includes(who.name), row);
  town.t.time.now = new Date('2026-12-01T09:00:00Z');
  const result = await look();
  assert.deepEqual([result.shown, result.questions[0]?.mean, result.questions[1]?.texts], [true, 3.6, null], 'one free answer stays hidden');
  assert.ok(!(await browser.get(`/office/veraenderung/umfragen/${id}/ergebnis.csv`)).text.includes('Geheimes Wort'));
  assert.ok((await as(SYSTEM, closeOldSurveys)) > 0);
  assert.deepEqual(await ask(sql`select 1 from change.survey_participant where survey_id = ${id}`), []);
  await assert.rejects(answer(clerk(5), { f1: '1' }), refused('change/over'));
  town.t.time.now = new Date('2026-11-22T09:00:00Z');
});

test('no hidden group can be reckoned from the whole and the others', () => {
  assert.deepEqual(showable([9, 8, 7], 24), [true, true, true]);
  assert.deepEqual(showable([9, 6, 2], 17), [true, false, false], 'seventeen less fifteen would be the two');
  assert.deepEqual(showable([6, 3], 9), [false, false]);
  assert.deepEqual(showable([12, 3, 3], 18), [true, false, false], 'two hidden groups of six hide each other');
  assert.deepEqual(showable([4], 4), [false]);
});

test('a training has places and a waiting list; whoever gives a place back lets the next one in', async () => {
  const offer = (change: object) => as(editor, (ctx) => offerTraining(ctx, { title: 'Probe', place: 'Raum 1', places: 1, beginsAt: new Date('2026-12-01T08:00:00Z'), endsAt: new Date('2026-12-01T09:00:00Z'), ...change }));
  for (const [change, code] of [[{ endsAt: new Date('2026-12-01T07:00:00Z') }, 'dates-reversed'], [{ beginsAt: new Date('2026-11-01T08:00:00Z') }, 'over'], [{ places: 0 }, 'places-wrong'], [{ place: '' }, 'text-needed']] as const) await assert.rejects(offer(change), refused(`change/${code}`));
  const id = await offer({});
  assert.deepEqual([await as(clerk(0), (ctx) => register(ctx, id)), await as(clerk(1), (ctx) => register(ctx, id))], [1, 2]);
  await assert.rejects(as(clerk(0), (ctx) => register(ctx, id)), refused('change/already-registered'));
  await assert.rejects(as(clerk(0), (ctx) => listParticipants(ctx, id)), refused('platform/not-allowed'));
  await assert.rejects(as(clerk(2), (ctx) => unregister(ctx, id)), refused('change/not-found'));
  await as(clerk(0), (ctx) => unregister(ctx, id));
  assert.equal((await as(clerk(1), (ctx) => getTraining(ctx, id))).mine, 1);
  assert.ok((await as(SYSTEM, (ctx) => listMails(ctx, { to: 'daniel.weigand@musterstadt.example' }))).some(({ subject }) => /Sie haben einen Platz/.test(subject)));
  const browser = await town.clerk('daniel.weigand@musterstadt.example');
  assert.match((await browser.get(`/office/veraenderung/schulungen/${id}.ics`)).text, /BEGIN:VEVENT[\s\S]*DTSTART:20261201T080000Z[\s\S]*END:VEVENT/);
  await assert.rejects(as(clerk(1), (ctx) => cancelTraining(ctx, id)), refused('platform/not-allowed'));
  const organiser = await town.clerk('aylin.demir@musterstadt.example');
  const asked = await organiser.get(`/office/veraenderung/schulungen/${id}/absagen`);
  assert.match(asked.text, /Eine angemeldete Person bekommt eine E-Mail/);
  assert.deepEqual(await htmlMistakes(asked.text), []);
  assert.match((await organiser.post(`/office/veraenderung/schulungen/${id}/absagen`, {})).text, /Diese Schulung fällt aus/);
  assert.ok((await as(SYSTEM, (ctx) => listMails(ctx, { to: 'daniel.weigand@musterstadt.example' }))).some(({ subject }) => subject === 'Fällt aus: Probe'));
  assert.ok((await town.t.eventTypes()).includes('change/training-cancelled'));
  for (const again of [(ctx: Ctx): Promise<unknown> => cancelTraining(ctx, id), (ctx: Ctx): Promise<unknown> => register(ctx, id)]) await assert.rejects(as(editor, again), refused('change/cancelled'));
  assert.match((await browser.get(`/office/veraenderung/schulungen/${id}.ics`)).text, /STATUS:CANCELLED/);
});

test('questions are answered for all to read, also those without a name; what staff say is summarised; all pages are in order', async () => {
  const id = await as(ANONYMOUS, (ctx) => askQuestion(ctx, { text: 'Wer liest meine Akten?' }));
  await assert.rejects(as(clerk(0), (ctx) => answerQuestion(ctx, { id, answer: 'Niemand.' })), refused('platform/not-allowed'));
  await as(editor, (ctx) => answerQuestion(ctx, { id, answer: 'Nur wer damit arbeitet.' }));
  await assert.rejects(as(editor, (ctx) => answerQuestion(ctx, { id, answer: 'Noch etwas.' })), refused('change/answered'));
  assert.equal((await as(clerk(0), (ctx) => listQuestions(ctx))).find((one) => one.id === id)?.asked_by_name, null);
  await assert.rejects(as(editor, (ctx) => summariseFeedback(ctx, { summary: 'x', consequence: '', edition: '2027' })), refused('change/text-needed'));
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  const survey = (await ask(sql<{ id: string }>`select id from change.survey where title = 'Puls Sommer 2026'`))[0]?.id;
  const news = (await ask(sql<{ id: string }>`select id from change.news where title like 'Kurze Schulungen%'`))[0]?.id;
  for (const path of ['', '/neuigkeiten', '/neuigkeiten/neu', `/neuigkeiten/${news}`, '/umfragen/neu', `/umfragen/${survey}`, '/schulungen', '/schulungen/neu', '/fragen', '/rueckmeldungen']) assert.deepEqual(await htmlMistakes((await browser.get(`/office/veraenderung${path}`)).text), [], path);
  assert.equal((await (await town.clerk('petra.sommer@musterstadt.example')).get('/office/veraenderung/umfragen/neu')).status, 403);
  const wrong = await browser.post('/office/veraenderung/neuigkeiten/neu', { title: 'Bleibt stehen', text: 'Auch das' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="Bleibt stehen"/);
});
