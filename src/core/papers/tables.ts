export const paperKinds = ['identity', 'civil-status', 'residence', 'income', 'insurance', 'qualification', 'business', 'vehicle', 'other'] as const;
export type PaperKind = (typeof paperKinds)[number];

export type PaperTables = {
  'papers.paper': {
    tenant_id: number;
    id: string;
    /** The account of a person, or the organisation. */
    owner_id: string;
    title: string;
    kind: PaperKind;
    valid_until: string | null;
    name: string;
    mime: string;
    size: number;
    hash: string;
    kept_at: Date;
    kept_by: string;
    reminded_on: string | null;
  };
};
