import type { ColumnType } from 'kysely';
import type { EntrySettings } from './bundle/settings-schema.ts';

type Instant = ColumnType<Date, Date, Date>;
/** 'test': handed in, somebody else looks at it; 'published' and 'discarded' are closed. */
export type DraftState = 'draft' | 'test' | 'approved' | 'published' | 'discarded';
export type DraftChangeKind = 'edit' | 'undo' | 'redo' | 'restore';
type Json<T> = ColumnType<T, string, string>;

/** Tables of the schema `catalogue`; nobody else reads or writes them. */
export type CatalogueTables = {
  'catalogue.service': { tenant_id: number; slug: string; current_version_id: string | null; folder_hash: string | null };
  'catalogue.service_version': {
    tenant_id: number;
    id: string;
    slug: string;
    number: number;
    bundle: Json<Record<string, string>>;
    hash: string;
    published_at: Instant;
    published_by: string;
  };
  'catalogue.draft': {
    tenant_id: number;
    id: string;
    slug: string;
    name: string;
    state: DraftState;
    revision: number;
    base_version_id: string | null;
    created_at: Instant;
    created_by: string | null;
    created_by_name: string;
    changed_at: Instant;
    changed_by_name: string;
    handed_in_by: string | null;
    handed_in_by_name: string | null;
    approved_by: string | null;
    approved_by_name: string | null;
    approved_at: ColumnType<Date | null, Date | null, Date | null>;
    decision_note: string | null;
    published_version_id: string | null;
  };
  'catalogue.draft_file': { tenant_id: number; draft_id: string; path: string; content: string; revision: number };
  'catalogue.draft_change': {
    tenant_id: number;
    draft_id: string;
    revision: number;
    path: string;
    kind: DraftChangeKind;
    before: string | null;
    after: string | null;
    note: string;
    by_itself: boolean;
    changed_at: Instant;
    changed_by: string | null;
    changed_by_name: string;
  };
  'catalogue.draft_conflict': {
    tenant_id: number;
    id: string;
    draft_id: string;
    path: string;
    content: string;
    based_on: number;
    written_at: Instant;
    written_by: string | null;
    written_by_name: string;
    settled_at: ColumnType<Date | null, Date | null, Date | null>;
  };
  'catalogue.draft_presence': { tenant_id: number; draft_id: string; account_id: string; name: string; part: string; seen_at: Instant };
  'catalogue.draft_trial': { tenant_id: number; draft_id: string; account_id: string; walkthrough: Json<Record<string, unknown>>; changed_at: Instant };
  'catalogue.library_use': { tenant_id: number; kind: 'block' | 'codeList'; name: string; version: string; slug: string; version_id: string };
  'catalogue.entry': {
    tenant_id: number;
    slug: string;
    details: Json<EntrySettings>;
    hash: string;
    source: 'service' | 'list';
    version_id: string | null;
    popular: number;
    updated_at: Instant;
  };
  'catalogue.entry_text': {
    tenant_id: number;
    locale: string;
    slug: string;
    name: string;
    summary: string;
    folded: string;
    name_words: number;
    letter: string;
    online: boolean;
    office: string | null;
    audience: string[];
    life_situations: string[];
  };
  'catalogue.entry_lexeme': { tenant_id: number; language: string; lexeme: string; slug: string; weight: number };
  'catalogue.word': { tenant_id: number; language: string; word: string; lexeme: string };
  'catalogue.word_variant': { tenant_id: number; language: string; variant: string; word: string };
  'catalogue.compound': { tenant_id: number; language: string; part: string; whole: string; place: 'beginning' | 'ending' | 'inside' };
  'catalogue.synonym': { tenant_id: number; language: string; lexeme: string; other: string };
  'catalogue.use_count': { tenant_id: number; slug: string; month: string; applications: number };
};
