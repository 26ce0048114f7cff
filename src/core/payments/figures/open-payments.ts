import { sql } from 'kysely';
import { evidenceHref, keyFigures, type EvidenceRows, type KeyFigure } from '#core/insights';
import { formatDate, formatMoney } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { PaymentTables } from '../tables.ts';

async function sumOpen(ctx: Ctx): Promise<number> {
  const { rows } = await sql<{ cents: number }>`select coalesce(sum(amount_cents), 0)::float8 as cents from payments.claim where tenant_id = ${ctx.tenantId} and status = 'open'`.execute(ctx.db<PaymentTables>());
  return rows[0]?.cents ?? 0;
}

/** Open claims by booking code; who owes them is nobody's business here. */
async function listOpen(ctx: Ctx, { after, limit }: { after?: string | undefined; limit: number }): Promise<EvidenceRows> {
  const [dueOn = '', code = ''] = (after ?? '').split(' ');
  const start = /^\d{4}-\d{2}-\d{2}$/.test(dueOn) ? sql`(due_on, booking_code) > (${dueOn}::date, ${code})` : sql`true`;
  const { rows } = await sql<{ booking_code: string; purpose: string; due_on: string; amount_cents: number; total: number; cents: number }>`
    select booking_code, purpose, due_on::text, amount_cents, (select count(*)::float8 from payments.claim where tenant_id = ${ctx.tenantId} and status = 'open') as total,
      (select sum(amount_cents)::float8 from payments.claim where tenant_id = ${ctx.tenantId} and status = 'open') as cents
    from payments.claim where tenant_id = ${ctx.tenantId} and status = 'open' and ${start} order by due_on, booking_code limit ${limit + 1}`.execute(ctx.db<PaymentTables>());
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    total: rows[0]?.total ?? 0,
    sum: formatMoney(rows[0]?.cents ?? 0),
    head: ['Kassenzeichen', 'Wofür', 'Fällig', 'Betrag'],
    rows: shown.map((row) => ({ cells: [row.booking_code, row.purpose, formatDate(row.due_on), formatMoney(row.amount_cents)] })),
    ...(rows.length > limit && last ? { next: `${last.due_on} ${last.booking_code}` } : {}),
  };
}

const openPayments: KeyFigure = {
  id: 'payments/open',
  area: 'money',
  label: 'Offene Gebühren',
  unit: 'cents',
  good: 'less',
  over: 'end',
  explain: 'Summe der Gebühren, die erhoben und noch nicht bezahlt sind; Stand von jetzt.',
  read: sumOpen,
  evidence: (period) => evidenceHref('payments/open', period),
  rows: (ctx, _period, page) => listOpen(ctx, page),
};

export const paymentFigures = keyFigures.of(openPayments);
