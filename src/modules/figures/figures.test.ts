import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { applicationsModule } from '#core/applications';
import { casesModule } from '#core/cases';
import { catalogueModule } from '#core/catalogue';
import { inboxModule } from '#core/inbox';
import { organisationModule } from '#core/organisation';
import { partiesModule } from '#core/parties';
import { paymentsModule } from '#core/payments';
import { recordsModule } from '#core/records';
import { processModule } from '#engines/process';
import { authModule } from '#platform/auth';
import { SYSTEM, defineModule } from '#platform/module';
import { sessionResolver } from '#platform/http';
import { htmlMistakes, staffActor, testApp, untilEventsAreVisible, type TestApp } from '#platform/testing';
import { countEvents } from './counting/count-events.ts';
import { countAnswers, visitCounter, writeVisits } from './counting/count-visits.ts';
import { forgetOldCounts, writeCounts, type Count } from './counting/counts.ts';
import { isRobot } from './counting/robots.ts';
import { SeenBefore } from './counting/seen-before.ts';
import { listMonths, listQuestionFigures, listServiceMonths, listSteps } from './figures.queries.ts';
import { figuresModule } from './module.ts';
import { hideSmall, orHidden } from './small-counts.ts';

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const PHONE = 'Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1';
const CASE = '00000000-0000-7000-8000-00000000000a';

test('browsers are people, everything else is a program', () => {
  for (const person of [FIREFOX, PHONE, 'Opera/9.80 (Android) Presto/2.12', 'Mozilla/5.0 (Linux; Android 14; CUBOT X70) Chrome/140.0 Mobile Safari/537.36']) assert.equal(isRobot(person), false, person);
  for (const program of ['', 'curl/8.1', 'Mozilla/5.0 (compatible; Googlebot/2.1)', 'Mozilla/5.0 HeadlessChrome/140', 'Mozilla/5.0 (compatible; bingbot/2.0)', 'Uptime-Kuma/1', 'python-requests/2']) assert.equal(isRobot(program), true, program);
});

test('the same page for the same browser counts again after half an hour, and nothing is known from one day to the next', () => {
  const seen = new SeenBefore();
  const me = { ip: '192.0.2.1', userAgent: FIREFOX, page: '/' };
  const at = (time: string) => new Date(`2026-09-14T${time}:00Z`);
  assert.deepEqual([seen.has(at('08:00'), me), seen.has(at('08:20'), me), seen.has(at('09:00'), me)], [false, true, false]);
  assert.equal(seen.has(at('09:01'), { ...me, ip: '192.0.2.2' }), false);
  assert.equal(seen.has(at('09:02'), { ...me, page: '/kontakt' }), false);
  assert.equal(seen.has(at('21:55'), me), false);
  assert.equal(seen.has(at('22:05'), me), false, 'a new day in Berlin');
});

test('counts under five are hidden, and none can be reckoned from the sum', () => {
  assert.deepEqual(hideSmall([120, 3, 0, 7, 90]), [120, null, 0, null, 90]);
  assert.deepEqual(hideSmall([2, 4, 50]), [null, null, 50]);
  assert.deepEqual(hideSmall([5, 0]), [5, 0]);
  assert.deepEqual([orHidden(4), orHidden(0), orHidden(5)], [null, 0, 5]);
});

let t: TestApp;
const session = defineModule({
  name: 'figures-test',
  contributes: [sessionResolver.of(async ({ token }) => ({ actor: staffActor(token === 'head' ? ['figures/read'] : [], { id: CASE, name: 'Katharina Vogl' }), session: { id: token, accountId: CASE, kind: 'staff', data: {} } }))],
});
before(async () => {
  t = await testApp({ modules: [{ ...authModule, contributes: [] }, organisationModule, catalogueModule, partiesModule, recordsModule, processModule, casesModule, inboxModule, paymentsModule, applicationsModule, figuresModule, session] });
  t.time.now = new Date('2026-09-14T08:00:00Z');
});
after(() => t.close());

const months = () => t.read(SYSTEM, (ctx) => listMonths(ctx, '2026-09-01', 12));
const visit = (change: object) => visitCounter.seen({ platform: t.platform, tenantId: 1, site: 'portal', url: '/', actor: 'anonymous', ip: '192.0.2.1', userAgent: FIREFOX, prefetched: false, about: undefined, ...change });

test('qualified views, searches and steps of forms are counted; robots, staff, the office and what is fetched in advance are not', async () => {
  for (let n = 0; n < 6; n++) {
    const ip = `192.0.2.${n}`;
    visit({ ip });
    visit({ ip });
    visit({ ip, url: '/leistungen?q=hund' });
    visit({ ip, url: '/antrag/entwurf/1/seite/dogs', about: { service: 'dog-registration', step: 'dogs' } });
    visit({ ip, userAgent: 'Googlebot' });
    visit({ ip, url: '/kontakt', actor: 'staff' });
    visit({ ip, url: '/kontakt', prefetched: true });
    visit({ ip, url: '/office/arbeit', site: 'office' });
  }
  assert.deepEqual(await months(), [], 'nothing is written before the batch');
  await writeVisits(t.platform);
  const [month] = await months();
  assert.deepEqual([month?.views, month?.searches], [12, 6]);
  assert.deepEqual(await t.read(SYSTEM, (ctx) => listSteps(ctx, '2026-09-01', 'dog-registration')), [{ step: 'dogs', seen: 6 }]);
});

test('questions of forms are counted, never answers; how many left one empty is hidden when they are few', async () => {
  const answers = (actor: 'anonymous' | 'staff', answered: string[], refused: string[] = []) => countAnswers({ platform: t.platform, tenantId: 1, actor, service: 'dog-registration', asked: ['dogs.name', 'dogs.chip'], answered, refused });
  for (let n = 0; n < 8; n++) answers('anonymous', ['dogs.name']);
  for (let n = 0; n < 6; n++) answers('anonymous', ['dogs.name', 'dogs.chip'], ['dogs.chip']);
  answers('anonymous', ['dogs.chip']);
  answers('staff', []);
  await t.transact(SYSTEM, async (ctx) => ctx.emit({ type: 'applications/drafts-expired', subject: 'drafts', data: { count: 7, stops: { 'dog-registration': { 'dogs.chip': 7 } } } }));
  await untilEventsAreVisible(t.platform);
  await countEvents(t.platform, 1);
  await writeVisits(t.platform);
  assert.deepEqual(await t.read(SYSTEM, (ctx) => listQuestionFigures(ctx, '2026-09-01', 'dog-registration')), [
    { question: 'dogs.chip', asked: 15, empty: null, refused: 6, stopped: 7 },
    { question: 'dogs.name', asked: 15, empty: null, refused: 0, stopped: 0 },
  ]);
});

test('applications and decisions are counted once from what happened, with the days between', async () => {
  const emit = (type: string, caseId: string, data = {}) => t.transact(SYSTEM, async (ctx) => ctx.emit({ type, subject: `case:${caseId}`, caseId, data }));
  const ids = Array.from({ length: 5 }, (_, n) => CASE.replace(/a$/, String(n)));
  for (const id of ids) {
    await emit('applications/started', id, { service: 'dog-registration' });
    await emit('applications/submitted', id, { service: 'dog-registration' });
  }
  await emit('applications/submitted', CASE, { service: 'dog-registration' });
  t.time.advance(4 * 86_400_000);
  for (const id of ids) await emit('cases/decided', id);
  await emit('cases/closed', CASE);
  await untilEventsAreVisible(t.platform);
  for (let again = 0; again < 2; again++) await countEvents(t.platform, 1);
  const [month] = await months();
  assert.deepEqual([month?.starts, month?.submits, month?.decided, month?.meanDays], [5, 6, 5, 4]);
});

test('everybody sees the figures of a month and takes them along; the office also where people stop; others may not', async () => {
  const counts: Count[] = ['keeper', 'dogs'].map((step, n) => ({ month: '2026-09-01', kind: 'step', service: 'dog-registration', step, amount: 40 - n * 10 }));
  await t.transact(SYSTEM, (ctx) => writeCounts(ctx, counts));
  const visitor = t.client();
  const shown = await visitor.get('/zahlen');
  assert.match(shown.text, /September 2026: 6 Anträge gestellt, 12 Seiten aufgerufen/);
  assert.deepEqual(await htmlMistakes(shown.text), []);
  assert.match((await visitor.get('/zahlen?monat=2025-01')).text, /noch keine Zahlen/);
  const csv = await visitor.get('/zahlen.csv?monat=2026-09');
  assert.match(csv.text, /2026-09;\(alle\);12;6;5;6;5;4/);
  const head = t.client();
  head.cookies.set('stadtkern_session', 'head');
  const office = await head.get('/office/zahlen?leistung=dog-registration');
  assert.match(office.text, /Die meisten hören bei „keeper“ auf|Niemand hört mittendrin auf/);
  assert.deepEqual((await t.read(SYSTEM, (ctx) => listServiceMonths(ctx, { service: 'dog-registration', upTo: '2026-09-01', count: 12 }))).map(({ month, submits, decided, meanDays }) => [month, submits, decided, meanDays]), [['2026-09-01', 6, 5, 4]]);
  assert.equal((await visitor.get('/zahlen?leistung=no-such-service')).status, 404);
  const clerk = t.client();
  clerk.cookies.set('stadtkern_session', 'clerk');
  assert.equal((await clerk.get('/office/zahlen')).status, 403);
  await t.transact(SYSTEM, forgetOldCounts);
  t.time.advance(6 * 365 * 86_400_000);
  await t.transact(SYSTEM, forgetOldCounts);
  assert.deepEqual(await months(), []);
});
