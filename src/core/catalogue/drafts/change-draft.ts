import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables, DraftChangeKind } from '../tables.ts';
import { getDraft, OPEN_STATES, type OpenDraft } from './draft.ts';
import { draftName } from './draft-name.ts';
import { requireDraftFiles } from './draft-paths.ts';

/** New text by path; null removes the file. */
export type FileChanges = Record<string, string | null>;
export type ChangeOptions = { note: string; kind?: DraftChangeKind; /** Saved by the page while somebody types. */ byItself?: boolean };

/** Typing within this time is one change of the history. */
const ONE_THOUGHT_MS = 60_000;

/** @throws catalogue/draft-closed 409 */
export async function lockDraft(ctx: Ctx, draftId: string): Promise<OpenDraft> {
  const draft = await getDraft(ctx, draftId, { lock: true });
  if (!OPEN_STATES.includes(draft.state)) throw problem('catalogue/draft-closed');
  return draft;
}

/**
 * Changes files of a draft on their present state: `change` sees what is there now and says what shall be there. Two people who change
 * at once wait for each other, so neither overwrites what the other has just written. Any change takes an approval back.
 * @returns the draft afterwards; without any difference nothing is written
 * @throws catalogue/unknown-draft 404, draft-closed 409, bad-file 422; platform/not-allowed
 */
export async function changeDraft(ctx: Ctx, draftId: string, { change, ...options }: ChangeOptions & { change: (draft: OpenDraft) => FileChanges | Promise<FileChanges> }): Promise<OpenDraft> {
  const draft = await lockDraft(ctx, draftId);
  return writeChanges(ctx, draft, { changes: await change(draft), ...options });
}

/** The writing half of changeDraft, for a draft that is locked already. */
export async function writeChanges(ctx: Ctx, draft: OpenDraft, { changes, note, kind = 'edit', byItself = false }: ChangeOptions & { changes: FileChanges }): Promise<OpenDraft> {
  const real = Object.entries(changes).filter(([path, content]) => content !== (draft.files[path]?.content ?? null));
  if (real.length === 0) return draft;
  requireDraftFiles(Object.fromEntries(real.flatMap(([path, content]) => (content === null ? [] : [[path, content]]))));
  const revision = draft.revision + 1;
  const files = { ...draft.files };
  for (const [path, content] of real) {
    await writeFile(ctx, draft, { path, content, revision });
    await writeHistory(ctx, draft, { path, content, revision, note, kind, byItself });
    if (content === null) delete files[path];
    else files[path] = { path, content, revision };
  }
  const name = draftName(draft.slug, Object.fromEntries(Object.values(files).map((file) => [file.path, file.content])));
  const state = 'draft' as const;
  const approval = { handed_in_by: null, handed_in_by_name: null, approved_by: null, approved_by_name: null, approved_at: null };
  await ctx
    .db<CatalogueTables>()
    .updateTable('catalogue.draft')
    .set({ revision, name, state, ...approval, changed_at: ctx.now, changed_by_name: ctx.actor.name })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', draft.id)
    .execute();
  ctx.emit({ type: 'catalogue/draft-changed', subject: `draft:${draft.id}`, data: { slug: draft.slug, revision, kind, files: real.map(([path]) => path) } });
  return { ...draft, files, revision, name, state, handedInBy: null, handedInByName: null, approvedBy: null, approvedByName: null, approvedAt: null, changedAt: ctx.now, changedByName: ctx.actor.name };
}

type Write = { path: string; content: string | null; revision: number };

async function writeFile(ctx: Ctx, draft: OpenDraft, { path, content, revision }: Write): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  if (content === null) {
    await db.deleteFrom('catalogue.draft_file').where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draft.id).where('path', '=', path).execute();
    return;
  }
  await db
    .insertInto('catalogue.draft_file')
    .values({ tenant_id: ctx.tenantId, draft_id: draft.id, path, content, revision })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'draft_id', 'path']).doUpdateSet({ content, revision }))
    .execute();
}

async function writeHistory(ctx: Ctx, draft: OpenDraft, { path, content, revision, note, kind, byItself }: Write & Required<ChangeOptions>): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  const at = { tenant_id: ctx.tenantId, draft_id: draft.id, path };
  const change = { kind, after: content, note, by_itself: byItself, changed_at: ctx.now, changed_by: ctx.actor.id, changed_by_name: ctx.actor.name };
  const last = byItself ? await lastChange(ctx, draft.id, path) : undefined;
  if (last && last.by_itself && last.changed_by === ctx.actor.id && ctx.now.getTime() - last.changed_at.getTime() < ONE_THOUGHT_MS) {
    // the time of the first letter stays, so that an hour of typing does not become one change
    await db.updateTable('catalogue.draft_change').set({ after: content, revision }).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draft.id).where('path', '=', path).where('revision', '=', last.revision).execute();
    return;
  }
  await db.insertInto('catalogue.draft_change').values({ ...at, revision, before: draft.files[path]?.content ?? null, ...change }).execute();
}

async function lastChange(ctx: Ctx, draftId: string, path: string) {
  return ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.draft_change')
    .select(['revision', 'by_itself', 'changed_by', 'changed_at'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('draft_id', '=', draftId)
    .where('path', '=', path)
    .orderBy('revision', 'desc')
    .executeTakeFirst();
}

export type SaveFile = { path: string; content: string; /** Revision of the file that the person began with; 0: it was not there. */ basedOn: number } & ChangeOptions;
export type Saved = { kind: 'saved'; revision: number } | { kind: 'conflict'; conflictId: string; byName: string };

/**
 * Saves a whole file as an editor holds it. When somebody else has changed it since `basedOn`, nothing is overwritten: what was typed
 * is kept as a conflict that a person settles.
 */
export async function saveDraftFile(ctx: Ctx, draftId: string, { path, content, basedOn, ...options }: SaveFile): Promise<Saved> {
  const draft = await lockDraft(ctx, draftId);
  const file = draft.files[path];
  if (file?.content === content) return { kind: 'saved', revision: file.revision };
  if ((file?.revision ?? 0) === basedOn) {
    const after = await writeChanges(ctx, draft, { changes: { [path]: content }, ...options });
    return { kind: 'saved', revision: after.files[path]?.revision ?? 0 };
  }
  requireDraftFiles({ [path]: content });
  const conflictId = await keepConflict(ctx, draft.id, { path, content, basedOn });
  return { kind: 'conflict', conflictId, byName: draft.changedByName };
}

/** One open conflict per person and part: more typing goes on in it. */
async function keepConflict(ctx: Ctx, draftId: string, { path, content, basedOn }: { path: string; content: string; basedOn: number }): Promise<string> {
  const db = ctx.db<CatalogueTables>();
  const open = await db
    .selectFrom('catalogue.draft_conflict')
    .select('id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('draft_id', '=', draftId)
    .where('path', '=', path)
    .where('written_by', '=', ctx.actor.id)
    .where('based_on', '=', basedOn)
    .where('settled_at', 'is', null)
    .executeTakeFirst();
  if (open) {
    await db.updateTable('catalogue.draft_conflict').set({ content, written_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', open.id).execute();
    return open.id;
  }
  const id = newId();
  await db.insertInto('catalogue.draft_conflict').values({ tenant_id: ctx.tenantId, id, draft_id: draftId, path, content, based_on: basedOn, written_at: ctx.now, written_by: ctx.actor.id, written_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'catalogue/draft-conflict', subject: `draft:${draftId}`, data: { path, basedOn } });
  return id;
}
