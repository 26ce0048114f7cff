import type { ColumnType } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
export type ProcessState = 'paper' | 'partly' | 'digital';
export type ImprovementState = 'idea' | 'planned' | 'running' | 'done' | 'dropped';
/** Tables of the schema `process_map`. */
export type ProcessMapTables = {
  'process_map.trace': { tenant_id: number; case_id: string; service: string; version: number; office: string; started_at: Instant; ended_at: ColumnType<Date | null, Date | null, Date | null>; outcome: string | null; path: string };
  'process_map.process': { tenant_id: number; id: string; name: string; office: string; owner: string; service: string | null; state: ProcessState; per_year: number; minutes_each: number; cost_cents_each: number; media_breaks: number; improvements: string; changed_at: Instant; changed_by_name: string };
  'process_map.model': { tenant_id: number; process_id: string; xml: string; changed_at: Instant; changed_by_name: string };
  'process_map.improvement': { tenant_id: number; id: string; process_id: string; title: string; owner: string; state: ImprovementState; hours_a_year: number; changed_at: Instant; changed_by_name: string };
  'process_map.service_figure': { tenant_id: number; service: string; cases_a_year: number; minutes_each: number | null; automation_percent: number | null; days_to_decision: number | null; computed_at: Instant };
};
