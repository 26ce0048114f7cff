import { answerListeners } from '#core/applications';
import { navEntries } from '#core/organisation';
import { routes, visitListeners } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { countEvents } from './counting/count-events.ts';
import { countAnswers, visitCounter } from './counting/count-visits.ts';
import { forgetOldCounts } from './counting/counts.ts';
import { figuresCsv, officeFigures, publicFigures, serviceCsv } from './pages/figures-pages.tsx';
import { useFigures } from './use-figures.ts';

export const figuresModule = defineModule({
  name: 'figures',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'figures/read', de: 'Zahlen zur Nutzung der Leistungen sehen' }],
  contributes: [
    ...[publicFigures, figuresCsv, officeFigures, serviceCsv].map((route) => routes.of(route)),
    ...useFigures,
    visitListeners.of(visitCounter),
    answerListeners.of(countAnswers),
    navEntries.of({ site: 'office', label: 'Zahlen', href: '/office/zahlen', icon: 'chart', order: 85, access: 'may:figures/read' }),
    jobs.of({ name: 'figures/count-events', title: 'Nutzung zählen', schedule: '*/5 * * * *', handle: (platform, tenantId) => countEvents(platform, tenantId) }),
    jobs.of({ name: 'figures/forget', title: 'Alte Zahlen löschen', schedule: '50 3 1 * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), forgetOldCounts)) }),
  ],
});
