import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import pg from 'pg';
import { listEventsAfter, sealPending, verifyAudit } from '#platform/audit';
import { readConfig } from '#platform/config';
import { listMigrations, migrate } from '#platform/db';
import { enqueue } from '#platform/jobs';
import { SYSTEM, seeds, type Platform } from '#platform/module';
import { testApp, untilEventsAreVisible, type TestApp } from '#platform/testing';
import { migrationSources, openInstallation } from '../installation.ts';
import { modules } from '../modules.ts';
import { runCli, type Ended } from '../run-cli.ts';
import { takeBackup } from './take-backup.ts';
import { insertRows, listTables, readTable } from './tables.ts';

const project = join(import.meta.dirname, '../../..');
const bytes = new TextEncoder().encode('Bescheid');
let t: TestApp;
let dir: string;
let source: Record<string, string>;
const happened = (platform: Platform, n: number, tenantId = 1): Promise<void> =>
  platform.transact({ tenantId, actor: SYSTEM }, async (ctx) => {
    ctx.emit({ type: 'test/begun', subject: `thing:${n}`, data: { n } });
    ctx.emit({ type: 'test/ended', subject: `thing:${n}`, data: { n } });
  });
const path = (name: string): string => join(dir, name);
const target = (name: string): Record<string, string> => ({ STADTKERN_DATA: path(name), DATABASE_URL: '' });

before(async () => {
  dir = mkdtempSync(join(tmpdir(), 'stadtkern-backup-'));
  chmodSync(dir, 0o755); // the embedded server of another account has to get in
  t = await testApp({ modules });
  source = { STADTKERN_DATA: t.dir, DATABASE_URL: t.platform.db.url };
  await t.platform.db.pool.query("insert into platform.tenant (id, key, name) values (2, 'nachbar', 'Nachbarstadt')");
  for (const seed of t.platform.contributions(seeds)) if (seed.name.startsWith('organisation/')) await t.transact(SYSTEM, (ctx) => seed.run(ctx));
  for (let n = 0; n < 20; n++) await happened(t.platform, n);
  await happened(t.platform, 99, 2);
  await untilEventsAreVisible(t.platform);
  await sealPending(t.platform, 1);
  await t.platform.storage.put(bytes);
  await t.transact(SYSTEM, (ctx) => enqueue(ctx, 'mail/send', { id: '00000000-0000-7000-8000-000000000001' }));
  writeFileSync(join(t.dir, 'permit-key.pem'), 'PRIVATE', { mode: 0o600 });
});
after(async () => {
  await t.close();
  rmSync(dir, { recursive: true, force: true });
});

test('every kind of value comes back exactly as it was', async () => {
  const client = new pg.Client({ connectionString: t.platform.db.url });
  await client.connect();
  await client.query(`create schema odd; create table odd.one (tenant_id int, at timestamptz, day date, raw bytea, price numeric, ratio float8, list text[], body jsonb, words tsvector, note text, twice int generated always as (tenant_id * 2) stored);
    create table odd.two (like odd.one including generated);
    insert into odd.one values
      (1, '2026-03-29 02:30:00.123456+02', 'infinity', '\\x00ff', 12345678901234567890.123456789, 0.1, '{"a,b",NULL,"\\""}', 'null', 'hund:1', E'Zeile\\n"2" \\\\ ä🐕'),
      (2, null, null, null, null, 'NaN', null, '{"n": 1.10, "big": 12345678901234567890}', null, '')`);
  const [one, two] = await listTables(client, ['odd']);
  assert.ok(one && two);
  const lines: string[] = [];
  await client.query('begin');
  for await (const line of readTable(client, one, [1, 2])) lines.push(line);
  assert.equal(await insertRows(client, { table: two, columns: one.columns.map((c) => c.name) }, lines), 2);
  const { rows } = await client.query('(table odd.one except table odd.two) union all (table odd.two except table odd.one)');
  assert.deepEqual(rows, []);
  assert.equal((await client.query("select 1 from odd.two where body = 'null'::jsonb")).rowCount, 1);
  await client.query('rollback; drop schema odd cascade');
  await client.end();
});

/** Takes a backup while people go on working: what is saved must be one instant. */
async function backupUnderLoad(): Promise<Ended> {
  let working = true;
  const work = (async () => {
    for (let n = 100; working; n++) {
      await happened(t.platform, n);
      if (n % 5 === 0) await sealPending(t.platform, 1);
    }
  })();
  const ended = await runCli(['backup', path('saved'), '--json'], source);
  working = false;
  await work;
  return ended;
}

test('a backup goes to another server and the city works on there', async () => {
  const saved = await backupUnderLoad();
  assert.equal(saved.code, 0, saved.err);
  assert.deepEqual([JSON.parse(saved.out).files, JSON.parse(saved.out).jobs, JSON.parse(saved.out).keys], [1, 1, ['permit-key.pem']]);

  const restored = await runCli(['restore', path('saved'), '--json'], target('new'));
  assert.equal(restored.code, 0, restored.err);
  const report = JSON.parse(restored.out);
  assert.deepEqual([report.files, report.jobs, report.applied, report.setAside], [1, 1, [], undefined]);
  assert.ok(report.audit.every((v: { intact: boolean }) => v.intact));
  assert.equal(readFileSync(join(path('new'), 'permit-key.pem'), 'utf8'), 'PRIVATE');

  const { platform, close } = await openInstallation(readConfig({ ...target('new'), LOG_LEVEL: 'silent' }, project));
  try {
    const who = { tenantId: 1, actor: SYSTEM };
    const start = { xid: 0, id: '00000000-0000-0000-0000-000000000000' };
    const old = await platform.read(who, (ctx) => listEventsAfter(ctx, start, { types: ['test/begun', 'test/ended'], limit: 100_000 }));
    assert.equal(old.filter((event) => event.type === 'test/begun').length, old.filter((event) => event.type === 'test/ended').length);
    await untilEventsAreVisible(t.platform);
    const first = (await t.read(SYSTEM, (ctx) => listEventsAfter(ctx, start, { types: ['test/begun', 'test/ended'], limit: old.length }))).map((event) => event.id);
    assert.deepEqual(old.map((event) => event.id), first);

    await happened(platform, 1_000_000);
    await untilEventsAreVisible(platform);
    const last = old.at(-1);
    const fresh = await platform.read(who, (ctx) => listEventsAfter(ctx, { xid: last?.xid ?? 0, id: last?.id ?? '' }, { types: ['test/begun', 'test/ended'], limit: 9 }));
    assert.deepEqual(fresh.map((event) => event.data.n), [1_000_000, 1_000_000]);
    assert.ok((await sealPending(platform, 1))?.events);
    const verdict = await verifyAudit(platform, 1);
    assert.deepEqual([verdict.intact, verdict.unsealed], [true, 0]);
    assert.equal((await platform.read({ tenantId: 2, actor: SYSTEM }, (ctx) => listEventsAfter(ctx, start, { types: ['test/begun'], limit: 9 }))).length, 1);
    for await (const name of platform.storage.list()) assert.deepEqual(new Uint8Array(await platform.storage.bytes(name)), bytes);
    assert.equal((await platform.db.pool.query("select 1 from pgboss.job where name = 'mail.send' and state = 'created'")).rowCount, 1);
  } finally {
    await close();
  }
});

test('data that is already there is replaced only on purpose, and its files are kept aside', async () => {
  const refused = await runCli(['restore', path('saved')], target('new'));
  assert.equal(refused.code, 2);
  assert.match(refused.err, /Hier liegen schon Daten .* Mit --force/);
  const forced = await runCli(['restore', path('saved'), '--force', '--json'], target('new'));
  assert.equal(forced.code, 0, forced.err);
  assert.ok(existsSync(join(JSON.parse(forced.out).setAside, 'permit-key.pem')));
});

test('a running city hall is not overwritten', async () => {
  const { code, err } = await runCli(['restore', path('saved'), '--force'], source);
  assert.equal(code, 2);
  assert.match(err, /Stadtkern läuft gerade/);
});

test('a backup is never written over something else', async () => {
  const { code, err } = await runCli(['backup', path('saved')], source);
  assert.equal(code, 2);
  assert.match(err, /ist nicht leer/);
});

test('a backup of a newer program, a changed and an unfinished one are refused before anything is touched', async () => {
  const manifest = path('saved/manifest.json');
  const sums = path('saved/SHA256SUMS');
  const good = [readFileSync(manifest), readFileSync(sums)] as const;
  writeFileSync(manifest, readFileSync(manifest, 'utf8').replace('"jobs"', '"Jobs"'));
  const changed = await runCli(['restore', path('saved')], target('other'));
  assert.deepEqual([changed.code, changed.err.trim()], [1, 'In der Sicherung wurde manifest.json verändert.']);

  writeFileSync(manifest, good[0]);
  rmSync(sums);
  const unfinished = await runCli(['restore', path('saved')], target('other'));
  assert.equal(unfinished.code, 1);
  assert.match(unfinished.err, /keine vollständige Sicherung/);

  const { createHash } = await import('node:crypto');
  const newer = JSON.stringify({ ...JSON.parse(good[0].toString()), migrations: [{ owner: 'audit', name: '9999-future.sql', hash: 'x' }] });
  writeFileSync(manifest, newer);
  writeFileSync(sums, good[1].toString().replace(/^\w{64}(?= {2}manifest\.json$)/m, createHash('sha256').update(newer).digest('hex')));
  const future = await runCli(['restore', path('saved')], target('other'));
  assert.equal(future.code, 1);
  assert.match(future.err, /ist neuer als dieses Programm \(sie kennt audit\/9999-future.sql\)/);
  assert.equal(existsSync(path('other')), false);
});

test('a backup of an older program is brought up to date', async () => {
  const { pool, url } = t.platform.db;
  await pool.query('create database old_town');
  const old = new URL(url);
  old.pathname = '/old_town';
  const before = listMigrations(migrationSources()).filter((m) => m.name !== '0002-order-across-servers.sql');
  await migrate(old.href, migrationSources(), { only: before });
  const client = new pg.Client({ connectionString: old.href });
  await client.connect();
  await client.query(`insert into platform.tenant (id, key, name) values (1, 'alt', 'Altstadt'); begin; set local app.tenant = '1';
    insert into audit.event (tenant_id, id, at, type, subject, body) values (1, gen_random_uuid(), now(), 'test/old', 'thing:1', '{}'); commit`);
  await client.end();
  await takeBackup({ ...t.platform, db: { ...t.platform.db, url: old.href } }, path('old'));
  await pool.query('drop database old_town');

  const { code, out, err } = await runCli(['restore', path('old'), '--force', '--json'], target('new'));
  assert.equal(code, 0, err);
  assert.deepEqual(JSON.parse(out).applied, ['audit/0002-order-across-servers.sql']);
  assert.deepEqual([JSON.parse(out).audit[0].intact, JSON.parse(out).audit[0].unsealed], [true, 1]);
});

test('audit verify ends with 1 and names the seal when somebody has changed the log', async () => {
  const good = await runCli(['audit', 'verify', '--json'], source);
  assert.deepEqual([good.code, JSON.parse(good.out)[0].intact], [0, true]);
  await t.platform.db.transact({ tenantId: 1 }, ({ client }) => client.query(`update audit.event set body = replace(body, '"n":3', '"n":4')`));
  const bad = await runCli(['audit', 'verify'], source);
  assert.equal(bad.code, 1);
  assert.match(bad.out, /Mandant 1: BESCHÄDIGT\. Siegel 1: ein Ereignis wurde verändert/);
});

test('tenant list names every tenant', async () => {
  const { code, out } = await runCli(['tenant', 'list', '--json'], source);
  assert.deepEqual([code, JSON.parse(out).map((tenant: { key: string }) => tenant.key)], [0, ['09999999', 'nachbar']]);
});
