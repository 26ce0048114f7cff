import { requirePermission, type Ctx, type Platform } from '#platform/module';
import { compileServiceFolder } from '../bundle/compile-service.ts';
import type { CompiledService } from '../bundle/compiled-service.ts';
import { findingInWords } from '../bundle/finding.ts';
import type { ServiceBundle } from '../bundle/service-bundle.ts';
import { problem } from '../problems.ts';
import type { CatalogueTables } from '../tables.ts';
import { connectorTypes } from './connector-types.ts';

/** Compiled versions of one installation. Versions never change, so nothing is ever dropped but for room. */
const caches = new WeakMap<Platform, Map<string, Promise<CompiledService>>>();
const MOST_VERSIONS = 500;

function cacheOf(platform: Platform): Map<string, Promise<CompiledService>> {
  let cache = caches.get(platform);
  if (!cache) caches.set(platform, (cache = new Map()));
  return cache;
}

/**
 * The compiled version of a service; read once per process, then from memory.
 * @throws catalogue/unknown-version 404
 */
export async function getServiceVersion(ctx: Ctx, versionId: string): Promise<CompiledService> {
  const cache = cacheOf(ctx.platform);
  const key = `${ctx.tenantId}/${versionId}`;
  const known = cache.get(key);
  if (known) return known;
  const made = loadVersion(ctx, versionId);
  if (cache.size >= MOST_VERSIONS) cache.delete(cache.keys().next().value ?? '');
  cache.set(key, made);
  // A version that could not be read now (database gone) must be readable later.
  made.catch(() => cache.delete(key));
  return made;
}

async function getRow(ctx: Ctx, versionId: string) {
  const row = await ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.service_version')
    .select(['slug', 'number', 'bundle', 'hash'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', versionId)
    .executeTakeFirst();
  if (!row) throw problem('catalogue/unknown-version');
  return row;
}

/**
 * The files of a version of this service.
 * @throws catalogue/unknown-version 404
 */
export async function getBundle(ctx: Ctx, slug: string, versionId: string): Promise<ServiceBundle> {
  const row = await getRow(ctx, versionId);
  if (row.slug !== slug) throw problem('catalogue/unknown-version');
  return { slug, files: row.bundle, hash: row.hash };
}

/** The service's own files of a version, without the blocks and code lists of the city's library, for whoever may edit services. @throws catalogue/unknown-version 404; platform/not-allowed */
export async function getVersionFiles(ctx: Ctx, slug: string, versionId: string): Promise<Record<string, string>> {
  requirePermission(ctx, 'catalogue/edit');
  return ownFiles((await getBundle(ctx, slug, versionId)).files);
}

/** Blocks and code lists belong to the city's library, not to one service. */
export const ownFiles = (files: Record<string, string>): Record<string, string> => Object.fromEntries(Object.entries(files).filter(([path]) => !/^(blocks|code-lists)\//.test(path)));

async function loadVersion(ctx: Ctx, versionId: string): Promise<CompiledService> {
  const row = await getRow(ctx, versionId);
  const bundle: ServiceBundle = { slug: row.slug, files: row.bundle, hash: row.hash };
  const { service, findings } = await compileServiceFolder(bundle, { connectors: connectorTypes(ctx.platform) });
  if (service) return { ...service, versionId, number: row.number };
  // It compiled when it was published: only a changed program can refuse it, and running cases must hear why.
  const finding = findings.find(({ severity }) => severity === 'error');
  throw new Error(`service ${row.slug}, version ${row.number}: ${finding ? findingInWords(finding) : 'does not compile'}`);
}

export type CurrentVersion = { versionId: string; service: CompiledService };

/** The version that new applications use; undefined when the service is not (or no longer) online. */
export async function findCurrentVersion(ctx: Ctx, slug: string): Promise<CurrentVersion | undefined> {
  const row = await ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.service')
    .select('current_version_id')
    .where('tenant_id', '=', ctx.tenantId)
    .where('slug', '=', slug)
    .executeTakeFirst();
  if (!row?.current_version_id) return undefined;
  return { versionId: row.current_version_id, service: await getServiceVersion(ctx, row.current_version_id) };
}
