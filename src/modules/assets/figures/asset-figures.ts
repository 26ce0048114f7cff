import { sql } from 'kysely';
import { evidenceHref, monthsOf, type KeyFigure, type Period } from '#core/insights';
import { formatMoney, formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { IT, itHref, PLACES, siteHref, withQuery } from '../office/addresses.ts';
import { RADAR_DAYS } from '../office/it-list-page.tsx';
import { listItServices, sumItServices, type ItFilter } from '../services/it-services.queries.ts';
import type { AssetsTables } from '../tables.ts';

const yearIn = ({ to }: Period): number => Number(to.slice(0, 4));
const plain = (period: Period, more: Partial<ItFilter> = {}): ItFilter => ({ year: yearIn(period), sort: 'name', ...more });
const yearsOf = (period: Period): { year: number; months: number }[] => [...Map.groupBy(monthsOf(period), (month) => Number(month.slice(0, 4)))].map(([year, months]) => ({ year, months: months.length }));

/** A yearly amount belongs to its months in equal parts. */
async function costOf(ctx: Ctx, period: Period): Promise<number> {
  let cents = 0;
  for (const { year, months } of yearsOf(period)) {
    const { onceCents, runningCents } = await sumItServices(ctx, { year, sort: 'name' });
    cents += ((onceCents + runningCents) * months) / 12;
  }
  return Math.round(cents);
}

const services: KeyFigure = {
  id: 'assets/it-services', area: 'assets', label: 'IT-Dienste in Betrieb', unit: 'count', good: 'less', over: 'end', explain: 'IT-Dienste im Bestand mit dem Stand „in Betrieb“.',
  read: async (ctx, period) => (await sumItServices(ctx, plain(period, { state: 'running' }))).count,
  evidence: () => withQuery(IT, { stand: 'running' }),
};

const cost: KeyFigure = {
  id: 'assets/it-cost', area: 'assets', label: 'Kosten der IT-Dienste', unit: 'cents', good: 'less', over: 'sum', explain: 'Einmalige und laufende Kosten aller IT-Dienste; ein Jahresbetrag verteilt sich gleich auf seine Monate.',
  read: costOf,
  byMonth: async (ctx, period) => {
    const byYear = new Map<number, number>();
    for (const { year } of yearsOf(period)) {
      const { onceCents, runningCents } = await sumItServices(ctx, { year, sort: 'name' });
      byYear.set(year, (onceCents + runningCents) / 12);
    }
    return monthsOf(period).map((month) => ({ month, value: byYear.get(Number(month.slice(0, 4))) ?? 0 }));
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
