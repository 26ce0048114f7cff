import type { DocumentKind } from './document.ts';

export type RecordsTables = {
  'records.plan_position': {
    tenant_id: number;
    number: string;
    parent_number: string | null;
    title: string;
    description: string | null;
    retention_years: number | null;
    disposition: 'archive' | 'appraise' | 'destroy';
  };
  'records.case_file': { tenant_id: number; id: string; case_id: string; plan_position: string; number: string; title: string; opened_at: Date; closed_at: Date | null };
  'records.document': {
    tenant_id: number;
    id: string;
    file_id: string;
    case_id: string;
    kind: DocumentKind;
    title: string;
    source_id: string | null;
    sealed: boolean;
    visible_to_applicant: boolean;
    current_version: number;
    created_at: Date;
    created_by: string;
  };
  'records.version': { tenant_id: number; document_id: string; number: number; blob_hash: string; size: number; mime: string; name: string; created_at: Date; created_by: string };
};
