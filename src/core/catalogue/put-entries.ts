import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { contentLocale, interfaceLocales, speaks, tr } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { EntrySettings } from './bundle/settings-schema.ts';
import { fold, foldName, letterOf, wordsOf } from './search/fold.ts';
import { indexEntries, writePhrases } from './search/index-entries.ts';
import type { CatalogueTables } from './tables.ts';

export type Entry = { settings: EntrySettings; source: 'service' | 'list' | 'import'; versionId: string | null };
/** Writing the vocabulary looks at every known word: few large batches. */
const BATCH = 1000;
/** Behind every service with a place of its own. */
const UNRANKED = 100;

/** Writes catalogue entries and makes them findable; unchanged ones are left alone. @returns the slugs that were written. */
export async function putEntries(ctx: Ctx, entries: Entry[], { statistics = true }: { /** False: more follows at once, the caller refreshes them. */ statistics?: boolean } = {}): Promise<string[]> {
  const written: string[] = [];
  for (let at = 0; at < entries.length; at += BATCH) written.push(...(await putBatch(ctx, entries.slice(at, at + BATCH))));
  if (written.length > 0 && statistics) await refreshStatistics(ctx);
  return written;
}

/** Thousands of words can come at once: without fresh statistics the planner takes one tenant for one row and reads whole indexes. */
export async function refreshStatistics(ctx: Ctx): Promise<void> {
  for (const table of ['entry', 'entry_text', 'entry_lexeme', 'word', 'word_variant', 'compound', 'alias', 'phrase', 'origin']) await sql`analyze ${sql.table(`catalogue.${table}`)}`.execute(ctx.db());
}

async function putBatch(ctx: Ctx, entries: Entry[]): Promise<string[]> {
  const db = ctx.db<CatalogueTables>();
  const rows = entries.map((entry) => ({ ...entry, details: JSON.stringify(entry.settings), hash: hashOf(entry) }));
  const known = await db.selectFrom('catalogue.entry').select(['slug', 'hash']).where('tenant_id', '=', ctx.tenantId).where('slug', 'in', rows.map((row) => row.settings.slug)).execute();
  const hashes = new Map(known.map((row) => [row.slug, row.hash]));
  const changed = rows.filter((row) => hashes.get(row.settings.slug) !== row.hash);
  if (changed.length === 0) return [];
  await db
    .insertInto('catalogue.entry')
    .values(changed.map(({ settings, details, hash, source, versionId }) => ({ tenant_id: ctx.tenantId, slug: settings.slug, details, hash, source, version_id: versionId, popular: settings.popular ?? UNRANKED, updated_at: ctx.now })))
    .onConflict((conflict) =>
      conflict.columns(['tenant_id', 'slug']).doUpdateSet((eb) => ({
        details: eb.ref('excluded.details'), hash: eb.ref('excluded.hash'), source: eb.ref('excluded.source'), version_id: eb.ref('excluded.version_id'), popular: eb.ref('excluded.popular'), updated_at: eb.ref('excluded.updated_at'),
      })),
    )
    .execute();
  await putTexts(ctx, changed);
  await indexEntries(ctx, changed.map((row) => row.settings));
  // What a catalogue calls "synonyms" are often the names of whole groups: only the city's own lead straight to a service.
  await writePhrases(ctx, changed.filter(({ source }) => source !== 'import').map((row) => row.settings));
  return changed.map((row) => row.settings.slug);
}

const hashOf = ({ settings, source, versionId }: Entry): string => createHash('sha256').update(JSON.stringify([settings, source, versionId])).digest('hex').slice(0, 32);

async function putTexts(ctx: Ctx, entries: Entry[]): Promise<void> {
  const db = ctx.db<CatalogueTables>();
  const slugs = entries.map(({ settings }) => settings.slug);
  await sql`delete from catalogue.entry_text where tenant_id = ${ctx.tenantId} and slug = any(${slugs}::text[])`.execute(db);
  const rows = entries.flatMap(({ settings: entry, source }) =>
    // in further languages only what somebody has written in them; whoever reads the list in German does not meet it
    interfaceLocales.filter((locale) => contentLocale(locale) === locale || (speaks(entry.name, locale) && speaks(entry.summary, locale))).map((locale) => {
      const name = tr(entry.name, locale);
      return {
        tenant_id: ctx.tenantId,
        locale,
        slug: entry.slug,
        name,
        summary: tr(entry.summary, locale),
        folded: foldName(name),
        name_words: wordsOf(name).map(fold).length,
        letter: letterOf(name),
        online: entry.online,
        office: entry.office ?? null,
        audience: entry.audience,
        life_situations: entry.lifeSituations,
        imported: source === 'import',
      };
    }),
  );
  // A statement takes 65,535 parameters at most.
  for (let at = 0; at < rows.length; at += 4000) await db.insertInto('catalogue.entry_text').values(rows.slice(at, at + 4000)).execute();
}

/** Takes entries out of the catalogue (their published versions stay for running cases). */
export async function removeEntries(ctx: Ctx, slugs: string[]): Promise<void> {
  if (slugs.length === 0) return;
  const db = ctx.db<CatalogueTables>();
  for (const table of ['catalogue.entry', 'catalogue.entry_text', 'catalogue.entry_lexeme', 'catalogue.phrase'] as const) {
    await db.deleteFrom(table).where('tenant_id', '=', ctx.tenantId).where('slug', 'in', slugs).execute();
  }
}
