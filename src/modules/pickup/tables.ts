export const kinds = ['identity-card', 'passport', 'residence-card', 'driving-licence', 'other'] as const;
export type Kind = (typeof kinds)[number];

export type PickupTables = { 'pickup.document': { tenant_id: number; number: string; kind: Kind; office_id: string; ready_on: string; added_at: Date; added_by: string | null } };
