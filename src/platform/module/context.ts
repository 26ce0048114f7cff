import { busyMeter } from './busy-meter.ts';
import type { CompiledQuery, Kysely } from 'kysely';
import type { Config } from '#platform/config';
import type { Database, OpenTransaction } from '#platform/db';
import type { ContentLocale } from '#platform/i18n';
import type { Storage } from '#platform/storage';
import { may, type Actor } from './actor.ts';
import { storageNews, type Contributions, type Module, type Point } from './module.ts';
import { notAllowed } from './problems.ts';

/** What a jsonb column or an event can hold; a key with undefined is left out when written. */
export type JsonValue = string | number | boolean | null | JsonValue[] | { [key: string]: JsonValue | undefined };
export type JsonObject = { [key: string]: JsonValue | undefined };

export type Logger = { debug: LogFn; info: LogFn; warn: LogFn; error: LogFn };
type LogFn = (fields: Record<string, unknown>, sentence: string) => void;

/** One thing that happened. Ids only: personal data stays in the tables that its owner can erase. */
export type EmittedEvent = {
  /** `<module>/<past-participle>`, e.g. 'applications/submitted'. */
  type: string;
  /** What it happened to: 'case:<uuid>'. */
  subject: string;
  caseId?: string;
  data?: JsonObject;
  /** Who did it, when one transaction does the work of several people; otherwise the actor of the transaction. */
  by?: Actor;
};

/** First argument of every use case; lives for one transaction. */
export type Ctx = {
  tenantId: number;
  actor: Actor;
  /** One instant for the whole transaction. */
  now: Date;
  /** Language in which content is read and written for who asks. */
  locale: ContentLocale;
  log: Logger;
  platform: Platform;
  /** Nothing changes before it ends: what was read once may be kept for as long. */
  readOnly: boolean;
  /** The open transaction, typed with the caller's own tables. */
  db<T>(): Kysely<T>;
  /**
   * Sends a write whose answer nobody needs: what follows does not wait for it, the commit does. A failure fails the transaction,
   * within a savepoint its part.
   */
  write(query: Write): void;
  /**
   * The same for rows of a table: they are held back until something else is asked or written and then leave together, one statement
   * per kind of row, in the order in which the kinds came.
   */
  insert(into: RowStatement, row: JsonObject): void;
  /** Runs a part that may fail without losing the transaction: its changes are undone, the error is thrown on. */
  savepoint<R>(fn: () => Promise<R>): Promise<R>;
  /** Records an audit event; written with the change, in the same transaction. */
  emit(event: EmittedEvent): void;
  /** Runs after a successful commit; a failure there is logged and changes nothing. */
  afterCommit(fn: () => void | Promise<void>): void;
};

/** SQL that writes rows given as JSON (`$2`) for a tenant (`$1`); make it once, with {@link rowStatement}. */
export type RowStatement = { sql: string };

/** `insert into table` for rows with these columns and their types: `rowStatement('parties.party', { id: 'uuid', name: 'text' })`. */
export function rowStatement(table: string, columns: Record<string, string>): RowStatement {
  const names = Object.keys(columns).join(', ');
  const typed = Object.entries(columns).map(([name, type]) => `${name} ${type}`);
  return { sql: `insert into ${table} (tenant_id, ${names}) select $1::int, ${names} from jsonb_to_recordset($2::jsonb) as r(${typed.join(', ')})` };
}

/** A statement of the query builder or of `sql`, not executed. */
export type Write = { compile(db: Kysely<unknown>): CompiledQuery };

export type Who = { tenantId: number; actor: Actor; locale?: ContentLocale };

/** The running installation, handed to every use case through `ctx.platform`; no hidden singletons. */
export type Platform = {
  config: Config;
  db: Database;
  storage: Storage;
  log: Logger;
  clock: () => Date;
  modules: Module[];
  contributions: Contributions;
  /** Called after every commit that recorded events; background workers wake up by it instead of polling fast. */
  onCommit: Set<() => void>;
  /** The process computes most of the time: what nobody waits for gives way to people. */
  isBusy(): boolean;
  transact<R>(who: Who, fn: (ctx: Ctx) => Promise<R>): Promise<R>;
  read<R>(who: Who, fn: (ctx: Ctx) => Promise<R>): Promise<R>;
};

/** Writes the events of one transaction through its connection, sending before it first awaits (filled by #platform/audit). */
export type EventRecorder = (ctx: Ctx, events: EmittedEvent[], tx: OpenTransaction) => Promise<unknown>;

export type PlatformParts = Omit<Platform, 'transact' | 'read' | 'contributions' | 'onCommit' | 'isBusy'> & { recordEvents: EventRecorder };

/** Joins the parts of one installation. */
export function createPlatform(parts: PlatformParts): Platform {
  const { recordEvents, ...rest } = parts;
  const byPoint = collect(parts.modules);
  const platform: Platform = {
    ...rest,
    onCommit: new Set(),
    isBusy: busyMeter(),
    contributions: <T>(point: Point<T>) => (byPoint.get(point.key) ?? []) as T[],
    transact: (who, fn) => inTransaction({ platform, who, recordEvents, readOnly: false }, fn),
    read: (who, fn) => inTransaction({ platform, who, recordEvents, readOnly: true }, fn),
  };
  parts.storage.onNews.add((news) => {
    for (const hear of platform.contributions(storageNews)) hear(platform, news).catch((error: unknown) => platform.log.error({ err: error, ...news }, 'news of the store'));
  });
  return platform;
}

function collect(modules: Module[]): Map<string, unknown[]> {
  const byPoint = new Map<string, unknown[]>();
  for (const { key, value } of modules.flatMap((m) => m.contributes ?? [])) byPoint.set(key, [...(byPoint.get(key) ?? []), value]);
  return byPoint;
}

type Transaction = { platform: Platform; who: Who; recordEvents: EventRecorder; readOnly: boolean };

async function inTransaction<R>({ platform, who, recordEvents, readOnly }: Transaction, fn: (ctx: Ctx) => Promise<R>): Promise<R> {
  const events: EmittedEvent[] = [];
  const later: (() => void | Promise<void>)[] = [];
  const writes: Promise<unknown>[] = [];
  const held: Held = new Map();
  const underway: Underway = { lists: [events, later], writes, depth: 0, held, flush: () => {} };
  let open: Ctx | undefined;
  const last = (tx: OpenTransaction): Promise<unknown> => {
    underway.flush();
    return Promise.all(open && events.length ? [...writes, recordEvents(open, events, tx)] : writes);
  };
  const result = await platform.db.transact({ tenantId: who.tenantId, readOnly, last }, async (tx) => {
    underway.flush = () => sendHeld(tx, { writes, held, tenantId: who.tenantId });
    tx.beforeQuery(underway.flush);
    const ctx: Ctx = {
      tenantId: who.tenantId,
      actor: who.actor,
      now: platform.clock(),
      locale: who.locale ?? 'de',
      log: platform.log,
      platform,
      readOnly,
      db: <T>() => tx.kysely as Kysely<T>,
      write: (query) => {
        underway.flush();
        const { sql, parameters } = query.compile(tx.kysely);
        send(tx, { writes, sql, values: parameters as unknown[] });
      },
      insert: (into, row) => void (held.get(into)?.push(row) ?? held.set(into, [row])),
      savepoint: (part) => withSavepoint(tx, part, underway),
      emit: (event) => void events.push(event),
      afterCommit: (after) => void later.push(after),
    };
    open = ctx;
    return fn(ctx).catch(async (error: unknown) => {
      throw await causeOf(error, writes);
    });
  });
  if (events.length) for (const wake of platform.onCommit) wake();
  for (const run of later) {
    try {
      await run();
    } catch (error) {
      platform.log.error({ err: error }, 'after commit');
    }
  }
  return result;
}

function send(tx: OpenTransaction, { writes, sql, values = [] }: { writes: Promise<unknown>[]; sql: string; values?: unknown[] }): void {
  const sent = tx.send(sql, values);
  sent.catch(() => {}); // whoever waits for the commit hears of it
  writes.push(sent);
}

/** Rows that leave together before the next statement. */
type Held = Map<RowStatement, JsonObject[]>;

function sendHeld(tx: OpenTransaction, { writes, held, tenantId }: { writes: Promise<unknown>[]; held: Held; tenantId: number }): void {
  if (held.size === 0) return;
  const kinds = [...held];
  held.clear();
  for (const [{ sql }, rows] of kinds) send(tx, { writes, sql, values: [tenantId, JSON.stringify(rows)] });
}

/** What a transaction has announced, held back and sent so far, and how many parts deep it is. */
type Underway = { lists: unknown[][]; writes: Promise<unknown>[]; depth: number; held: Held; flush(): void };

/**
 * Pipelined: the part's first statement follows the savepoint without waiting; it is never released, the commit does that. A later
 * part of the same depth takes the name over, so that few statements are prepared.
 */
async function withSavepoint<R>(tx: OpenTransaction, part: () => Promise<R>, underway: Underway): Promise<R> {
  const { lists, writes } = underway;
  underway.flush();
  const name = `part_${underway.depth++}`;
  send(tx, { writes, sql: `savepoint ${name}` });
  const before = [...lists, writes].map((list) => list.length);
  try {
    const result = await part();
    underway.flush();
    await Promise.all(writes.slice(before.at(-1)));
    return result;
  } catch (error) {
    underway.held.clear();
    await tx.send(`rollback to savepoint ${name}`, []);
    const cause = await causeOf(error, writes.slice(before.at(-1)));
    [...lists, writes].forEach((list, i) => (list.length = before[i] ?? 0)); // what the part announced did not happen
    throw cause;
  } finally {
    underway.depth -= 1;
  }
}

/** After a failed write every statement is refused with "in failed transaction" (25P02); what failed is the write. */
async function causeOf(error: unknown, writes: Promise<unknown>[]): Promise<unknown> {
  if ((error as { code?: string } | undefined)?.code !== '25P02') return error;
  const failed = (await Promise.allSettled(writes)).find((write) => write.status === 'rejected');
  return failed?.reason ?? error;
}

/** @throws Problem 403 when the actor may not do it: in any office, in this one, or (`null`) for the whole city, as {@link may}. */
export function requirePermission(ctx: Ctx, permission: string): void;
export function requirePermission(ctx: Ctx, permission: string, officeId: string | null): void;
export function requirePermission(ctx: Ctx, permission: string, officeId?: string | null): void {
  if (!(officeId === undefined ? may(ctx.actor, permission) : may(ctx.actor, permission, officeId))) throw notAllowed();
}
