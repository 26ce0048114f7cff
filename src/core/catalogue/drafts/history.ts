import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables, DraftChangeKind } from '../tables.ts';
import { lockDraft, writeChanges, type FileChanges } from './change-draft.ts';
import type { OpenDraft } from './draft.ts';

/** One change of a draft to one file. */
export type DraftChange = { revision: number; path: string; kind: DraftChangeKind; note: string; changedAt: Date; changedByName: string };

type Step = { revision: number; path: string; kind: DraftChangeKind; before: string | null; after: string | null; changedBy: string | null; changedByName: string };
const PAGE = 50;

/** The history, newest first, 50 at a time; `before` is the revision of the last one seen. */
export async function listDraftChanges(ctx: Ctx, draftId: string, options: { before?: number } = {}): Promise<DraftChange[]> {
  requirePermission(ctx, 'catalogue/edit');
  let query = ctx.db<CatalogueTables>().selectFrom('catalogue.draft_change').select(['revision', 'path', 'kind', 'note', 'changed_at as changedAt', 'changed_by_name as changedByName']).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId);
  if (options.before) query = query.where('revision', '<', options.before);
  return query.orderBy('revision', 'desc').orderBy('path').limit(PAGE).execute();
}

async function stepsOf(ctx: Ctx, draftId: string, path: string): Promise<Step[]> {
  const query = ctx.db<CatalogueTables>().selectFrom('catalogue.draft_change').select(['revision', 'path', 'kind', 'before', 'after', 'changed_by as changedBy', 'changed_by_name as changedByName']);
  return query.where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).where('path', '=', path).orderBy('revision', 'desc').limit(200).execute();
}

/**
 * The change that undo (or redo) would take back, found in a history that only grows: an undo hides the newest change that is not hidden
 * yet, a redo brings the newest hidden one back, any other change forgets what could be redone.
 */
export function nextStep(newestFirst: readonly Pick<Step, 'kind'>[], wanted: 'undo' | 'redo'): number | undefined {
  let skip = 0;
  for (const [index, { kind }] of newestFirst.entries()) {
    if (wanted === 'redo' && kind !== 'undo' && kind !== 'redo') return undefined;
    const opens = wanted === 'undo' ? kind === 'undo' : kind === 'redo';
    if (opens) skip++;
    else if (skip > 0) skip--;
    else return index;
  }
  return undefined;
}

export type UndoState = { undo: boolean; redo: boolean; /** Whose change undo would take back, when it is somebody else's. */ undoOf?: string };

/** What can be taken back in a part of the draft; the beginning of a draft can't. */
export async function undoState(ctx: Ctx, draftId: string, path: string): Promise<UndoState> {
  const steps = await stepsOf(ctx, draftId, path);
  const undo = nextStep(steps, 'undo');
  const step = undo === undefined || steps[undo]?.revision === 1 ? undefined : steps[undo];
  return { undo: step !== undefined, redo: nextStep(steps, 'redo') !== undefined, ...(step && step.changedBy !== ctx.actor.id ? { undoOf: step.changedByName } : {}) };
}

/** `seen`: the revision that the page showed; what a colleague has changed since is not taken back unseen. */
export type UndoChange = { path: string; redo?: boolean; seen?: number };

/** Takes the latest change of one part back, or brings it again. @throws catalogue/nothing-to-undo 409, undo-unseen 409 */
export async function undoDraftChange(ctx: Ctx, draftId: string, { path, redo = false, seen }: UndoChange): Promise<OpenDraft> {
  const draft = await lockDraft(ctx, draftId);
  const steps = await stepsOf(ctx, draftId, path);
  const at = nextStep(steps, redo ? 'redo' : 'undo');
  const step = at === undefined ? undefined : steps[at];
  if (!step || (!redo && step.revision === 1)) throw problem('catalogue/nothing-to-undo');
  const unseen = seen === undefined ? undefined : steps.find(({ revision, changedBy }) => revision > seen && changedBy !== ctx.actor.id);
  if (unseen) throw problem('catalogue/undo-unseen', { who: unseen.changedByName });
  return writeChanges(ctx, draft, { changes: { [path]: step.before }, note: redo ? 'Wiederhergestellt' : 'Rückgängig gemacht', kind: redo ? 'redo' : 'undo' });
}

/** All files as they were after a revision, read backwards from now. */
export async function filesAt(ctx: Ctx, draft: OpenDraft, revision: number): Promise<Record<string, string>> {
  const later = await ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.draft_change')
    .select(['path', 'before', 'revision'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('draft_id', '=', draft.id)
    .where('revision', '>', revision)
    .orderBy('revision', 'desc')
    .execute();
  const files: Record<string, string | null> = Object.fromEntries(Object.values(draft.files).map((file) => [file.path, file.content]));
  for (const { path, before } of later) files[path] = before;
  return Object.fromEntries(Object.entries(files).flatMap(([path, content]) => (content === null ? [] : [[path, content]])));
}

/** Makes the draft what it was after a revision; itself a change that can be taken back. */
export async function restoreDraft(ctx: Ctx, draftId: string, revision: number): Promise<OpenDraft> {
  const draft = await lockDraft(ctx, draftId);
  return replaceFiles(ctx, draft, { files: await filesAt(ctx, draft, revision), note: `Stand ${revision} wiederhergestellt` });
}

/** Replaces all files of a locked draft: another version, an imported bundle. */
export async function replaceFiles(ctx: Ctx, draft: OpenDraft, { files, note }: { files: Record<string, string>; note: string }): Promise<OpenDraft> {
  const gone = Object.keys(draft.files).filter((path) => !(path in files));
  const changes: FileChanges = { ...files, ...Object.fromEntries(gone.map((path) => [path, null])) };
  return writeChanges(ctx, draft, { changes, note, kind: 'restore' });
}
