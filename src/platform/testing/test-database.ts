import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import pg from 'pg';
import { PgBoss } from 'pg-boss';
import { migrate, schemaFingerprint, startEmbedded, type MigrationSource } from '#platform/db';

/** Where the tests' PostgreSQL answers: TEST_DATABASE_URL (an admin role that may create databases), else the embedded one without fsync. */
async function serverUrl(projectDir: string): Promise<string> {
  if (process.env.TEST_DATABASE_URL) return process.env.TEST_DATABASE_URL;
  const embedded = await startEmbedded({ dir: join(projectDir, '.stadtkern', 'test-postgres'), throwAway: true });
  return embedded.url;
}

const withDatabase = (url: string, database: string): string => {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.toString();
};

async function admin<R>(url: string, fn: (client: pg.Client) => Promise<R>): Promise<R> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await fn(client);
  } finally {
    await client.end();
  }
}

/** A database of its own for one test file: a copy of a template that is migrated once per schema. */
export async function createTestDatabase(projectDir: string, sources: MigrationSource[]): Promise<{ url: string; drop(): Promise<void> }> {
  const url = await serverUrl(projectDir);
  const template = `tpl_${schemaFingerprint(sources)}`;
  const name = `t_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
  await admin(url, async (client) => {
    await client.query('select pg_advisory_lock(7305003)'); // one test file at a time makes templates and copies
    const found = await client.query('select 1 from pg_database where datname = $1', [template]);
    if (!found.rowCount) await createTemplate(client, { url, template, sources });
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: withDatabase(url, name),
    drop: () => admin(url, async (client) => void (await client.query(`drop database if exists ${name} with (force)`))),
  };
}

async function createTemplate(client: pg.Client, { url, template, sources }: { url: string; template: string; sources: MigrationSource[] }): Promise<void> {
  const draft = `${template}_draft`;
  await client.query(`drop database if exists ${draft} with (force)`);
  await client.query(`create database ${draft}`);
  const draftUrl = withDatabase(url, draft);
  await migrate(draftUrl, sources);
  await admin(draftUrl, (c) => c.query("insert into platform.tenant (id, key, name) values (1, '09999999', 'Musterstadt') on conflict do nothing"));
  const boss = new PgBoss({ connectionString: draftUrl, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
  await client.query(`alter database ${draft} rename to ${template}`);
}
