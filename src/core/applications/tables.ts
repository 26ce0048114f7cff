import type { Locale } from '#platform/i18n';
import type { FormData } from '#engines/forms';
import type { ColumnType } from 'kysely';

type Jsonb<T> = ColumnType<T, string, string>;

export type ApplicationTables = {
  'applications.draft': {
    tenant_id: number;
    id: string;
    slug: string;
    version_id: string;
    account_id: string | null;
    token_hash: string | null;
    link_hash: string | null;
    locale: Locale;
    data: Jsonb<FormData>;
    pages_seen: string[];
    revision: number;
    created_at: Date;
    updated_at: Date;
    expires_at: Date;
    submitted_at: Date | null;
  };
  'applications.application': {
    tenant_id: number;
    id: string;
    slug: string;
    version_id: string;
    case_id: string;
    number: string;
    account_id: string | null;
    access_code: string;
    email: string | null;
    locale: Locale;
    data: Jsonb<FormData>;
    trust_level: string;
    electronic_notice: boolean;
    submitted_at: Date;
    withdrawn_at: Date | null;
  };
  'applications.upload': {
    tenant_id: number;
    id: string;
    /** The draft, or the application with the same id. */
    owner_id: string;
    path: string;
    name: string;
    size: number;
    created_at: Date;
    finished_at: Date | null;
    hash: string | null;
    mime: string | null;
  };
  'applications.status_try': { tenant_id: number; key: string; tries: number; since: Date };
};
