import type { Generated } from 'kysely';

export type AuditTables = {
  'audit.event': { tenant_id: number; xid: Generated<number>; id: string; at: Date; type: string; subject: string; case_id: string | null; body: string };
  'audit.seal': {
    tenant_id: number;
    number: number;
    from_xid: number;
    to_xid: number;
    events: number;
    root: string;
    previous: string;
    hash: string;
    sealed_at: Date;
  };
};
