import { getServiceVersion } from '#core/catalogue';
import type { MoveProblem } from '#engines/process';
import { jobs } from '#platform/jobs';
import { Problem, SYSTEM, type Ctx } from '#platform/module';
import { sql } from 'kysely';
import { listCasesByIds } from '../cases.queries.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { beginWork, endWork } from '../process/case-work.ts';
import { bulkKinds, type Batch, type BulkKind, type BulkProblem, type BulkRun } from '../runs/bulk-run.ts';
import type { CasesTables } from '../tables.ts';
import { moveCase, restoreCase, type CaseSnapshot } from './move-case.ts';
import { getMigration, KINDS, planOf, type Migration } from './migration.ts';

/** Few enough that nobody waits long for a lock, many enough that the commit costs little. */
const AT_ONCE = 25;
const CHECK_AT_ONCE = 100;

type Working = { migration: Migration; map: ReadonlyMap<string, string | null> };

async function workingOn(ctx: Ctx, run: BulkRun): Promise<Working> {
  const migration = await getMigration(ctx, run.subjectId ?? '');
  return { migration, map: (await planOf(ctx, migration)).map };
}

/** The cases of a batch with one statement; each step would read its own. */
async function readTogether(ctx: Ctx, page: readonly { businessKey: string }[]): Promise<void> {
  for (const found of await listCasesByIds(ctx, page.map(({ businessKey }) => businessKey))) beginWork(ctx, { case: found, service: await getServiceVersion(ctx, found.versionId) });
}

const told = (caseId: string, problems: readonly MoveProblem[]): BulkProblem[] => problems.map(({ title, code, message }) => ({ caseId, code, place: title, message }));
const cursorOf = (page: readonly { id: string }[], limit: number): string | null => (page.length < limit ? null : (page.at(-1)?.id ?? null));

/** The dry run: every case is looked at, nothing is changed. */
const check: BulkKind = {
  kind: KINDS.check,
  permission: 'cases/migrate',
  batch: async (ctx, run): Promise<Batch> => {
    const { migration, map } = await workingOn(ctx, run);
    const { from, to, renewTimers } = migration;
    const page = await caseRuntime.moves.listRunning(ctx, { versionId: from.versionId, ...(run.cursor ? { after: run.cursor } : {}), limit: CHECK_AT_ONCE });
    const problems: BulkProblem[] = [];
    let done = 0;
    await readTogether(ctx, page);
    for (const { id, businessKey } of page) {
      const found = await alone(ctx, businessKey, () => caseRuntime.moves.check(ctx, { instanceId: id, fromVersionId: from.versionId, toVersionId: to.versionId, map, renewTimers }));
      endWork(ctx, businessKey);
      if (found?.length) problems.push(...found);
      else done++;
    }
    return { cursor: cursorOf(page, CHECK_AT_ONCE), done, problems };
  },
  finish: (ctx, run) => ctx.emit({ type: 'cases/migration-checked', subject: `migration:${run.subjectId}`, data: { good: run.done, bad: run.failed } }),
};

const move: BulkKind = {
  kind: KINDS.move,
  permission: 'cases/migrate',
  batch: async (ctx, run): Promise<Batch> => {
    const working = await workingOn(ctx, run);
    const page = await caseRuntime.moves.listRunning(ctx, { versionId: working.migration.from.versionId, ...(run.cursor ? { after: run.cursor } : {}), limit: AT_ONCE });
    const problems: BulkProblem[] = [];
    let done = 0;
    await readTogether(ctx, page);
    for (const { id, businessKey } of page) {
      const found = await alone(ctx, businessKey, () => moveCase(ctx, { ...working, instanceId: id, caseId: businessKey }));
      if (found) problems.push(...found);
      else done++;
    }
    return { cursor: cursorOf(page, AT_ONCE), done, problems };
  },
  finish: (ctx, run) => ctx.emit({ type: 'cases/migration-finished', subject: `migration:${run.subjectId}`, data: { moved: run.done, stayed: run.failed } }),
};

/** One of a batch that fails takes nobody else along. */
async function alone(ctx: Ctx, caseId: string, work: () => Promise<MoveProblem[] | undefined>): Promise<BulkProblem[] | undefined> {
  try {
    const found = await ctx.savepoint(work);
    return found && told(caseId, found);
  } catch (error) {
    if (!(error instanceof Problem)) ctx.log.error({ err: error, caseId }, 'a case cannot be moved');
    endWork(ctx, caseId);
    return [{ caseId, code: 'failed', place: '–', message: error instanceof Problem ? error.de : 'Unerwarteter Fehler; er steht im Protokoll des Servers.' }];
  }
}

type Item = { instance_id: string; case_id: string; revision: number; snapshot: CaseSnapshot };

const undo: BulkKind = {
  kind: KINDS.undo,
  permission: 'cases/migrate',
  batch: async (ctx, run): Promise<Batch> => {
    const working = await workingOn(ctx, run);
    const { rows } = await sql<Item>`select instance_id, case_id, revision, snapshot from cases.migration_item
      where tenant_id = ${ctx.tenantId} and migration_id = ${working.migration.id} and state = 'moved' and snapshot is not null ${run.cursor ? sql`and instance_id > ${run.cursor}` : sql``}
      order by instance_id limit ${AT_ONCE}`.execute(ctx.db<CasesTables>());
    const problems: BulkProblem[] = [];
    let done = 0;
    for (const { instance_id, case_id, revision, snapshot } of rows) {
      const found = await alone(ctx, case_id, async () =>
        (await restoreCase(ctx, { ...working, instanceId: instance_id, caseId: case_id, revision, snapshot })) ? undefined : [{ nodeId: '', title: 'Vorgang', code: 'gone', message: 'Hier ist seit dem Umzug etwas geschehen; der Vorgang bleibt auf der neuen Fassung.' }],
      );
      if (found) problems.push(...found);
      else done++;
    }
    return { cursor: cursorOf(rows.map((row) => ({ id: row.instance_id })), AT_ONCE), done, problems };
  },
  finish: (ctx, run) => ctx.emit({ type: 'cases/migration-undone', subject: `migration:${run.subjectId}`, data: { restored: run.done, stayed: run.failed } }),
};

/** After so many days a moved case cannot be put back any more: what it was is data of people without purpose then. */
export const KEPT_DAYS = 30;

const forgetSnapshots = jobs.of({
  name: 'cases/forget-snapshots',
  schedule: '40 3 * * *',
  handle: async (platform, tenantId) => {
    await platform.transact({ tenantId, actor: SYSTEM }, (ctx) =>
      sql`update cases.migration_item set snapshot = null where tenant_id = ${tenantId} and snapshot is not null and moved_at < ${ctx.now}::timestamptz - ${`${KEPT_DAYS} days`}::interval`.execute(ctx.db<CasesTables>()),
    );
  },
});

/** The background work of migrations. */
export const migrationWork = [...[check, move, undo].map(bulkKinds.of), forgetSnapshots];
