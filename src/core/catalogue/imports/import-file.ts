import { forgetBrief } from '#platform/http';
import { SYSTEM, type Platform } from '#platform/module';
import type { ImportKind } from '../tables.ts';
import type { CatalogueKind } from './import-row.ts';
import { chooseColumns, getImportRun, listImportLines, startApplying, startImport, type ImportLine, type ImportRun } from './import-runs.ts';
import { planImport, readSituation } from './plan-import.ts';
import { readCatalogue, guessCatalogue } from './read-catalogue.ts';
import { workImport } from './work-import.ts';

export type FileImport = { catalogue?: CatalogueKind; fileName: string; bytes: Uint8Array; dryRun?: boolean; removeGone?: boolean };
export type FileImported = { catalogue: CatalogueKind; counts: Partial<Record<ImportKind, number>>; notes: string; refused: Pick<ImportLine, 'line' | 'name' | 'reason'>[]; applied: boolean };

/** Reads a catalogue and applies it at once, as the command line does; a dry run changes nothing. @throws UnreadableFile */
export async function importFile(platform: Platform, tenantId: number, given: FileImport): Promise<FileImported> {
  const who = { tenantId, actor: SYSTEM };
  const catalogue = given.catalogue ?? guessCatalogue(given.bytes);
  const read = await readCatalogue(catalogue, given.bytes);
  if (given.dryRun) {
    const { rows, same } = planImport(catalogue, read, await platform.read(who, (ctx) => readSituation(ctx, catalogue)));
    const counts: FileImported['counts'] = { same };
    for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
    return { catalogue, counts, notes: read.notes.join(' '), refused: rows.filter(({ kind }) => kind === 'refused').slice(0, 100).map(({ line, name, reason }) => ({ line, name, reason })), applied: false };
  }
  const { hash } = await platform.storage.put(given.bytes);
  // The queue may not run here: the work is done below, a waiting job then finds nothing to do.
  const id = await platform.transact(who, async (ctx) => {
    const made = await startImport(ctx, { catalogue, fileName: given.fileName, fileHash: hash }, { now: true });
    if (catalogue === 'sheet') await chooseColumns(ctx, made, null, { now: true });
    return made;
  });
  await workImport(platform, tenantId, id);
  const planned = await platform.read(who, (ctx) => getImportRun(ctx, id));
  const refused = await platform.read(who, (ctx) => listImportLines(ctx, id, { kind: 'refused', limit: 100 }));
  if (planned.state === 'ready') {
    await platform.transact(who, (ctx) => startApplying(ctx, id, { removeGone: given.removeGone ?? false }, { now: true }));
    await workImport(platform, tenantId, id);
  }
  forgetBrief(platform);
  return { catalogue, counts: planned.counts, notes: planned.note, refused: refused.map(({ line, name, reason }) => ({ line, name, reason })), applied: (await finalState(platform, who, id)) === 'applied' };
}

const finalState = async (platform: Platform, who: { tenantId: number; actor: typeof SYSTEM }, id: string): Promise<ImportRun['state']> => (await platform.read(who, (ctx) => getImportRun(ctx, id))).state;
