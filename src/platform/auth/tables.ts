import type { ColumnType } from 'kysely';
import type { JsonObject, TrustLevel } from '#platform/module';
import type { Locale } from '#platform/i18n';

type Json<T> = ColumnType<T, string, string>;

export type AccountKind = 'citizen' | 'staff';
export type SignInMethod = 'password' | 'passkey' | 'oidc' | 'saml' | 'registration' | 'system';

/** What is known about a citizen for prefilling forms; every part may be missing. */
export type Profile = {
  givenName?: string;
  familyName?: string;
  birthDate?: string;
  phone?: string;
  address?: { street: string; houseNumber: string; postalCode: string; city: string };
};

export type AuthTables = {
  'auth.account': {
    tenant_id: number;
    id: string;
    kind: AccountKind;
    email: string | null;
    name: string;
    profile: Json<Profile>;
    locale: Locale;
    status: 'active' | 'blocked';
    password_hash: string | null;
    password_changed_at: Date | null;
    totp_secret: string | null;
    totp_confirmed_at: Date | null;
    totp_last_step: number;
    created_at: Date;
    last_sign_in_at: Date | null;
    deletion_due_at: Date | null;
    deleted_at: Date | null;
  };
  'auth.session': {
    tenant_id: number;
    id: string;
    token_hash: string;
    account_id: string;
    method: SignInMethod;
    second_factor: boolean;
    trust_level: TrustLevel;
    acting_for_id: string | null;
    user_agent: string;
    created_at: Date;
    last_seen_at: Date;
    expires_at: Date;
    ended_at: Date | null;
    provider: string | null;
    provider_subject: string | null;
    provider_session: Json<JsonObject> | null;
  };
  'auth.ticket': { tenant_id: number; hash: string; purpose: string; account_id: string | null; data: Json<JsonObject>; created_at: Date; expires_at: Date };
  'auth.attempt': { tenant_id: number; key: string; count: number; window_ends_at: Date };
  'auth.recovery_code': { tenant_id: number; account_id: string; hash: string; used_at: Date | null };
  'auth.passkey': {
    tenant_id: number;
    credential_id: string;
    account_id: string;
    public_key: Buffer;
    counter: number;
    transports: string[];
    name: string;
    created_at: Date;
    last_used_at: Date | null;
  };
  'auth.identity': { tenant_id: number; issuer: string; subject: string; account_id: string; linked_at: Date };
};
