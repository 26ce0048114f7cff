import type { ColumnType } from 'kysely';
import type { State, Vars } from '../state.ts';

type Json<T> = ColumnType<T, string, string>;

/** Tables of the schema `process`. */
export type ProcessTables = {
  'process.instance': {
    tenant_id: number;
    id: string;
    version_id: string;
    business_key: string;
    state: Json<State>;
    revision: number;
    started_at: Date;
    changed_at: Date;
    ended_at: Date | null;
    end_reason: string | null;
  };
  'process.timer': {
    tenant_id: number;
    instance_id: string;
    wait_id: number;
    node_id: string;
    due_at: Date;
    failures: number;
  };
  'process.subscription': {
    tenant_id: number;
    instance_id: string;
    wait_id: number;
    node_id: string;
    kind: 'message' | 'signal';
    name: string;
    key: string | null;
  };
  'process.job': {
    tenant_id: number;
    id: string;
    instance_id: string;
    kind: 'work' | 'message' | 'signal';
    token_id: number | null;
    node_id: string;
    name: string;
    job_type: string;
    idempotency_key: string;
    input: Json<Vars>;
    headers: Json<Record<string, string>>;
    retries: number;
    tries: number;
    due_at: Date;
    lane: 'here' | 'outside' | 'external';
    worker_id: string | null;
    retries_left: number | null;
    error_message: string | null;
    error_details: string | null;
  };
  'process.incident': {
    tenant_id: number;
    id: string;
    instance_id: string;
    token_id: number;
    node_id: string;
    node_name: string;
    code: string;
    message: string;
    raised_at: Date;
    resolved_at: Date | null;
    resolution: string | null;
    reason: string | null;
    resolved_by: string | null;
  };
};
