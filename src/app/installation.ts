import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { continueOrder, recordEvents } from '#platform/audit';
import type { Config } from '#platform/config';
import { migrate, openDatabase, startEmbedded, type Database, type MigrationSource } from '#platform/db';
import { closings, createLogger, createPlatform, schemaOf, type Platform } from '#platform/module';
import { diskStorage } from '#platform/storage';
import { modules } from './modules.ts';

/** An opened installation without server and workers: what every command needs. */
export type Installation = { platform: Platform; applied: string[]; close(): Promise<void> };
type Say = (sentence: string) => void;

/** A PostgreSQL that answers and is new enough; nothing in it has been touched yet. */
export type Server = { url: string; stop(): Promise<void> };

export async function openServer(config: Config, say: Say = () => {}): Promise<Server> {
  mkdirSync(config.dataDir, { recursive: true });
  const embedded = config.databaseUrl ? undefined : await startEmbedded({ dir: join(config.dataDir, 'postgres'), onProgress: say });
  if (embedded?.adopted) say('Laufende Datenbank übernommen');
  const url = config.databaseUrl ?? embedded?.url ?? '';
  const stop = async (): Promise<void> => embedded?.stop();
  await refuseOldServer(url).catch(async (error: Error) => {
    await stop();
    throw error;
  });
  return { url, stop };
}

/** Where the schema of this program comes from, lower levels first. */
export const migrationSources = (): MigrationSource[] => modules.flatMap((m) => (m.migrations ? [{ owner: schemaOf(m), dir: m.migrations }] : []));

/** Opens database and files, brings the schema up to date, joins the modules. */
export async function openInstallation(config: Config, say: Say = () => {}): Promise<Installation> {
  const server = await openServer(config, say);
  let db: Database | undefined;
  try {
    const { url } = server;
    const applied = await migrate(url, migrationSources());
    if (applied.length) say(`Datenbank auf neuem Stand (${applied.length} Schritte)`);
    const log = createLogger(config.logLevel);
    const onQuery = config.logLevel === 'debug' ? (sql: string, ms: number) => log.debug({ sql, ms: Math.round(ms * 10) / 10 }, 'query') : undefined;
    db = await openDatabase({ url, poolSize: config.databasePool, ...(onQuery ? { onQuery } : {}) });
    await ensureTenant(db);
    if (await continueOrder(db, await listTenants(db))) say('Das Protokoll kommt von einem anderen Server; seine Reihenfolge geht weiter');
    const platform = createPlatform({ config, db, storage: diskStorage(join(config.dataDir, 'files')), log, clock: () => new Date(), modules, recordEvents });
    return { platform, applied, close: () => closeAll(db, server, platform) };
  } catch (error) {
    await closeAll(db, server);
    throw error;
  }
}

async function closeAll(db: Database | undefined, server: Server, platform?: Platform): Promise<void> {
  for (const end of platform?.contributions(closings) ?? []) await end(platform as Platform);
  await db?.close();
  await server.stop();
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
