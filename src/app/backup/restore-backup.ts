import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import pg from 'pg';
import { verifyAudit, type AuditVerdict } from '#platform/audit';
import type { Config } from '#platform/config';
import { listMigrations, migrate } from '#platform/db';
import { openJobs } from '#platform/jobs';
import type { Platform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { WrongUse } from '../command.ts';
import { listTenants, migrationSources, openInstallation, openServer } from '../installation.ts';
import { BackupBroken, JOBS_FILE, readBackup, tableFile, type Manifest } from './manifest.ts';
import { readRows } from './row-files.ts';
import { insertRows, listTables, withReferencesLast, type Table } from './tables.ts';

export type Restored = {
  takenAt: string;
  tables: number;
  rows: number;
  jobs: number;
  files: number;
  /** Migrations that came after the backup and were applied to it now. */
  applied: string[];
  /** Where the files and keys that were there before lie now. */
  setAside: string | undefined;
  /** Set when a seal key of its own is already configured here; the one of the backup was not put over it. */
  keptSealKey: boolean;
  audit: (AuditVerdict & { tenant: number })[];
};
type Job = { dir: string; manifest: Manifest; sums: Map<string, string>; config: Config };

/**
 * Puts a backup in place of this installation's data: checks all of it first, then files, then the tables in one transaction,
 * then newer migrations, then the check of the audit log.
 * @throws WrongUse when data is already there (unless `force`) or the city hall is running; BackupBroken when the backup is not usable.
 */
export async function restoreBackup(config: Config, dir: string, { force }: { force: boolean }): Promise<Restored> {
  const job: Job = { dir, config, ...(await readBackup(dir)) };
  refuseNewerSchema(job.manifest);
  const server = await openServer(config);
  try {
    await refuseInUse(server.url, force);
    const setAside = setOldFilesAside(config);
    const files = await copyFiles(job);
    const keptSealKey = !copyKeys(job);
    copySealRecords(job);
    await buildSchema(server.url, job.manifest);
    const { rows } = await loadTables(server.url, job);
    const { platform, applied, close } = await openInstallation(config);
    try {
      const jobs = await loadJobs(platform, job);
      return { takenAt: job.manifest.takenAt, tables: job.manifest.tables.length, rows, jobs, files, applied, setAside, keptSealKey, audit: await verifyAll(platform) };
    } finally {
      await close();
    }
  } finally {
    await server.stop();
  }
}

function refuseNewerSchema({ migrations, program }: Manifest): void {
  const mine = new Map(listMigrations(migrationSources()).map((m) => [`${m.owner}/${m.name}`, m.hash]));
  for (const { owner, name, hash } of migrations) {
    const known = mine.get(`${owner}/${name}`);
    if (!known) throw new BackupBroken(`Die Sicherung ist neuer als dieses Programm (sie kennt ${owner}/${name}). Bitte spielen Sie sie mit Fassung ${program} oder einer neueren ein.`);
    if (known !== hash) throw new BackupBroken(`Die Migration ${owner}/${name} lautet hier anders als zur Zeit der Sicherung.`);
  }
}

async function connect<R>(url: string, fn: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url, application_name: 'restore' });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

const ownSchemas = (): string[] => ['platform', ...migrationSources().map((source) => source.owner)];

function refuseInUse(url: string, force: boolean): Promise<void> {
  return connect(url, async (client) => {
    const running = await client.query("select 1 from pg_stat_activity where datname = current_database() and application_name like 'stadtkern%' limit 1");
    if (running.rowCount) throw new WrongUse('Stadtkern läuft gerade auf dieser Datenbank. Bitte beenden Sie es zuerst.');
    const tables = (await listTables(client, ownSchemas())).filter((table) => !table.name.startsWith('platform.'));
    if (force || tables.length === 0) return;
    await client.query('begin');
    for (const { id } of (await client.query<{ id: number }>('select id from platform.tenant')).rows) {
      await client.query("select set_config('app.tenant', $1, true)", [String(id)]);
      for (const { name } of tables) {
        if ((await client.query(`select 1 from ${name} limit 1`)).rowCount) throw new WrongUse(`Hier liegen schon Daten (zum Beispiel in ${name}). Mit --force werden sie durch die Sicherung ersetzt.`);
      }
    }
    await client.query('commit');
  });
}

/** What lies in the data folder is never deleted: it moves to a folder of its own. */
function setOldFilesAside({ dataDir }: Config): string | undefined {
  const old = readdirSync(dataDir).filter((name) => name === 'files' || name === 'audit-seals' || name.endsWith('.pem'));
  if (old.length === 0) return undefined;
  const aside = join(dataDir, `replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`);
  mkdirSync(aside, { mode: 0o700 });
  for (const name of old) renameSync(join(dataDir, name), join(aside, name));
  return aside;
}

async function copyFiles({ dir, sums, config }: Job): Promise<number> {
  const source = diskStorage(join(dir, 'files'));
  const target = diskStorage(join(config.dataDir, 'files'));
  let count = 0;
  for (const file of sums.keys()) {
    if (!file.startsWith('files/')) continue;
    const { hash } = await target.put(await source.get(basename(file)));
    if (hash !== basename(file)) throw new BackupBroken(`In der Sicherung wurde ${file} verändert.`);
    count++;
  }
  return count;
}

/** @returns false when a different seal key is already configured outside the data folder; that one stays. */
function copyKeys({ dir, manifest, config }: Job): boolean {
  const { dataDir, sealKeyFile } = config;
  for (const name of manifest.keys) writeFileSync(join(dataDir, name), readFileSync(join(dir, 'keys', name)), { mode: 0o600, flush: true });
  if (!manifest.sealKey || !sealKeyFile || join(dataDir, manifest.sealKey) === sealKeyFile) return true;
  const key = readFileSync(join(dir, 'keys', manifest.sealKey));
  if (existsSync(sealKeyFile)) return readFileSync(sealKeyFile).equals(key);
  mkdirSync(dirname(sealKeyFile), { recursive: true });
  writeFileSync(sealKeyFile, key, { mode: 0o600, flush: true });
  return true;
}

function copySealRecords({ dir, sums, config }: Job): void {
  for (const file of sums.keys()) {
    if (!file.startsWith('audit-seals/')) continue;
    mkdirSync(join(config.dataDir, 'audit-seals'), { recursive: true });
    writeFileSync(join(config.dataDir, file), readFileSync(join(dir, file)), { flush: true });
  }
}

/** The schema exactly as it was when the backup was taken; newer migrations find the data already there. */
async function buildSchema(url: string, manifest: Manifest): Promise<void> {
  const schemas = [...new Set([...ownSchemas(), 'pgboss'])].map((name) => `"${name}"`).join(', ');
  await connect(url, (client) => client.query(`drop schema if exists ${schemas} cascade`));
  await migrate(url, migrationSources(), { only: manifest.migrations });
}

function loadTables(url: string, { dir, manifest }: Job): Promise<{ rows: number }> {
  return connect(url, async (client) => {
    const tables = new Map((await listTables(client, ownSchemas())).map((table) => [table.name, table]));
    let rows = 0;
    await client.query("begin; set local timezone = 'UTC'");
    await withReferencesLast(client, ownSchemas(), async () => {
      for (const saved of manifest.tables) {
        const table = tables.get(saved.name);
        if (!table) throw new BackupBroken(`Die Tabelle ${saved.name} der Sicherung gibt es hier nicht.`);
        rows += await loadTable(client, { table, saved, path: join(dir, tableFile(saved.name)) });
      }
    });
    await client.query('commit');
    return { rows };
  });
}

async function loadTable(client: pg.Client, { table, saved, path }: { table: Table; saved: Manifest['tables'][number]; path: string }): Promise<number> {
  let rows = 0;
  for await (const lines of readRows(path)) rows += await insertRows(client, { table, columns: saved.columns }, lines);
  if (rows !== saved.rows) throw new BackupBroken(`Von ${saved.rows} Zeilen in ${saved.name} kamen ${rows} an.`);
  return rows;
}

/** The queues are made by this program; jobs of a kind that it no longer knows are left out. */
async function loadJobs(platform: Platform, { dir, manifest }: Job): Promise<number> {
  const runner = await openJobs(platform, { tenants: () => listTenants(platform.db) });
  await runner.stop();
  if (manifest.jobs.rows === 0) return 0;
  return connect(platform.db.url, async (client) => {
    const table = (await listTables(client, ['pgboss'])).find(({ name }) => name === 'pgboss.job');
    const queues = new Set((await client.query<{ name: string }>('select name from pgboss.queue')).rows.map(({ name }) => name));
    const place = manifest.jobs.columns.indexOf('name');
    let jobs = 0;
    await client.query('begin');
    for await (const lines of readRows(join(dir, JOBS_FILE))) {
      const known = lines.filter((line) => queues.has(String((JSON.parse(line) as (string | null)[])[place])));
      if (table && known.length) jobs += await insertRows(client, { table, columns: manifest.jobs.columns, keepExisting: true }, known);
    }
    await client.query('commit');
    return jobs;
  });
}

async function verifyAll(platform: Platform): Promise<Restored['audit']> {
  const verdicts: Restored['audit'] = [];
  for (const tenant of await listTenants(platform.db)) verdicts.push({ tenant, ...(await verifyAudit(platform, tenant)) });
  return verdicts;
}
