import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables } from '../tables.ts';
import { lockDraft, writeChanges } from './change-draft.ts';

/** Two versions of one part; the other one is what the draft holds now. */
export type DraftConflict = { id: string; draftId: string; path: string; content: string; writtenAt: Date; writtenByName: string };

const COLUMNS = ['id', 'draft_id as draftId', 'path', 'content', 'written_at as writtenAt', 'written_by_name as writtenByName'] as const;

/** Conflicts of a draft that nobody has settled yet, oldest first. */
export async function listConflicts(ctx: Ctx, draftId: string): Promise<DraftConflict[]> {
  requirePermission(ctx, 'catalogue/edit');
  return ctx.db<CatalogueTables>().selectFrom('catalogue.draft_conflict').select(COLUMNS).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).where('settled_at', 'is', null).orderBy('id').limit(50).execute();
}

/** @throws catalogue/unknown-draft 404 when it is settled or never was */
export async function getConflict(ctx: Ctx, draftId: string, conflictId: string): Promise<DraftConflict> {
  const found = (await listConflicts(ctx, draftId)).find(({ id }) => id === conflictId);
  if (!found) throw problem('catalogue/unknown-draft');
  return found;
}

/** A person has chosen: take what was written there, or leave the draft as it is. Either way the other text stays in the history or here. */
export async function settleConflict(ctx: Ctx, conflict: Pick<DraftConflict, 'id' | 'draftId'>, choice: 'mine' | 'theirs'): Promise<void> {
  const draft = await lockDraft(ctx, conflict.draftId);
  const { path, content, writtenByName } = await getConflict(ctx, draft.id, conflict.id);
  if (choice === 'mine') await writeChanges(ctx, draft, { changes: { [path]: content }, note: `Konflikt entschieden: Stand von ${writtenByName}` });
  await ctx.db<CatalogueTables>().updateTable('catalogue.draft_conflict').set({ settled_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('id', '=', conflict.id).execute();
  ctx.emit({ type: 'catalogue/draft-conflict-settled', subject: `draft:${draft.id}`, data: { path, choice } });
}
