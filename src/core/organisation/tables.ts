import type { ColumnType } from 'kysely';
import type { Address, Hours, Reach } from './city-schema.ts';

/** Written as JSON text, read back parsed. */
type Json<T> = ColumnType<T, string, string>;

export type OfficeRow = {
  tenant_id: number;
  id: string;
  key: string;
  name: string;
  parent_id: string | null;
  summary: string;
  address: Json<Address>;
  room: string;
  phone: string;
  email: string;
  hours: Json<Hours>;
  position: number;
  closed_on: string | null;
};
export type AssignmentRow = { tenant_id: number; id: string; account_id: string; role_key: string; office_id: string; valid_from: string; valid_until: string | null };
export type SubstitutionRow = {
  tenant_id: number;
  id: string;
  absent_id: string;
  substitute_id: string;
  office_id: string | null;
  starts_on: string;
  ends_on: string;
  reason: string;
  arranged_by: string | null;
  arranged_at: Date;
  ended_at: Date | null;
  group_key: string | null;
  service_slug: string | null;
};

export type OrganisationTables = {
  'organisation.office': OfficeRow;
  'organisation.role': { tenant_id: number; key: string; name: string; summary: string; reach: Reach; permissions: string[]; position: number };
  'organisation.employee': { tenant_id: number; account_id: string; office_id: string; job_title: string; phone: string; room: string };
  'organisation.assignment': AssignmentRow;
  'organisation.substitution': SubstitutionRow;
  'organisation.area': { tenant_id: number; id: string; office_id: string; key: string; name: string; kind: 'letters' | 'values'; covers: Json<{ from: string; to: string } | string[]>; closed_on: string | null };
  'organisation.area_member': { tenant_id: number; area_id: string; account_id: string };
};
