import { sql } from 'kysely';
import { forgetBrief } from '#platform/http';
import { requirePermission, type Ctx } from '#platform/module';
import { entrySchema, type EntrySettings } from '../bundle/settings-schema.ts';
import { problem } from '../problems.ts';
import type { CatalogueTables } from '../tables.ts';
import { mergeSaid, type OriginSaid, type OwnFields } from './merge-said.ts';
import { refreshEntries } from './refresh-entries.ts';

export type OwnText = { slug: string; entry: EntrySettings; /** What the catalogues say without the city. */ imported: EntrySettings; own: OwnFields; revision: number; origins: OriginSaid[]; editedAt: Date | null; editedByName: string | null };

/** An imported entry with what the city says itself. @throws catalogue/unknown-service, catalogue/not-editable */
export async function getOwnText(ctx: Ctx, slug: string): Promise<OwnText> {
  requirePermission(ctx, 'catalogue/edit');
  const db = ctx.db<CatalogueTables>();
  const entry = await db.selectFrom('catalogue.entry').select(['details', 'source']).where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).executeTakeFirst();
  if (!entry) throw problem('catalogue/unknown-service');
  if (entry.source !== 'import') throw problem('catalogue/not-editable');
  const origins = await db.selectFrom('catalogue.origin').select(['catalogue', 'said']).where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).execute();
  const own = await db.selectFrom('catalogue.own_text').selectAll().where('tenant_id', '=', ctx.tenantId).where('slug', '=', slug).executeTakeFirst();
  const merged = mergeSaid(slug, origins);
  if ('reason' in merged) throw problem('catalogue/not-editable');
  return { slug, entry: entry.details, imported: merged.entry, own: own?.fields ?? {}, revision: own?.revision ?? 0, origins, editedAt: own?.edited_at ?? null, editedByName: own?.edited_by_name ?? null };
}

/** Checks what the city says about an entry. @returns one sentence per field that cannot be so. */
export function checkOwnFields(slug: string, imported: EntrySettings, fields: OwnFields): Map<string, string> {
  const parsed = entrySchema.safeParse({ ...imported, ...fields, slug });
  return new Map(parsed.success ? [] : parsed.error.issues.map((issue) => [String(issue.path[0] ?? ''), issue.message]));
}

/**
 * Keeps what the city says about an imported entry; a field that says the same as the catalogue is not kept, so that the next
 * edition reaches it. @throws catalogue/edited-meanwhile when somebody else saved since `revision`.
 */
export async function saveOwnText(ctx: Ctx, slug: string, { fields, revision }: { fields: OwnFields; revision: number }): Promise<void> {
  const now = await getOwnText(ctx, slug);
  const own = Object.fromEntries(Object.entries(fields).filter(([key, value]) => JSON.stringify(value) !== JSON.stringify(now.imported[key as keyof EntrySettings])));
  const { rows } = await sql<{ revision: number }>`insert into catalogue.own_text (tenant_id, slug, fields, revision, edited_at, edited_by_name)
    select ${ctx.tenantId}::int, ${slug}, ${JSON.stringify(own)}::jsonb, 1, ${ctx.now}::timestamptz, ${ctx.actor.name} where ${revision}::int = ${now.revision}::int
    on conflict (tenant_id, slug) do update set fields = excluded.fields, revision = catalogue.own_text.revision + 1, edited_at = excluded.edited_at, edited_by_name = excluded.edited_by_name
      where catalogue.own_text.revision = ${revision}::int
    returning revision`.execute(ctx.db<CatalogueTables>());
  if (rows.length === 0) throw problem('catalogue/edited-meanwhile');
  await refreshEntries(ctx, [slug]);
  ctx.afterCommit(() => forgetBrief(ctx.platform));
  ctx.emit({ type: 'catalogue/entry-edited', subject: `entry:${slug}`, data: { slug, fields: Object.keys(own) } });
}
