import type { ColumnType } from 'kysely';

type Instant = ColumnType<Date, Date, Date>;
/** bigint comes as text. */
type Cents = ColumnType<string, number, number>;
type Json<T> = ColumnType<T, string, string>;

export type ItKind = 'application' | 'platform' | 'network' | 'cloud' | 'device';
export type Operator = 'own' | 'centre' | 'provider';
export type ItState = 'planned' | 'running' | 'leaving' | 'retired';
export type Effect = 'stops' | 'limited';
export type Longevity = Partial<Record<'sovereignty' | 'interoperability' | 'future' | 'market' | 'trust' | 'sustainability', number>>;
export type SiteAccess = Partial<Record<'entrance' | 'lift' | 'toilet' | 'hearing' | 'guidance' | 'parking', 'yes' | 'partly' | 'no'>>;
export type Wifi = 'none' | 'partly' | 'full';
export type PlaceKind = 'desk' | 'counter' | 'shared' | 'meeting' | 'field';
export type Computer = 'none' | 'notebook' | 'desktop' | 'thin' | 'tablet';
export type ImportKind = 'it-services' | 'workplaces';
export type ImportState = 'preview' | 'applied' | 'undone' | 'discarded';
export type ImportAction = 'new' | 'change' | 'same' | 'refused';

type Stamp = { changed_at: Instant; changed_by_name: string };
/** Tables of the schema `assets`. */
export type AssetsTables = {
  'assets.it_service': Stamp & {
    tenant_id: number; id: string; key: string; name: string; summary: string; kind: ItKind; office_id: string; owner_id: string | null; owner_name: string; operator: Operator; provider: string; users: number; state: ItState;
    criticality: number; confidentiality: number; integrity: number; availability: number; personal_data: boolean; processing_record: string;
    contract_partner: string; contract_number: string; contract_starts_on: string | null; contract_ends_on: string | null; notice_months: number; notice_by: string | null; reminded_for: string | null;
    interfaces: string; longevity: Json<Longevity>; successor_id: string | null;
  };
  'assets.it_cost': { tenant_id: number; service_id: string; year: number; once_cents: Cents; running_cents: Cents };
  'assets.it_need': { tenant_id: number; service_id: string; needs_id: string; effect: Effect; interface: string };
  'assets.it_use': { tenant_id: number; service_id: string; slug: string; effect: Effect };
  'assets.it_assessment': Stamp & { tenant_id: number; service_id: string; year: number; operation: number; fit: number; usability: number; value: number; outage_hours: number; note: string };
  'assets.site': Stamp & { tenant_id: number; id: string; key: string; name: string; address: string; down_mbit: number; up_mbit: number; second_line: boolean; wifi: Wifi; guest_wifi: boolean; network_note: string; access: Json<SiteAccess> };
  'assets.workplace': Stamp & {
    tenant_id: number; id: string; site_id: string; code: string; room: string; office_id: string; kind: PlaceKind; computer: Computer; computer_year: number | null; screens: number; dock: boolean; headset: boolean; camera: boolean;
    height_adjustable: boolean; mobile: boolean; needs: string[]; met: string[]; gap_points: number;
  };
  'assets.import_run': { tenant_id: number; id: string; kind: ImportKind; file_name: string; state: ImportState; made: number; changed: number; same: number; refused: number; at: Instant; by_name: string };
  'assets.import_row': { tenant_id: number; run_id: string; line: number; key: string; action: ImportAction; cells: Json<Record<string, string>>; before: ColumnType<Record<string, string> | null, string | null, string | null>; said: string; target_id: string | null };
};
