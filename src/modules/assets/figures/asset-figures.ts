import { sql } from 'kysely';
import { evidenceHref, monthsOf, yearOf, type KeyFigure, type Period } from '#core/insights';
import { formatMoney, formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { IT, itHref, PLACES, siteHref, withQuery } from '../office/addresses.ts';
import { RADAR_DAYS } from '../office/it-list-page.tsx';
import { listItServices, sumItServices, type ItFilter } from '../services/it-services.queries.ts';
import type { AssetsTables } from '../tables.ts';

const yearIn = ({ to }: Period): number => Number(to.slice(0, 4));
const plain = (period: Period, more: Partial<ItFilter> = {}): ItFilter => ({ year: yearIn(period), sort: 'name', ...more });
/** What the services cost in the year in which the period ends. */
async function costOf(ctx: Ctx, period: Period): Promise<number> {
  const { onceCents, runningCents } = await sumItServices(ctx, plain(period));
  return onceCents + runningCents;
}

const services: KeyFigure = {
  id: 'assets/it-services', area: 'assets', label: 'IT-Dienste in Betrieb', unit: 'count', good: 'less', over: 'end', explain: 'IT-Dienste im Bestand mit dem Stand „in Betrieb“.',
  read: async (ctx, period) => (await sumItServices(ctx, plain(period, { state: 'running' }))).count,
  evidence: () => withQuery(IT, { stand: 'running' }),
};

const cost: KeyFigure = {
  id: 'assets/it-cost', area: 'assets', label: 'Kosten der IT-Dienste im Jahr', unit: 'cents', good: 'less', over: 'end', explain: 'Einmalige und laufende Kosten aller IT-Dienste in dem Jahr, in dem der Zeitraum endet.',
  read: costOf,
  byMonth: async (ctx, period) => {
    const months = monthsOf(period);
    const years = new Map<string, number>();
    for (const year of new Set(months.map((month) => month.slice(0, 4)))) years.set(year, await costOf(ctx, yearOf(Number(year))));
    return months.map((month) => ({ month, value: years.get(month.slice(0, 4)) ?? null }));
  },
  evidence: (period) => evidenceHref('assets/it-cost', period),
  rows: async (ctx, period, { after, limit }) => {
    const found = await listItServices(ctx, plain(period, { sort: 'name' }), { after: after ? { value: after.slice(36), id: after.slice(0, 36) } : undefined, limit });
    return { total: await costOf(ctx, period), head: ['IT-Dienst', `Kosten ${yearIn(period)}`], rows: found.rows.map((one) => ({ href: itHref(one.id), cells: [one.name, formatMoney(one.costCents)] })), ...(found.next ? { next: `${found.next.id}${found.next.value}` } : {}) };
  },
};

const notice: KeyFigure = {
  id: 'assets/notice-due', area: 'assets', label: 'Verträge, über die bald zu entscheiden ist', unit: 'count', good: 'less', over: 'end', explain: `IT-Verträge, die nur noch innerhalb von ${RADAR_DAYS} Tagen gekündigt werden können.`,
  read: async (ctx, period) => (await sumItServices(ctx, plain(period, { noticeWithin: RADAR_DAYS }))).count,
  evidence: () => withQuery(IT, { nur: 'vertrag' }),
};

const places = (ctx: Ctx) => ctx.db<AssetsTables>().selectFrom('assets.workplace').where('tenant_id', '=', ctx.tenantId);

const mobile: KeyFigure = {
  id: 'assets/mobile-workplaces', area: 'assets', label: 'Arbeitsplätze, die mobiles Arbeiten erlauben', unit: 'percent', good: 'more', over: 'end', explain: 'Anteil der Arbeitsplätze, deren Ausstattung mitgenommen werden kann.',
  read: async (ctx) => (await places(ctx).select(sql<number | null>`(count(*) filter (where mobile) * 100.0 / nullif(count(*), 0))::float8`.as('share')).executeTakeFirstOrThrow()).share,
  evidence: () => PLACES,
};

const barriers: KeyFigure = {
  id: 'assets/unmet-needs', area: 'assets', label: 'Arbeitsplätze mit offenem Bedarf an Barrierefreiheit', unit: 'count', good: 'less', over: 'end', explain: 'Arbeitsplätze, denen etwas fehlt, das dort gebraucht wird (Bedarf des Platzes, nicht einer Person).',
  read: async (ctx) => (await places(ctx).select(sql<number>`count(*)::int`.as('count')).where(sql<boolean>`not needs <@ met`).executeTakeFirstOrThrow()).count,
  evidence: (period) => evidenceHref('assets/unmet-needs', period),
  rows: async (ctx, _period, { after, limit }) => {
    let query = places(ctx).select(['id', 'code', 'room', 'site_id', 'needs', 'met']).where(sql<boolean>`not needs <@ met`);
    if (after) query = query.where('id', '>', after);
    const found = await query.orderBy('id').limit(limit + 1).execute();
    const total = (await places(ctx).select(sql<number>`count(*)::int`.as('count')).where(sql<boolean>`not needs <@ met`).executeTakeFirstOrThrow()).count;
    const shown = found.slice(0, limit);
    return { total, head: ['Arbeitsplatz', 'Raum', 'Offen'], rows: shown.map((one) => ({ href: siteHref(one.site_id), cells: [one.code, one.room, formatNumber(one.needs.filter((need) => !one.met.includes(need)).length)] })), ...(found.length > limit ? { next: shown.at(-1)?.id } : {}) };
  },
};

export const assetFigures: KeyFigure[] = [services, cost, notice, mobile, barriers];
