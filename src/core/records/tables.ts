import type { DocumentKind, Protection } from './documents/document.ts';

/** See the migration: how far reading the text of a content has come. */
export type TextState = 'read' | 'recognising' | 'recognised' | 'none' | 'password' | 'broken';

type Held = { hold_reason: string | null; hold_by: string | null; held_at: Date | null };

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
  'records.file': {
    tenant_id: number;
    id: string;
    number: string;
    title: string;
    plan_position: string;
    office_id: string;
    protection: Protection;
    opened_at: Date;
    opened_by: string;
    closed_at: Date | null;
    closed_by: string | null;
  } & Held;
  'records.case_file': {
    tenant_id: number;
    id: string;
    case_id: string | null;
    plan_position: string;
    number: string;
    title: string;
    parent_id: string | null;
    office_id: string | null;
    person: string;
    protection: Protection;
    opened_at: Date;
    opened_by: string;
    closed_at: Date | null;
    closed_by: string | null;
    merged_into: string | null;
    case_ended_at: Date | null;
  } & Held;
  'records.document': {
    tenant_id: number;
    id: string;
    file_id: string;
    case_id: string | null;
    kind: DocumentKind;
    title: string;
    source_id: string | null;
    sealed: boolean;
    visible_to_applicant: boolean;
    current_version: number;
    created_at: Date;
    created_by: string;
    created_by_id: string | null;
    protection: Protection;
    dated_on: string | null;
    received_on: string | null;
    sender: string | null;
    foreign_reference: string | null;
    keywords: string | null;
    locked_by: string | null;
    locked_by_name: string | null;
    locked_at: Date | null;
    redacts: string | null;
  };
  'records.version': { tenant_id: number; document_id: string; number: number; blob_hash: string; size: number; mime: string; name: string; created_at: Date; created_by: string; chain: string | null; note: string | null };
  'records.access': { tenant_id: number; object_id: string; kind: 'account' | 'group'; holder: string; name: string; granted_at: Date; granted_by: string };
  'records.number_scheme': { tenant_id: number; office_id: string; pattern: string };
  'records.blob_text': { tenant_id: number; hash: string; state: TextState; pages: number; pages_done: number; confidence: number | null; text: string; read_at: Date; pdf_facts: string | null };
  'records.blob_preview': { tenant_id: number; hash: string; pdf_hash: string | null; failure: string | null; made_at: Date };
  'records.blob_scan': { tenant_id: number; hash: string; result: 'clean' | 'infected' | 'not-scanned'; finding: string | null; scanned_at: Date };
  'records.evidence': { tenant_id: number; id: string; objects: number; made_at: Date; renew_by: Date };
  'records.evidence_leaf': { tenant_id: number; hash: string; evidence_id: string; tree: string[][] };
  'records.evidence_stamp': { tenant_id: number; evidence_id: string; number: number; tree: string[][]; token: Buffer; stamped_at: Date };
  'records.edit_key': { tenant_id: number; key_hash: string; document_id: string; account_id: string; acting_for: string | null; made_at: Date; expires_at: Date; lock_token: string | null; locked_until: Date | null };
  'records.saved_search': { tenant_id: number; id: string; account_id: string; name: string; query: string; created_at: Date };
  'records.annotation': {
    tenant_id: number;
    id: string;
    document_id: string;
    version: number;
    page: number;
    kind: 'note' | 'stamp' | 'mark';
    text: string;
    x: number;
    y: number;
    width: number;
    height: number;
    created_at: Date;
    created_by: string | null;
    created_by_name: string;
    removed_at: Date | null;
  };
  'records.reference': { tenant_id: number; from_id: string; to_id: string; note: string; created_at: Date; created_by: string };
};
