import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from 'kysely';
import { sealPending, verifyAudit } from '#platform/audit';
import { listMails } from '#platform/mail';
import { SYSTEM } from '#platform/module';
import { testApp, untilEventsAreVisible, type TestApp } from '#platform/testing';
import { modules } from './modules.ts';
import { prepareCity } from './prepare-city.ts';
import { seedSampleCases, type SampleReport } from './sample-cases.ts';

const COUNT = 40;
let t: TestApp;
let report: SampleReport | undefined;
const heard: string[] = [];
before(async () => {
  t = await testApp({ modules, env: { SAMPLE_CASES: '0' } });
  await prepareCity(t.platform, () => {});
  report = await seedSampleCases(t.platform, { count: COUNT, say: (sentence) => heard.push(sentence) });
});
after(() => t.close());

type Row = { status: string; slug: string; submitted: Date; due: string | null };
const cases = (): Promise<Row[]> =>
  t.read(SYSTEM, async (ctx) => (await sql<Row>`select status, service_slug as slug, submitted_at as submitted, due_on as due from cases.case where tenant_id = 1`.execute(ctx.db())).rows);

test('every planned application was really submitted, over the last twelve months, never in the future', async () => {
  const rows = await cases();
  assert.equal(report?.submitted, COUNT);
  assert.equal(rows.length, COUNT);
  const times = rows.map((row) => row.submitted.getTime());
  assert.ok(Math.max(...times) <= t.time.now.getTime());
  assert.ok(Math.min(...times) < t.time.now.getTime() - 120 * 86_400_000);
  assert.equal(new Set(rows.map((row) => row.slug)).size, 3);
});

test('the cases stand in many states, and no process is stuck', async () => {
  const states = new Set((await cases()).map((row) => row.status));
  assert.ok(states.has('open') && states.has('closed') && states.size >= 4, [...states].join());
  const { rows } = await t.read(SYSTEM, (ctx) => sql<{ n: number }>`select count(*)::int as n from process.incident where tenant_id = 1`.execute(ctx.db()));
  assert.equal(rows[0]?.n, 0);
});

test('nobody who listens to what happened has failed', async () => {
  const { rows } = await t.read(SYSTEM, (ctx) => sql<{ error: string }>`select subscriber || ': ' || error as error from events.position where tenant_id = 1 and error is not null`.execute(ctx.db()));
  assert.deepEqual(rows, []);
});

test('what happened carries the date on which it would have happened', async () => {
  const { rows } = await t.read(SYSTEM, (ctx) =>
    sql<{ late: number }>`select count(*)::int as late from records.document d join cases.case c on c.tenant_id = d.tenant_id and c.id = d.case_id
      where d.tenant_id = 1 and (d.created_at < c.submitted_at or (d.kind = 'decision' and d.created_at > c.decided_at + interval '1 day'))`.execute(ctx.db()),
  );
  assert.equal(rows[0]?.late, 0);
});

test('the log of the past holds together', async () => {
  await untilEventsAreVisible(t.platform);
  await sealPending(t.platform, 1);
  const verdict = await verifyAudit(t.platform, 1);
  assert.equal(verdict.intact, true, JSON.stringify(verdict));
});

test('nobody is told today that something arrived months ago', async () => {
  await t.settle();
  const mails = await t.read(SYSTEM, (ctx) => listMails(ctx, { limit: 1000 }));
  assert.ok(mails.length > 0);
  assert.equal(mails.filter((mail) => mail.subject.startsWith('Eingegangen')).length, 0);
});

test('it happens once per database', async () => {
  assert.equal(await seedSampleCases(t.platform, { count: COUNT, say: () => {} }), undefined);
  assert.equal((await cases()).length, COUNT);
});
