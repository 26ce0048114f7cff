import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import type { Graph, Start } from '../graph.ts';
import type { RuntimeOptions } from '../runtime/runtime-options.ts';
import { problem } from '../runtime/problems.ts';
import { quartzToCron } from '../time/cron.ts';
import { dueOf, type Due } from '../time/timer.ts';
import type { ArmedStart } from './start-event.ts';

export type ArmStarts = { key: string; versionId: string };

type Row = { node_id: string; process_id: string; kind: ArmedStart['kind']; name: string; due_at: Date | null; every: string | null; rounds: number | null };

/**
 * Lets the start events of a version begin instances from now on, in place of those of the version before. A timer that stays the same goes
 * on as it was: publishing a corrected text must neither put a yearly start off nor fire a past date again.
 * @throws Problem process/start-timer, process/message-taken
 */
export async function armStarts(ctx: Ctx, options: RuntimeOptions, { key, versionId }: ArmStarts): Promise<ArmedStart[]> {
  const graph = await options.loadGraph(ctx, versionId);
  const before = await disarm(ctx, key);
  const rows = graph.starts.flatMap((start) => rowOf(ctx, options, { graph, start, before }) ?? []);
  if (rows.length === 0) return [];
  await refuseTaken(ctx, { key, rows });
  await sql`insert into process.start (tenant_id, key, version_id, node_id, process_id, kind, name, due_at, every, rounds)
    select ${ctx.tenantId}::int, ${key}, ${versionId}::uuid, * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as x(node_id text, process_id text, kind text, name text, due_at timestamptz, every text, rounds int)`.execute(ctx.db());
  return rows.map((row) => ({ key, versionId, processId: row.process_id, nodeId: row.node_id, kind: row.kind, name: row.name, dueAt: row.due_at }));
}

/** Waits for a start that is just firing, so that no round of it is lost or doubled. @returns what was armed */
export async function disarm(ctx: Ctx, key: string): Promise<Row[]> {
  const { rows } = await sql<Row>`delete from process.start where tenant_id = ${ctx.tenantId} and key = ${key}
    returning node_id, process_id, kind, name, due_at, every, rounds`.execute(ctx.db());
  return rows;
}

type Making = { graph: Graph; start: Start; before: readonly Row[] };

function rowOf(ctx: Ctx, options: RuntimeOptions, { graph, start, before }: Making): Row | undefined {
  const place = { node_id: start.nodeId, process_id: start.processId };
  const nothing = { due_at: null, every: null, rounds: null };
  if (start.type === 'message' || start.type === 'signal') {
    const name = String(start.name?.evaluate({}, { now: ctx.now }) ?? '');
    return name ? { ...place, kind: start.type, name, ...nothing } : undefined;
  }
  if (start.type !== 'timer' || !start.timer) return undefined;
  const { form } = start.timer;
  const written = String(start.timer.value.evaluate({}, { now: ctx.now }) ?? '');
  const text = form === 'cycle' && graph.dialect === 'camunda' ? quartzToCron(written) : written;
  const name = `${form} ${start.timer.value.text}`;
  const known = before.find((row) => row.node_id === start.nodeId && row.kind === 'timer' && row.name === name);
  if (known) return { ...place, kind: 'timer', name, due_at: known.due_at, every: known.every, rounds: known.rounds };
  const due = dueIn(ctx, options, { form, text });
  // A day that is over begins nothing any more; the linter has said so.
  const over = form === 'date' && due.at < ctx.now;
  return { ...place, kind: 'timer', name, due_at: over ? null : due.at, every: due.every ?? null, rounds: due.rounds ?? null };
}

function dueIn(ctx: Ctx, { addWorkingDays }: RuntimeOptions, { form, text }: { form: Parameters<typeof dueOf>[0]; text: string }): Due {
  const due = dueOf(form, text, { now: ctx.now, ...(addWorkingDays ? { addWorkingDays: (from: Date, days: number) => addWorkingDays(ctx, from, days) } : {}) });
  if (!due || Number.isNaN(due.at.getTime())) throw problem('process/start-timer', { text });
  return due;
}

/** A message begins one thing: nobody could say which of two was meant. */
async function refuseTaken(ctx: Ctx, { key, rows }: { key: string; rows: readonly Row[] }): Promise<void> {
  const names = rows.filter((row) => row.kind === 'message').map((row) => row.name);
  if (names.length === 0) return;
  const { rows: taken } = await sql<{ name: string; key: string }>`select name, key from process.start
    where tenant_id = ${ctx.tenantId} and kind = 'message' and name = any(${names}::text[]) and key <> ${key} limit 1`.execute(ctx.db());
  if (taken[0]) throw problem('process/message-taken', { name: taken[0].name, key: taken[0].key });
}

/** The start events that can begin instances now, by key and node. */
export async function listStarts(ctx: Ctx, key?: string): Promise<ArmedStart[]> {
  const { rows } = await sql<ArmedStart>`select key, version_id as "versionId", process_id as "processId", node_id as "nodeId", kind, name, due_at as "dueAt" from process.start
    where tenant_id = ${ctx.tenantId} and (${key ?? null}::text is null or key = ${key ?? null}) order by key, node_id limit 1000`.execute(ctx.db());
  return rows;
}
