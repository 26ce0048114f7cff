/** Kostenart. */
export type CostType = 'services' | 'licences' | 'hardware' | 'staff' | 'training' | 'operation' | 'other';
export type LineKind = 'plan' | 'committed' | 'forecast';
export type SourceKind = 'invoice' | 'manual' | 'payroll' | 'internal' | 'counter';
export type FundingState = 'applied' | 'approved' | 'rejected' | 'closed';
export type DutyKind = 'interim-report' | 'proof-of-use' | 'drawdown' | 'publicity' | 'retention' | 'other';

type Row = { tenant_id: number; id: string };
export type LineRow = Row & { project_id: string | null; year: number; kind: LineKind; cost_type: CostType; running: boolean; product: string; cost_centre: string; text: string; amount_cents: number; noted_by_name: string; noted_at: Date };
export type BookingRow = Row & {
  project_id: string | null;
  funding_id: string | null;
  year: number;
  booked_on: string;
  amount_cents: number;
  cost_type: CostType;
  running: boolean;
  product: string;
  text: string;
  source_kind: SourceKind;
  source_ref: string;
  reverses_id: string | null;
  noted_by_name: string;
  noted_at: Date;
};
export type FundingRow = Row & {
  key: string | null;
  project_id: string | null;
  programme: string;
  giver: string;
  notice_number: string;
  notice_on: string | null;
  amount_cents: number;
  rate_percent: number;
  period_from: string;
  period_until: string;
  bound_until: string | null;
  early_start_on: string | null;
  conditions: string;
  state: FundingState;
};
export type DrawdownRow = Row & { funding_id: string; due_on: string; amount_cents: number; requested_on: string | null; received_on: string | null };
export type DutyRow = Row & { funding_id: string; kind: DutyKind; title: string; due_on: string; done_on: string | null; note: string; reminded_on: string | null };

/** Tables of the schema `budgets`. */
export type BudgetTables = {
  'budgets.line': LineRow;
  'budgets.booking': BookingRow;
  'budgets.funding': FundingRow;
  'budgets.drawdown': DrawdownRow;
  'budgets.duty': DutyRow;
};
