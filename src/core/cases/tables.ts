import type { ColumnType } from 'kysely';
import type { JsonObject, JsonValue } from '#platform/module';
import type { CaseStatus } from './case.ts';
import type { StatutoryClock } from './clock/statutory-clock.ts';

export type CaseRow = {
  tenant_id: number;
  id: string;
  number: string;
  service_slug: string;
  version_id: string;
  office_id: string;
  title: string;
  application_id: string | null;
  party_id: string | null;
  applicant_name: string;
  applicant_account_id: string | null;
  applicant: JsonObject;
  data: JsonObject;
  status: CaseStatus;
  outcome: string | null;
  responsible_id: string | null;
  responsible_name: string | null;
  submitted_at: Date;
  due_on: string | null;
  paused_at: Date | null;
  clock: StatutoryClock | null;
  decided_at: Date | null;
  closed_at: Date | null;
};

/** All columns of a case, for reading it beside something else. */
export const caseColumns = [
  'tenant_id', 'id', 'number', 'service_slug', 'version_id', 'office_id', 'title', 'application_id', 'party_id', 'applicant_name', 'applicant_account_id', 'applicant', 'data',
  'status', 'outcome', 'responsible_id', 'responsible_name', 'submitted_at', 'due_on', 'paused_at', 'clock', 'decided_at', 'closed_at',
] as const satisfies (keyof CaseRow)[];

export type TaskRow = {
  tenant_id: number;
  id: string;
  case_id: string;
  instance_id: string;
  token_id: number;
  node_id: string;
  name: string;
  state: 'open' | 'completed' | 'cancelled';
  groups: string[];
  office_id: string;
  assignee_id: string | null;
  assignee_name: string | null;
  claimed_at: Date | null;
  due_on: string | null;
  priority: number;
  form_key: string | null;
  four_eyes_not: string[];
  variables: JsonObject;
  case_number: string;
  case_title: string;
  applicant_name: string;
  service_slug: string;
  submitted_at: Date;
  created_at: Date;
  completed_at: Date | null;
  completed_by: string | null;
  completed_by_name: string | null;
  substitute_id: string | null;
  completed_for: string | null;
  completed_for_name: string | null;
  escalate_on: string | null;
  escalate_by: 'clock' | 'task' | null;
  escalate_to: string | null;
  escalated_at: Date | null;
  escalation_told: boolean;
  data: JsonObject | null;
};

type Json<T> = ColumnType<T, string, string>;

/** Tables of bulk runs and migrations. */
type BulkTables = {
  'cases.worker_token': {
    tenant_id: number;
    id: string;
    name: string;
    topics: string[];
    token_hash: string;
    token_hint: string;
    expires_on: string;
    created_at: Date;
    created_by_name: string;
    last_used_at: Date | null;
    revoked_at: Date | null;
    revoked_by_name: string | null;
  };
  'cases.incident': {
    tenant_id: number;
    id: string;
    case_id: string;
    instance_id: string;
    token_id: number;
    node_id: string;
    step: string;
    code: string;
    message: string;
    state: 'open' | 'resolved';
    tries: number;
    retried: number;
    first_raised_at: Date;
    raised_at: Date;
    resolved_at: Date | null;
    resolution: string | null;
  };
  'cases.bulk_run': {
    tenant_id: number;
    id: string;
    kind: string;
    subject_id: string | null;
    input: Json<JsonObject>;
    state: 'running' | 'paused' | 'done' | 'stopped';
    total: number;
    done: number;
    failed: number;
    cursor: string | null;
    attempts: number;
    error: string | null;
    retry_at: Date | null;
    started_at: Date;
    started_by: string | null;
    started_by_name: string;
    changed_at: Date;
    finished_at: Date | null;
  };
  'cases.bulk_problem': { tenant_id: number; run_id: string; id: string; case_id: string | null; code: string; place: string; message: string };
  'cases.migration': {
    tenant_id: number;
    id: string;
    service_slug: string;
    from_version_id: string;
    to_version_id: string;
    from_number: number;
    to_number: number;
    by_hand: Json<Record<string, string | null>>;
    renew_timers: boolean;
    created_at: Date;
    created_by_name: string;
  };
  'cases.migration_item': {
    tenant_id: number;
    migration_id: string;
    instance_id: string;
    case_id: string;
    state: 'moved' | 'restored' | 'moved-on';
    revision: number;
    snapshot: Json<JsonObject> | null;
    moved_at: Date;
  };
};

export type CasesTables = BulkTables & {
  'cases.case': CaseRow;
  'cases.task': TaskRow;
  'cases.case_word': { tenant_id: number; word: string; case_id: string };
  'cases.note': { tenant_id: number; id: string; case_id: string; text: string; created_at: Date; created_by: string | null; created_by_name: string };
  'cases.resubmission': { tenant_id: number; id: string; case_id: string; account_id: string; account_name: string; due_on: string; reason: string; created_at: Date; done_at: Date | null };
  'cases.decision': {
    tenant_id: number;
    id: string;
    case_id: string;
    node_id: string;
    name: string;
    decision_id: string;
    decided_at: Date;
    result: JsonValue;
    explanation: JsonValue;
    version_id: string | null;
  };
  'cases.notice': { tenant_id: number; id: string; account_id: string; case_id: string; task_id: string | null; text: string; created_at: Date; read_at: Date | null };
  'cases.saved_view': { tenant_id: number; id: string; account_id: string; name: string; query: string; created_at: Date };
};
