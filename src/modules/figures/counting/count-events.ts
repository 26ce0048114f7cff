import type { Insertable } from 'kysely';
import { listEventsAfter, type AuditEvent } from '#platform/audit';
import { runAsSystem } from '#platform/jobs';
import type { Ctx, Platform } from '#platform/module';
import type { FiguresTables } from '../tables.ts';
import { Counts, writeCounts } from './counts.ts';

const BATCH = 500;
const TYPES = ['applications/started', 'applications/submitted', 'cases/decided', 'cases/closed', 'applications/drafts-expired'];
const BEGINNING = { xid: 0, id: '00000000-0000-0000-0000-000000000000' };
const DAY_MS = 86_400_000;

/** How long a decision took, in days: up to and with this many. */
export const SPANS = [0, 3, 7, 14, 30, 60, Number.POSITIVE_INFINITY] as const;
const spanOf = (days: number): string => String(SPANS.find((most) => days <= most) ?? Number.POSITIVE_INFINITY);

/** Counts all that has happened; hundreds of events in one transaction, each exactly once. */
export async function countEvents(platform: Platform, tenantId: number): Promise<void> {
  while (await platform.transact(runAsSystem(tenantId), countBatch));
}

async function countBatch(ctx: Ctx): Promise<boolean> {
  const db = ctx.db<FiguresTables>();
  const row = { tenant_id: ctx.tenantId, ...BEGINNING };
  await db.insertInto('figures.position').values(row).onConflict((conflict) => conflict.doNothing()).execute();
  const position = await db.selectFrom('figures.position').select(['xid', 'id']).where('tenant_id', '=', ctx.tenantId).forUpdate().skipLocked().executeTakeFirst();
  if (!position) return false;
  const events = await listEventsAfter(ctx, position, { types: TYPES, limit: BATCH });
  const last = events.at(-1);
  if (!last) return false;
  const counts = new Counts();
  await countApplications(ctx, events, counts);
  await countDecisions(ctx, events, counts);
  await writeCounts(ctx, counts.take());
  await db.updateTable('figures.position').set({ xid: last.xid, id: last.id }).where('tenant_id', '=', ctx.tenantId).execute();
  return events.length === BATCH;
}

const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

async function countApplications(ctx: Ctx, events: AuditEvent[], counts: Counts): Promise<void> {
  const underWay: Insertable<FiguresTables['figures.under_way']>[] = [];
  for (const event of events) {
    if (event.type === 'applications/drafts-expired') countStops(event, counts);
    const service = wordOf(event.data['service']);
    if (event.type === 'applications/started') counts.add(event.at, { kind: 'start', service });
    if (event.type !== 'applications/submitted') continue;
    counts.add(event.at, { kind: 'submit', service });
    if (event.caseId) underWay.push({ tenant_id: ctx.tenantId, case_id: event.caseId, service, submitted_at: event.at });
  }
  if (underWay.length > 0) await ctx.db<FiguresTables>().insertInto('figures.under_way').values(underWay).onConflict((conflict) => conflict.doNothing()).execute();
}

/** Where drafts ended that nobody went on with. */
function countStops({ at, data }: AuditEvent, counts: Counts): void {
  for (const [service, stops] of Object.entries(data['stops'] ?? {})) for (const [step, amount] of Object.entries((stops ?? {}) as Record<string, unknown>)) if (typeof amount === 'number') counts.add(at, { kind: 'stop', service, step, amount });
}

/** The first decision counts; what ends without one (withdrawn) is only forgotten. */
async function countDecisions(ctx: Ctx, events: AuditEvent[], counts: Counts): Promise<void> {
  const ended = events.filter((event) => event.type.startsWith('cases/') && event.caseId);
  const ids = [...new Set(ended.map((event) => event.caseId as string))];
  if (ids.length === 0) return;
  const db = ctx.db<FiguresTables>();
  const found = await db.deleteFrom('figures.under_way').where('tenant_id', '=', ctx.tenantId).where('case_id', 'in', ids).returning(['case_id', 'service', 'submitted_at']).execute();
  const decided = new Map(ended.filter((event) => event.type === 'cases/decided').toReversed().map((event) => [event.caseId, event.at]));
  for (const { case_id, service, submitted_at } of found) {
    const at = decided.get(case_id);
    if (!at) continue;
    const days = Math.max(0, Math.floor((at.getTime() - submitted_at.getTime()) / DAY_MS));
    counts.add(at, { kind: 'decided', service, step: spanOf(days) });
    counts.add(at, { kind: 'days', service, amount: days });
  }
}
