import type { ColumnType } from 'kysely';

/** Tables of the schema `steering` that belong to the cockpit. */
export type CockpitTables = { 'steering.cockpit_figure': { tenant_id: number; figure: string; position: number; amber: number | null; red: number | null; changed_at: ColumnType<Date, Date, Date>; changed_by_name: string } };
