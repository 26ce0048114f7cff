import type { ColumnType } from 'kysely';
import type { EntrySettings } from './bundle/settings-schema.ts';
import type { CatalogueKind, Said } from './imports/import-row.ts';
import type { OwnFields } from './imports/merge-said.ts';
import type { SheetColumns } from './imports/read-sheet.ts';

type Instant = ColumnType<Date, Date, Date>;
/** 'test': handed in, somebody else looks at it; 'published' and 'discarded' are closed. */
export type DraftState = 'draft' | 'test' | 'approved' | 'published' | 'discarded';
export type DraftChangeKind = 'edit' | 'undo' | 'redo' | 'restore';
type Json<T> = ColumnType<T, string, string>;
export type ImportState = 'reading' | 'choosing' | 'ready' | 'applying' | 'applied' | 'undoing' | 'undone' | 'discarded' | 'refused';
/** 'covered': the city offers it already under a name of its own; 'kept': gone from the catalogue, but edited by the city. */
export type ImportKind = 'new' | 'changed' | 'conflict' | 'gone' | 'kept' | 'covered' | 'same' | 'refused';

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
    /** 'service': a published version; 'list': catalogue-entries.yaml; 'import': another catalogue. */
    source: 'service' | 'list' | 'import';
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
    imported: boolean;
  };
  'catalogue.entry_lexeme': { tenant_id: number; language: string; lexeme: string; slug: string; weight: number };
  'catalogue.word': { tenant_id: number; language: string; word: string; lexeme: string };
  'catalogue.word_variant': { tenant_id: number; language: string; variant: string; word: string };
  'catalogue.compound': { tenant_id: number; language: string; part: string; whole: string; place: 'beginning' | 'ending' | 'inside' };
  'catalogue.synonym': { tenant_id: number; language: string; lexeme: string; other: string };
  'catalogue.use_count': { tenant_id: number; slug: string; month: string; applications: number };
  'catalogue.origin': { tenant_id: number; catalogue: CatalogueKind; key: string; slug: string; leika: string | null; parent_key: string | null; said: Json<Said>; seen_at: Instant };
  'catalogue.own_text': { tenant_id: number; slug: string; fields: Json<OwnFields>; revision: number; edited_at: Instant; edited_by_name: string };
  'catalogue.choice': { tenant_id: number; stems: string; slug: string; month: string; count: number };
  'catalogue.phrase': { tenant_id: number; folded: string; slug: string };
  'catalogue.alias': { tenant_id: number; folded: string; slug: string; name: string };
  'catalogue.import_run': {
    tenant_id: number;
    id: string;
    catalogue: CatalogueKind;
    file_name: string;
    file_hash: string;
    columns: ColumnType<SheetColumns | null, string | null, string | null>;
    state: ImportState;
    note: string;
    counts: ColumnType<Partial<Record<ImportKind, number>>, string | undefined, string>;
    total: ColumnType<number, number | undefined, number>;
    done: ColumnType<number, number | undefined, number>;
    started_at: Instant;
    started_by_name: string;
    applied_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    applied_by_name: ColumnType<string | null, string | null | undefined, string | null>;
  };
  'catalogue.import_row': {
    tenant_id: number;
    run_id: string;
    kind: ImportKind;
    number: number;
    line: number;
    key: string;
    name: string;
    slug: string | null;
    after: ColumnType<Said | null, string | null, string | null>;
    before: ColumnType<Said | null, string | null, string | null>;
    own_fields: string[];
    reason: string | null;
    applied: boolean;
  };
  'catalogue.care': { tenant_id: number; slug: string; owner_id: string | null; owner_name: string; reminded_for: string | null; checked_on: string | null; checked_by: string; review_on: string };
  'catalogue.rating': { tenant_id: number; slug: string; month: string; good: number; bad: number };
  'catalogue.remark': {
    tenant_id: number;
    id: string;
    slug: string;
    /** Of a rating: whether the page helped. */
    helpful: ColumnType<boolean | null, boolean | null | undefined, boolean | null>;
    kind: 'rating' | 'mistake';
    words: string;
    email: string | null;
    made_at: Instant;
    answer: ColumnType<string | null, string | null | undefined, string | null>;
    settled_at: ColumnType<Date | null, Date | null | undefined, Date | null>;
    settled_by_name: ColumnType<string | null, string | null | undefined, string | null>;
  };
};
