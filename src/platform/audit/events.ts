import { sql } from 'kysely';
import { newId, type Database, type OpenTransaction } from '#platform/db';
import type { Actor, Ctx, EmittedEvent, JsonObject } from '#platform/module';
import type { AuditTables } from './tables.ts';

/** A recorded event, as read back. */
export type AuditEvent = {
  id: string;
  /** Position in the log, with `id`: later commits never appear before it. */
  xid: number;
  at: Date;
  type: string;
  subject: string;
  caseId: string | null;
  actor: { kind: Actor['kind']; id: string | null; name: string; for?: { id: string; name: string } };
  data: JsonObject;
};
type Body = { actor: AuditEvent['actor']; data?: JsonObject };

/** JSON with sorted keys, so that equal content is equal text (RFC 8785 in spirit; numbers here are integers or short decimals). */
export function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value && typeof value === 'object') {
    const entries = Object.entries(value)
      .filter(([, v]) => v !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${entries.map(([k, v]) => `${JSON.stringify(k)}:${canonical(v)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Citizens appear by account id only: their name must be erasable, this log is not. */
function describe(actor: Actor): AuditEvent['actor'] {
  const name = actor.kind === 'citizen' ? 'Antragstellende Person' : actor.name;
  return { kind: actor.kind, id: actor.id, name, ...(actor.actingFor ? { for: actor.actingFor } : {}) };
}

const INSERT = `insert into audit.event (tenant_id, id, at, type, subject, case_id, body)
  select $1::int, id, $2::timestamptz, type, subject, case_id, body
  from unnest($3::uuid[], $4::text[], $5::text[], $6::uuid[], $7::text[]) as e(id, type, subject, case_id, body)`;

/** Writes the events of a transaction with one statement, sent at once so that the commit can follow in the same breath. */
export function recordEvents(ctx: Ctx, events: EmittedEvent[], tx: OpenTransaction): Promise<unknown> {
  const at = ctx.now.toISOString();
  const actor = describe(ctx.actor);
  const rows = events.map((event) => {
    const id = newId();
    const body = canonical({ id, tenant: ctx.tenantId, at, type: event.type, subject: event.subject, case: event.caseId, actor: event.by ? describe(event.by) : actor, data: event.data });
    return { id, type: event.type, subject: event.subject, caseId: event.caseId ?? null, body };
  });
  const column = <K extends keyof (typeof rows)[number]>(key: K): (typeof rows)[number][K][] => rows.map((row) => row[key]);
  return tx.send(INSERT, [ctx.tenantId, at, column('id'), column('type'), column('subject'), column('caseId'), column('body')]);
}

type Row = { id: string; xid: number; at: Date; type: string; subject: string; case_id: string | null; body: string };
const fromRow = (row: Row): AuditEvent => {
  const body = JSON.parse(row.body) as Body;
  return { id: row.id, xid: row.xid, at: row.at, type: row.type, subject: row.subject, caseId: row.case_id, actor: body.actor, data: body.data ?? {} };
};

/** The history of a case, oldest first; at most `limit` events after `afterId`. */
export async function listCaseEvents(ctx: Ctx, caseId: string, { afterId, limit = 500 }: { afterId?: string; limit?: number } = {}): Promise<AuditEvent[]> {
  let query = ctx.db<AuditTables>().selectFrom('audit.event').select(['id', 'xid', 'at', 'type', 'subject', 'case_id', 'body']);
  query = query.where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId);
  if (afterId) query = query.where('id', '>', afterId);
  return (await query.orderBy('id').limit(limit).execute()).map(fromRow);
}

/** The newest events first, for the audit page; page on with `beforeId` and `beforeAt` of the last row. */
export async function listRecentEvents(ctx: Ctx, filter: { subject?: string; type?: string; before?: { at: Date; id: string }; limit?: number } = {}): Promise<AuditEvent[]> {
  let query = ctx.db<AuditTables>().selectFrom('audit.event').select(['id', 'xid', 'at', 'type', 'subject', 'case_id', 'body']).where('tenant_id', '=', ctx.tenantId);
  if (filter.subject) query = query.where('subject', '=', filter.subject);
  if (filter.type) query = query.where('type', '=', filter.type);
  const { before } = filter;
  if (before) query = query.where(sql<boolean>`(at, id) < (${before.at}, ${before.id}::uuid)`);
  return (await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(filter.limit ?? 50).execute()).map(fromRow);
}

/**
 * Events after a position, in commit-safe order: only transactions that are older than every running one,
 * so that a late commit is never jumped over.
 */
export async function listEventsAfter(ctx: Ctx, position: { xid: number; id: string }, { types, limit }: { types: string[]; limit: number }): Promise<AuditEvent[]> {
  const { rows } = await sql<Row>`select id, xid, at, type, subject, case_id, body from audit.event
    where tenant_id = ${ctx.tenantId} and (xid, id) > (${position.xid}::bigint, ${position.id}::uuid)
      and xid < audit.horizon() and type = any(${types}::text[])
    order by xid, id limit ${limit}`.execute(ctx.db<AuditTables>());
  return rows.map(fromRow);
}

/** Somebody who reads the log, as far as `xid` and `id`. */
export type LogReader = { name: string; xid: number; id: string; types: string[] };
/** The newest event that may be read, and which readers find something for them up to there. */
export type LogNews = { head: { xid: number; id: string } | undefined; due: string[] };

/** Who has something to read? Asked for all at once, because most have nothing most of the time. */
export async function newsFor(ctx: Ctx, readers: LogReader[]): Promise<LogNews> {
  const { rows } = await sql<{ xid: number; id: string; due: string[] }>`with head as materialized (
      select xid, id from audit.event where tenant_id = ${ctx.tenantId} and xid < audit.horizon() order by xid desc, id desc limit 1),
    reader as (select * from jsonb_to_recordset(${JSON.stringify(readers)}::jsonb) as r(name text, xid bigint, id uuid, types text[]))
    select h.xid, h.id, array(select r.name from reader r where exists (
      select from audit.event e where e.tenant_id = ${ctx.tenantId} and (e.xid, e.id) > (r.xid, r.id) and (e.xid, e.id) <= (h.xid, h.id) and e.type = any(r.types))) as due
    from head h`.execute(ctx.db<AuditTables>());
  const [row] = rows;
  return { head: row && { xid: row.xid, id: row.id }, due: row?.due ?? [] };
}

/** Does a transaction that is still open anywhere on the server hold back events of this tenant from subscribers and seals? */
export async function hasHiddenEvents(db: Database, tenantId: number): Promise<boolean> {
  const query = 'select exists (select from audit.event where tenant_id = $1 and xid >= audit.horizon()) as hidden';
  return db.transact({ tenantId }, async ({ client }) => (await client.query<{ hidden: boolean }>(query, [tenantId])).rows[0]?.hidden ?? false);
}

/** All events about these subjects, oldest first, for checks that go through everything in pieces. */
export async function listEventsOfSubjects(ctx: Ctx, subjects: string[], types: string[]): Promise<AuditEvent[]> {
  const { rows } = await sql<Row>`select id, xid, at, type, subject, case_id, body from audit.event
    where tenant_id = ${ctx.tenantId} and subject = any(${subjects}::text[]) and type = any(${types}::text[]) order by subject, id`.execute(ctx.db<AuditTables>());
  return rows.map(fromRow);
}
