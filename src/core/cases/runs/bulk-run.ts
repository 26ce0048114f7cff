import type { Ctx, JsonObject } from '#platform/module';
import { newId } from '#platform/db';
import { definePoint } from '#platform/module';
import type { CasesTables } from '../tables.ts';

export type BulkState = 'running' | 'paused' | 'done' | 'stopped';

/** A change of many cases in the background (Sammellauf). */
export type BulkRun = {
  id: string;
  kind: string;
  subjectId: string | null;
  input: JsonObject;
  state: BulkState;
  /** How many there were at the beginning. */
  total: number;
  done: number;
  failed: number;
  cursor: string | null;
  attempts: number;
  /** Why the last batch broke off; null when it did not. */
  error: string | null;
  startedAt: Date;
  startedBy: { id: string | null; name: string };
  changedAt: Date;
  finishedAt: Date | null;
};

/** What could not be done with one of them; problems of the same `code` and `place` are told together. */
export type BulkProblem = { caseId: string | null; code: string; /** Name of the step, or what else it is about. */ place: string; message: string };

/** What one batch did; the run is over when `cursor` is null. */
export type Batch = { cursor: string | null; done: number; problems: BulkProblem[] };

/** A kind of run: does one batch in the given transaction, a second or less; whatever it throws is tried again later. */
export type BulkKind = {
  kind: string;
  /** Permission that lets people watch a run that somebody else began. */
  permission: string;
  batch(ctx: Ctx, run: BulkRun): Promise<Batch>;
  /** Once after the last batch, in its transaction: the event that tells of it. */
  finish(ctx: Ctx, run: BulkRun): void | Promise<void>;
};
export const bulkKinds = definePoint<BulkKind>('cases/bulk-kind');

export type StartRun = { kind: string; subjectId?: string; input?: JsonObject; total: number };

/** Begins a run; the workers do the rest. Who may is asked by the caller. @returns its id */
export async function startRun(ctx: Ctx, { kind, subjectId, input = {}, total }: StartRun): Promise<string> {
  const id = newId();
  await ctx
    .db<CasesTables>()
    .insertInto('cases.bulk_run')
    .values({
      tenant_id: ctx.tenantId, id, kind, subject_id: subjectId ?? null, input: JSON.stringify(input), state: 'running', total, done: 0, failed: 0, cursor: null, attempts: 0, error: null, retry_at: null,
      started_at: ctx.now, started_by: ctx.actor.id, started_by_name: ctx.actor.name, changed_at: ctx.now, finished_at: null,
    })
    .execute();
  return id;
}
