import type { ErasureItem } from '#core/parties';
import type { ColumnType } from 'kysely';

export type RequestRow = {
  tenant_id: number;
  id: string;
  kind: 'access' | 'erasure';
  state: 'open' | 'done' | 'refused';
  name: string;
  identified: string;
  account_ids: string[];
  case_ids: string[];
  received_on: string;
  due_on: string;
  created_at: Date;
  created_by: string | null;
  created_by_name: string;
  done_at: Date | null;
  done_by: string | null;
  done_by_name: string | null;
  reason: string;
  certificate: ErasureItem[] | null;
};
export type DataProtectionTables = { 'data_protection.request': Omit<RequestRow, 'certificate'> & { certificate: ColumnType<ErasureItem[] | null, string | null, string | null> } };
