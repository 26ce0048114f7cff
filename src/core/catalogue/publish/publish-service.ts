import { sql } from 'kysely';
import { newId } from '#platform/db';
import { forgetBrief } from '#platform/http';
import { requirePermission, type Ctx } from '#platform/module';
import { compileServiceFolder } from '../bundle/compile-service.ts';
import { findingInWords } from '../bundle/finding.ts';
import { pinLibrary, type ServiceBundle } from '../bundle/service-bundle.ts';
import { entryOf, type ServiceSettings } from '../bundle/settings-schema.ts';
import { noteLibraryUse } from '../library/library-use.ts';
import { problem } from '../problems.ts';
import { putEntries } from '../put-entries.ts';
import type { CatalogueTables } from '../tables.ts';
import { connectorTypes } from './connector-types.ts';
import { publishListeners } from './publish-listeners.ts';

export type Published = { versionId: string; number: number; /** False when this content was current already. */ changed: boolean };

/**
 * Makes a bundle the current version of its service. The same content is never stored twice; publishing an older content again makes
 * that version current again. Running cases stay where they are.
 * @throws catalogue/not-publishable with the first finding; platform/not-allowed.
 */
export async function publishService(ctx: Ctx, bundle: ServiceBundle): Promise<Published> {
  const [published] = await publishServices(ctx, [bundle]);
  if (!published) throw new Error('nothing was published');
  return published;
}

/** Several at once, as at the first start: what makes them findable is written in one go. All or nothing. */
export async function publishServices(ctx: Ctx, bundles: ServiceBundle[]): Promise<Published[]> {
  requirePermission(ctx, 'catalogue/publish');
  const made: Made[] = [];
  for (const bundle of bundles) made.push(await makeVersion(ctx, bundle));
  const changed = made.filter((one) => one.changed);
  await putEntries(ctx, changed.map(({ settings, versionId }) => ({ settings: entryOf(settings), source: 'service' as const, versionId })));
  if (changed.length > 0) ctx.afterCommit(() => forgetBrief(ctx.platform));
  return made.map(({ versionId, number, changed: isNew }) => ({ versionId, number, changed: isNew }));
}

type Made = Published & { settings: ServiceSettings };

async function makeVersion(ctx: Ctx, given: ServiceBundle): Promise<Made> {
  const bundle = await pinLibrary(given, ctx.platform.config.servicesDir);
  const { service, findings } = await compileServiceFolder(bundle, { connectors: connectorTypes(ctx.platform) });
  const broken = findings.find(({ severity }) => severity === 'error');
  if (!service) throw problem('catalogue/not-publishable', { slug: bundle.slug, finding: broken ? findingInWords(broken) : '' });
  const current = await lockService(ctx, bundle.slug);
  const version = (await findByHash(ctx, bundle)) ?? (await insertVersion(ctx, bundle));
  const changed = current !== version.versionId;
  if (changed) await makeCurrent(ctx, { bundle, versionId: version.versionId });
  if (changed) for (const listener of ctx.platform.contributions(publishListeners)) await listener.onCurrent(ctx, { slug: bundle.slug, versionId: version.versionId });
  if (changed) ctx.emit({ type: 'catalogue/published', subject: `service:${bundle.slug}`, data: { slug: bundle.slug, versionId: version.versionId, number: version.number } });
  return { ...version, changed, settings: service.settings };
}

/** Two people who publish at once wait for each other. @returns the current version. */
async function lockService(ctx: Ctx, slug: string): Promise<string | null> {
  const { rows } = await sql<{ current: string | null }>`insert into catalogue.service (tenant_id, slug) values (${ctx.tenantId}, ${slug})
    on conflict (tenant_id, slug) do update set slug = excluded.slug returning current_version_id as current`.execute(ctx.db<CatalogueTables>());
  return rows[0]?.current ?? null;
}

type Version = { versionId: string; number: number };

async function findByHash(ctx: Ctx, { slug, hash }: ServiceBundle): Promise<Version | undefined> {
  const query = ctx.db<CatalogueTables>().selectFrom('catalogue.service_version').select(['id as versionId', 'number']);
  return query.where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).where('hash', '=', hash).executeTakeFirst();
}

async function insertVersion(ctx: Ctx, { slug, files, hash }: ServiceBundle): Promise<Version> {
  const db = ctx.db<CatalogueTables>();
  const { last } = await db
    .selectFrom('catalogue.service_version')
    .select(({ fn }) => fn.coalesce(fn.max('number'), sql<number>`0`).as('last'))
    .where('tenant_id', '=', ctx.tenantId)
    .where('slug', '=', slug)
    .executeTakeFirstOrThrow();
  const version = { versionId: newId(), number: last + 1 };
  const values = { tenant_id: ctx.tenantId, id: version.versionId, slug, number: version.number, bundle: JSON.stringify(files), hash, published_at: ctx.now, published_by: ctx.actor.name };
  await db.insertInto('catalogue.service_version').values(values).execute();
  return version;
}

async function makeCurrent(ctx: Ctx, { bundle: { slug, files }, versionId }: { bundle: ServiceBundle; versionId: string }): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  await db.updateTable('catalogue.service').set({ current_version_id: versionId }).where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).execute();
  await noteLibraryUse(ctx, { slug, versionId, files });
}
