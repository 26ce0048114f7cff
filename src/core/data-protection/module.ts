import { navEntries } from '#core/organisation';
import { personalData } from '#core/parties';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { jobs } from '#platform/jobs';
import { forgetRequestsJob } from './forget-requests.ts';
import { heldByPlatform } from './what-platform-holds.ts';
import { answeredRoute, approveRoute, jsonRoute, overviewPage, pdfRoute, proposeRoute, refuseRoute, requestPage } from './office/request-pages.tsx';

export const dataProtectionModule = defineModule({
  name: 'data-protection',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'data-protection/work', de: 'Auskunft und Löschung nach DSGVO bearbeiten' }],
  contributes: [
    jobs.of(forgetRequestsJob),
    ...heldByPlatform.map(personalData.of),
    ...[overviewPage, requestPage, proposeRoute, jsonRoute, pdfRoute, answeredRoute, refuseRoute, approveRoute].map((route) => routes.of(route)),
    navEntries.of({ site: 'office', label: 'Auskunft und Löschung', href: '/office/datenschutz', icon: 'person', order: 315, access: 'may:data-protection/work' }),
  ],
});
