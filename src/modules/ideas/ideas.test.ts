import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql, type RawBuilder } from 'kysely';
import { readFigure, yearOf } from '#core/insights';
import { getProject } from '#core/projects';
import { untilEventsAreVisible } from '#platform/audit';
import { listMails } from '#platform/mail';
import { ANONYMOUS, Problem, SYSTEM, seeds, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { readIdeaFigures } from './figures.ts';
import { awardFor, decideAward, proposeAward, setRule } from './flow/award.ts';
import { startCampaign } from './flow/campaigns.ts';
import { decideIdea, finishIdea, makeProject, startReview, withdrawIdea } from './flow/decide-idea.ts';
import { mergeIdeas, unmergeIdea } from './flow/merge-ideas.ts';
import { askOpinion, giveOpinion, listOpinions, remindOfOpinions } from './flow/opinions.ts';
import { nextToRate, rateIdea } from './flow/rate-idea.ts';
import { commentIdea, openMailbox, revealAuthor, writeFromMailbox, writeToMailbox } from './flow/talk.ts';
import { countIdeas, findSimilarIdeas, getIdea, listIdeas } from './ideas.queries.ts';
import { hashOfCode, submitIdea } from './submit-idea.ts';

let town: Town;
let author: Actor;
let peer: Actor;
let expert: Actor;
let moderator: Actor;
let personnel: Actor;
let mayor: Actor;
before(async () => {
  town = await openTown({ now: '2026-11-22T09:00:00Z' });
  const actor = (name: string): Promise<Actor> => town.actor(`${name}@musterstadt.example`);
  [author, peer, expert, personnel, mayor] = [await actor('petra.sommer'), await actor('stefan.bauer'), await actor('tom.schuster'), await actor('miriam.doering'), await actor('helena.brandt')];
  moderator = await actor('aylin.demir');
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => name === 'ideas/sample')) await as(SYSTEM, seed.run);
  await town.t.platform.db.pool.query('analyze ideas.idea; analyze ideas.word');
});
after(() => town.close());

const as = <R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R> => town.t.transact(actor, fn);
const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));
const handIn = async (who: Actor, title: string): Promise<string> => (await as(who, (ctx) => submitIdea(ctx, { title, problem: 'Heute tippen wir alles noch einmal ab.' }))).id;
const ask = async <R>(query: RawBuilder<R>): Promise<R[]> => as(SYSTEM, async (ctx) => (await query.execute(ctx.db())).rows);
const LATER = '2027-03-01';
const accept = (ideaId: string) => as(moderator, (ctx) => decideIdea(ctx, { ideaId, outcome: 'accepted', reasonCode: 'saves', reason: 'Das spart jede Woche mehrere Stunden.', responsibleId: peer.id ?? '', dueOn: LATER }));

test('the problem alone is enough; an idea cannot simply be closed: it is implemented, or dropped because', async () => {
  const id = await handIn(author, 'Nur ein Problem');
  const idea = await as(author, (ctx) => getIdea(ctx, id));
  assert.deepEqual([idea.proposal, idea.state, idea.stepDueOn, idea.authorName], ['', 'submitted', '2026-12-04', author.name]);
  await assert.rejects(as(author, (ctx) => submitIdea(ctx, { title: 'x', problem: 'y' })), refused('ideas/title-needed'));
  await assert.rejects(as(author, (ctx) => submitIdea(ctx, { title: 'Ohne Problem', problem: '' })), refused('ideas/problem-needed'));
  for (const work of [(ctx: Ctx) => startReview(ctx, id), (ctx: Ctx) => decideIdea(ctx, { ideaId: id, outcome: 'rejected', reasonCode: 'law', reason: 'Das lässt das Recht leider nicht zu.' })]) await assert.rejects(as(peer, work), refused('platform/not-allowed'));
  const decide = (change: object) => as(moderator, (ctx) => decideIdea(ctx, { ideaId: id, outcome: 'accepted', reasonCode: 'saves', reason: 'Das spart jede Woche mehrere Stunden.', responsibleId: peer.id ?? '', dueOn: LATER, ...change }));
  await assert.rejects(decide({ reasonCode: 'whatever' }), refused('ideas/reason-needed'));
  await assert.rejects(decide({ reason: 'zu kurz' }), refused('ideas/reason-needed'));
  await assert.rejects(decide({ dueOn: '' }), refused('ideas/responsible-needed'));
  await assert.rejects(decide({ dueOn: '2026-01-01' }), refused('ideas/due-past'));
  await decide({});
  assert.ok((await as(SYSTEM, (ctx) => listMails(ctx, { to: 'petra.sommer@musterstadt.example' }))).some(({ subject }) => subject === 'Ihre Idee: Nur ein Problem'));
  await assert.rejects(decide({}), refused('ideas/closed'));
  await assert.rejects(as(author, (ctx) => finishIdea(ctx, { ideaId: id, outcome: 'implemented', text: 'Ist seit heute so.' })), refused('ideas/not-yours'));
  await assert.rejects(as(peer, (ctx) => finishIdea(ctx, { ideaId: id, outcome: 'dropped', text: '' })), refused('ideas/text-needed'));
  await as(peer, (ctx) => finishIdea(ctx, { ideaId: id, outcome: 'implemented', text: 'Ist seit heute so.' }));
  await assert.rejects(as(peer, (ctx) => finishIdea(ctx, { ideaId: id, outcome: 'dropped', text: 'Doch nicht gewollt.' })), refused('ideas/not-accepted'));
  const own = await handIn(moderator, 'Eigene Idee der Moderation');
  await assert.rejects(as(moderator, (ctx) => decideIdea(ctx, { ideaId: own, outcome: 'rejected', reasonCode: 'law', reason: 'Das lässt das Recht leider nicht zu.' })), refused('ideas/own-idea'));
  await assert.rejects(as(author, (ctx) => withdrawIdea(ctx, own)), refused('ideas/not-yours'));
  await as(moderator, (ctx) => withdrawIdea(ctx, own));
});

test('anonymous is anonymous: no column and no event holds who or when; the code leads both ways, a name comes only with an award', async () => {
  const browser = await town.clerk('petra.sommer@musterstadt.example');
  const answer = await browser.post('/office/ideen/neu', { title: 'Ohne meinen Namen', problem: 'Vorgesetzte lesen mit.', who: 'anonym' });
  const code = /<code>([A-Z0-9-]{23})<\/code>/.exec(answer.text)?.[1] ?? assert.fail('no code');
  const { idea } = await as(ANONYMOUS, (ctx) => openMailbox(ctx, code.toLowerCase().replaceAll('-', ' ')));
  await assert.rejects(as(ANONYMOUS, (ctx) => openMailbox(ctx, 'AAAAA-AAAAA-AAAAA-AAAAA')), refused('ideas/no-mailbox'));
  assert.equal(idea.mailbox_hash, hashOfCode(code));
  await as(moderator, (ctx) => writeToMailbox(ctx, { ideaId: idea.id, text: 'Um welches Amt geht es?' }));
  await as(moderator, (ctx) => writeToMailbox(ctx, { ideaId: idea.id, text: 'Und um welche Mappe?' }));
  assert.match((await browser.post('/office/ideen/postfach', { code })).text, /Um welches Amt geht es/);
  assert.match((await browser.post('/office/ideen/postfach/schreiben', { code, text: 'Um das Steueramt.' })).text, /Um das Steueramt/);
  await assert.rejects(as(author, (ctx) => writeFromMailbox(ctx, { code, text: 'mit Namen' })), refused('platform/not-allowed'));
  await assert.rejects(as(author, (ctx) => revealAuthor(ctx, code)), refused('ideas/no-award-yet'));

  await untilEventsAreVisible(town.t.platform);
  const tables = ['idea', 'letter', 'word', 'attachment', 'comment', 'rating', 'opinion'];
  for (const table of tables) {
    const rows = await ask(sql<{ row: string }>`select t::text as row from ${sql.table(`ideas.${table}`)} t where ${sql.ref(table === 'idea' ? 'id' : 'idea_id')} = ${idea.id}`);
    assert.ok(rows.length > 0 || !['idea', 'letter', 'word'].includes(table), table);
    for (const { row } of rows) for (const trace of [author.id ?? '', author.name, '127.0.0.1', '09:00', code]) assert.ok(!row.includes(trace), `${table}: ${trace}`);
  }
  assert.deepEqual(await ask(sql`select column_name from information_schema.columns where table_schema = 'ideas' and table_name in ('idea', 'letter', 'attachment') and (data_type like 'timestamp%' or data_type = 'inet')`), [], 'days are all the time that is kept');
  const events = await ask(sql<{ row: string }>`select e::text as row from audit.event e where subject = ${`idea:${idea.id}`}`);
  assert.ok(events.length >= 3);
  for (const { row } of events) assert.ok(!row.includes(author.id ?? 'x') && !row.includes(author.name), row);
  assert.equal((await as(peer, (ctx) => getIdea(ctx, idea.id))).authorName, 'anonym');

  await accept(idea.id);
  const award = await as(personnel, (ctx) => proposeAward(ctx, { ideaId: idea.id, savingCents: null }));
  await assert.rejects(as(author, (ctx) => revealAuthor(ctx, code)), refused('ideas/no-award-yet'));
  await as(mayor, (ctx) => decideAward(ctx, { awardId: award, approve: true }));
  assert.match((await browser.post('/office/ideen/postfach', { code })).text, /eine Prämie bewilligt[\s\S]*Ich gebe meinen Namen an/);
  await assert.rejects(as(mayor, (ctx) => revealAuthor(ctx, code)), refused('ideas/four-eyes'));
  await as(author, (ctx) => revealAuthor(ctx, code));
  assert.equal((await as(peer, (ctx) => getIdea(ctx, idea.id))).authorName, author.name);
});

test('the award follows a rule with versions, and nobody decides what they proposed or earned themselves', async () => {
  const rule = { version: 3, share_percent: 15, flat_cents: 15_000, cap_cents: 500_000 };
  assert.equal(awardFor(rule, 1_000_001).amountCents, 150_000);
  assert.equal(awardFor(rule, 4_000_000).amountCents, 500_000);
  assert.equal(awardFor(rule, null).amountCents, 15_000);
  assert.match(awardFor(rule, 4_000_000).explanation, /Regel 3: 15 % von .*begrenzt auf/);
  const id = await handIn(personnel, 'Idee aus der Personalverwaltung');
  await accept(id);
  await assert.rejects(as(author, (ctx) => proposeAward(ctx, { ideaId: id, savingCents: 100 })), refused('platform/not-allowed'));
  await assert.rejects(as(personnel, (ctx) => proposeAward(ctx, { ideaId: id, savingCents: 100 })), refused('ideas/own-idea'));
  const award = await as(mayor, (ctx) => proposeAward(ctx, { ideaId: id, savingCents: 200_000 }));
  await assert.rejects(as(mayor, (ctx) => proposeAward(ctx, { ideaId: id, savingCents: 1 })), refused('ideas/open-award'));
  for (const wrong of [mayor, personnel, { ...(await town.actor('juergen.aschenbrenner@musterstadt.example')), actingFor: { id: mayor.id ?? '', name: mayor.name } }]) await assert.rejects(as(wrong, (ctx) => decideAward(ctx, { awardId: award, approve: true })), refused('ideas/four-eyes'));
  await assert.rejects(ask(sql`update ideas.award set decided_by = proposed_by where id = ${award}`), /award_check|violates check/);
  const second = await town.actor('juergen.aschenbrenner@musterstadt.example');
  await assert.rejects(as(second, (ctx) => decideAward(ctx, { awardId: award, approve: false, comment: '' })), refused('ideas/text-needed'));
  await as(second, (ctx) => decideAward(ctx, { awardId: award, approve: true }));
  await assert.rejects(as(second, (ctx) => decideAward(ctx, { awardId: award, approve: true })), refused('ideas/award-done'));
  await assert.rejects(as(mayor, (ctx) => setRule(ctx, { sharePercent: 101, flatCents: 0, capCents: 0 })), refused('ideas/rule-wrong'));
  assert.equal(await as(mayor, (ctx) => setRule(ctx, { sharePercent: 12, flatCents: 10_000, capCents: 400_000 })), 3);
});

test('one vote each, never for the own idea; merged votes count once, and it can all be taken back', async () => {
  const [first, second] = [await handIn(author, 'Briefe ausdrucken abschaffen'), await handIn(peer, 'Ausdrucken von Briefen beenden')];
  await assert.rejects(as(author, (ctx) => rateIdea(ctx, { ideaId: first, impact: 5, effort: 1 })), refused('ideas/own-idea'));
  await assert.rejects(as(peer, (ctx) => rateIdea(ctx, { ideaId: first, impact: 6, effort: 1 })), refused('ideas/rating-wrong'));
  for (const impact of [1, 5]) await as(expert, (ctx) => rateIdea(ctx, { ideaId: first, impact, effort: 2 }));
  await as(expert, (ctx) => rateIdea(ctx, { ideaId: second, impact: 1, effort: 1 }));
  await as(mayor, (ctx) => rateIdea(ctx, { ideaId: second, impact: 3, effort: 2 }));
  assert.equal((await as(author, (ctx) => getIdea(ctx, first))).ratings, 1);
  await assert.rejects(as(expert, (ctx) => mergeIdeas(ctx, { ideaId: second, intoId: first, reason: 'meint dasselbe' })), refused('ideas/not-yours'));
  await assert.rejects(as(moderator, (ctx) => mergeIdeas(ctx, { ideaId: second, intoId: first })), refused('ideas/merge-reason'));
  await assert.rejects(as(peer, (ctx) => mergeIdeas(ctx, { ideaId: second, intoId: second })), refused('ideas/merge-self'));
  await as(peer, (ctx) => mergeIdeas(ctx, { ideaId: second, intoId: first }));
  const merged = await as(author, (ctx) => getIdea(ctx, first));
  assert.deepEqual([merged.ratings, merged.impact], [2, 4], 'who rated both counts once, with what was said to the idea that stays');
  await assert.rejects(as(author, (ctx) => commentIdea(ctx, { ideaId: second, text: 'noch etwas' })), refused('ideas/closed'));
  const browser = await town.clerk('petra.sommer@musterstadt.example');
  assert.match((await browser.get(`/office/ideen/${second}`)).text, /in dieser Idee aufgegangen/);
  await as(moderator, (ctx) => unmergeIdea(ctx, second));
  assert.deepEqual([(await as(author, (ctx) => getIdea(ctx, first))).ratings, (await as(author, (ctx) => getIdea(ctx, second))).ratings], [1, 2]);
  const orders = new Set<string>();
  for (const one of [author, peer, expert, mayor, personnel]) orders.add((await as(one, (ctx) => nextToRate(ctx))).idea?.id ?? '');
  assert.ok(orders.size > 1, 'not everybody begins with the same idea');
});

test('experts are asked with a day, reminded once, then it goes up; others read opinions after the decision, the private note never', async () => {
  const id = await handIn(author, 'Pläne nebeneinander ansehen');
  const invite = (who: string, dueOn: string) => as(moderator, (ctx) => askOpinion(ctx, { ideaId: id, expert: who, question: 'Geht das?', dueOn }));
  await assert.rejects(invite('Niemand Nirgends', LATER), refused('ideas/no-such-person'));
  await assert.rejects(invite('tom.schuster@musterstadt.example', '2026-11-22'), refused('ideas/due-past'));
  await assert.rejects(invite('petra.sommer@musterstadt.example', LATER), refused('ideas/own-idea'));
  const opinion = await invite('tom.schuster@musterstadt.example', '2026-12-01');
  await assert.rejects(invite('tom.schuster@musterstadt.example', LATER), refused('ideas/already-asked'));
  assert.equal((await as(author, (ctx) => getIdea(ctx, id))).state, 'review');
  town.t.time.now = new Date('2026-11-30T09:00:00Z');
  const before = await as(SYSTEM, remindOfOpinions);
  assert.ok(before.reminded >= 1);
  assert.equal((await as(SYSTEM, remindOfOpinions)).reminded, 0);
  town.t.time.now = new Date('2026-12-09T09:00:00Z');
  assert.ok((await as(SYSTEM, remindOfOpinions)).escalated >= 1);
  town.t.time.now = new Date('2026-11-22T09:00:00Z');
  await assert.rejects(as(peer, (ctx) => giveOpinion(ctx, { id: opinion, verdict: 'for', text: 'Ja, das geht.' })), refused('ideas/not-the-expert'));
  await as(expert, (ctx) => giveOpinion(ctx, { id: opinion, verdict: 'conditional', text: 'Ja, mit zwei Bildschirmen.', note: 'Der Hersteller zögert.' }));
  await assert.rejects(as(expert, (ctx) => giveOpinion(ctx, { id: opinion, verdict: 'for', text: 'Ja, das geht.' })), refused('ideas/opinion-given'));
  const seen = (who: Actor) => as(who, async (ctx) => (await listOpinions(ctx, await getIdea(ctx, id))).map(({ note }) => note));
  assert.deepEqual([await seen(peer), await seen(author), await seen(moderator)], [[], [''], ['Der Hersteller zögert.']]);
  await accept(id);
  assert.deepEqual(await seen(peer), ['']);
});

test('one click makes a project application that names the idea', async () => {
  const { id } = await as(author, (ctx) => submitIdea(ctx, { title: 'Rechnungen am Bildschirm prüfen', problem: 'Rechnungen wandern in Mappen.', proposal: 'Alles am Bildschirm.' }));
  await assert.rejects(as(author, (ctx) => makeProject(ctx, { ideaId: id })), refused('platform/not-allowed'));
  await assert.rejects(as(moderator, (ctx) => makeProject(ctx, { ideaId: id })), refused('ideas/no-office'));
  const officeId = (await as(author, (ctx) => listIdeas(ctx, {}))).ideas.find((one) => one.officeId)?.officeId ?? '';
  const made = await as(moderator, (ctx) => makeProject(ctx, { ideaId: id, officeId }));
  assert.deepEqual((await as(moderator, (ctx) => getProject(ctx, made.id))).source, { kind: 'idea', id });
  await assert.rejects(as(moderator, (ctx) => makeProject(ctx, { ideaId: id })), refused('ideas/has-project'));
});

test('the sample has 120 ideas; search, cursor, likeness, export and figures agree, and all pages are in order', async () => {
  const sample = { until: '2026-11-20' };
  assert.equal(await as(peer, (ctx) => countIdeas(ctx, sample)), 120);
  const ids: string[] = [];
  let after: { submittedOn: string; id: string } | undefined;
  do {
    const { ideas, next } = await as(peer, (ctx) => listIdeas(ctx, sample, { after, limit: 37 }));
    ids.push(...ideas.map(({ id }) => id));
    after = next;
  } while (after);
  assert.deepEqual([ids.length, new Set(ids).size], [120, 120]);
  assert.deepEqual((await as(peer, (ctx) => listIdeas(ctx, { q: 'trauzimm' }))).ideas.map(({ title }) => title).sort(), ['Hochzeit mit Videoübertragung', 'Trauzimmer im Netz buchen']);
  assert.match((await as(peer, (ctx) => findSimilarIdeas(ctx, 'Hundemarke mit der Post schicken', 3)))[0]?.title ?? '', /Hundemarken/);
  const figures = await as(peer, (ctx) => readIdeaFigures(ctx, yearOf(2026)));
  assert.equal(await as(peer, (ctx) => readFigure(ctx, 'ideas/submitted', yearOf(2026))), figures.submitted);
  assert.equal(figures.submitted, await as(peer, (ctx) => countIdeas(ctx, { from: '2026-01-01', until: '2026-12-31' })));
  assert.equal(figures.refusals.reduce((sum, { count }) => sum + count, 0), await as(peer, async (ctx) => (await listIdeas(ctx, { states: ['rejected'] }, { limit: 200 })).ideas.filter(({ decidedOn }) => decidedOn?.startsWith('2026')).length));
  await as(moderator, (ctx) => startCampaign(ctx, { title: 'Kürzere Briefe', text: 'Was streichen wir?', fromOn: '2026-11-01', untilOn: '2026-12-31' }));
  await assert.rejects(as(moderator, (ctx) => startCampaign(ctx, { title: 'Rückwärts', text: '', fromOn: '2026-12-01', untilOn: '2026-11-01' })), refused('ideas/dates-reversed'));
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  const open = (await as(peer, (ctx) => listIdeas(ctx, { states: ['review'] }))).ideas[0]?.id;
  const accepted = (await as(peer, (ctx) => listIdeas(ctx, { states: ['accepted'] }))).ideas[0]?.id;
  for (const path of ['', '?stand=pruefung&q=bauakte', '/neu', '/bewerten', '/postfach', '/zahlen', '/aufrufe', `/${open}`, `/${accepted}`]) assert.deepEqual(await htmlMistakes((await browser.get(`/office/ideen${path}`)).text), [], path);
  assert.deepEqual(await htmlMistakes((await (await town.clerk('helena.brandt@musterstadt.example')).get('/office/ideen/praemien')).text), []);
  assert.equal((await browser.get('/office/ideen/praemien')).status, 403);
  const wrong = await browser.post('/office/ideen/neu', { title: 'Fünf', problem: '', saving: 'viel' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="viel"/);
  const similar = await browser.post('/office/ideen/neu/aehnliches.json', { text: 'Kita-Anmeldung nur einmal' });
  assert.match(similar.text, /Kita-Anmeldung/);
  const csv = (await browser.get('/office/ideen.csv')).text;
  assert.ok(csv.split('\r\n').length > 120 && !csv.includes(author.name), 'no names in the export');
});
