import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { migrate, newId } from '#platform/db';
import { SYSTEM } from '#platform/module';
import { testApp, type TestApp } from '#platform/testing';

let t: TestApp;
before(async () => {
  t = await testApp();
  await t.platform.db.pool.query(`create table platform.sample (tenant_id int not null, id uuid not null, word text, primary key (tenant_id, id)); select platform_protect('platform.sample')`);
});
after(() => t.close());

const insert = (tenantId: number, rowTenant = tenantId): Promise<unknown> =>
  t.platform.transact({ tenantId, actor: SYSTEM }, (ctx) => sql`insert into platform.sample values (${rowTenant}, ${newId()}, 'x')`.execute(ctx.db()));
const count = async (tenantId: number): Promise<number> =>
  t.platform.read({ tenantId, actor: SYSTEM }, async (ctx) => (await sql<{ n: number }>`select count(*) as n from platform.sample`.execute(ctx.db())).rows[0]?.n ?? -1);

test('a tenant sees its own rows only, even without asking for the tenant', async () => {
  await insert(1);
  await insert(2);
  await insert(2);
  assert.deepEqual([await count(1), await count(2), await count(3)], [1, 2, 0]);
});

test('a row for another tenant is refused by the database itself', async () => {
  await assert.rejects(insert(1, 2), /row-level security/);
});

test('a read-only transaction can change nothing', async () => {
  await assert.rejects(t.platform.read({ tenantId: 1, actor: SYSTEM }, (ctx) => sql`delete from platform.sample`.execute(ctx.db())), /read-only/);
});

test('what has only read ends with the next transaction of its connection or within a moment, and never meets another tenant', async () => {
  await insert(1);
  const before = await Promise.all([count(1), count(2)]);
  await insert(2); // writes where something has just been read
  assert.deepEqual([await count(1), await count(2)], [before[0], (before[1] ?? 0) + 1]);
  const open = async () => Number((await t.platform.db.pool.query<{ n: string }>(`select count(*) as n from pg_stat_activity where datname = current_database() and state = 'idle in transaction'`)).rows[0]?.n);
  for (let looks = 0; (await open()) > 0; looks++) {
    assert.ok(looks < 100, 'no transaction stays open');
    await sleep(20);
  }
});

test('a failed transaction leaves nothing and its connection stays usable', async () => {
  const before = await count(1);
  for (let i = 0; i < 20; i++) {
    await assert.rejects(t.platform.transact({ tenantId: 1, actor: SYSTEM }, async (ctx) => {
      await sql`insert into platform.sample values (1, ${newId()}, 'y')`.execute(ctx.db());
      throw new Error('no');
    }));
  }
  assert.equal(await count(1), before);
});

test('ids grow with time, so that later rows come last', () => {
  const ids = Array.from({ length: 10_000 }, () => newId());
  assert.deepEqual(ids, [...ids].sort());
  assert.equal(new Set(ids).size, ids.length);
  assert.match(ids[0] ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});

test('migrations run once, in parallel too, and a changed or unknown one stops the start with a sentence', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'stadtkern-migrations-'));
  writeFileSync(join(dir, '0001-a.sql'), 'create table sample_owner.a (tenant_id int not null, id uuid not null, primary key (tenant_id, id));');
  const sources = [...t.platform.modules.flatMap((m) => (m.migrations ? [{ owner: m.name, dir: m.migrations }] : [])), { owner: 'sample_owner', dir }];
  const applied = await Promise.all([1, 2, 3].map(() => migrate(t.platform.db.url, sources)));
  assert.deepEqual(applied.flat(), ['sample_owner/0001-a.sql']);
  await assert.rejects(migrate(t.platform.db.url, sources.slice(0, -1)), /neuer als dieses Programm/);
  writeFileSync(join(dir, '0001-a.sql'), '-- changed');
  await assert.rejects(migrate(t.platform.db.url, sources), /nach dem Einspielen verändert/);
});
