import type { OwnData } from '#core/parties';
import type { JsonValue } from '#platform/module';
import { listApplications } from './applications.queries.ts';
import { listDrafts } from './drafts.ts';
import { listSignaturesOfAccount } from './signing/signing.queries.ts';

/** Applications and drafts of an account with every answer, for the export of one's own data. */
export const ownApplications: OwnData[] = [
  {
    key: 'applications',
    why: { de: 'damit das Amt über Ihren Antrag entscheiden kann', en: 'so that the office can decide on your application' },
    kept: { de: 'bis zum Ende der Aufbewahrungsfrist der Akte', en: 'until the retention period of the record ends' },
    title: { de: 'Anträge mit allen Angaben', en: 'Applications with all answers' },
    read: async (ctx, accountId) => {
      const applications = await listApplications(ctx, accountId, { limit: 10_000 });
      return applications.map((one) => ({ number: one.number, service: one.slug, submittedAt: one.submitted_at.toISOString(), withdrawnAt: one.withdrawn_at?.toISOString() ?? null, email: one.email, electronicNotice: one.electronic_notice, open: `/konto/antraege/${one.id}`, answers: one.data as JsonValue }));
    },
  },
  {
    key: 'drafts',
    why: { de: 'damit Sie weiterschreiben können', en: 'so that you can go on writing' },
    kept: { de: '30 Tage nach der letzten Änderung (§ 8a OZG)', en: '30 days after the last change (section 8a OZG)' },
    title: { de: 'Entwürfe', en: 'Drafts' },
    read: async (ctx, accountId) => {
      const drafts = await listDrafts(ctx, { accountId, tokenHash: null });
      return drafts.map((one) => ({ service: one.slug, createdAt: one.created_at.toISOString(), updatedAt: one.updated_at.toISOString(), deletedOn: one.expires_at.toISOString(), open: `/antrag/entwurf/${one.id}`, answers: one.data as JsonValue }));
    },
  },
  {
    key: 'signatures',
    why: { de: 'Nachweis, dass Sie einem Antrag zugestimmt haben', en: 'proof that you agreed to an application' },
    kept: { de: 'so lange wie der Antrag, den Sie unterschrieben haben', en: 'as long as the application that you signed' },
    title: { de: 'Unterschriften unter Anträgen', en: 'Signatures under applications' },
    read: async (ctx, accountId) => {
      const signatures = await listSignaturesOfAccount(ctx, accountId);
      return signatures.map((one) => ({ as: one.label, name: one.signed_name, signedAt: one.signed_at?.toISOString() ?? null, declaration: one.declaration, contentHash: one.content_hash, trustLevel: one.trust_level, application: one.draft_id }));
    },
  },
];
