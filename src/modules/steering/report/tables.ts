import type { ColumnType } from 'kysely';
import type { Snapshot } from './report.ts';

type Instant = ColumnType<Date, Date, Date>;
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>;

/** Tables of the schema `steering` that belong to the report. */
export type ReportTables = {
  'steering.report': {
    tenant_id: number; id: string; year: number; edition: number; reason: string; state: 'draft' | 'frozen'; snapshot: ColumnType<Snapshot | null, string | null | undefined, string>;
    created_at: Instant; created_by_name: string; frozen_at: MaybeInstant; frozen_by_name: string | null; published_at: MaybeInstant; published_by_name: string | null;
  };
  'steering.report_text': { tenant_id: number; report_id: string; part: string; text: string; left_out: boolean; revision: number; changed_at: Instant; changed_by_name: string };
  'steering.report_text_before': { tenant_id: number; report_id: string; part: string; revision: number; text: string; changed_at: Instant; changed_by_name: string };
  'steering.report_file': { tenant_id: number; report_id: string; bytes: Buffer };
};
