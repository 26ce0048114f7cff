import { sql } from 'kysely';
import { tellOwner } from '#core/inbox';
import { addDays, cityOf } from '#core/organisation';
import { calendarDayOf, formatDate, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { listPapers, type Paper } from './papers.ts';
import type { PaperTables } from './tables.ts';

/** Time enough to get a new one from an authority. */
const DAYS_BEFORE = 30;
/** Who puts one in that ends sooner knows it; a word shortly before the end helps all the same. */
const DAYS_BEFORE_LATE = 7;
/** Owners that one transaction serves. */
const AT_ONCE = 50;

/** Ends within the time in which people are reminded of it, but has not ended. */
export const endsSoon = ({ valid_until: end }: Pick<Paper, 'valid_until'>, today: string): boolean => end !== null && end >= today && end <= addDays(today, DAYS_BEFORE);

/** Of the papers in this account those that end soon, the first to end first. */
export async function listEndingPapers(ctx: Ctx): Promise<Paper[]> {
  const today = calendarDayOf(ctx.now);
  return (await listPapers(ctx)).filter((paper) => endsSoon(paper, today)).toSorted((a, b) => ((a.valid_until ?? '') < (b.valid_until ?? '') ? -1 : 1));
}

/** Reminds owners of papers that end soon, once for each, all of a day together. @returns how many owners were served; call again until none is left */
export async function remindOfEnds(ctx: Ctx): Promise<number> {
  const today = calendarDayOf(ctx.now);
  const due = ctx
    .db<PaperTables>()
    .selectFrom('papers.paper')
    .where('tenant_id', '=', ctx.tenantId)
    .where('reminded_on', 'is', null)
    .where('valid_until', '>=', today)
    .where('valid_until', '<=', addDays(today, DAYS_BEFORE))
    .where((eb) => eb.or([eb('valid_until', '<=', addDays(today, DAYS_BEFORE_LATE)), sql<boolean>`kept_at < valid_until - ${sql.lit(DAYS_BEFORE)}`]));
  const owners = await due.select('owner_id').distinct().limit(AT_ONCE).execute();
  for (const { owner_id: ownerId } of owners) {
    const ending = await due.selectAll().where('owner_id', '=', ownerId).orderBy('valid_until').execute();
    await ctx.db<PaperTables>().updateTable('papers.paper').set({ reminded_on: today }).where('tenant_id', '=', ctx.tenantId).where('id', 'in', ending.map((one) => one.id)).execute();
    await tellOwner(ctx, ownerId, { kind: 'paper', link: `${ctx.platform.config.publicUrl}/konto/unterlagen`, say: (locale) => mailOf(ctx, ending, locale) });
    for (const { id } of ending) ctx.emit({ type: 'papers/reminded', subject: `paper:${id}` });
  }
  return owners.length;
}

function mailOf(ctx: Ctx, [first, ...others]: Paper[], locale: Locale): { label: string; subject: string; text: string } {
  const city = cityOf(ctx.platform).name;
  const link = `${ctx.platform.config.publicUrl}/konto/unterlagen`;
  const end = formatDate(first?.valid_until ?? '', locale);
  if (locale === 'en') {
    const what = others.length > 0 ? `${others.length + 1} of the papers that you keep with us end soon, the first one on ${end}` : `a paper that you keep with us is valid only until ${end}`;
    return { label: 'Your papers', subject: 'A paper in your account ends soon', text: `Good day,\n\n${what}. After that we no longer offer it for applications. Look here:\n${link}\n\nCity of ${city}\n` };
  }
  const what = others.length > 0 ? `${others.length + 1} Ihrer aufbewahrten Unterlagen laufen bald ab, die erste am ${end}` : `eine Ihrer aufbewahrten Unterlagen ist nur noch bis ${end} gültig`;
  return { label: 'Ihre Unterlagen', subject: 'Eine Unterlage in Ihrem Konto läuft bald ab', text: `Guten Tag,\n\n${what}. Danach bieten wir sie bei Anträgen nicht mehr an. Sehen Sie hier nach:\n${link}\n\nIhre Stadt ${city}\n` };
}
