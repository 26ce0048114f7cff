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

/** What a database begins with beyond its schema, made once and copied for every test file. */
export type Prepared = {
  /** Two equal keys mean equal content. */
  key: string;
  /** Fills a database that has the schema only. */
  make(url: string): Promise<void>;
};

/** One at a time makes templates of the schema and copies. */
const COPYING = 7305003;
/** Filling a template takes long; others go on meanwhile. */
const FILLING = 7305004;

/** A database of its own for one test file: a copy of a template that is migrated once per schema and filled once per content. */
export async function createTestDatabase(projectDir: string, sources: MigrationSource[], prepared?: Prepared): Promise<{ url: string; drop(): Promise<void> }> {
  const url = await serverUrl(projectDir);
  const schema = `tpl_${schemaFingerprint(sources)}`;
  const name = `t_${Date.now().toString(36)}_${randomBytes(4).toString('hex')}`;
  await admin(url, async (client) => {
    await locked(client, COPYING, async () => {
      const found = await client.query('select 1 from pg_database where datname = $1', [schema]);
      if (!found.rowCount) await createTemplate(client, { url, template: schema, sources });
    });
    const template = prepared ? await filledTemplate(client, { url, schema, prepared }) : schema;
    await locked(client, COPYING, () => client.query(copyOf(template, name)));
  });
  return {
    url: withDatabase(url, name),
    drop: () => admin(url, (client) => drop(client, name)),
  };
}

/** File by file: through the log, as is usual, costs three times the computing where nothing has to be safe. */
const copyOf = (template: string, name: string): string => `create database ${name} template ${template} strategy file_copy`;

/** `with (force)` is refused while the server itself cleans up in there (autovacuum belongs to somebody else); without it the server steps aside. */
async function drop(client: pg.Client, database: string): Promise<void> {
  await disconnectAll(client, database);
  await client.query(`drop database if exists ${database}`);
}

const disconnectAll = (client: pg.Client, database: string): Promise<unknown> =>
  client.query('select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and usename = current_user', [database]);

async function locked<R>(client: pg.Client, lock: number, fn: () => Promise<R>): Promise<R> {
  await client.query('select pg_advisory_lock($1)', [lock]);
  try {
    return await fn();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [lock]);
  }
}

async function filledTemplate(client: pg.Client, { url, schema, prepared }: { url: string; schema: string; prepared: Prepared }): Promise<string> {
  const template = `${schema}_${prepared.key}`;
  const draft = `${schema}_draft_of_filled`;
  await locked(client, FILLING, async () => {
    const found = await client.query<{ datname: string }>("select datname from pg_database where datname like 'tpl\\_%\\_f%'");
    if (found.rows.some(({ datname }) => datname === template)) return;
    // of older sources: nobody asks for them any more
    for (const { datname } of found.rows) await drop(client, datname);
    await drop(client, draft);
    await locked(client, COPYING, () => client.query(copyOf(schema, draft)));
    await prepared.make(withDatabase(url, draft));
    await disconnectAll(client, draft);
    await client.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

async function createTemplate(client: pg.Client, { url, template, sources }: { url: string; template: string; sources: MigrationSource[] }): Promise<void> {
  const draft = `${template}_draft`;
  await drop(client, draft);
  await client.query(`create database ${draft}`);
  const draftUrl = withDatabase(url, draft);
  await migrate(draftUrl, sources);
  await admin(draftUrl, (c) => c.query("insert into platform.tenant (id, key, name) values (1, '09999999', 'Musterstadt') on conflict do nothing"));
  const boss = new PgBoss({ connectionString: draftUrl, supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ graceful: false });
  await client.query(`alter database ${draft} rename to ${template}`);
}
