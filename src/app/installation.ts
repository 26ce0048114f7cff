import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { continueOrder, recordEvents } from '#platform/audit';
import type { Config } from '#platform/config';
import { migrate, openDatabase, startEmbedded, type Database, type Embedded } from '#platform/db';
import { createLogger, createPlatform, schemaOf, type Platform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { modules } from './modules.ts';

/** An opened installation without server and workers: what every command needs. */
export type Installation = { platform: Platform; applied: string[]; close(): Promise<void> };
type Say = (sentence: string) => void;

/** Opens database and files, brings the schema up to date, joins the modules. */
export async function openInstallation(config: Config, say: Say = () => {}): Promise<Installation> {
  mkdirSync(config.dataDir, { recursive: true });
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dir: join(config.dataDir, 'postgres'), onProgress: say });
  if (embedded?.adopted) say('Laufende Datenbank übernommen');
  let db: Database | undefined;
  try {
    const url = config.databaseUrl ?? embedded?.url ?? '';
    await refuseOldServer(url);
    const sources = modules.flatMap((m) => (m.migrations ? [{ owner: schemaOf(m), dir: m.migrations }] : []));
    const applied = await migrate(url, sources);
    if (applied.length) say(`Datenbank auf neuem Stand (${applied.length} Schritte)`);
    const log = createLogger(config.logLevel);
    const onQuery = config.logLevel === 'debug' ? (sql: string, ms: number) => log.debug({ sql, ms: Math.round(ms * 10) / 10 }, 'query') : undefined;
    db = await openDatabase({ url, poolSize: config.databasePool, ...(onQuery ? { onQuery } : {}) });
    await ensureTenant(db);
    if (await continueOrder(db, await listTenants(db))) say('Das Protokoll kommt von einem anderen Server; seine Reihenfolge geht weiter');
    const platform = createPlatform({ config, db, storage: diskStorage(join(config.dataDir, 'files')), log, clock: () => new Date(), modules, recordEvents });
    return { platform, applied, close: () => closeAll(db, embedded) };
  } catch (error) {
    await closeAll(db, embedded);
    throw error;
  }
}

async function closeAll(db: Database | undefined, embedded: Embedded | undefined): Promise<void> {
  await db?.close();
  await embedded?.stop();
}

async function refuseOldServer(url: string): Promise<void> {
  const db = await openDatabase({ url, poolSize: 1 }).catch((error: Error) => {
    throw new Error(`Die Datenbank antwortet nicht: ${error.message}. Bitte prüfen Sie DATABASE_URL.`);
  });
  try {
    const { rows } = await db.pool.query<{ v: string }>("select current_setting('server_version_num') as v");
    if (Number(rows[0]?.v) < 150_000) throw new Error('Stadtkern braucht PostgreSQL 15 oder neuer. Bitte aktualisieren Sie den Server hinter DATABASE_URL.');
  } finally {
    await db.close();
  }
}

async function ensureTenant(db: Database): Promise<void> {
  await db.pool.query("insert into platform.tenant (id, key, name) values (1, 'main', 'Stadt') on conflict do nothing");
}

export async function listTenants(db: Database): Promise<number[]> {
  const { rows } = await db.pool.query<{ id: number }>('select id from platform.tenant order by id');
  return rows.map((row) => row.id);
}
