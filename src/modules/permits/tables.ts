export type PermitTables = {
  'permits.permit': {
    tenant_id: number;
    id: string;
    code: string;
    case_id: string;
    account_id: string | null;
    holder: string | null;
    kind: string;
    title: string;
    area: string;
    plate: string | null;
    valid_from: string;
    valid_until: string;
    status: 'valid' | 'replaced';
    issued_at: Date;
    replaced_at: Date | null;
  };
};
export type Permit = PermitTables['permits.permit'];
