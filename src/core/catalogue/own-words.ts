import { contentLocale, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from './tables.ts';

/** Words of a service as read; `language`: the one they are written in when it is not the language of content. */
export type Worded = { slug: string; name: string; summary?: string; language?: Locale };

/** The same services with name and summary in the reader's own language, where somebody has written them in it. */
export async function inOwnWords<Hit extends Worded>(ctx: Ctx, locale: Locale, hits: Hit[]): Promise<Hit[]> {
  if (contentLocale(locale) === locale || hits.length === 0) return hits;
  const rows = await ctx
    .db<CatalogueTables>()
    .selectFrom('catalogue.entry_text')
    .select(['slug', 'name', 'summary'])
    .where('tenant_id', '=', ctx.tenantId)
    .where('locale', '=', locale)
    .where('slug', 'in', hits.map(({ slug }) => slug))
    .execute();
  const own = new Map(rows.map((row) => [row.slug, row]));
  return hits.map((hit) => {
    const words = own.get(hit.slug);
    return words ? { ...hit, name: words.name, ...(hit.summary === undefined ? {} : { summary: words.summary }), language: locale } : hit;
  });
}
