import type { AuditEvent } from '#platform/audit';
import type { Subscriber } from '#platform/events';
import type { Ctx } from '#platform/module';
import type { ProcessMapTables } from '../tables.ts';
import { readPath, withEvent, writePath, type Moved, type TraceStep } from './trace.ts';

const listOf = (value: unknown): string[] => (Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : []);
const wordOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Keeps the trace of every case up to date, from the same events that history and notifications read. */
export const followCases: Subscriber = {
  name: 'process-map/follow-cases',
  gentle: true,
  on: ['cases/opened', 'cases/moved', 'cases/task-claimed', 'cases/closed', 'cases/closed-by-hand', 'cases/version-changed', 'cases/version-restored'],
  handle: async (ctx, event) => {
    if (!event.caseId) return;
    const db = ctx.db<ProcessMapTables>();
    const row = await db.selectFrom('process_map.trace').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', event.caseId).forUpdate().executeTakeFirst();
    // the first move of a case is told in the same transaction as its opening, and may come first
    const trace = row ?? (await begin(ctx, event));
    const change = movedBy(event, trace.started_at);
    const steps = renamed(readPath(trace.path), event);
    const path = writePath(change ? withEvent(steps, change) : steps);
    const opened = event.type === 'cases/opened' ? { service: wordOf(event.data['service']), version: typeof event.data['version'] === 'number' ? event.data['version'] : 0, office: wordOf(event.data['office']) } : {};
    const ended = event.type.startsWith('cases/closed') ? { ended_at: event.at, outcome: wordOf(event.data['outcome']) || trace.outcome } : {};
    await db.updateTable('process_map.trace').set({ path, ...opened, ...movedTo(event), ...ended }).where('tenant_id', '=', ctx.tenantId).where('case_id', '=', event.caseId).execute();
  },
};

/** A case that moved to another version is measured against that one; steps that are called otherwise there are the same steps. */
const movedTo = ({ type, data }: AuditEvent): { version?: number } => (type.startsWith('cases/version-') && typeof data['to'] === 'number' ? { version: data['to'] } : {});

function renamed(steps: TraceStep[], { type, data }: AuditEvent): TraceStep[] {
  const names = type.startsWith('cases/version-') ? new Map(Object.entries((data['renamed'] ?? {}) as Record<string, unknown>)) : undefined;
  return names?.size ? steps.map((step) => ({ ...step, node: wordOf(names.get(step.node)) || step.node })) : steps;
}

async function begin(ctx: Ctx, { caseId, at }: AuditEvent) {
  const row = { tenant_id: ctx.tenantId, case_id: caseId as string, service: '', version: 0, office: '', started_at: at, ended_at: null, outcome: null, path: '' };
  await ctx.db<ProcessMapTables>().insertInto('process_map.trace').values(row).execute();
  return row;
}

function movedBy(event: AuditEvent, startedAt: Date): Moved | undefined {
  const at = (event.at.getTime() - startedAt.getTime()) / 1000;
  if (event.type === 'cases/moved') return { at, entered: listOf(event.data['entered']), left: listOf(event.data['left']) };
  if (event.type === 'cases/task-claimed') return { at, claimed: wordOf(event.data['task']) };
  return undefined;
}
