import { navEntries } from '#core/organisation';
import { personalData } from '#core/parties';
import { mounts, routes } from '#platform/http';
import { blobUse, closings, defineModule, seeds, storageNews } from '#platform/module';
import { subscribers } from '#platform/events';
import { jobs } from '#platform/jobs';
import { closePages } from './content/page-desk.ts';
import { followMoves, readNewDocuments } from './content/read-new-documents.ts';
import { makePreviewJob } from './content/office-preview.ts';
import { readContentJob, readTextJob } from './content/read-text.ts';
import { recogniseJob } from './content/recognise.ts';
import { evidenceJob } from './trust/make-evidence.ts';
import { hearOfStorage } from './trust/hear-of-storage.ts';
import { removeLeftoversJob } from './trust/remove-leftovers.ts';
import { planSeed } from './plan/file-plan.ts';
import { admitRoute, dismissRoute } from './office/admission-list.tsx';
import { caseFilePage } from './office/case-file-page.tsx';
import * as caseFileRoutes from './office/case-file-routes.ts';
import { comparePage } from './office/compare-page.tsx';
import { documentFile, documentPage } from './office/document-page.tsx';
import * as documentRoutes from './office/document-routes.ts';
import { editRoute } from './office/edit-page.tsx';
import { closeFileRoute, filePage, reopenFileRoute } from './office/file-page.tsx';
import { filePlanPage, importPlanRoute, planCsv, planXml, previewPlanRoute, removePositionRoute, savePositionRoute } from './office/file-plan-page.tsx';
import { newFilePage, newFileRoute } from './office/new-file-page.tsx';
import { browserPage } from './office/record-browser.tsx';
import { redactPage, redactRoute } from './office/redact-page.tsx';
import { forgetSearchRoute, recordSearchPage, saveSearchRoute } from './office/search-page.tsx';
import { filesOfPerson } from './retention/personal-data.ts';
import { listFiledHashes, removeUnusedJob } from './retention/remove-unused.ts';
import { ownDocument } from './portal/document-page.ts';
import { webdavMount } from './webdav/webdav.ts';

export const recordsModule = defineModule({
  name: 'records',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'records/read', de: 'Aktenplan und Akten des Amtes einsehen' },
    { id: 'records/manage', de: 'Aktenplan und Akten führen: anlegen, verschieben, zusammenlegen, sperren' },
    { id: 'records/read-protected', de: 'Geschützte Akten des Amtes einsehen' },
  ],
  contributes: [
    seeds.of(planSeed),
    mounts.of(webdavMount),
    closings.of(closePages),
    personalData.of(filesOfPerson),
    blobUse.of(listFiledHashes),
    storageNews.of(hearOfStorage),
    ...[readNewDocuments, followMoves].map(subscribers.of),
    ...[readTextJob, readContentJob, recogniseJob, makePreviewJob, evidenceJob, removeLeftoversJob, removeUnusedJob].map(jobs.of),
    navEntries.of({ site: 'office', label: 'Akten', href: '/office/akten', icon: 'folder', order: 60, access: 'staff' }),
    navEntries.of({ site: 'office', label: 'Aktenplan', href: '/office/aktenplan', icon: 'folder', order: 300, access: 'may:records/read' }),
    ...[documentPage, documentFile, comparePage, redactPage, redactRoute, ownDocument].map(routes.of),
    ...[filePlanPage, savePositionRoute, removePositionRoute, previewPlanRoute, importPlanRoute, planCsv, planXml].map(routes.of),
    ...[browserPage, newFilePage, newFileRoute, filePage, closeFileRoute, reopenFileRoute, recordSearchPage, saveSearchRoute, forgetSearchRoute].map(routes.of),
    ...[caseFilePage, caseFileRoutes.closeRoute, caseFileRoutes.reopenRoute, caseFileRoutes.holdRoute, caseFileRoutes.releaseRoute, caseFileRoutes.protectRoute, caseFileRoutes.moveRoute].map(routes.of),
    ...[caseFileRoutes.mergeRoute, caseFileRoutes.referenceRoute, caseFileRoutes.moveDocumentsRoute, caseFileRoutes.uploadRoute, caseFileRoutes.wholeFileRoute, admitRoute, dismissRoute].map(routes.of),
    ...[documentRoutes.pageImageRoute, documentRoutes.annotateRoute, documentRoutes.removeAnnotationRoute, documentRoutes.checkOutRoute, editRoute, documentRoutes.checkInRoute, documentRoutes.breakLockRoute, documentRoutes.changeRoute, documentRoutes.restoreRoute, documentRoutes.previewAgainRoute].map(routes.of),
  ],
});
