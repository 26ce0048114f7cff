import { keyFigures, reportSections } from '#core/insights';
import { navEntries } from '#core/organisation';
import { likeness } from '#core/projects';
import { routes } from '#platform/http';
import { jobs, runAsSystem } from '#platform/jobs';
import { defineModule, seeds } from '#platform/module';
import { assetFigures } from './figures/asset-figures.ts';
import { assetLikeness } from './figures/asset-likeness.ts';
import { assetReport } from './figures/asset-report.ts';
import { IT, PLACES } from './office/addresses.ts';
import { contractRoutes } from './office/contracts-page.tsx';
import { failuresPage } from './office/failures-page.tsx';
import { importRoutes } from './office/import-pages.tsx';
import { itFormRoutes } from './office/it-form-page.tsx';
import { itListPage } from './office/it-list-page.tsx';
import { itPage } from './office/it-page.tsx';
import { itPartRoutes } from './office/it-part-posts.ts';
import { placeFormRoutes } from './office/place-form-page.tsx';
import { gapProjectPost, gapsPage, placesPage } from './office/places-page.tsx';
import { placesCsv, sitePage } from './office/site-page.tsx';
import { remindOfContracts } from './services/contracts.ts';
import { seedItServices } from './services/seed-it-services.ts';
import { seedWorkplaces } from './workplaces/seed-workplaces.ts';

const pages = [itListPage, ...contractRoutes, failuresPage, ...itFormRoutes, itPage, ...itPartRoutes, placesPage, gapsPage, gapProjectPost, sitePage, placesCsv, ...placeFormRoutes, ...importRoutes];

/** IT services and workplaces: what there is, what it costs, what hangs on it, what is missing. */
export const assetsModule = defineModule({
  name: 'assets',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'assets/read', de: 'IT-Dienste und Arbeitsplätze ansehen' },
    { id: 'assets/edit', de: 'IT-Dienste und Arbeitsplätze pflegen und bewerten' },
  ],
  contributes: [
    ...pages.map((one) => routes.of(one)),
    navEntries.of({ site: 'office', label: 'IT-Dienste', href: IT, icon: 'settings', order: 360, access: 'may:assets/read', group: 'Steuerung' }),
    navEntries.of({ site: 'office', label: 'Arbeitsplätze', href: PLACES, icon: 'building', order: 365, access: 'may:assets/read', group: 'Steuerung' }),
    ...assetFigures.map((figure) => keyFigures.of(figure)),
    reportSections.of(assetReport),
    likeness.of(assetLikeness),
    seeds.of({ name: 'assets/it-services', run: seedItServices }),
    seeds.of({ name: 'assets/workplaces', run: seedWorkplaces }),
    jobs.of({ name: 'assets/remind', title: 'An Vertragsfristen erinnern', schedule: '20 6 * * *', handle: async (platform, tenantId) => void (await platform.transact(runAsSystem(tenantId), remindOfContracts)) }),
  ],
});
