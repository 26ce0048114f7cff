import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { grantAppRole, migrate, openDatabase, startEmbedded } from '#platform/db';
import { reachablePlace, serverUser } from './embedded-place.ts';

const dir = mkdtempSync(join(tmpdir(), 'stadtkern-embedded-'));
chmodSync(dir, 0o755); // as root the server runs under another account, which has to get in
const said: string[] = [];
const server = await startEmbedded({ dir, onProgress: (sentence) => said.push(sentence) });
const db = await openDatabase({ url: server.url, poolSize: 4 });
after(async () => {
  await db.close();
  await server.stop();
  for (const folder of [reachablePlace(dir, serverUser()).dir, dir]) rmSync(folder, { recursive: true, force: true });
});

async function untilItAnswers(): Promise<number> {
  for (let tries = 0; tries < 100; tries++) {
    const rows = await db.pool.query<{ n: number }>('select count(*) as n from kept').then((result) => result.rows, () => undefined);
    if (rows) return rows[0]?.n ?? -1;
    await sleep(100);
  }
  throw new Error('The database did not come back.');
}

test('the first start says what it does', () => {
  assert.deepEqual(said, ['Datenbank wird angelegt', 'Datenbank startet']);
});

test('the program speaks with its server by a socket, as TCP costs twice as much', async () => {
  const address = await db.pool.query<{ tcp: string | null }>('select inet_client_addr() as tcp');
  assert.equal(address.rows[0]?.tcp, null);
});

test('a killed database server comes back by itself with everything that was committed', async () => {
  await db.pool.query('create table kept (n int)');
  const busy = await db.pool.connect();
  await busy.query('insert into kept values (1)');
  process.kill(server.pid, 'SIGKILL');
  await assert.rejects(busy.query('select pg_sleep(5)')); // a connection at work notices, the process lives on
  busy.release(true);
  assert.equal(await untilItAnswers(), 1);
});

test('a second process takes over the running server and leaves it running when it ends', async () => {
  const second = await startEmbedded({ dir });
  assert.deepEqual([second.adopted, second.url], [true, server.url]);
  await second.stop();
  assert.equal((await db.pool.query('select 1')).rowCount, 1);
});

test('a superuser steps down: it sees the rows of its tenant only, and uses tables that came later', async () => {
  const migrations = join(dir, 'migrations');
  mkdirSync(migrations);
  writeFileSync(join(migrations, '0001-a.sql'), "create table town.house (tenant_id int not null, id int not null, primary key (tenant_id, id)); select platform_protect('town.house')");
  const url = server.url.replace('//stadtkern:', '//postgres:');
  await migrate(url, [{ owner: 'town', dir: migrations }]);
  const superuser = await openDatabase({ url, poolSize: 2 });
  try {
    for (const tenantId of [1, 2]) await superuser.transact({ tenantId }, ({ client }) => client.query('insert into town.house values ($1, 1)', [tenantId]));
    assert.deepEqual((await superuser.transact({ tenantId: 2 }, ({ client }) => client.query('select tenant_id from town.house'))).rows, [{ tenant_id: 2 }]);
    await superuser.pool.query('create schema later; create table later.job (n int)');
    const use = (): Promise<unknown> => superuser.transact({ tenantId: 1 }, ({ client }) => client.query('insert into later.job values (1)'));
    await assert.rejects(use(), /permission denied/);
    await grantAppRole(superuser.pool);
    await use();
  } finally {
    await superuser.close();
  }
});

test('data of another PostgreSQL generation is refused with what to do', async () => {
  const file = join(reachablePlace(dir, serverUser()).dir, 'data/PG_VERSION');
  const own = readFileSync(file, 'utf8');
  writeFileSync(file, '17\n');
  await assert.rejects(startEmbedded({ dir }), /gehören zu PostgreSQL 17.*Sicherung/);
  writeFileSync(file, own);
});
