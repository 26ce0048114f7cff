import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { APP_ROLE } from './database.ts';

/** Numbered forward-only SQL of one folder. */
export type MigrationSource = { owner: string; dir: string };
export type Migration = { owner: string; name: string; sql: string; hash: string };
export type AppliedMigration = Pick<Migration, 'owner' | 'name' | 'hash'>;

const GROUND = `
create schema if not exists platform;
create table if not exists platform.migration (
  owner text not null, name text not null, hash text not null, applied_at timestamptz not null default now(),
  primary key (owner, name));
create table if not exists platform.tenant (
  id int primary key, key text not null unique, name text not null, created_at timestamptz not null default now());
create or replace function platform_protect(target regclass) returns void language plpgsql as $$
begin
  execute format('alter table %s enable row level security', target);
  execute format('alter table %s force row level security', target);
  execute format('create policy tenant on %s using (tenant_id = nullif(current_setting(''app.tenant'', true), '''')::int)', target);
end $$;
create extension if not exists pg_trgm;
create extension if not exists unaccent;
`;

/** All migrations of this program, in the order in which they are applied. */
export function listMigrations(sources: MigrationSource[]): Migration[] {
  return sources.flatMap(({ owner, dir }) =>
    readdirSync(dir)
      .filter((name) => name.endsWith('.sql'))
      .sort()
      .map((name) => {
        const sql = readFileSync(join(dir, name), 'utf8');
        return { owner, name, sql, hash: createHash('sha256').update(sql).digest('hex').slice(0, 16) };
      }),
  );
}

/** A name for the schema that these migrations make; two equal names mean equal schemas. */
export function schemaFingerprint(sources: MigrationSource[]): string {
  const parts = listMigrations(sources).map((m) => `${m.owner}/${m.name}/${m.hash}`);
  return createHash('sha256').update(GROUND).update(parts.join('\n')).digest('hex').slice(0, 12);
}

/**
 * Brings the database to the newest schema; several processes at once are safe (advisory lock).
 * @param options.only stops at this state (an older backup is loaded as it was, then brought up to date).
 * @returns the names of what was applied now.
 * @throws Error in one plain sentence when the database is newer than this program or a merged migration was changed.
 */
export async function migrate(url: string, sources: MigrationSource[], options: { only?: AppliedMigration[] } = {}): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, application_name: 'stadtkern-migrate' });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(7305001)');
    await client.query(GROUND);
    const known = listMigrations(sources);
    const rows = await listApplied(client);
    refuseNewerOrChanged(known, rows);
    const done = new Set(rows.map(nameOf));
    const wanted = options.only && new Set(options.only.map(nameOf));
    const applied: string[] = [];
    for (const m of known.filter((k) => !done.has(nameOf(k)) && (!wanted || wanted.has(nameOf(k))))) {
      await applyOne(client, m);
      applied.push(nameOf(m));
    }
    if (applied.length) await grantAppRole(client);
    return applied;
  } finally {
    await client.end();
  }
}

const nameOf = ({ owner, name }: AppliedMigration): string => `${owner}/${name}`;

/** What has been applied to this database, oldest first; empty when it was never used. */
export async function listApplied(client: pg.ClientBase): Promise<AppliedMigration[]> {
  const { rows: found } = await client.query<{ there: boolean }>("select to_regclass('platform.migration') is not null as there");
  if (!found[0]?.there) return [];
  return (await client.query<AppliedMigration>('select owner, name, hash from platform.migration order by applied_at, owner, name')).rows;
}

function refuseNewerOrChanged(known: Migration[], applied: AppliedMigration[]): void {
  const byName = new Map(known.map((m) => [nameOf(m), m]));
  for (const row of applied) {
    const mine = byName.get(nameOf(row));
    if (!mine)
      throw new Error(`Die Datenbank ist neuer als dieses Programm (sie kennt ${row.owner}/${row.name}). Bitte starten Sie die neuere Fassung.`);
    if (mine.hash !== row.hash)
      throw new Error(`Die Migration ${row.owner}/${row.name} wurde nach dem Einspielen verändert. Bitte stellen Sie die Datei wieder her.`);
  }
}

async function applyOne(client: pg.Client, m: Migration): Promise<void> {
  try {
    await client.query('begin');
    await client.query(`create schema if not exists "${m.owner}"`);
    await client.query(m.sql);
    await client.query('insert into platform.migration (owner, name, hash) values ($1, $2, $3)', [m.owner, m.name, m.hash]);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw new Error(`Migration ${m.owner}/${m.name}: ${(error as Error).message}`, { cause: error });
  }
}

/** Only where the connecting role is a superuser: lets the weaker role, in which the transactions run, use all tables there are now. */
export async function grantAppRole(client: pg.ClientBase | pg.Pool): Promise<void> {
  const { rows } = await client.query<{ rolsuper: boolean }>('select rolsuper or rolbypassrls as rolsuper from pg_roles where rolname = current_user');
  if (!rows[0]?.rolsuper) return;
  await client.query(`do $$ begin create role ${APP_ROLE} nologin; exception when duplicate_object or unique_violation then null; end $$`);
  const schemas = await client.query<{ nspname: string }>("select nspname from pg_namespace where nspname !~ '^(pg_|information_schema)'");
  for (const { nspname } of schemas.rows) {
    await client.query(`grant usage on schema "${nspname}" to ${APP_ROLE}`);
    await client.query(`grant select, insert, update, delete on all tables in schema "${nspname}" to ${APP_ROLE}`);
    await client.query(`grant execute on all functions in schema "${nspname}" to ${APP_ROLE}`);
  }
}
