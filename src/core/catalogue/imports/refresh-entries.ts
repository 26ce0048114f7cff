import { sql } from 'kysely';
import type { Ctx } from '#platform/module';
import { putEntries, removeEntries } from '../put-entries.ts';
import type { EntrySettings } from '../bundle/settings-schema.ts';
import { foldName } from '../search/fold.ts';
import { indexEntries } from '../search/index-entries.ts';
import type { CatalogueTables } from '../tables.ts';
import type { Said } from './import-row.ts';
import { mergeSaid, type OriginSaid } from './merge-said.ts';

type OriginRow = OriginSaid & { slug: string; parentKey: string | null };

/**
 * Makes the entries of these services anew from what all catalogues and the city say. A service that the city offers itself stays
 * as it is and only gets the other names. An entry that no catalogue knows any more goes, unless the city has written about it.
 */
export async function refreshEntries(ctx: Ctx, slugs: string[]): Promise<void> {
  if (slugs.length === 0) return;
  const db = ctx.db<CatalogueTables>();
  const origins = await readOrigins(ctx, slugs);
  const own = new Map((await db.selectFrom('catalogue.own_text').select(['slug', 'fields']).where('tenant_id', '=', ctx.tenantId).where('slug', '=', sql<string>`any(${slugs}::text[])`).execute()).map((row) => [row.slug, row.fields]));
  const there = new Map((await db.selectFrom('catalogue.entry').select(['slug', 'source', sql<string>`coalesce(details->'name'->>'de', details->>'name')`.as('name')]).where('tenant_id', '=', ctx.tenantId).where('slug', '=', sql<string>`any(${slugs}::text[])`).execute()).map((row) => [row.slug, row]));
  const entries = [];
  const gone: string[] = [];
  const aliases: { slug: string; name: string }[] = [];
  for (const slug of slugs) {
    const said = origins.get(slug) ?? [];
    const entry = there.get(slug);
    if (entry && entry.source !== 'import') {
      aliases.push(...[...new Set(said.map((one) => one.said.name))].filter((name) => name !== entry.name).map((name) => ({ slug, name })));
      continue;
    }
    if (said.length === 0) {
      gone.push(slug);
      continue;
    }
    const merged = mergeSaid(slug, said, own.get(slug));
    // Checked when the file was read; what a stronger catalogue adds could still not fit.
    if ('reason' in merged) throw new Error(`${slug}: ${merged.reason}`);
    entries.push({ settings: merged.entry, source: 'import' as const, versionId: null });
    aliases.push(...merged.otherNames.map((name) => ({ slug, name })));
  }
  await putEntries(ctx, entries, { statistics: false });
  await removeEntries(ctx, gone.filter((slug) => there.has(slug)));
  const renamed = await putAliases(ctx, slugs, aliases);
  await indexEntries(ctx, await listOwn(ctx, renamed));
}

async function readOrigins(ctx: Ctx, slugs: string[]): Promise<Map<string, OriginSaid[]>> {
  const { rows } = await sql<OriginRow & { group: Said | null }>`select o.slug, o.catalogue, o.said, o.parent_key as "parentKey", g.said as "group"
    from catalogue.origin o
    left join catalogue.origin g on g.tenant_id = o.tenant_id and g.catalogue = 'ozg' and g.key = o.parent_key and o.catalogue = 'leika'
    where o.tenant_id = ${ctx.tenantId} and o.slug = any(${slugs}::text[])`.execute(ctx.db<CatalogueTables>());
  const found = new Map<string, OriginSaid[]>();
  for (const { slug, catalogue, said, group } of rows) {
    // The LeiKa knows no life situations; those of its OZG service are its own.
    const fromGroup = group ? { ...(group.lifeSituations ? { lifeSituations: group.lifeSituations } : {}), ...(group.audience ? { audience: group.audience } : {}) } : {};
    found.set(slug, [...(found.get(slug) ?? []), { catalogue, said: { ...fromGroup, ...said } }]);
  }
  return found;
}

/** The city's own services among these, as they are. */
async function listOwn(ctx: Ctx, slugs: string[]): Promise<EntrySettings[]> {
  if (slugs.length === 0) return [];
  const { rows } = await sql<{ details: EntrySettings }>`select details from catalogue.entry where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[]) and source <> 'import'`.execute(ctx.db<CatalogueTables>());
  return rows.map(({ details }) => details);
}

/** @returns the slugs whose other names are not what they were */
async function putAliases(ctx: Ctx, slugs: string[], aliases: { slug: string; name: string }[]): Promise<string[]> {
  const db = ctx.db<CatalogueTables>();
  const { rows } = await sql<{ slug: string; names: string[] }>`select slug, array_agg(name order by name collate "C") as names from catalogue.alias where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[]) group by slug`.execute(db);
  const before = new Map(rows.map(({ slug, names }) => [slug, names.join('\n')]));
  const now = Map.groupBy(aliases, ({ slug }) => slug);
  const changed = slugs.filter((slug) => (before.get(slug) ?? '') !== [...new Set((now.get(slug) ?? []).map(({ name }) => name))].sort().join('\n'));
  await sql`delete from catalogue.alias where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[])`.execute(db);
  if (aliases.length === 0) return changed;
  await sql`insert into catalogue.alias (tenant_id, folded, slug, name)
    select ${ctx.tenantId}::int, folded, slug, name from unnest(${aliases.map(({ name }) => foldName(name))}::text[], ${aliases.map(({ slug }) => slug)}::text[], ${aliases.map(({ name }) => name)}::text[]) as a(folded, slug, name)
    on conflict do nothing`.execute(db);
  return changed;
}

