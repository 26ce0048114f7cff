import { processFigures } from '#core/insights';
import { navEntries } from '#core/organisation';
import { subscribers } from '#platform/events';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule, seeds } from '#platform/module';
import { processApi } from './api/process-api.ts';
import { computeFigures } from './figures/compute-figures.ts';
import { listProcessFigures } from './figures/list-process-figures.ts';
import { improveRoutes } from './improve/improve-page.tsx';
import { mapPage, newProcessPage, newProcessPost, processDetailPage, processDetailPost } from './map/map-pages.tsx';
import { seedProcesses } from './map/seed-processes.ts';
import { followCases } from './mining/follow-cases.ts';
import { miningDiagram, miningPage } from './mining/mining-page.tsx';
import { simulationPage } from './simulation/simulation-page.tsx';

const pages = [mapPage, newProcessPage, newProcessPost, processDetailPage, processDetailPost, miningPage, miningDiagram, simulationPage, ...improveRoutes];

/** The map of all processes, what really happens in them, and what would happen if. */
export const processMapModule = defineModule({
  name: 'process-map',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'processes/read', de: 'Prozesslandkarte und Auswertungen ansehen' },
    { id: 'processes/edit', de: 'Prozesslandkarte pflegen' },
  ],
  contributes: [
    ...[...pages, ...processApi].map((one) => routes.of(one)),
    subscribers.of(followCases),
    processFigures.of({ list: listProcessFigures }),
    seeds.of({ name: 'process-map/processes', run: seedProcesses }),
    jobs.of({ name: 'process-map/figures', title: 'Kennzahlen der Prozesse rechnen', schedule: '*/10 * * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), computeFigures)) }),
    navEntries.of({ site: 'office', label: 'Prozesse', href: '/office/prozesse', icon: 'chart', order: 610, access: 'may:processes/read', group: 'Verwaltung' }),
  ],
});
