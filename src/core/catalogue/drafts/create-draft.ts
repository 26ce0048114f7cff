import { newId } from '#platform/db';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import { findCurrentVersion, getVersionFiles } from '../publish/service-versions.ts';
import type { CatalogueTables } from '../tables.ts';
import { findOpenDraft } from './draft.ts';
import { requireDraftFiles } from './draft-paths.ts';
import { draftName } from './draft-name.ts';

export type NewDraft = { slug: string; files: Record<string, string>; baseVersionId?: string | null; /** What the history says about its beginning. */ note: string };

/**
 * Begins a draft from files.
 * @throws catalogue/draft-exists 409 when one is open; catalogue/slug-taken 409; catalogue/bad-file 422; platform/not-allowed
 */
export async function createDraft(ctx: Ctx, { slug, files, baseVersionId = null, note }: NewDraft): Promise<string> {
  requirePermission(ctx, 'catalogue/edit');
  if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(slug) || slug.length > 80) throw problem('catalogue/bad-file', { reason: 'Ein Kürzel besteht aus kleinen Buchstaben, Ziffern und Bindestrichen.' });
  requireDraftFiles(files);
  if (await findOpenDraft(ctx, slug)) throw problem('catalogue/draft-exists', { slug });
  if (!baseVersionId && (await findCurrentVersion(ctx, slug))) throw problem('catalogue/slug-taken', { slug });
  const db = ctx.db<CatalogueTables>();
  const id = newId();
  const who = { changed_at: ctx.now, changed_by_name: ctx.actor.name };
  await db
    .insertInto('catalogue.draft')
    .values({ tenant_id: ctx.tenantId, id, slug, name: draftName(slug, files), state: 'draft', revision: 1, base_version_id: baseVersionId, created_at: ctx.now, created_by: ctx.actor.id, created_by_name: ctx.actor.name, ...who })
    .execute();
  const paths = Object.entries(files);
  if (paths.length > 0) {
    await db.insertInto('catalogue.draft_file').values(paths.map(([path, content]) => ({ tenant_id: ctx.tenantId, draft_id: id, path, content, revision: 1 }))).execute();
    await db
      .insertInto('catalogue.draft_change')
      .values(paths.map(([path, content]) => ({ tenant_id: ctx.tenantId, draft_id: id, revision: 1, path, kind: 'restore' as const, before: null, after: content, note, by_itself: false, changed_by: ctx.actor.id, ...who })))
      .execute();
  }
  ctx.emit({ type: 'catalogue/draft-created', subject: `draft:${id}`, data: { slug, files: paths.length } });
  return id;
}

/** The draft of a service: the open one, else a new one from the version that is online. @throws catalogue/unknown-service 404 */
export async function draftOfService(ctx: Ctx, slug: string): Promise<string> {
  const open = await findOpenDraft(ctx, slug);
  if (open) return open.id;
  const current = await findCurrentVersion(ctx, slug);
  if (!current) throw problem('catalogue/unknown-service');
  return draftOfVersion(ctx, slug, current.versionId);
}

/** A new draft that begins with the content of any published version. @throws catalogue/unknown-version 404, catalogue/draft-exists 409 */
export async function draftOfVersion(ctx: Ctx, slug: string, versionId: string): Promise<string> {
  const files = await getVersionFiles(ctx, slug, versionId);
  return createDraft(ctx, { slug, files, baseVersionId: versionId, note: 'Aus der veröffentlichten Fassung' });
}

