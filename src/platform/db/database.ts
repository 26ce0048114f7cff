import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler, type CompiledQuery, type DatabaseConnection, type Driver, type QueryResult } from 'kysely';
import { createHash } from 'node:crypto';
import type { Writable } from 'node:stream';
import pg from 'pg';

// int8 (counts, sizes) fits a JavaScript number everywhere in this product; date stays a plain yyyy-mm-dd string.
pg.types.setTypeParser(20, Number);
pg.types.setTypeParser(1082, (value) => value);

export type DatabaseOptions = {
  url: string;
  poolSize: number;
  /** Called with every statement, for the query log of development. */
  onQuery?: (sql: string, milliseconds: number) => void;
};

/** One PostgreSQL: the only way to a transaction, and every transaction belongs to exactly one tenant. */
export type Database = {
  url: string;
  pool: pg.Pool;
  /** Runs `fn` in one transaction whose rows are those of `tenantId` only (row-level security). */
  transact<R>(options: TransactOptions, fn: (tx: OpenTransaction) => Promise<R>): Promise<R>;
  close(): Promise<void>;
};
export type TransactOptions = {
  tenantId: number;
  readOnly?: boolean;
  /** Sends the last statements right before the commit, which follows without waiting for them; must send before it first awaits. */
  last?: (tx: OpenTransaction) => Promise<unknown>;
};
export type OpenTransaction = {
  kysely: Kysely<unknown>;
  client: pg.PoolClient;
  /** Sends one named statement at once (pipelined behind what was sent before). */
  send(sql: string, values: unknown[]): Promise<pg.QueryResult>;
  /** Called before each statement of `kysely`, so that what was held back goes first. */
  beforeQuery(fn: () => void): void;
};

const statementNames = new Map<string, string>();

/** Same SQL text, same prepared statement: parse and plan once per connection. */
function statementName(sql: string): string {
  let name = statementNames.get(sql);
  if (!name) {
    name = createHash('sha1').update(sql).digest('base64url').slice(0, 24);
    if (statementNames.size > 5000) statementNames.clear();
    statementNames.set(sql, name);
  }
  return name;
}

const gathering = new WeakSet<object>();

/** What is said within one turn of the event loop leaves in one write: the system call costs more than most statements. */
function gather(client: pg.PoolClient): void {
  const { stream } = (client as unknown as { connection: { stream: Writable } }).connection;
  if (gathering.has(stream)) return;
  gathering.add(stream);
  stream.cork();
  process.nextTick(() => {
    gathering.delete(stream);
    stream.uncork();
  });
}

function sendNamed(client: pg.PoolClient, sql: string, values: unknown[]): Promise<pg.QueryResult> {
  gather(client);
  return client.query({ name: statementName(sql), text: sql, values });
}

class ClientConnection implements DatabaseConnection {
  readonly client: pg.PoolClient;
  readonly onQuery: DatabaseOptions['onQuery'];
  before: (() => void) | undefined;
  constructor(client: pg.PoolClient, onQuery: DatabaseOptions['onQuery']) {
    this.client = client;
    this.onQuery = onQuery;
  }
  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    this.before?.();
    const started = this.onQuery ? performance.now() : 0;
    const values = query.parameters as unknown[];
    const result = await sendNamed(this.client, query.sql, values);
    this.onQuery?.(query.sql, performance.now() - started);
    return { rows: result.rows as R[], numAffectedRows: BigInt(result.rowCount ?? 0) };
  }
  // eslint-disable-next-line require-yield
  async *streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('Streaming is not offered; page by cursor instead.');
  }
}

function driverFor(connection: ClientConnection): Driver {
  const refuse = async (): Promise<void> => {
    throw new Error('A transaction is already open: use ctx.db() and let the use case end.');
  };
  return {
    init: async () => {},
    acquireConnection: async () => connection,
    beginTransaction: refuse,
    commitTransaction: refuse,
    rollbackTransaction: refuse,
    releaseConnection: async () => {},
    destroy: async () => {},
  };
}

type Speaker = { connection: ClientConnection; kysely: Kysely<unknown> };

/** A Kysely that speaks through this one client; made once per pooled connection. */
function speakerFor(client: pg.PoolClient, onQuery: DatabaseOptions['onQuery']): Speaker {
  const connection = new ClientConnection(client, onQuery);
  const kysely = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new PostgresAdapter(),
      createDriver: () => driverFor(connection),
      createIntrospector: (db) => new PostgresIntrospector(db),
      createQueryCompiler: () => new PostgresQueryCompiler(),
    },
  });
  return { connection, kysely };
}

/** A failed last statement turns the commit into a rollback; the server says so in the answer. */
async function commit(tx: OpenTransaction, last: TransactOptions['last']): Promise<void> {
  const sent = last?.(tx);
  gather(tx.client);
  const [ended] = await Promise.all([tx.client.query('commit'), sent]);
  if (ended.command !== 'COMMIT') throw new Error('The transaction was rolled back by the database.');
}

/** A transaction that only read may stay open so long; its end then goes out with the beginning of the next on its connection. */
const LINGER_MS = 10;

/** Clients whose last transaction has only read and is not ended yet. */
class Lingering {
  readonly #timers = new WeakMap<pg.PoolClient, NodeJS.Timeout>();

  leave(client: pg.PoolClient): void {
    const end = (): void => void (this.end(client) && client.query('commit').catch(() => {})); // a connection that broke has ended it, too
    this.#timers.set(client, setTimeout(end, LINGER_MS));
  }

  /** @returns whether there was one; whoever asks ends it */
  end(client: pg.PoolClient): boolean {
    clearTimeout(this.#timers.get(client));
    return this.#timers.delete(client);
  }
}

/** A superuser or bypassrls role would see every tenant; such a connection steps down to this role in each transaction. */
export const APP_ROLE = 'stadtkern_app';

function openPool(settings: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool(settings);
  // A connection that dies is replaced, and the statement under way on it reports what is really wrong; unheard, it would end the process.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return pool;
}

/** Connections for the few statements that belong to no tenant. */
const BESIDE = 4;

/** Opens the pool and looks once whether the role has to step down for row-level security to hold. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const settings: pg.PoolConfig & { pipeline: boolean } = {
    connectionString: options.url,
    max: options.poolSize,
    application_name: 'stadtkern',
    idleTimeoutMillis: 60_000,
    pipeline: true,
  };
  // Transactions have connections of their own: one that lingers must not meet a statement without a transaction.
  const [pool, own] = [openPool({ ...settings, max: Math.min(options.poolSize, BESIDE) }), openPool(settings)];
  const lingering = new Lingering();
  const { rows } = await pool.query<{ unbound: boolean; role: boolean }>(
    `select (rolsuper or rolbypassrls) as unbound, exists (select from pg_roles where rolname = '${APP_ROLE}') as role
     from pg_roles where rolname = current_user`,
  );
  const stepDown = rows[0]?.unbound ? `set local role ${APP_ROLE}; ` : '';
  const speakers = new WeakMap<pg.PoolClient, Speaker>();

  const transact = async <R>({ tenantId, readOnly, last }: TransactOptions, fn: (tx: OpenTransaction) => Promise<R>): Promise<R> => {
    if (!Number.isSafeInteger(tenantId)) throw new Error('The tenant id is not an integer.');
    const client = await own.connect();
    let broken: Error | undefined;
    try {
      let speaker = speakers.get(client);
      if (!speaker) speakers.set(client, (speaker = speakerFor(client, options.onQuery)));
      const { connection, kysely } = speaker;
      connection.before = undefined;
      const tx: OpenTransaction = { kysely, client, send: (sql, values) => sendNamed(client, sql, values), beforeQuery: (fn) => void (connection.before = fn) };
      gather(client);
      // Pipelined: the first statement follows without waiting for this one. If it fails, the whole transaction is aborted by the server.
      const opened = client.query(`${lingering.end(client) ? 'commit; ' : ''}begin${readOnly ? ' read only' : ''}; ${stepDown}set local app.tenant = '${tenantId}'`);
      const [result] = await Promise.all([fn(tx), opened]);
      if (!readOnly) await commit(tx, last);
      else {
        await last?.(tx);
        lingering.leave(client);
      }
      return result;
    } catch (error) {
      await client.query('rollback').catch((rollbackError: Error) => (broken = rollbackError));
      throw error;
    } finally {
      client.release(broken);
    }
  };
  return { url: options.url, pool, transact, close: async () => void (await Promise.all([pool.end(), own.end()])) };
}
