import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { casesModule } from '#core/cases';
import { catalogueModule } from '#core/catalogue';
import { organisationModule } from '#core/organisation';
import { partiesModule } from '#core/parties';
import { paymentsModule } from '#core/payments';
import { recordsModule } from '#core/records';
import { processModule } from '#engines/process';
import { authModule } from '#platform/auth';
import { newId } from '#platform/db';
import { sessionResolver } from '#platform/http';
import { SYSTEM, defineModule, type Ctx } from '#platform/module';
import { htmlMistakes, staffActor, testApp, type TestApp } from '#platform/testing';
import { closeMonths } from './close-months.ts';
import { effectOf, expectedHours, HOUR_CENTS } from './effect.ts';
import { figureText } from './figure-text.ts';
import { insightsModule, processFigures } from './index.ts';
import { carryOver } from './month-values.ts';
import { endOfMonth, lastMonths, monthAfter, monthsOf, yearOf, type Period } from './period.ts';
import { fold, getFigure, readFigure, readMonths } from './read-figure.ts';

test('months are counted over the turn of the year, and a year has twelve', () => {
  assert.deepEqual(monthsOf({ from: '2025-11-01', to: '2026-02-28' }), ['2025-11-01', '2025-12-01', '2026-01-01', '2026-02-01']);
  assert.deepEqual([monthAfter('2026-01-31', -1), monthAfter('2025-12-15', 1), endOfMonth('2024-02-01'), monthsOf(yearOf(2026)).length], ['2025-12-01', '2026-01-01', '2024-02-29', 12]);
  assert.deepEqual(lastMonths({ now: new Date('2026-11-30T23:30:00Z') }, 2), { from: '2026-11-01', to: '2026-12-31' }, 'in Berlin it is December');
});

test('what cannot be measured is said and never 0; months add up or are weighted by what they rest on', () => {
  assert.deepEqual([figureText(null, 'count'), figureText(0, 'count'), figureText(360_000_000, 'cents'), figureText(12.34, 'percent'), figureText(4.25, 'days')], ['nicht messbar', '0', '3.600.000\u00a0€', '12,3 %', '4,3 Tage']);
  assert.equal(fold('mean', [{ value: 10, weight: 1 }, { value: 40, weight: 3 }, { value: null, weight: 9 }]), 32.5);
  assert.deepEqual([fold('mean', []), fold('sum', [{ value: null, weight: 1 }]), fold('sum', [{ value: 2, weight: 1 }, { value: 3, weight: 1 }])], [null, null, 5]);
});

const BOSS = '00000000-0000-7000-8000-00000000000b';
const session = defineModule({
  name: 'insights-test',
  contributes: [
    sessionResolver.of(async ({ token }) => ({ actor: staffActor(token === 'boss' ? ['insights/read'] : [], { id: BOSS, name: 'Helena Brandt' }), session: { id: token, accountId: BOSS, kind: 'staff', data: {} } })),
    processFigures.of({ list: async () => [{ serviceSlug: 'dog-registration', name: 'Hund anmelden', officeId: null, casesPerYear: 900, minutesPerCase: 30, costPerCaseCents: 2600, mediaBreaks: 1, automationPercent: null, daysToDecision: null }] }),
  ],
});
let t: TestApp;
before(async () => {
  t = await testApp({ modules: [{ ...authModule, contributes: [] }, organisationModule, insightsModule, catalogueModule, partiesModule, recordsModule, processModule, casesModule, paymentsModule, session] });
  t.time.now = new Date('2026-11-16T09:00:00Z');
});
after(() => t.close());

const random = (seed: number) => () => ((seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648);

/** Cases with any life: undecided, decided by people or by the machine, at the edges of months and years, late or resting. */
function happen(ctx: Ctx, count: number, dice: () => number): void {
  const office = newId();
  for (let n = 0; n < count; n++) {
    const submitted = Date.parse('2024-12-31T22:00:00Z') + dice() * 685 * 86_400_000;
    const decided = dice() < 0.7 ? Math.min(ctx.now.getTime(), submitted + dice() ** 3 * 60 * 86_400_000) : null;
    const id = newId();
    const [status, due, paused] = [decided && dice() < 0.9 ? 'closed' : decided ? 'decided' : dice() < 0.1 ? 'withdrawn' : 'open', dice() < 0.5 ? '2026-10-01' : null, dice() < 0.2];
    ctx.write(sql`insert into cases.case (tenant_id, id, number, service_slug, version_id, office_id, title, applicant_name, applicant, data, status, submitted_at, decided_at, due_on, paused_at)
      values (1, ${id}, ${`N-${id.slice(-12)}`}, ${dice() < 0.6 ? 'dog-registration' : 'resident-parking-permit'}, ${newId()}, ${office}, 'x', 'y', '{}', '{}', ${status}, ${new Date(submitted)}, ${decided ? new Date(decided) : null}, ${due}, ${paused ? ctx.now : null})`);
    if (dice() < 0.6) ctx.write(sql`insert into cases.task (tenant_id, id, case_id, instance_id, token_id, node_id, name, state, groups, office_id, case_number, case_title, applicant_name, service_slug, submitted_at, created_at)
      values (1, ${newId()}, ${id}, ${newId()}, ${n}, 'a', 'a', ${dice() < 0.8 ? 'completed' : 'cancelled'}, '{}', ${office}, 'x', 'x', 'y', 's', now(), now())`);
    if (dice() < 0.3) ctx.write(sql`insert into payments.claim (tenant_id, id, case_id, case_number, debtor, purpose, amount_cents, booking_code, due_on, method, status, created_at)
      values (1, ${newId()}, ${id}, 'x', 'y', 'Gebühr', ${1 + Math.floor(dice() * 20_000)}, ${`K${id.slice(-12)}`}, '2026-10-01', 'transfer', ${dice() < 0.5 ? 'open' : 'paid'}, now())`);
  }
}

async function rowsBehind(ctx: Ctx, id: string, period: Period): Promise<{ total: number; listed: string[][] }> {
  const { rows } = getFigure(ctx, id);
  const listed: string[][] = [];
  for (let after: string | undefined; ; ) {
    const page = await rows?.(ctx, period, { after, limit: 7 });
    assert.ok(page);
    listed.push(...page.rows.map(({ cells }) => cells));
    if (!page.next) return { total: page.total, listed };
    after = page.next;
  }
}

test('over random data the number, the sum of its months and the list behind it always agree', async () => {
  for (const seed of [3, 14, 159]) {
    await t.transact(SYSTEM, async (ctx) => {
      happen(ctx, 60, random(seed));
      for (const period of [yearOf(2025), yearOf(2026), { from: '2025-11-01', to: '2026-02-28' }, { from: '2026-11-01', to: '2026-11-30' }]) {
        for (const id of ['cases/submitted', 'cases/decided']) {
          const value = await readFigure(ctx, id, period);
          const { total, listed } = await rowsBehind(ctx, id, period);
          assert.deepEqual([total, listed.length, new Set(listed.map(([number]) => number)).size], [value, value, value], `${id} ${period.from} ${seed}`);
          assert.equal((await readMonths(ctx, id, period)).reduce((sum, month) => sum + (month.value ?? 0), 0), value);
        }
        const [share, automatic, decided] = [await readFigure(ctx, 'cases/automatic', period), await rowsBehind(ctx, 'cases/automatic', period), await readFigure(ctx, 'cases/decided', period)];
        assert.ok(decided ? Math.abs((share ?? 0) - (100 * automatic.total) / decided) < 1e-9 : share === null);
        const days = (await rowsBehind(ctx, 'cases/days', period)).listed.length;
        assert.equal(days, decided);
      }
      assert.equal((await rowsBehind(ctx, 'cases/late', yearOf(2026))).total, await readFigure(ctx, 'cases/late', yearOf(2026)));
      const { listed } = await rowsBehind(ctx, 'payments/open', yearOf(2026));
      const cents = listed.reduce((sum, cells) => sum + Math.round(Number(cells[3]?.replace(/[^\d,]/g, '').replace(',', '.')) * 100), 0);
      assert.equal(cents, await readFigure(ctx, 'payments/open', yearOf(2026)));
    });
  }
});

test('a month that is over is kept when its cases are deleted; what was counted elsewhere adds to it, and its source is told', async () => {
  await t.transact(SYSTEM, async (ctx) => {
    const before = await readFigure(ctx, 'cases/submitted', yearOf(2026));
    await closeMonths(ctx);
    await closeMonths(ctx);
    await sql`delete from cases.case where tenant_id = 1 and submitted_at < '2026-06-01'`.execute(ctx.db());
    assert.equal(await readFigure(ctx, 'cases/submitted', yearOf(2026)), before);
    await carryOver(ctx, { origin: 'Jahresbericht 2024', values: [{ figure: 'cases/submitted', month: '2024-03-01', value: 120 }, { figure: 'cases/days', month: '2024-03-01', value: 12, weight: 100 }] });
    assert.equal(await readFigure(ctx, 'cases/submitted', yearOf(2024)), 120 + (await rowsBehind(ctx, 'cases/submitted', yearOf(2024))).total);
    assert.ok(Math.abs(((await readFigure(ctx, 'cases/days', yearOf(2024))) ?? 0) - 12) < 0.001);
    await carryOver(ctx, { origin: 'Fachverfahren', values: [{ figure: 'cases/submitted', month: '2026-10-01', value: 1000 }, { figure: 'cases/days', month: '2026-10-01', value: 0, weight: 1e9 }] });
    assert.equal(await readFigure(ctx, 'cases/submitted', yearOf(2026)), (before ?? 0) + 1000);
    assert.ok(((await readFigure(ctx, 'cases/days', yearOf(2026))) ?? 1) < 0.001, 'a mean is weighted by what it rests on');
    const months = await readMonths(ctx, 'cases/submitted', yearOf(2026));
    assert.deepEqual([months.length, months[0]?.source, months.at(-1)?.source], [11, 'stored', 'counted'], 'nothing is known of December yet');
  });
  const boss = t.client();
  boss.cookies.set('stadtkern_session', 'boss');
  const shown = await boss.get('/office/nachweis/cases%2Fsubmitted?von=2024-01&bis=2024-12');
  assert.match(shown.text, /Anträge: 120/);
  assert.match(shown.text, /davon übernommen[\s\S]*Jahresbericht 2024/);
  assert.deepEqual(await htmlMistakes(shown.text), []);
  assert.equal((await boss.get('/office/nachweis/cases%2Fnothing')).status, 404);
  const clerk = t.client();
  clerk.cookies.set('stadtkern_session', 'clerk');
  assert.equal((await clerk.get('/office/nachweis/cases%2Fsubmitted')).status, 403);
});

test('the effect is what was promised against what was decided, and what cannot be measured yet says why', async () => {
  const expected = { casesPerYear: 900, minutesSavedPerCase: 12, moneyCentsPerYear: 100_000, realisationPercent: 50 };
  const ask = (change: object) => ({ projectId: 'p', serviceSlug: 'dog-registration', liveOn: '2025-02-10', expected, ...change });
  const [effect, early, paper, planned] = await t.read(SYSTEM, (ctx) => effectOf(ctx, [ask({}), ask({ liveOn: '2026-07-02' }), ask({ serviceSlug: null }), ask({ liveOn: null })]));
  assert.equal(expectedHours(expected), 90);
  assert.deepEqual(effect?.expected, { hours: 90, cents: 90 * HOUR_CENTS + 50_000 });
  assert.deepEqual([effect?.measured.map(({ at, period }) => [at, period.from, period.to]), effect?.nextOn], [[[6, '2025-03-01', '2025-08-31'], [12, '2025-03-01', '2026-02-28']], '2027-03-01']);
  const { hours, formula } = effect?.measured[1] ?? assert.fail();
  assert.equal(hours, ((formula.cases - formula.automatic) * 12 + formula.automatic * (12 + 30)) / 60);
  const [told] = await t.read(SYSTEM, (ctx) => effectOf(ctx, [ask({ answers: [{ at: 12, minutesSavedPerCase: 5, moneyCentsPerYear: 60_000 }] })]));
  assert.deepEqual([told?.measured[0]?.formula.minutesSaved, told?.measured[1]?.formula.minutesSaved, told?.measured[1]?.formula.moneyCents], [12, 5, 60_000], 'what the lead measured counts from then on');
  assert.deepEqual([early?.why, early?.nextOn, paper?.why, planned?.why, planned?.measured], ['not-six-months', '2027-02-01', 'no-service', 'not-live', []]);
});
