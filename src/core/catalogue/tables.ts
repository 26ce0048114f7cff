import type { ColumnType } from 'kysely';
import type { EntrySettings } from './bundle/settings-schema.ts';

type Instant = ColumnType<Date, Date, Date>;
type Json<T> = ColumnType<T, string, string>;

/** Tables of the schema `catalogue`; nobody else reads or writes them. */
export type CatalogueTables = {
  'catalogue.service': { tenant_id: number; slug: string; current_version_id: string | null };
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
