import type { JsonObject, Mandate } from '#platform/module';
import type { ColumnType } from 'kysely';

export type Role = Mandate['role'];

export type MandateTables = {
  'mandates.organisation': {
    tenant_id: number;
    id: string;
    name: string;
    legal_form: string | null;
    register_number: string | null;
    register_court: string | null;
    email: string | null;
    phone: string | null;
    address: ColumnType<JsonObject | null, string | null, string | null>;
    created_at: Date;
  };
  'mandates.mandate': {
    tenant_id: number;
    id: string;
    organisation_id: string;
    account_id: string;
    role: Role;
    services: string[] | null;
    valid_from: string;
    valid_until: string | null;
    granted_at: Date;
    granted_by: string | null;
    ended_at: Date | null;
    ended_by: string | null;
  };
  'mandates.invitation': {
    tenant_id: number;
    id: string;
    organisation_id: string;
    token_hash: string;
    email: string;
    role: Role;
    services: string[] | null;
    valid_from: string;
    valid_until: string | null;
    invited_at: Date;
    invited_by: string | null;
    expires_at: Date;
  };
};
