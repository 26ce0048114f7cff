import { readLibrary } from '#engines/forms';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';

export type LibraryKind = 'block' | 'codeList';
/** A service that uses a version of a block or code list in its current version. */
export type LibraryUse = { kind: LibraryKind; name: string; version: string; slug: string; service: string };

/** Notes what the version that becomes current takes from the library; its files hold exactly the versions it uses. */
export async function noteLibraryUse(ctx: Ctx, { slug, versionId, files }: { slug: string; versionId: string; files: Readonly<Record<string, string>> }): Promise<void> {
  const { blocks, codeLists } = readLibrary(files).library;
  const used = [
    ...[...blocks].flatMap(([name, { versions }]) => versions.map(({ version }) => ({ kind: 'block' as const, name, version: String(version) }))),
    ...[...codeLists].flatMap(([name, { versions }]) => versions.map(({ version }) => ({ kind: 'codeList' as const, name, version }))),
  ];
  const db = ctx.db<CatalogueTables>();
  await db.deleteFrom('catalogue.library_use').where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).execute();
  if (used.length > 0) await db.insertInto('catalogue.library_use').values(used.map((one) => ({ ...one, tenant_id: ctx.tenantId, slug, version_id: versionId }))).execute();
}

const uses = (ctx: Ctx) =>
  ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.library_use as u')
    .leftJoin('catalogue.entry_text as e', (join) => join.onRef('e.tenant_id', '=', 'u.tenant_id').onRef('e.slug', '=', 'u.slug').on('e.locale', '=', 'de'))
    .where('u.tenant_id', '=', ctx.tenantId);

/** How many services use each block and code list. */
export async function countLibraryUse(ctx: Ctx): Promise<Map<string, number>> {
  const rows = await uses(ctx)
    .select(({ fn }) => ['u.kind', 'u.name', fn.count<string>('u.slug').distinct().as('services')])
    .groupBy(['u.kind', 'u.name'])
    .execute();
  return new Map(rows.map(({ kind, name, services }) => [`${kind}/${name}`, Number(services)]));
}

/** The services that use one block or code list, by name; at most 500. */
export async function listLibraryUse(ctx: Ctx, kind: LibraryKind, name: string): Promise<LibraryUse[]> {
  const rows = await uses(ctx).where('u.kind', '=', kind).where('u.name', '=', name).select(['u.kind', 'u.name', 'u.version', 'u.slug', 'e.name as service']).orderBy('u.slug').orderBy('u.version').limit(500).execute();
  return rows.map((row) => ({ ...row, service: row.service ?? row.slug }));
}
