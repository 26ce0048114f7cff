import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { closeMonths } from './close-months.ts';
import { evidencePage } from './office/evidence-page.tsx';

export const insightsModule = defineModule({
  name: 'insights',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'insights/read', de: 'Nachweise hinter Kennzahlen sehen' }],
  contributes: [
    routes.of(evidencePage),
    jobs.of({ name: 'insights/close-months', title: 'Kennzahlen des Vormonats festhalten', schedule: '20 2 * * *', handle: (platform, tenantId) => platform.transact(runAsSystem(tenantId), closeMonths) }),
  ],
});
