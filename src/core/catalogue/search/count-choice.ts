import { sql } from 'kysely';
import type { Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';
import { analyseQuery } from './analyse-query.ts';

const MACHINES = /bot|crawl|spider|slurp|preview|monitor|curl|wget|python/i;

/** Did a person click on this in a result list? Browsers say where a link was followed from; machines that read pages mostly do not. */
export const isChoice = (rq: Pick<Rq, 'header' | 'userAgent'>): boolean => rq.header('sec-fetch-site') === 'same-origin' && !MACHINES.test(rq.userAgent);

/**
 * Notes that somebody chose this service after these words: one more in the count of the month. Only stems that the catalogue uses
 * itself are kept, so that no name or other thing about a person that was typed gets into the database.
 */
export async function countChoice(ctx: Ctx, query: string, slug: string): Promise<void> {
  const { stems } = await analyseQuery(ctx, ctx.locale === 'en' ? 'en' : 'de', query);
  if (!stems || stems.length > 200) return;
  await sql`insert into catalogue.choice (tenant_id, stems, slug, month, count)
    select ${ctx.tenantId}::int, ${stems}, slug, date_trunc('month', ${ctx.now}::timestamptz at time zone 'Europe/Berlin')::date, 1 from catalogue.entry where tenant_id = ${ctx.tenantId} and slug = ${slug}
    on conflict (tenant_id, stems, slug, month) do update set count = catalogue.choice.count + 1`.execute(ctx.db<CatalogueTables>());
}
