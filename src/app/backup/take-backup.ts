import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import pg from 'pg';
import { lastSealNumber, sealRecordFile } from '#platform/audit';
import { listApplied } from '#platform/db';
import type { Platform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { WrongUse } from '../command.ts';
import { FORMAT, JOBS_FILE, hashFile, tableFile, type Manifest } from './manifest.ts';
import { writeRows } from './row-files.ts';
import { listTables, readRowsOf, readTable, type Table } from './tables.ts';

/** A backup being written: its folder, what it is taken from, and the hash of every file so far. */
type Taking = { dir: string; platform: Platform; client: pg.Client; sums: Map<string, string> };

/**
 * Copies one consistent state of all tables, all files, the keys and the record of the seals into an empty folder.
 * The city may go on working meanwhile. The files come after the tables, and files never change: none can be missing.
 * @returns the manifest and the SHA-256 of the list of sums (worth noting elsewhere).
 */
export async function takeBackup(platform: Platform, dir: string): Promise<{ manifest: Manifest; sum: string }> {
  if (existsSync(dir) && readdirSync(dir).length > 0) throw new WrongUse(`Der Ordner ${dir} ist nicht leer.`);
  for (const folder of ['tables', 'files', 'keys', 'audit-seals']) mkdirSync(join(dir, folder), { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: platform.db.url, application_name: 'stadtkern-backup' });
  await client.connect();
  try {
    const taking: Taking = { dir, platform, client, sums: new Map() };
    const taken = await copyTables(taking);
    const files = await copyFiles(taking);
    const keys = await copyKeys(taking);
    const manifest: Manifest = { format: FORMAT, takenAt: new Date().toISOString(), program: version(platform), ...taken, files, ...keys };
    return { manifest, sum: await finish(taking, manifest) };
  } finally {
    await client.end();
  }
}

/** All tables at one instant: a repeatable-read snapshot that stops nobody. */
async function copyTables(taking: Taking): Promise<Pick<Manifest, 'postgres' | 'migrations' | 'tables' | 'jobs'>> {
  const { client } = taking;
  await client.query("begin isolation level repeatable read, read only; set local timezone = 'UTC'; set local datestyle = 'ISO'; set local intervalstyle = 'postgres'; set local bytea_output = 'hex'; set local extra_float_digits = 1");
  const { rows } = await client.query<{ id: number }>('select id from platform.tenant order by id');
  const tenantIds = rows.map((row) => row.id);
  const migrations = await listApplied(client);
  const all = await listTables(client, ['platform', ...new Set(migrations.map((m) => m.owner))]);
  const tables: Manifest['tables'] = [];
  for (const table of all.filter((t) => t.name === 'platform.tenant' || !t.name.startsWith('platform.'))) {
    tables.push(await copyTable(taking, table, tenantIds));
  }
  const jobs = await copyJobs(taking);
  const { rows: server } = await client.query<{ server_version: string }>('show server_version');
  await copySealRecords(taking, tenantIds);
  await client.query('commit');
  return { postgres: server[0]?.server_version ?? '', migrations, tables, jobs };
}

async function copyTable({ client, dir, sums }: Taking, table: Table, tenantIds: number[]): Promise<Manifest['tables'][number]> {
  const counted = counting(readTable(client, table, tenantIds));
  sums.set(tableFile(table.name), await writeRows(join(dir, tableFile(table.name)), counted.lines));
  return { name: table.name, columns: table.columns.map((column) => column.name), rows: counted.rows() };
}

/**
 * Background jobs that are still to be done (mails, receipts). Their queues, their history and the library's own jobs are made anew
 * by the program that restores. What was running counts as failed once, so it is tried again.
 */
async function copyJobs({ client, dir, sums }: Taking): Promise<Manifest['jobs']> {
  const [job] = (await listTables(client, ['pgboss'])).filter((table) => table.name === 'pgboss.job');
  const names = job?.columns.map((column) => column.name) ?? [];
  const texts = names.map((name) => (name === 'state' ? "case state when 'active' then 'retry' else state::text end" : `"${name}"::text`));
  const from = "pgboss.job where state in ('created', 'retry', 'active') and name not like E'\\\\_\\\\_pgboss%' order by created_on, id";
  const counted = counting(job ? readRowsOf(client, from, texts) : nothing());
  sums.set(JOBS_FILE, await writeRows(join(dir, JOBS_FILE), counted.lines));
  return { columns: names, rows: counted.rows() };
}

async function* nothing(): AsyncGenerator<string> {}

function counting(source: AsyncIterable<string>): { lines: AsyncGenerator<string>; rows(): number } {
  let rows = 0;
  const lines = (async function* () {
    for await (const line of source) {
      rows++;
      yield line;
    }
  })();
  return { lines, rows: () => rows };
}

/** The record may already know seals that are younger than the snapshot; with them the restored log would look cut off. */
async function copySealRecords(taking: Taking, tenantIds: number[]): Promise<void> {
  for (const tenantId of tenantIds) {
    const source = sealRecordFile(taking.platform.config.dataDir, tenantId);
    if (!existsSync(source)) continue;
    const last = await lastSealNumber(taking.client, tenantId);
    const lines = readFileSync(source, 'utf8').split('\n').filter(Boolean).filter((line) => (JSON.parse(line) as { number: number }).number <= last);
    await put(taking, `audit-seals/${basename(source)}`, lines.map((line) => `${line}\n`).join(''));
  }
}

async function copyFiles({ dir, platform, sums }: Taking): Promise<Manifest['files']> {
  const target = diskStorage(join(dir, 'files'));
  const files: Manifest['files'] = { count: 0, bytes: 0, damaged: [] };
  for await (const name of platform.storage.list()) {
    const { hash, size } = await target.put(await platform.storage.get(name));
    if (hash !== name) {
      files.damaged.push(name);
      continue;
    }
    sums.set(`files/${hash.slice(0, 2)}/${hash.slice(2, 4)}/${hash}`, hash);
    files.count++;
    files.bytes += size;
  }
  return files;
}

/** Keys lie as *.pem in the data folder; the one of the seal may lie elsewhere. */
async function copyKeys(taking: Taking): Promise<Pick<Manifest, 'keys' | 'sealKey'>> {
  const { dataDir, sealKeyFile } = taking.platform.config;
  const keys = readdirSync(dataDir).filter((name) => name.endsWith('.pem'));
  for (const name of keys) await put(taking, `keys/${name}`, readFileSync(join(dataDir, name)));
  if (!sealKeyFile || !existsSync(sealKeyFile)) return { keys, sealKey: undefined };
  if (dirname(sealKeyFile) === dataDir) return { keys, sealKey: basename(sealKeyFile) };
  const sealKey = `seal-key${extname(sealKeyFile)}`;
  await put(taking, `keys/${sealKey}`, readFileSync(sealKeyFile));
  return { keys, sealKey };
}

async function put({ dir, sums }: Taking, file: string, content: string | Buffer): Promise<void> {
  writeFileSync(join(dir, file), content, { mode: 0o600, flush: true });
  sums.set(file, await hashFile(join(dir, file)));
}

/** The list of sums comes last: a folder without it is no backup. */
async function finish(taking: Taking, manifest: Manifest): Promise<string> {
  await put(taking, 'manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  const list = [...taking.sums].map(([file, sum]) => `${sum}  ${file}\n`).join('');
  writeFileSync(join(taking.dir, 'SHA256SUMS'), list, { mode: 0o600, flush: true });
  return hashFile(join(taking.dir, 'SHA256SUMS'));
}

function version({ config }: Platform): string {
  const file = join(config.projectDir, 'package.json');
  return statSync(file, { throwIfNoEntry: false }) ? (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version : '';
}
