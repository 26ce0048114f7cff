import { sql, type Selectable } from 'kysely';
import { newId } from '#platform/db';
import { enqueue } from '#platform/jobs';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables, ImportKind, ImportState } from '../tables.ts';
import type { CatalogueKind, Said } from './import-row.ts';
import type { SheetColumns } from './read-sheet.ts';

export type ImportRun = {
  id: string; catalogue: CatalogueKind; fileName: string; fileHash: string; columns: SheetColumns | null; state: ImportState; note: string;
  counts: Partial<Record<ImportKind, number>>; total: number; done: number; startedAt: Date; startedByName: string; appliedAt: Date | null; appliedByName: string | null;
};
export type ImportLine = { kind: ImportKind; number: number; line: number; key: string; name: string; slug: string | null; after: Said | null; before: Said | null; ownFields: string[]; reason: string | null };

const runOf = (row: Selectable<CatalogueTables['catalogue.import_run']>): ImportRun => ({
  id: row.id, catalogue: row.catalogue, fileName: row.file_name, fileHash: row.file_hash, columns: row.columns, state: row.state, note: row.note,
  counts: row.counts as ImportRun['counts'], total: row.total, done: row.done, startedAt: row.started_at, startedByName: row.started_by_name, appliedAt: row.applied_at, appliedByName: row.applied_by_name,
});

/** The newest imports, page by page. */
export async function listImportRuns(ctx: Ctx, { limit = 25, before }: { limit?: number; before?: string } = {}): Promise<ImportRun[]> {
  requirePermission(ctx, 'catalogue/publish');
  const query = ctx.db<CatalogueTables>().selectFrom('catalogue.import_run').selectAll().where('tenant_id', '=', ctx.tenantId).orderBy('started_at', 'desc').orderBy('id', 'desc').limit(limit);
  // Ids are made in the order of time (UUIDv7).
  return (await (before ? query.where('id', '<', before) : query).execute()).map(runOf);
}

/** @throws catalogue/unknown-import 404 */
export async function getImportRun(ctx: Ctx, id: string, { lock = false }: { lock?: boolean } = {}): Promise<ImportRun> {
  requirePermission(ctx, 'catalogue/publish');
  const query = ctx.db<CatalogueTables>().selectFrom('catalogue.import_run').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst();
  if (!row) throw problem('catalogue/unknown-import');
  return runOf(row);
}

/** The lines of a preview, of one kind, page by page. */
export async function listImportLines(ctx: Ctx, runId: string, { kind, after = -1, limit = 50 }: { kind: ImportKind; after?: number; limit?: number }): Promise<ImportLine[]> {
  requirePermission(ctx, 'catalogue/publish');
  return ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.import_row')
    .select(['kind', 'number', 'line', 'key', 'name', 'slug', 'after', 'before', 'own_fields as ownFields', 'reason'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('run_id', '=', runId)
    .where('kind', '=', kind)
    .where('number', '>', after)
    .orderBy('number')
    .limit(limit)
    .execute();
}

/** Of these contents those that are the file of an import, which may be read once more. */
export async function listImportedHashes(ctx: Ctx, hashes: string[]): Promise<string[]> {
  if (hashes.length === 0) return [];
  const rows = await ctx.db<CatalogueTables>().selectFrom('catalogue.import_run').select('file_hash').distinct().where('tenant_id', '=', ctx.tenantId).where('file_hash', 'in', hashes).execute();
  return rows.map((row) => row.file_hash);
}

export type NewImport = { catalogue: CatalogueKind; fileName: string; fileHash: string };

/** `now`: the caller does the work itself. */
type When = { now?: boolean };
const work = async (ctx: Ctx, runId: string, { now = false }: When): Promise<void> => {
  if (!now) await enqueue(ctx, 'catalogue/import', { runId });
};

/** Takes a stored file in: it is read in the background; a spreadsheet first asks for its columns. @returns the id of the run. */
export async function startImport(ctx: Ctx, { catalogue, fileName, fileHash }: NewImport, when: When = {}): Promise<string> {
  requirePermission(ctx, 'catalogue/publish');
  const id = newId();
  const state = catalogue === 'sheet' ? 'choosing' : 'reading';
  await ctx.db<CatalogueTables>().insertInto('catalogue.import_run').values({ tenant_id: ctx.tenantId, id, catalogue, file_name: fileName, file_hash: fileHash, columns: null, state, note: '', started_at: ctx.now, started_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'catalogue/import-started', subject: `import:${id}`, data: { catalogue, fileName } });
  if (state === 'reading') await work(ctx, id, when);
  return id;
}

/** Says which column holds what; the spreadsheet is then read. */
// oxlint-disable-next-line max-params -- the context is not counted: it leads every use case
export async function chooseColumns(ctx: Ctx, id: string, columns: SheetColumns | null, when: When = {}): Promise<void> {
  const run = await getImportRun(ctx, id, { lock: true });
  if (run.catalogue !== 'sheet' || !['choosing', 'ready', 'refused'].includes(run.state)) throw problem('catalogue/import-state');
  await setRun(ctx, id, { state: 'reading', columns: columns && JSON.stringify(columns) });
  await work(ctx, id, when);
}

const APPLICABLE: ImportKind[] = ['new', 'changed', 'conflict', 'covered'];
export const kindsToApply = (removeGone: boolean): ImportKind[] => (removeGone ? [...APPLICABLE, 'gone'] : APPLICABLE);

/** Lets a preview become the catalogue, in the background. */
// oxlint-disable-next-line max-params -- the context is not counted: it leads every use case
export async function startApplying(ctx: Ctx, id: string, { removeGone }: { removeGone: boolean }, when: When = {}): Promise<void> {
  const run = await getImportRun(ctx, id, { lock: true });
  if (run.state !== 'ready') throw problem('catalogue/import-state');
  await refuseWhileBusy(ctx, run);
  const later = await ctx.db<CatalogueTables>().selectFrom('catalogue.import_run').select('id').where('tenant_id', '=', ctx.tenantId).where('catalogue', '=', run.catalogue).where('applied_at', '>', run.startedAt).executeTakeFirst();
  if (later) throw problem('catalogue/import-outdated');
  const total = kindsToApply(removeGone).reduce((sum, kind) => sum + (run.counts[kind] ?? 0), 0);
  await setRun(ctx, id, { state: 'applying', total, done: 0, note: removeGone ? 'removeGone' : '', applied_by_name: ctx.actor.name });
  ctx.emit({ type: 'catalogue/import-confirmed', subject: `import:${id}`, data: { catalogue: run.catalogue, rows: total, removeGone } });
  await work(ctx, id, when);
}

/** Takes the last import of a catalogue back, in the background; what the city wrote stays. */
export async function startUndoing(ctx: Ctx, id: string): Promise<void> {
  const run = await getImportRun(ctx, id, { lock: true });
  if (run.state !== 'applied') throw problem('catalogue/import-state');
  await refuseWhileBusy(ctx, run);
  const later = await ctx.db<CatalogueTables>().selectFrom('catalogue.import_run').select('id').where('tenant_id', '=', ctx.tenantId).where('catalogue', '=', run.catalogue).where('state', '=', 'applied').where('applied_at', '>', run.appliedAt).executeTakeFirst();
  if (later) throw problem('catalogue/import-not-last');
  await setRun(ctx, id, { state: 'undoing', done: 0 });
  ctx.emit({ type: 'catalogue/import-undo-confirmed', subject: `import:${id}`, data: { catalogue: run.catalogue } });
  await enqueue(ctx, 'catalogue/import', { runId: id });
}

async function refuseWhileBusy(ctx: Ctx, run: ImportRun): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  await sql`select pg_advisory_xact_lock(hashtext(${`catalogue/import/${ctx.tenantId}/${run.catalogue}`}))`.execute(db);
  const busy = await db.selectFrom('catalogue.import_run').select('id').where('tenant_id', '=', ctx.tenantId).where('catalogue', '=', run.catalogue).where('state', 'in', ['applying', 'undoing']).where('id', '<>', run.id).executeTakeFirst();
  if (busy) throw problem('catalogue/import-busy');
}

/** Throws a preview away. */
export async function discardImport(ctx: Ctx, id: string): Promise<void> {
  const run = await getImportRun(ctx, id, { lock: true });
  if (!['choosing', 'ready', 'refused'].includes(run.state)) throw problem('catalogue/import-state');
  await setRun(ctx, id, { state: 'discarded' });
  await ctx.db<CatalogueTables>().deleteFrom('catalogue.import_row').where('tenant_id', '=', ctx.tenantId).where('run_id', '=', id).execute();
  ctx.emit({ type: 'catalogue/import-discarded', subject: `import:${id}`, data: { catalogue: run.catalogue } });
}

type RunChange = { state?: ImportState; columns?: string | null; note?: string; counts?: string; total?: number; done?: number; applied_at?: Date; applied_by_name?: string };
export async function setRun(ctx: Ctx, id: string, change: RunChange): Promise<void> {
  await ctx.db<CatalogueTables>().updateTable('catalogue.import_run').set(change).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
}
