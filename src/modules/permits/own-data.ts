import type { OwnData } from '#core/parties';
import { listAccountPermits } from './permits.queries.ts';

/** The permits of an account, for the export of one's own data. */
export const ownPermits: OwnData = {
  key: 'permits',
  why: { de: 'damit Sie Ihre Ausweise vorzeigen und andere sie prüfen können', en: 'so that you can show your permits and others can check them' },
  kept: { de: 'bis zum Ende der Aufbewahrungsfrist der Akte', en: 'until the retention period of the record ends' },
  title: { de: 'Ausweise', en: 'Permits' },
  read: async (ctx, accountId) => {
    const permits = await listAccountPermits(ctx, accountId);
    return permits.map((permit) => ({ code: permit.code, kind: permit.kind, title: permit.title, area: permit.area, plate: permit.plate, validFrom: permit.valid_from, validUntil: permit.valid_until, status: permit.status, issuedAt: permit.issued_at.toISOString(), open: `/konto/ausweise/${permit.id}` }));
  },
};
