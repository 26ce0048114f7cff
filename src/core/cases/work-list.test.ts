import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { organisationModule } from '#core/organisation';
import { authModule } from '#platform/auth';
import { newId } from '#platform/db';
import { SYSTEM } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';
import { sql } from 'kysely';
import { casesModule } from './module.ts';
import { countWork, filterOf, listWork, workFigures, type Cursor, type Reach, type WorkFilter } from './index.ts';
import { workQuery } from './work-filter.ts';

const CASES = 20_000;
/** Generous for a busy machine with two cores; on an idle one all of these take under 5 ms. */
const MOST_MS = 150;

let t: TestApp;
const me = newId();
const offices = Array.from({ length: 12 }, () => newId());
const mine: Reach = { accountId: me, persons: [me], groups: ['amt-3', 'amt-3/sachbearbeitung'], offices: [offices[3] ?? ''] };
const everything: Reach = { ...mine, offices: 'all' };
const filter = (address: string): WorkFilter => filterOf(workQuery.parse(Object.fromEntries(new URLSearchParams(address))));

before(async () => {
  t = await testApp({ modules: [{ ...authModule, contributes: [] }, { ...organisationModule, contributes: [] }, { ...casesModule, contributes: [] }] });
  await t.transact(SYSTEM, async (ctx) => {
    const numbers = sql`generate_series(1, ${CASES}::int) as i`;
    const id = sql`('00000000-0000-7000-8000-' || lpad(i::text, 12, '0'))::uuid`;
    const office = sql`(${offices}::uuid[])[1 + i % 12]`;
    const facts = sql`'2026-' || upper((array['hund','park','gew','kita','bau'])[1 + i % 5]) || '-' || lpad(i::text, 6, '0') as number, 'Anliegen ' || i as title, (array['Weber','Sommer','Krause','Lehmann'])[1 + i % 4] || ' ' || i as name, (array['hund','park','gew','kita','bau'])[1 + i % 5] as slug, '2025-01-01'::timestamptz + i * interval '40 minutes' as submitted`;
    await sql`insert into cases.case (tenant_id, id, number, service_slug, version_id, office_id, title, applicant_name, applicant, data, status, submitted_at, due_on)
      select 1, ${id}, number, slug, ${id}, ${office}, title, name, '{}', '{}', case when i % 4 = 0 then 'open' else 'closed' end, submitted, case when i % 4 = 0 then (submitted + interval '30 days')::date end
      from ${numbers}, lateral (select ${facts}) f`.execute(ctx.db());
    await sql`insert into cases.case_word select 1, word, ${id} from ${numbers}, lateral (values ('anliegen'), (i::text), (lower((array['Weber','Sommer','Krause','Lehmann'])[1 + i % 4]))) as w(word) on conflict do nothing`.execute(ctx.db());
    await sql`insert into cases.task (tenant_id, id, case_id, instance_id, token_id, node_id, name, groups, office_id, assignee_id, due_on, case_number, case_title, applicant_name, service_slug, submitted_at, created_at)
      select 1, ${id}, ${id}, ${id}, 1, 'check', 'Prüfen', array['amt-' || i % 12], ${office}, case when i % 400 = 0 then ${me}::uuid end, (submitted + interval '30 days')::date, number, title, name, slug, submitted, submitted
      from ${numbers}, lateral (select ${facts}) f where (i / 12) % 4 = 0`.execute(ctx.db());
  });
  await t.platform.db.pool.query('analyze cases.case; analyze cases.case_word; analyze cases.task');
});
after(() => t.close());

const lists: [string, Reach, string][] = [
  ['own tasks', mine, ''],
  ['free tasks of the group', mine, 'ansicht=gruppe'],
  ['free tasks of the group by name', mine, 'ansicht=gruppe&sortierung=-name'],
  ['late tasks', mine, 'ansicht=ueberfaellig'],
  ['all tasks', everything, 'ansicht=aufgaben'],
  ['all cases', everything, 'ansicht=alle'],
  ['cases of one office', mine, 'ansicht=alle'],
  ['cases of one service by number', everything, 'ansicht=alle&leistung=bau&sortierung=nummer'],
  ['late cases', everything, 'ansicht=alle&frist=ueberfaellig&sortierung=frist'],
  ['one case by its number', everything, 'ansicht=alle&q=1234'],
  ['cases by a common name', everything, 'ansicht=alle&q=weber'],
  ['cases that do not exist', everything, 'ansicht=alle&q=gibtesnicht'],
];

for (const [name, reach, address] of lists) {
  test(`among ${CASES} cases the list "${name}" is quick, also far behind its beginning`, async () => {
    const read = (after?: Cursor) => t.read(SYSTEM, (ctx) => listWork(ctx, { reach, filter: filter(address), page: { limit: 50, ...(after ? { after } : {}) } }));
    const first = await read();
    let cursor = first.next;
    for (let page = 0; page < 15 && cursor; page++) cursor = (await read(cursor)).next ?? cursor;
    const times: number[] = [];
    for (let i = 0; i < 7; i++) {
      const started = performance.now();
      await read(i % 2 ? cursor : undefined);
      times.push(performance.now() - started);
    }
    const best = Math.min(...times); // other tests run beside this one
    assert.ok(best < MOST_MS, `${best} ms`);
  });
}

test('going through a list page by page meets every line once, in order, and back again', async () => {
  const seen: string[] = [];
  let last: { rows: { id: string }[]; previous?: Cursor } = { rows: [] };
  for (let after: Cursor | undefined; ; ) {
    const page = await t.read(SYSTEM, (ctx) => listWork(ctx, { reach: mine, filter: filter('ansicht=gruppe&sortierung=frist'), page: { limit: 50, ...(after ? { after } : {}) } }));
    seen.push(...page.rows.map((row) => row.id));
    last = page;
    after = page.next;
    if (!after) break;
  }
  const count = await t.read(SYSTEM, (ctx) => countWork(ctx, mine, filter('ansicht=gruppe')));
  assert.deepEqual([seen.length, new Set(seen).size], [count, count]);
  const before = await t.read(SYSTEM, (ctx) => listWork(ctx, { reach: mine, filter: filter('ansicht=gruppe&sortierung=frist'), page: { limit: 50, ...(last.previous ? { before: last.previous } : {}) } }));
  assert.equal(before.rows.at(-1)?.id, seen[seen.indexOf(last.rows[0]?.id ?? '') - 1]);
});

test('the figures of the desk are those of the lists', async () => {
  const [figures, counts] = await t.read(SYSTEM, async (ctx) => [await workFigures(ctx, mine), await Promise.all(['', 'ansicht=gruppe', 'ansicht=ueberfaellig'].map((address) => countWork(ctx, mine, filter(address))))] as const);
  assert.deepEqual([figures.mine, figures.group, figures.overdue], counts);
});
