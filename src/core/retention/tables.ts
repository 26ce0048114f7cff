export type DisposalRow = {
  tenant_id: number; id: string; title: string; state: 'proposed' | 'offered' | 'appraised' | 'handed-over' | 'received' | 'done' | 'cancelled'; created_at: Date; created_by: string | null; created_by_name: string;
  approved_by: string | null; approved_by_name: string | null; approved_at: Date | null; controlled_by: string | null; controlled_by_name: string | null; controlled_at: Date | null;
};
export type DisposalFileRow = {
  tenant_id: number; disposal_id: string; case_file_id: string; number: string; title: string; plan_position: string; due_on: string; disposition: 'archive' | 'appraise' | 'destroy'; decision: 'A' | 'V' | null;
  archive_mark: string | null; state: 'open' | 'handed-over' | 'received' | 'failed' | 'destroyed' | 'kept'; note: string;
};
export type CertificateRow = { tenant_id: number; id: string; disposal_id: string; number: string; plan_position: string; documents: number; fingerprint: string; archived: boolean; destroyed_at: Date; destroyed_by: string; approved_by: string; controlled_by: string };
export type RetentionTables = { 'retention.disposal': DisposalRow; 'retention.disposal_file': DisposalFileRow; 'retention.certificate': CertificateRow };
