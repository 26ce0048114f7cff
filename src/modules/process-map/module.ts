import { navEntries } from '#core/organisation';
import { subscribers } from '#platform/events';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { processApi } from './api/process-api.ts';
import { improveRoutes } from './improve/improve-page.tsx';
import { mapPage, newProcessPage, newProcessPost, processDetailPage, processDetailPost } from './map/map-pages.tsx';
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
    navEntries.of({ site: 'office', label: 'Prozesse', href: '/office/prozesse', icon: 'chart', order: 610, access: 'may:processes/read', group: 'Verwaltung' }),
  ],
});
