import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { defineModule, seeds } from '#platform/module';
import { subscribers } from '#platform/events';
import { jobs } from '#platform/jobs';
import { followMoves, readNewDocuments } from './content/read-new-documents.ts';
import { readTextJob } from './content/read-text.ts';
import { recogniseJob } from './content/recognise.ts';
import { planSeed } from './plan/file-plan.ts';
import { documentFile, documentPage } from './office/document-page.tsx';
import { filePlanPage } from './office/file-plan-page.tsx';
import { ownDocument } from './portal/document-page.ts';

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
    ...[readNewDocuments, followMoves].map(subscribers.of),
    ...[readTextJob, recogniseJob].map(jobs.of),
    navEntries.of({ site: 'office', label: 'Aktenplan', href: '/office/aktenplan', icon: 'folder', order: 300, access: 'may:records/read' }),
    ...[documentPage, documentFile, filePlanPage, ownDocument].map(routes.of),
  ],
});
