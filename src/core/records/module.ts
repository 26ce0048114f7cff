import { navEntries } from '#core/organisation';
import { routes } from '#platform/http';
import { defineModule, seeds } from '#platform/module';
import { planSeed } from './plan/file-plan.ts';
import { documentFile, documentPage } from './office/document-page.tsx';
import { filePlanPage } from './office/file-plan-page.tsx';
import { ownDocument } from './portal/document-page.ts';

export const recordsModule = defineModule({
  name: 'records',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'records/read', de: 'Aktenplan und Akten einsehen' }],
  contributes: [
    seeds.of(planSeed),
    navEntries.of({ site: 'office', label: 'Aktenplan', href: '/office/aktenplan', icon: 'folder', order: 300, access: 'may:records/read' }),
    ...[documentPage, documentFile, filePlanPage, ownDocument].map(routes.of),
  ],
});
