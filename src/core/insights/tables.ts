import type { ColumnType } from 'kysely';

/** Tables of the schema `insights`. */
export type InsightsTables = {
  'insights.month_value': { tenant_id: number; figure: string; month: string; value: number | null; weight: number; source: 'carried' | 'stored'; origin: string; noted_at: ColumnType<Date, Date, Date> };
};
