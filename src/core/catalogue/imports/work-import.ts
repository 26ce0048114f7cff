import { sql } from 'kysely';
import { forgetBrief } from '#platform/http';
import type { Job } from '#platform/jobs';
import { SYSTEM, type Ctx, type Platform } from '#platform/module';
import { refreshStatistics } from '../put-entries.ts';
import type { CatalogueTables, ImportKind } from '../tables.ts';
import { UnreadableFile, type Said } from './import-row.ts';
import { getImportRun, kindsToApply, setRun, type ImportRun } from './import-runs.ts';
import { planImport, readSituation, type PlannedRow } from './plan-import.ts';
import { readCatalogue } from './read-catalogue.ts';
import { refreshEntries } from './refresh-entries.ts';

/** Rows that become entries in one transaction. */
const STEP = 1000;
type Who = { tenantId: number; actor: typeof SYSTEM };

/** Reads, applies or takes back an import, whatever its state asks for; can be interrupted and goes on where it was. */
export const importJob: Job = {
  name: 'catalogue/import',
  title: 'Leistungskatalog einlesen',
  describe: async (ctx, data) => `Import „${(await getImportRun(ctx, String(data.runId))).fileName}“`,
  handle: (platform, tenantId, data) => workImport(platform, tenantId, String(data.runId)),
};

/** Does all that waits for this run; returns when its state needs a person again. */
export async function workImport(platform: Platform, tenantId: number, runId: string): Promise<void> {
  const who: Who = { tenantId, actor: SYSTEM };
  const run = await platform.read(who, (ctx) => getImportRun(ctx, runId));
  if (run.state === 'reading') await readRun(platform, who, run);
  if (run.state === 'applying') await stepThrough(platform, who, { run, step: applyStep });
  if (run.state === 'undoing') await stepThrough(platform, who, { run, step: undoStep });
}

async function readRun(platform: Platform, who: Who, run: ImportRun): Promise<void> {
  try {
    const file = await readCatalogue(run.catalogue, await platform.storage.bytes(run.fileHash), run.columns ?? undefined);
    await platform.transact(who, async (ctx) => {
      if ((await getImportRun(ctx, run.id, { lock: true })).state !== 'reading') return;
      const { rows, same } = planImport(run.catalogue, file, await readSituation(ctx, run.catalogue));
      await writeRows(ctx, run.id, rows);
      const counts: Partial<Record<ImportKind, number>> = { same };
      for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
      await setRun(ctx, run.id, { state: 'ready', counts: JSON.stringify(counts), note: file.notes.join(' ') });
    });
  } catch (error) {
    if (!(error instanceof UnreadableFile)) throw error;
    await platform.transact(who, (ctx) => setRun(ctx, run.id, { state: 'refused', note: error.message }));
  }
}

async function writeRows(ctx: Ctx, runId: string, rows: PlannedRow[]): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  await db.deleteFrom('catalogue.import_row').where('tenant_id', '=', ctx.tenantId).where('run_id', '=', runId).execute();
  for (let at = 0; at < rows.length; at += 2000) {
    const part = rows.slice(at, at + 2000).map((row, index) => ({ ...row, number: at + index, after: row.after && { ...row.after, ...(row.parentKey ? { parentKey: row.parentKey } : {}) } }));
    await sql`insert into catalogue.import_row (tenant_id, run_id, kind, number, line, key, name, slug, after, before, own_fields, reason)
      select ${ctx.tenantId}::int, ${runId}::uuid, kind, number, line, key, name, slug, nullif(after, 'null'), nullif(before, 'null'), "ownFields", reason
      from jsonb_to_recordset(${JSON.stringify(part)}::jsonb) as r(kind text, number int, line int, key text, name text, slug text, after jsonb, before jsonb, "ownFields" text[], reason text)`.execute(db);
  }
  await sql`analyze catalogue.import_row`.execute(db);
}

type Step = (ctx: Ctx, run: ImportRun) => Promise<{ worked: number }>;

async function stepThrough(platform: Platform, who: Who, { run, step }: { run: ImportRun; step: Step }): Promise<void> {
  for (;;) {
    const { worked } = await platform.transact(who, async (ctx) => {
      const now = await getImportRun(ctx, run.id, { lock: true });
      if (now.state !== run.state) return { worked: 0 };
      const result = await step(ctx, now);
      if (result.worked === 0) await finish(ctx, now);
      else await setRun(ctx, run.id, { done: now.done + result.worked });
      return result;
    });
    forgetBrief(platform);
    if (worked === 0) return;
  }
}

async function finish(ctx: Ctx, run: ImportRun): Promise<void> {
  await refreshStatistics(ctx);
  const applied = run.state === 'applying';
  await setRun(ctx, run.id, applied ? { state: 'applied', applied_at: ctx.now } : { state: 'undone' });
  ctx.emit({ type: applied ? 'catalogue/import-applied' : 'catalogue/import-undone', subject: `import:${run.id}`, data: { catalogue: run.catalogue, fileName: run.fileName, rows: run.done } });
}

type Stored = { kind: ImportKind; number: number; key: string; slug: string; after: (Said & { parentKey?: string }) | null; before: (Said & { parentKey?: string }) | null };

async function takeRows(ctx: Ctx, run: ImportRun, { kinds, applied }: { kinds: ImportKind[]; applied: boolean }): Promise<Stored[]> {
  const { rows } = await sql<Stored>`select kind, number, key, slug, after, before from catalogue.import_row
    where tenant_id = ${ctx.tenantId} and run_id = ${run.id} and kind = any(${kinds}::text[]) and applied = ${applied} order by kind, number limit ${STEP}`.execute(ctx.db<CatalogueTables>());
  return rows;
}

const applyStep: Step = async (ctx, run) => {
  const rows = await takeRows(ctx, run, { kinds: kindsToApply(run.note === 'removeGone'), applied: false });
  const before = await slugsOfKeys(ctx, run, rows);
  await putOrigins(ctx, run, rows.filter(({ after }) => after).map((row) => ({ ...row, said: row.after })));
  await dropOrigins(ctx, run, rows.filter(({ after }) => !after));
  await refreshAround(ctx, run, [...before, ...rows.map(({ slug }) => slug)]);
  await markRows(ctx, run, { rows, applied: true });
  return { worked: rows.length };
};

const undoStep: Step = async (ctx, run) => {
  const rows = await takeRows(ctx, run, { kinds: kindsToApply(true), applied: true });
  await putOrigins(ctx, run, rows.filter(({ before }) => before).map((row) => ({ ...row, said: row.before })));
  await dropOrigins(ctx, run, rows.filter(({ before }) => !before));
  await refreshAround(ctx, run, rows.map(({ slug }) => slug));
  await markRows(ctx, run, { rows, applied: false });
  return { worked: rows.length };
};

/** Where the rows' keys led before: an entry that a service of the city has taken over since goes. */
async function slugsOfKeys(ctx: Ctx, run: ImportRun, rows: Stored[]): Promise<string[]> {
  const found = await ctx.db<CatalogueTables>().selectFrom('catalogue.origin').select('slug').where('tenant_id', '=', ctx.tenantId).where('catalogue', '=', run.catalogue).where('key', '=', sql<string>`any(${rows.map(({ key }) => key)}::text[])`).execute();
  return found.map(({ slug }) => slug);
}

async function putOrigins(ctx: Ctx, run: ImportRun, rows: (Pick<Stored, 'key' | 'slug'> & { said: (Said & { parentKey?: string }) | null })[]): Promise<void> {
  if (rows.length === 0) return;
  const given = rows.map(({ key, slug, said }) => {
    const { parentKey, ...rest } = said ?? { name: '' };
    return { key, slug, leika: rest.leika ?? null, parent: parentKey ?? null, said: rest };
  });
  await sql`insert into catalogue.origin (tenant_id, catalogue, key, slug, leika, parent_key, said, seen_at)
    select ${ctx.tenantId}::int, ${run.catalogue}, key, slug, leika, parent, said, ${ctx.now}::timestamptz
    from jsonb_to_recordset(${JSON.stringify(given)}::jsonb) as r(key text, slug text, leika text, parent text, said jsonb)
    on conflict (tenant_id, catalogue, key) do update set slug = excluded.slug, leika = excluded.leika, parent_key = coalesce(excluded.parent_key, catalogue.origin.parent_key), said = excluded.said, seen_at = excluded.seen_at`.execute(ctx.db<CatalogueTables>());
}

async function dropOrigins(ctx: Ctx, run: ImportRun, rows: Stored[]): Promise<void> {
  if (rows.length === 0) return;
  await ctx.db<CatalogueTables>().deleteFrom('catalogue.origin').where('tenant_id', '=', ctx.tenantId).where('catalogue', '=', run.catalogue).where('key', '=', sql<string>`any(${rows.map(({ key }) => key)}::text[])`).execute();
}

/** The entries themselves; after the OZG catalogue also those that belong to its services. */
async function refreshAround(ctx: Ctx, run: ImportRun, slugs: string[]): Promise<void> {
  const around = [...new Set(slugs)];
  if (run.catalogue === 'ozg') {
    const { rows } = await sql<{ slug: string }>`select distinct c.slug from catalogue.origin o join catalogue.origin c on c.tenant_id = o.tenant_id and c.parent_key = o.parent_key and c.catalogue = 'leika'
      where o.tenant_id = ${ctx.tenantId} and o.catalogue = 'ozg' and o.slug = any(${around}::text[])`.execute(ctx.db<CatalogueTables>());
    around.push(...rows.map(({ slug }) => slug).filter((slug) => !around.includes(slug)));
  }
  await refreshEntries(ctx, around);
}

async function markRows(ctx: Ctx, run: ImportRun, { rows, applied }: { rows: Stored[]; applied: boolean }): Promise<void> {
  await sql`update catalogue.import_row set applied = ${applied} where tenant_id = ${ctx.tenantId} and run_id = ${run.id}
    and (kind, number) in (select * from unnest(${rows.map(({ kind }) => kind)}::text[], ${rows.map(({ number }) => number)}::int[]))`.execute(ctx.db<CatalogueTables>());
}
