import type { ColumnType } from 'kysely';
import type { MaturityModel } from './maturity-model.ts';
import type { Seen } from './see-service.ts';

type Instant = ColumnType<Date, Date, Date>;
type Json<T> = ColumnType<T, string, string>;
export type Lane = 'free' | 'law' | 'operation' | 'resolution';
export type LineKind = 'service' | 'process';

/** Tables of the schema `steering` that belong to the master plan. */
export type MasterPlanTables = {
  'steering.maturity_model': { tenant_id: number; key: string; version: number; model: Json<MaturityModel>; reason: string; made_at: Instant; made_by_name: string };
  'steering.plan_line': {
    tenant_id: number; id: string; kind: LineKind; ref: string; name: string; office_id: string | null; active: boolean; version_id: string | null; seen: Json<Seen>;
    live_cases: number | null; live_minutes: number | null; live_cost_cents: number | null; live_breaks: number | null; live_automation: number | null; live_days: number | null;
    typed_cases: number | null; typed_minutes: number | null; typed_cost_cents: number | null; typed_breaks: number | null; typed_source: string; typed_on: string | null; typed_by_name: string;
    lane: Lane; lane_basis: string; lane_on: string | null; target_on: string | null; responsible: string; project_id: string | null;
    level_11: number | null; target_11: number | null; weakest_11: string; level_20: number | null; target_20: number | null; weakest_20: string; gap: number; hours: number; cents: ColumnType<string, number, number>; computed_at: Instant;
  };
  'steering.maturity': { tenant_id: number; line_id: string; model_key: string; criterion: string; model_version: number; level: number | null; evidence: string; changed_at: Instant; changed_by_name: string };
};
