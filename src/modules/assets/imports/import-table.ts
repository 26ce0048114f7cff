import { readCsv, UnreadableFile } from '#core/catalogue';
import { newId } from '#platform/db';
import { officesWith, requirePermission, type Ctx } from '#platform/module';
import { cellsOf, readKnown } from '../office/it-form-page.tsx';
import { readKnownPlaces } from '../office/place-form-page.tsx';
import { cellsOfPlace } from '../office/site-page.tsx';
import { problem } from '../problems.ts';
import { itServiceFields, readItService, type ItServiceCells } from '../services/read-it-service.ts';
import { plainMoney } from '../office/csv.ts';
import { getItService, listCosts } from '../services/it-services.queries.ts';
import { removeItService, saveItService, setCost } from '../services/save-it-service.ts';
import type { AssetsTables, ImportAction, ImportKind, ImportState } from '../tables.ts';
import { readWorkplace, workplaceFields, type WorkplaceCells } from '../workplaces/read-workplace.ts';
import { removePlace, savePlace } from '../workplaces/save-workplace.ts';
import { findPlaceByCode, getPlace } from '../workplaces/workplaces.queries.ts';

export const LARGEST_FILE = 5_000_000;
const MOST_LINES = 5000;
type Cells = Record<string, string>;
type Judged = { action: ImportAction; said: string; targetId: string | null };
/** What the import does with one kind of row. */
type Adapter = {
  fields: Record<string, string>;
  keyField: string;
  judge(ctx: Ctx): Promise<(cells: Cells) => Promise<Judged & { before: Cells | null }>>;
  save(ctx: Ctx, id: string | undefined, cells: Cells): Promise<string>;
  /** As it stands now, or undefined when it is gone. */
  now(ctx: Ctx, id: string): Promise<Cells | undefined>;
  remove(ctx: Ctx, id: string): Promise<void>;
};

/** Read once in a transaction: a table has thousands of lines. */
function once<T>(read: (ctx: Ctx) => Promise<T>): (ctx: Ctx) => Promise<T> {
  const kept = new WeakMap<Ctx, Promise<T>>();
  return (ctx) => {
    const found = kept.get(ctx) ?? read(ctx);
    kept.set(ctx, found);
    return found;
  };
}
const knownIt = once(readKnown);
const knownPlaces = once(readKnownPlaces);

const firstMistakes = (mistakes: Partial<Record<string, string>>, fields: Cells): string => Object.entries(mistakes).map(([field, said]) => `${fields[field] ?? field}: ${said}`).join(' ');
/** Cells that the file does not name stay as they are. */
const merged = (before: Cells | null, cells: Cells): Cells => ({ ...before, ...cells });
const differs = (before: Cells, cells: Cells): string[] => Object.keys(cells).filter((field) => (cells[field] ?? '') !== (before[field] ?? ''));

/** Words and levels in one form, so that "hoch" and "3" are no change. */
function plainIt(ctx: Ctx, cells: Cells, known: Awaited<ReturnType<typeof readKnown>>): Cells {
  const { input, cost } = readItService(cells, known);
  const money = cost ? { once: plainMoney(cost.onceCents), running: plainMoney(cost.runningCents) } : {};
  return { ...cellsOf({ ...input, id: '', noticeBy: null, changedAt: ctx.now, changedByName: '' }, known), ...money } as Cells;
}

const itAdapter: Adapter = {
  fields: itServiceFields, keyField: 'key',
  judge: async (ctx) => {
    const known = await knownIt(ctx);
    const reach = officesWith(ctx.actor, 'assets/edit');
    const ids = new Map(known.services.map(({ key, id }) => [key, id]));
    return async (cells) => {
      const id = ids.get(cells['key'] ?? '');
      const before = id ? ((await itAdapter.now(ctx, id)) ?? null) : null;
      const { input, mistakes } = readItService(merged(before, cells), known);
      if (Object.keys(mistakes).length > 0) return { action: 'refused', said: firstMistakes(mistakes, itServiceFields), targetId: null, before: null };
      if (reach !== 'all' && !reach.includes(input.officeId)) return { action: 'refused', said: 'Für dieses Amt dürfen Sie nichts ändern.', targetId: null, before: null };
      if (!before) return { action: 'new', said: '', targetId: null, before };
      const changed = differs(before, plainIt(ctx, merged(before, cells), known));
      return { action: changed.length > 0 ? 'change' : 'same', said: changed.map((field) => (itServiceFields as Cells)[field] ?? field).join(', '), targetId: id ?? null, before };
    };
  },
  save: async (ctx, id, cells) => {
    const { input, cost } = readItService(cells as ItServiceCells, await knownIt(ctx));
    const saved = await saveItService(ctx, id, input);
    if (cost) await setCost(ctx, saved, { year: ctx.now.getUTCFullYear(), ...cost });
    return saved;
  },
  now: async (ctx, id) => {
    const found = await ctx.db<AssetsTables>().selectFrom('assets.it_service').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
    if (!found) return undefined;
    const known = await knownIt(ctx);
    const cost = (await listCosts(ctx, id)).find(({ year }) => year === ctx.now.getUTCFullYear());
    return { ...cellsOf(await getItService(ctx, id), known), ...(cost ? { once: plainMoney(cost.onceCents), running: plainMoney(cost.runningCents) } : {}) } as Cells;
  },
  remove: removeItService,
};

const placeAdapter: Adapter = {
  fields: workplaceFields, keyField: 'code',
  judge: async (ctx) => {
    const known = await knownPlaces(ctx);
    const reach = officesWith(ctx.actor, 'assets/edit');
    return async (cells) => {
      const found = await findPlaceByCode(ctx, cells['code'] ?? '');
      const before = found ? (cellsOfPlace(found, known) as Cells) : null;
      const { input, mistakes } = readWorkplace(merged(before, cells), known);
      if (Object.keys(mistakes).length > 0) return { action: 'refused', said: firstMistakes(mistakes, workplaceFields), targetId: null, before: null };
      if (reach !== 'all' && !reach.includes(input.officeId)) return { action: 'refused', said: 'Für dieses Amt dürfen Sie nichts ändern.', targetId: null, before: null };
      if (!before) return { action: 'new', said: '', targetId: null, before };
      const changed = differs(before, cellsOfPlace({ ...input, id: '' }, known) as Cells);
      return { action: changed.length > 0 ? 'change' : 'same', said: changed.map((field) => (workplaceFields as Cells)[field] ?? field).join(', '), targetId: found?.id ?? null, before };
    };
  },
  save: async (ctx, id, cells) => savePlace(ctx, id, readWorkplace(cells as WorkplaceCells, await knownPlaces(ctx)).input),
  now: async (ctx, id) => {
    const found = await ctx.db<AssetsTables>().selectFrom('assets.workplace').select('id').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
    return found ? (cellsOfPlace(await getPlace(ctx, id), await knownPlaces(ctx)) as Cells) : undefined;
  },
  remove: removePlace,
};

const adapters: Record<ImportKind, Adapter> = { 'it-services': itAdapter, workplaces: placeAdapter };

/** Reads a table and says line by line what it would do; nothing is changed yet. @throws assets/wrong-input 422 when it cannot be read at all */
export async function previewImport(ctx: Ctx, { kind, fileName, bytes }: { kind: ImportKind; fileName: string; bytes: Uint8Array }): Promise<string> {
  requirePermission(ctx, 'assets/edit');
  const adapter = adapters[kind];
  const table = readTable(bytes, adapter);
  const judge = await adapter.judge(ctx);
  const runId = newId();
  const seen = new Map<string, number>();
  const rows = [...table.refused];
  for (const { line, cells } of table.rows) {
    const key = cells[adapter.keyField] ?? '';
    const twice = seen.get(key);
    const judged = twice === undefined ? await judge(cells) : { action: 'refused' as const, said: `„${key}“ steht schon in Zeile ${twice}.`, targetId: null, before: null };
    seen.set(key, twice ?? line);
    rows.push({ line, key, cells, ...judged });
  }
  const count = (action: ImportAction): number => rows.filter((row) => row.action === action).length;
  const db = ctx.db<AssetsTables>();
  await db.insertInto('assets.import_run').values({ tenant_id: ctx.tenantId, id: runId, kind, file_name: fileName.slice(0, 200), state: 'preview', made: count('new'), changed: count('change'), same: count('same'), refused: count('refused'), at: ctx.now, by_name: ctx.actor.name }).execute();
  for (let at = 0; at < rows.length; at += 500) {
    await db.insertInto('assets.import_row').values(rows.slice(at, at + 500).map(({ line, key, action, cells, before, said, targetId }) => ({ tenant_id: ctx.tenantId, run_id: runId, line, key, action, cells: JSON.stringify(cells), before: before && JSON.stringify(before), said, target_id: targetId }))).execute();
  }
  ctx.emit({ type: 'assets/import-read', subject: `import:${runId}`, data: { kind, lines: rows.length } });
  return runId;
}

type Row = Judged & { line: number; key: string; cells: Cells; before: Cells | null };

function readTable(bytes: Uint8Array, { fields, keyField }: Adapter): { rows: { line: number; cells: Cells }[]; refused: Row[] } {
  const wrong = (reason: string) => problem('assets/wrong-input', { reason });
  let table: ReturnType<typeof readCsv>;
  try {
    table = readCsv(bytes);
  } catch (error) {
    if (error instanceof UnreadableFile) throw wrong(error.message);
    throw error;
  }
  const byHead = new Map(Object.entries(fields).flatMap(([field, head]) => [[head.toLowerCase(), field], [field.toLowerCase(), field]] as const));
  const columns = table.head.map((head) => byHead.get(head.toLowerCase()));
  if (!columns.includes(keyField)) throw wrong(`In der ersten Zeile fehlt die Spalte „${fields[keyField]}“. Laden Sie die Tabelle herunter, um die Überschriften zu sehen.`);
  const stranger = table.head.find((head, at) => head !== '' && columns[at] === undefined);
  if (stranger) throw wrong(`Die Spalte „${stranger}“ kennt das Verzeichnis nicht.`);
  if (table.rows.length > MOST_LINES) throw wrong(`Die Tabelle hat mehr als ${MOST_LINES} Zeilen. Teilen Sie sie auf.`);
  const rows = table.rows.map(({ line, cells }) => ({ line, cells: Object.fromEntries(columns.flatMap((field, at) => (field ? [[field, (cells[at] ?? '').trim().replace(/^'(?=[=+\-@])/, '')]] : []))) }));
  return { rows, refused: table.refused.map(({ line, reason }) => ({ line, key: '', cells: {}, action: 'refused', said: reason, targetId: null, before: null })) };
}

export type ImportRun = { id: string; kind: ImportKind; fileName: string; state: ImportState; made: number; changed: number; same: number; refused: number; at: Date; byName: string };
const runColumns = ['id', 'kind', 'file_name as fileName', 'state', 'made', 'changed', 'same', 'refused', 'at', 'by_name as byName'] as const;

/** @throws assets/unknown-import 404 */
export async function getImport(ctx: Ctx, id: string): Promise<ImportRun> {
  const row = await ctx.db<AssetsTables>().selectFrom('assets.import_run').select(runColumns).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).executeTakeFirst();
  if (!row) throw problem('assets/unknown-import');
  return row;
}
export async function listImports(ctx: Ctx, kind: ImportKind): Promise<ImportRun[]> {
  return ctx.db<AssetsTables>().selectFrom('assets.import_run').select(runColumns).where('tenant_id', '=', ctx.tenantId).where('kind', '=', kind).orderBy('id', 'desc').limit(20).execute();
}
/** Lines of a table, page by page; `only` leaves out what does not change. */
export async function listImportRows(ctx: Ctx, runId: string, { after = 0, limit }: { after?: number; limit: number }): Promise<(Judged & { line: number; key: string; cells: Cells; before: Cells | null })[]> {
  return ctx.db<AssetsTables>().selectFrom('assets.import_row').select(['line', 'key', 'action', 'said', 'cells', 'before', 'target_id as targetId']).where('tenant_id', '=', ctx.tenantId).where('run_id', '=', runId).where('line', '>', after).orderBy('line').limit(limit).execute();
}

async function claim(ctx: Ctx, id: string, { from, to }: { from: ImportState; to: ImportState }): Promise<ImportRun> {
  const run = await getImport(ctx, id);
  requirePermission(ctx, 'assets/edit');
  const done = await ctx.db<AssetsTables>().updateTable('assets.import_run').set({ state: to }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).where('state', '=', from).executeTakeFirst();
  if (Number(done.numUpdatedRows) === 0) throw problem('assets/import-over');
  return run;
}

/** Does what the preview said, in one transaction; refused lines stay out. @throws assets/import-over 409 */
export async function applyImport(ctx: Ctx, id: string): Promise<{ saved: number }> {
  const { kind } = await claim(ctx, id, { from: 'preview', to: 'applied' });
  const rows = (await listImportRows(ctx, id, { limit: MOST_LINES + 1000 })).filter(({ action }) => action === 'new' || action === 'change');
  for (const row of rows) {
    const targetId = await adapters[kind].save(ctx, row.targetId ?? undefined, merged(row.before, row.cells));
    ctx.write(ctx.db<AssetsTables>().updateTable('assets.import_row').set({ target_id: targetId }).where('tenant_id', '=', ctx.tenantId).where('run_id', '=', id).where('line', '=', row.line));
  }
  ctx.emit({ type: 'assets/imported', subject: `import:${id}`, data: { kind, rows: rows.length } });
  return { saved: rows.length };
}

/** Takes an applied table back: what was new goes, what was changed is as before. What somebody has changed since stays, and is counted. */
export async function undoImport(ctx: Ctx, id: string): Promise<{ undone: number; kept: number }> {
  const { kind } = await claim(ctx, id, { from: 'applied', to: 'undone' });
  const adapter = adapters[kind];
  let [undone, kept] = [0, 0];
  for (const row of await listImportRows(ctx, id, { limit: MOST_LINES + 1000 })) {
    if ((row.action !== 'new' && row.action !== 'change') || !row.targetId) continue;
    const now = await adapter.now(ctx, row.targetId);
    const written = kind === 'it-services' ? plainIt(ctx, merged(row.before, row.cells), await knownIt(ctx)) : (cellsOfPlace({ ...readWorkplace(merged(row.before, row.cells), await knownPlaces(ctx)).input, id: '' }, await knownPlaces(ctx)) as Cells);
    if (!now || differs(now, written).length > 0) {
      kept++;
      continue;
    }
    if (row.before) await adapter.save(ctx, row.targetId, row.before);
    else await adapter.remove(ctx, row.targetId);
    undone++;
  }
  ctx.emit({ type: 'assets/import-undone', subject: `import:${id}`, data: { kind, undone, kept } });
  return { undone, kept };
}

export async function discardImport(ctx: Ctx, id: string): Promise<void> {
  await claim(ctx, id, { from: 'preview', to: 'discarded' });
  ctx.emit({ type: 'assets/import-discarded', subject: `import:${id}` });
}
