import type { OwnData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { listApplications } from './applications.queries.ts';
import { listDrafts } from './drafts.ts';

/** Applications and drafts of an account with every answer, for the export of one's own data. */
export const ownApplications: OwnData[] = [
  {
    key: 'applications',
    title: { de: 'Anträge mit allen Angaben', en: 'Applications with all answers' },
    read: async (ctx, accountId) => {
      const applications = await listApplications(ctx, accountId, { limit: 10_000 });
      return applications.map((one) => ({ number: one.number, service: one.slug, submittedAt: one.submitted_at.toISOString(), withdrawnAt: one.withdrawn_at?.toISOString() ?? null, email: one.email, electronicNotice: one.electronic_notice, answers: one.data as JsonValue }));
    },
  },
  {
    key: 'drafts',
    title: { de: 'Entwürfe', en: 'Drafts' },
    read: async (ctx, accountId) => {
      const drafts = await listDrafts(ctx, { accountId, tokenHash: null });
      return drafts.map((one) => ({ service: one.slug, createdAt: one.created_at.toISOString(), updatedAt: one.updated_at.toISOString(), deletedOn: one.expires_at.toISOString(), answers: one.data as JsonValue }));
    },
  },
];
