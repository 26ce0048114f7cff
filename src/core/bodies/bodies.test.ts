import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { listMails } from '#platform/mail';
import { Problem, SYSTEM, seeds, type Actor, type Ctx } from '#platform/module';
import { htmlMistakes } from '#platform/testing';
import { openTown, type Town } from '../../../test/town.ts';
import { remindOfResolutions } from './remind.ts';
import { addAgendaItem, addMember, approveMinutes, closeMinutes, closeResolution, createBody, endMember, getBody, getMeeting, listAgenda, listBodies, listResolutions, membersOf, openMeeting, recordResolution, writeMinutes } from './index.ts';

let town: Town;
let mayor: Actor;
let steering: Actor;
let clerk: Actor;
let circle = '';
before(async () => {
  town = await openTown();
  mayor = await town.actor('helena.brandt@musterstadt.example');
  steering = await town.actor('aylin.demir@musterstadt.example');
  clerk = await town.actor('petra.sommer@musterstadt.example');
  for (const seed of town.t.platform.contributions(seeds).filter(({ name }) => name === 'bodies/sample')) await as(SYSTEM, seed.run);
  circle = await as(steering, async (ctx) => {
    const body = await createBody(ctx, { name: 'Lenkungskreis Probe', kind: 'steering-committee' });
    for (const [person, role] of [[mayor, 'chair'], [steering, 'minutes']] as const) await addMember(ctx, { bodyId: body.id, ...personOf(person), role, fromOn: '2026-01-01' });
    return body.id;
  });
});
after(() => town.close());

const as = <R>(actor: Actor, fn: (ctx: Ctx) => Promise<R>): Promise<R> => town.t.transact(actor, fn);
const personOf = (actor: Actor): { accountId: string; name: string } => ({ accountId: actor.id ?? '', name: actor.name });
const refused = (code: string) => (error: unknown) => error instanceof Problem && (error.code === code || assert.fail(String(error)));

test('a meeting is planned, held, minuted; closed minutes never change; what was decided is tracked until it is done', async () => {
  const { id } = await as(steering, (ctx) => openMeeting(ctx, { bodyId: circle, agenda: [{ title: 'Stand der Vorhaben' }, { title: 'Rangfolge', href: 'https://elsewhere.example' }] }));
  await assert.rejects(as(steering, (ctx) => closeMinutes(ctx, id)), refused('bodies/minutes-empty'));
  await as(steering, (ctx) => addAgendaItem(ctx, { meetingId: id, title: 'Verschiedenes', minutes: 'Nichts.' }));
  const agenda = await as(mayor, (ctx) => listAgenda(ctx, id));
  assert.deepEqual(agenda.map(({ href }) => href), ['', '', ''], 'no address outside');
  await as(steering, (ctx) => writeMinutes(ctx, { meetingId: id, minutes: { [agenda[0]?.id ?? '']: 'Acht Vorhaben laufen.' } }));
  const decision = { bodyId: circle, meetingId: id, agendaItemId: agenda[1]?.id ?? '', title: 'Rangfolge', text: 'Die Rangfolge gilt.', responsibleId: clerk.id ?? '', dueOn: '2026-09-20', votes: { yes: 2, no: 0, abstentions: 0 } };
  const made = await as(mayor, (ctx) => recordResolution(ctx, decision));
  assert.match(made.number, /^B-2026-\d{3}$/);
  await assert.rejects(as(mayor, (ctx) => recordResolution(ctx, { ...decision, dueOn: '2026-01-01' })), refused('bodies/due-too-early'));
  await assert.rejects(as(mayor, (ctx) => recordResolution(ctx, { ...decision, text: ' ' })), refused('bodies/text-needed'));
  await assert.rejects(as(mayor, (ctx) => recordResolution(ctx, { ...decision, votes: { yes: -1, no: 0, abstentions: 0 } })), refused('bodies/votes-wrong'));
  await assert.rejects(as(steering, (ctx) => approveMinutes(ctx, id)), refused('bodies/minutes-open'));
  await as(steering, (ctx) => closeMinutes(ctx, id));
  const changes: ((ctx: Ctx) => Promise<unknown>)[] = [(ctx) => addAgendaItem(ctx, { meetingId: id, title: 'Nachtrag' }), (ctx) => writeMinutes(ctx, { meetingId: id, minutes: {} }), (ctx) => recordResolution(ctx, decision)];
  for (const late of changes) await assert.rejects(as(steering, late), refused('bodies/minutes-final'));
  await as(steering, (ctx) => approveMinutes(ctx, id));
  assert.equal((await as(mayor, (ctx) => getMeeting(ctx, id))).meeting.state, 'approved');

  town.t.time.now = new Date('2026-09-25T08:00:00Z');
  const late = (await as(steering, (ctx) => listResolutions(ctx, { overdue: true }))).find(({ number }) => number === made.number);
  assert.deepEqual([late?.overdue, late?.responsibleName], [true, clerk.name]);
  town.t.time.now = new Date('2026-09-14T08:30:00Z');
  await assert.rejects(as(clerk, (ctx) => closeResolution(ctx, { id: made.id, state: 'done', result: '' })), refused('bodies/result-needed'));
  assert.deepEqual((await as(clerk, (ctx) => listResolutions(ctx))).map(({ number }) => number), [made.number], 'whoever is to do it sees it, from outside the body, too');
});

test('a stranger sees nothing, a reader keeps nothing, members come and go with dates', async () => {
  await assert.rejects(as(clerk, (ctx) => getBody(ctx, circle)), refused('bodies/no-body'));
  await assert.rejects(as(clerk, (ctx) => createBody(ctx, { name: 'Eigenes', kind: 'other' })), refused('platform/not-allowed'));
  const head = await town.actor('renate.lindner@musterstadt.example');
  assert.equal((await as(head, (ctx) => getBody(ctx, circle))).name, 'Lenkungskreis Probe');
  await assert.rejects(as(head, (ctx) => openMeeting(ctx, { bodyId: circle })), refused('bodies/not-yours'));
  await assert.rejects(as(head, (ctx) => recordResolution(ctx, { bodyId: circle, title: 'x', text: 'y' })), refused('bodies/not-yours'));
  await assert.rejects(as(steering, (ctx) => createBody(ctx, { name: 'Lenkungskreis  Probe', kind: 'other' })), refused('bodies/key-taken'));
  const member = await as(mayor, (ctx) => addMember(ctx, { bodyId: circle, ...personOf(clerk), role: 'member' }));
  await assert.rejects(as(mayor, (ctx) => addMember(ctx, { bodyId: circle, ...personOf(clerk), role: 'member' })), refused('bodies/already-member'));
  await assert.rejects(as(mayor, (ctx) => addMember(ctx, { bodyId: circle, ...personOf(head), role: 'member', fromOn: '2026-09-02', untilOn: '2026-09-01' })), refused('bodies/dates-reversed'));
  assert.equal((await as(clerk, (ctx) => getBody(ctx, circle))).id, circle);
  const task = await as(mayor, (ctx) => recordResolution(ctx, { bodyId: circle, title: 'Schulung', text: 'Alle werden geschult.', responsibleId: clerk.id ?? '' }));
  await assert.rejects(as(head, (ctx) => closeResolution(ctx, { id: task.id, state: 'done', result: 'x' })), refused('bodies/not-yours'));
  await assert.rejects(as(clerk, (ctx) => closeResolution(ctx, { id: task.id, state: 'done', result: ' ' })), refused('bodies/result-needed'));
  await as(clerk, (ctx) => closeResolution(ctx, { id: task.id, state: 'done', result: 'Zwölf Personen geschult.' }));
  await assert.rejects(as(clerk, (ctx) => closeResolution(ctx, { id: task.id, state: 'dropped', result: 'x' })), refused('bodies/already-closed'));
  await assert.rejects(as(mayor, (ctx) => endMember(ctx, { bodyId: circle, memberId: member, untilOn: '2026-09-01' })), refused('bodies/dates-reversed'));
  await as(mayor, (ctx) => endMember(ctx, { bodyId: circle, memberId: member }));
  town.t.time.now = new Date('2026-09-15T08:30:00Z');
  assert.deepEqual((await as(mayor, (ctx) => membersOf(ctx, circle))).map(({ role }) => role), ['chair', 'minutes']);
  await assert.rejects(as(clerk, (ctx) => getBody(ctx, circle)), refused('bodies/no-body'));
  town.t.time.now = new Date('2026-09-14T08:30:00Z');
});

test('what is said in the staff council is for its members alone', async () => {
  const council = await as(steering, async (ctx) => {
    const body = await createBody(ctx, { name: 'Personalrat Probe', kind: 'staff-council' });
    await addMember(ctx, { bodyId: body.id, ...personOf(clerk), role: 'chair' });
    return body.id;
  });
  for (const outsider of [steering, mayor]) await assert.rejects(as(outsider, (ctx) => getBody(ctx, council)), refused('bodies/no-body'));
  await assert.rejects(as(steering, (ctx) => addMember(ctx, { bodyId: council, ...personOf(mayor), role: 'member' })), refused('bodies/not-yours'));
  assert.equal((await as(steering, (ctx) => listBodies(ctx))).find(({ id }) => id === council)?.reach.read, false);
  const { number } = await as(clerk, (ctx) => recordResolution(ctx, { bodyId: council, title: 'Zustimmung', text: 'Der Personalrat stimmt zu.' }));
  assert.ok((await as(clerk, (ctx) => listResolutions(ctx))).some((one) => one.number === number));
  assert.ok((await as(steering, (ctx) => listResolutions(ctx))).every((one) => one.number !== number));
});

test('the sample city has bodies with a past; pages are in order, the minutes come as a PDF, whoever is late hears of it once', async () => {
  const { t } = town;
  const browser = await town.clerk('aylin.demir@musterstadt.example');
  const start = (await browser.get('/office/gremien')).text;
  for (const name of ['Lenkungskreis Digitalisierung', 'Arbeitsgruppe Digitale Bauakte', 'Personalrat']) assert.ok(start.includes(name), name);
  const meeting = `${/href="(\/office\/gremien\/sitzungen\/[0-9a-f-]{36})"/.exec((await browser.get(`/office/gremien/${circle}`)).text)?.[1]}`;
  for (const path of ['/office/gremien', '/office/gremien/neu', `/office/gremien/${circle}`, meeting, '/office/gremien/beschluesse?stand=ueberfaellig']) assert.deepEqual(await htmlMistakes((await browser.get(path)).text), [], path);
  assert.match((await browser.get(`${meeting}/niederschrift.pdf`)).text, /^%PDF-1\.7/);
  const wrong = await browser.post(`/office/gremien/${circle}/mitglieder`, { person: 'Niemand Nirgends', fromOn: '2026-02-01' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /value="Niemand Nirgends"/);
  t.time.now = new Date('2026-09-18T08:30:00Z');
  assert.ok((await t.transact(SYSTEM, remindOfResolutions)) >= 1);
  assert.equal(await t.transact(SYSTEM, remindOfResolutions), 0);
  assert.ok((await t.read(SYSTEM, (ctx) => listMails(ctx, { to: 'petra.sommer@musterstadt.example' }))).some(({ subject }) => /Beschluss B-2026/.test(subject)));
});
