import { sql } from 'kysely';
import { endOfMonth, evidenceHref, keyFigures, monthsOf, reachesNow, type EvidenceRows, type KeyFigure, type Period } from '#core/insights';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { CatalogueTables } from '../tables.ts';

type Online = { slug: string; name: string; since: Date | null };

/** What one can apply for online now, and since when: the day of the first version. Services are some hundred. */
async function listOnline(ctx: Ctx): Promise<Online[]> {
  const { rows } = await sql<Online>`select t.slug, t.name, min(v.published_at) as since from catalogue.entry_text t
    left join catalogue.service_version v on v.tenant_id = t.tenant_id and v.slug = t.slug
    where t.tenant_id = ${ctx.tenantId} and t.locale = 'de' and t.online group by t.slug, t.name, t.folded order by t.folded, t.slug`.execute(ctx.db<CatalogueTables>());
  return rows;
}

const onlineOn = (services: Online[], day: string): Online[] => services.filter(({ since }) => since === null || calendarDayOf(since) <= day);

async function listBehind(ctx: Ctx, period: Period, { after, limit }: { after?: string | undefined; limit: number }): Promise<EvidenceRows> {
  const services = await listOnline(ctx);
  const online = reachesNow(ctx, period) ? services : onlineOn(services, period.to);
  const start = after ? Number(after) || 0 : 0;
  return {
    total: online.length,
    head: ['Leistung', 'Online seit'],
    rows: online.slice(start, start + limit).map(({ slug, name, since }) => ({ href: `/leistungen/${slug}`, cells: [name, since ? formatDate(since) : ''] })),
    ...(online.length > start + limit ? { next: String(start + limit) } : {}),
  };
}

/** What the city offers online, then and now. */
const onlineServices: KeyFigure = {
  id: 'catalogue/online',
  area: 'services',
  label: 'Leistungen online',
  unit: 'count',
  good: 'more',
  over: 'end',
  explain: 'Leistungen, die man ohne Papier online beantragen kann; am Ende der Zeit.',
  read: async (ctx) => (await listOnline(ctx)).length,
  byMonth: async (ctx, period) => {
    const services = await listOnline(ctx);
    // before the first version nothing is known, which is not the same as none
    return monthsOf(period).map((month) => ({ month, value: onlineOn(services, endOfMonth(month)).length || null }));
  },
  evidence: (period) => evidenceHref('catalogue/online', period),
  open: true,
  rows: listBehind,
};

export const catalogueFigures = keyFigures.of(onlineServices);
