import { sql } from 'kysely';
import { requirePermission, type Ctx } from '#platform/module';
import { makeBundle, type ServiceBundle } from '../bundle/service-bundle.ts';
import { problem } from '../problems.ts';
import type { CatalogueTables, DraftState } from '../tables.ts';

/** A service being designed: who, where it stands, no files. */
export type Draft = {
  id: string;
  slug: string;
  name: string;
  state: DraftState;
  revision: number;
  baseVersionId: string | null;
  createdAt: Date;
  createdByName: string;
  changedAt: Date;
  changedByName: string;
  handedInBy: string | null;
  handedInByName: string | null;
  approvedBy: string | null;
  approvedByName: string | null;
  approvedAt: Date | null;
  /** Why it came back from approval. */
  decisionNote: string | null;
  publishedVersionId: string | null;
};

/** A file of a draft with the number of the change that wrote it last. */
export type DraftFile = { path: string; content: string; revision: number };

/** A draft with everything in it. */
export type OpenDraft = Draft & { files: Record<string, DraftFile> };

export const OPEN_STATES: DraftState[] = ['draft', 'test', 'approved'];

/** The bundle that would be published now. */
export function bundleOf(draft: OpenDraft): ServiceBundle {
  return makeBundle(draft.slug, Object.fromEntries(Object.values(draft.files).map(({ path, content }) => [path, content])));
}

const COLUMNS = [
  'id', 'slug', 'name', 'state', 'revision', 'base_version_id as baseVersionId', 'created_at as createdAt', 'created_by_name as createdByName', 'changed_at as changedAt',
  'changed_by_name as changedByName', 'handed_in_by as handedInBy', 'handed_in_by_name as handedInByName', 'approved_by as approvedBy', 'approved_by_name as approvedByName',
  'approved_at as approvedAt', 'decision_note as decisionNote', 'published_version_id as publishedVersionId',
] as const;

/**
 * A draft without its files. Who may edit services may see all drafts.
 * @throws catalogue/unknown-draft 404; platform/not-allowed
 */
export async function getDraftHead(ctx: Ctx, draftId: string, options: { lock?: boolean } = {}): Promise<Draft> {
  requirePermission(ctx, 'catalogue/edit');
  let query = ctx.db<CatalogueTables>().selectFrom('catalogue.draft').select(COLUMNS).where('tenant_id', '=', ctx.tenantId).where('id', '=', draftId);
  if (options.lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw problem('catalogue/unknown-draft');
  return row;
}

/**
 * A draft with its files; `lock` keeps other writers waiting until the transaction ends.
 * @throws catalogue/unknown-draft 404; platform/not-allowed
 */
export async function getDraft(ctx: Ctx, draftId: string, options: { lock?: boolean } = {}): Promise<OpenDraft> {
  const head = await getDraftHead(ctx, draftId, options);
  const rows = await ctx.db<CatalogueTables>().selectFrom('catalogue.draft_file').select(['path', 'content', 'revision']).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).orderBy('path').execute();
  return { ...head, files: Object.fromEntries(rows.map((row) => [row.path, row])) };
}

/** All open drafts, the latest change first, and at most `limit` closed ones behind them. */
export async function listDrafts(ctx: Ctx, options: { limit?: number } = {}): Promise<Draft[]> {
  requirePermission(ctx, 'catalogue/edit');
  const query = ctx.db<CatalogueTables>().selectFrom('catalogue.draft').select(COLUMNS).where('tenant_id', '=', ctx.tenantId).orderBy('changed_at', 'desc');
  const open = await query.where('state', 'in', OPEN_STATES).limit(500).execute();
  if (!options.limit) return open;
  return [...open, ...(await query.where('state', 'not in', OPEN_STATES).limit(options.limit).execute())];
}

export type DraftPage = { onlyOpen: boolean; /** Of the open ones only those that wait for approval. */ waiting?: boolean; /** Must stand in the name or the key. */ words?: string; after?: string | undefined; limit: number };

/** Drafts by the time they were begun, the newest first; pages by `after`. */
export async function listDraftPage(ctx: Ctx, { onlyOpen, waiting, words, after, limit }: DraftPage): Promise<Draft[]> {
  requirePermission(ctx, 'catalogue/edit');
  let query = ctx.db<CatalogueTables>().selectFrom('catalogue.draft').select(COLUMNS).where('tenant_id', '=', ctx.tenantId);
  if (onlyOpen) query = query.where('state', 'in', waiting ? ['test'] : OPEN_STATES);
  if (words?.trim()) query = query.where(sql<boolean>`position(lower(${words.trim()}::text) in lower(name || ' ' || slug)) > 0`);
  if (after) query = query.where('id', '<', after);
  return query.orderBy('id', 'desc').limit(limit).execute();
}

/** The open draft of a service, when somebody is working on one. */
export async function findOpenDraft(ctx: Ctx, slug: string): Promise<Draft | undefined> {
  return ctx.db<CatalogueTables>().selectFrom('catalogue.draft').select(COLUMNS).where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).where('state', 'in', OPEN_STATES).executeTakeFirst();
}
