import type { ColumnType } from 'kysely';

export type Used = 'yes' | 'partly' | 'no';
/** Tables of the schema `steering` that belong to the effect. */
export type EffectTables = {
  'steering.effect_review': { tenant_id: number; project_id: string; at: 6 | 12 | 24; asked_at: ColumnType<Date, Date, Date>; used: Used | null; minutes_saved: number | null; money_cents: number | null; remark: string; answered_at: ColumnType<Date | null, Date | null | undefined, Date | null>; answered_by_name: string | null };
};
