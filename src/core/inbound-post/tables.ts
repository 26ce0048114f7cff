import type { JsonObject } from '#platform/module';

export type ItemRow = {
  tenant_id: number;
  id: string;
  source: 'upload' | 'folder' | 'mail' | 'api';
  source_key: string | null;
  hash: string;
  size: number;
  mime: string;
  name: string;
  sender: string;
  subject: string;
  received_at: Date;
  received_by: string;
  scanned: boolean;
  device: string;
  settings: string;
  code: string | null;
  pdf_a: string | null;
  /** Why it could not be read; it was put aside as it came. */
  trouble: string | null;
  examined_at: Date | null;
  sight_by: string | null;
  sight_at: Date | null;
  sample_result: string | null;
  state: 'new' | 'filed' | 'application' | 'discarded' | 'split';
  /** Cut from this pile; the pages are those of the pile. */
  part_of: string | null;
  part_pages: string | null;
  pile_hash: string | null;
  /** File answers of a paper application that is being typed in, shaped like the form's data. */
  kept_files: JsonObject;
  case_id: string | null;
  case_file_id: string | null;
  document_id: string | null;
  note_document_id: string | null;
  done_at: Date | null;
  done_by: string | null;
  reason: string | null;
  original_destroyed_at: Date | null;
  original_destroyed_by: string | null;
};
export type WayRow = { tenant_id: number; way: 'mail' | 'folder'; tried_at: Date; worked_at: Date | null; trouble: string | null; trouble_since: Date | null };
export type InboundPostTables = { 'inbound_post.item': ItemRow; 'inbound_post.way': WayRow };
