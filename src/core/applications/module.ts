import { z } from 'zod';
import { casePanels, connectors, defineConnector, eventWords } from '#core/cases';
import { navEntries } from '#core/organisation';
import { ownData, personalData } from '#core/parties';
import { documentAccess } from '#core/records';
import { subscribers } from '#platform/events';
import { mounts, routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { blobUse, defineModule } from '#platform/module';
import { assignNumber } from './assign-number.ts';
import { findApplicationByCase } from './applications.queries.ts';
import { confirmSubmission } from './confirm-submission.ts';
import { applicantSees } from './document-access.ts';
import { deleteExpiredDrafts, listDraftedHashes } from './drafts.ts';
import { signaturesPanel } from './office/signatures-panel.tsx';
import { applicationErasure } from './erasure.ts';
import { ownApplications } from './own-data.ts';
import { applicationsOfPerson } from './personal-data.ts';
import { accountDocumentsPage, applicationsPage } from './portal/applications-page.tsx';
import { applicationActions } from './portal/application-actions.tsx';
import { accountApplicationPage, openApplicationPage } from './portal/application-page.tsx';
import { consentsPage, withdrawConsentPost } from './portal/consents-page.tsx';
import { deletePage, deletePost, laterPage, laterPost, linkPage, linkPost } from './portal/draft-pages.tsx';
import { feedbackPage, feedbackPost } from './portal/feedback-page.tsx';
import { blankFormPage, blankFormPdf, formSchemaFile } from './portal/blank-form-page.tsx';
import { continueDraft, draftFile, formPage, formPost } from './portal/form-page.tsx';
import { receiptFile, receivedPage } from './portal/received-page.tsx';
import { declinePage, declinePost, invitationPage, invitationPost, readAndSignPage, signPost, signedFile } from './portal/invitation-pages.tsx';
import { reviewPage, startSigningPost, submitPost } from './portal/review-page.tsx';
import { inviteAgainPost, ownSignPost, signingPage, withdrawInvitationPost } from './portal/signing-page.tsx';
import { startPage, startPost } from './portal/start-page.tsx';
import { statusPage, statusPost } from './portal/status-pages.tsx';
import { ensureReceipt } from './receipt.ts';
import { remindSigners } from './signing/remind-signers.ts';
import { forgetTries } from './tries.ts';
import { removeOldPieces, uploadMount } from './uploads/upload-server.ts';
import { forgetOldUploads } from './uploads/uploads.ts';

const pages = [
  blankFormPage, blankFormPdf, formSchemaFile,
  feedbackPage, feedbackPost,
  startPage, startPost, continueDraft, formPage, formPost, draftFile, reviewPage, submitPost, startSigningPost, receivedPage, receiptFile,
  laterPage, laterPost, linkPage, linkPost, deletePage, deletePost, statusPage, statusPost, applicationsPage, consentsPage, withdrawConsentPost, accountDocumentsPage, accountApplicationPage, openApplicationPage,
  signingPage, ownSignPost, withdrawInvitationPost, inviteAgainPost, invitationPage, invitationPost, readAndSignPage, signPost, signedFile, declinePage, declinePost,
];

const numberConnector = defineConnector({
  type: 'assign-number',
  label: 'Laufende Nummer vergeben',
  input: z.looseObject({ series: z.string().min(1).max(60), prefix: z.string().max(20).default('') }),
  mode: 'now',
  run: async (ctx, { input }) => ({ number: await assignNumber(ctx, input.series, input.prefix) }),
});

export const applicationsModule = defineModule({
  name: 'applications',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [
    ...pages.map((route) => routes.of(route)),
    ...applicationActions,
    connectors.of(numberConnector),
    documentAccess.of(applicantSees),
    blobUse.of(listDraftedHashes),
    applicationErasure,
    ...ownApplications.map((source) => ownData.of(source)),
    personalData.of(applicationsOfPerson),
    navEntries.of({ site: 'portal', label: { de: 'Anträge', en: 'Applications' }, hint: { de: 'Was läuft, was begonnen und was entschieden ist', en: 'What is under way, begun and decided' }, href: '/konto/antraege', icon: 'list', order: 10, access: 'citizen' }),
    navEntries.of({ site: 'portal', label: { de: 'Dokumente', en: 'Documents' }, hint: { de: 'Bescheide und was Sie eingereicht haben', en: 'Decisions, and what you handed in' }, href: '/konto/dokumente', icon: 'document', order: 20, access: 'citizen' }),
    navEntries.of({ site: 'portal', label: { de: 'Einwilligungen', en: 'Consents' }, hint: { de: 'Ansehen und widerrufen', en: 'See and withdraw them' }, href: '/konto/einwilligungen', icon: 'check', order: 75, access: 'citizen' }),
    subscribers.of({ name: 'applications/confirm', on: ['applications/submitted'], handle: confirmSubmission }),
    jobs.of({
      name: 'applications/receipt',
      gentle: true, // whoever wants theirs at once gets it made at once
      handle: (platform, tenantId, data) =>
        platform.transact(runAsSystem(tenantId), async (ctx) => {
          const application = await findApplicationByCase(ctx, String(data.caseId));
          if (application) await ensureReceipt(ctx, application);
        }),
    }),
    jobs.of({
      name: 'applications/tidy',
      schedule: '15 3 * * *',
      handle: async (platform, tenantId) => {
        await platform.transact(runAsSystem(tenantId), async (ctx) => {
          await deleteExpiredDrafts(ctx);
          await forgetOldUploads(ctx);
          await forgetTries(ctx);
        });
        await removeOldPieces(platform);
      },
    }),
    jobs.of({
      name: 'applications/remind-signers',
      schedule: '0 8 * * *',
      handle: async (platform, tenantId) => {
        while ((await platform.transact(runAsSystem(tenantId), (ctx) => remindSigners(ctx))) > 0);
      },
    }),
    casePanels.of(signaturesPanel),
    mounts.of(uploadMount),
    eventWords.of({
      'applications/submitted': () => 'Antrag eingegangen',
      'applications/withdrawn': () => 'Antrag von der antragstellenden Person zurückgezogen',
    }),
  ],
});
