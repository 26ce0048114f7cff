import { sql, type RawBuilder } from 'kysely';
import type { EvidenceRows } from '#core/insights';
import { listServices } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import { formatDate, formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { CasesTables } from '../tables.ts';

export type EvidencePage = { after?: string | undefined; limit: number };
type Row = { id: string; number: string; service_slug: string; office_id: string; submitted_at: Date; decided_at: Date | null; due_on: string | null; total: number };

const UUID = /^[0-9a-f-]{36}$/;

/** The cases behind a figure, without the names of people: whoever steers sees numbers, whoever works on a case opens it. */
export async function listCasesBehind(ctx: Ctx, condition: RawBuilder<boolean>, { after, limit }: EvidencePage): Promise<EvidenceRows> {
  const start = after && UUID.test(after) ? sql<boolean>`id > ${after}::uuid` : sql<boolean>`true`;
  const { rows } = await sql<Row>`select id, number, service_slug, office_id, submitted_at, decided_at, due_on::text, (select count(*)::float8 from cases.case c where tenant_id = ${ctx.tenantId} and ${condition}) as total
    from cases.case c where tenant_id = ${ctx.tenantId} and ${condition} and ${start} order by id limit ${limit + 1}`.execute(ctx.db<CasesTables>());
  const shown = rows.slice(0, limit);
  const offices = new Map((await listOffices(ctx)).map(({ id, name }) => [id, name]));
  const services = new Map((await listServices(ctx)).map(({ slug, name }) => [slug, name]));
  return {
    total: rows[0]?.total ?? 0,
    head: ['Vorgang', 'Leistung', 'Amt', 'Eingang', 'Entschieden', 'Tage'],
    rows: shown.map((row) => ({
      href: `/office/vorgaenge/${row.id}`,
      cells: [row.number, services.get(row.service_slug) ?? row.service_slug, offices.get(row.office_id) ?? '', formatDate(row.submitted_at), row.decided_at ? formatDate(row.decided_at) : 'noch nicht', row.decided_at ? formatNumber((row.decided_at.getTime() - row.submitted_at.getTime()) / 86_400_000, 'de', { maximumFractionDigits: 1 }) : ''],
    })),
    ...(rows.length > limit ? { next: shown.at(-1)?.id } : {}),
  };
}
