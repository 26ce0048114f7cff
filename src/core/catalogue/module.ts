import { subscribers } from '#platform/events';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { navEntries } from '#core/organisation';
import { countUse } from './entries.queries.ts';
import { confirmPublishPage, officeServicePage, publishPost, useVersionPost, versionPage } from './office/service-page.tsx';
import { officeServicesPage } from './office/services-page.tsx';
import { dataProtectionCsv, dataProtectionPage, serviceDataProtectionPage } from './office/data-protection-pages.tsx';
import { libraryItemPage, libraryPage } from './office/library-pages.tsx';
import { lifeSituationPage } from './portal/life-situation-page.tsx';
import { servicePage } from './portal/service-page.tsx';
import { searchRedirect, servicesPage } from './portal/services-page.tsx';

const pages = [servicesPage, searchRedirect, servicePage, lifeSituationPage, officeServicesPage, officeServicePage, confirmPublishPage, publishPost, versionPage, useVersionPost, libraryPage, libraryItemPage, dataProtectionPage, serviceDataProtectionPage, dataProtectionCsv];

export const catalogueModule = defineModule({
  name: 'catalogue',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'catalogue/edit', de: 'Leistungen bearbeiten' },
    { id: 'catalogue/approve', de: 'Leistungen freigeben, die andere entworfen haben' },
    { id: 'catalogue/publish', de: 'Leistungen veröffentlichen' },
  ],
  contributes: [
    ...pages.map((one) => routes.of(one)),
    navEntries.of({ site: 'office', label: 'Leistungen', href: '/office/verwaltung/leistungen', icon: 'list', order: 930, access: 'may:catalogue/edit', group: 'Verwaltung' }),
    // The number of applications orders "most used"; counted after the commit, so that no submission waits for a shared row.
    subscribers.of({
      name: 'catalogue/count-use',
      on: ['applications/submitted'],
      handle: async (ctx, event) => {
        if (typeof event.data.service === 'string') await countUse(ctx, event.data.service);
      },
    }),
  ],
});
