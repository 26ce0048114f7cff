import { subscribers } from '#platform/events';
import { routes } from '#platform/http';
import { blobUse, defineModule } from '#platform/module';
import { navEntries, shortWays } from '#core/organisation';
import { mistakePage, mistakePost, ratePost } from './care/remark-pages.tsx';
import { careJob } from './care/remarks.ts';
import { remarkPost, textCheckedPost, textHandOverPost, textPage, textsHandOverPost, textsPage } from './office/texts-page.tsx';
import { changesFeed } from './portal/changes-feed.ts';
import { jobs } from '#platform/jobs';
import { countUse } from './entries.queries.ts';
import { confirmPublishPage, officeServicePage, publishPost, useVersionPost, versionPage } from './office/service-page.tsx';
import { officeServicesPage } from './office/services-page.tsx';
import { listImportedHashes } from './imports/import-runs.ts';
import { importJob } from './imports/work-import.ts';
import { catalogueFigures } from './figures/online-services.ts';
import { dataProtectionCsv, dataProtectionPage, serviceDataProtectionPage } from './office/data-protection-pages.tsx';
import { translatePost, translationApprovedPost } from './office/translation-part.tsx';
import { entriesPage } from './office/entries-page.tsx';
import { entryPage, entryPost, entryResetPost } from './office/entry-page.tsx';
import { applyPost, columnsPost, discardPost, importPage, undoPost } from './office/import-page.tsx';
import { exportPage, importsPage, importsPost } from './office/imports-page.tsx';
import { libraryItemPage, libraryPage } from './office/library-pages.tsx';
import { lifeSituationPage } from './portal/life-situation-page.tsx';
import { servicePage } from './portal/service-page.tsx';
import { guidePage } from './guide/guide-page.tsx';
import { suggestApi } from './portal/suggest-api.ts';
import { searchRedirect, servicesPage } from './portal/services-page.tsx';

const pages = [servicesPage, changesFeed, ratePost, mistakePage, mistakePost, textsPage, textPage, textCheckedPost, textHandOverPost, textsHandOverPost, remarkPost, suggestApi, guidePage, searchRedirect, servicePage, lifeSituationPage, officeServicesPage, officeServicePage, confirmPublishPage, publishPost, versionPage, useVersionPost, libraryPage, libraryItemPage, dataProtectionPage, serviceDataProtectionPage, dataProtectionCsv, importsPage, importsPost, exportPage, importPage, columnsPost, applyPost, undoPost, discardPost, entriesPage, entryPage, entryPost, entryResetPost, translatePost, translationApprovedPost];

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
    shortWays.of({
      icon: 'flag',
      order: 5,
      href: '/wegweiser',
      title: { de: 'Was muss ich tun?', en: 'What do I have to do?', 'de-leicht': 'Was muss ich machen?', ar: 'ماذا عليّ أن أفعل؟', uk: 'Що мені робити?', tr: 'Ne yapmam gerekiyor?' },
      text: { de: 'Umzug, Kind, Heirat, Firma: Der Wegweiser stellt ein paar Fragen und gibt Ihnen eine Liste.', en: 'Moving, a child, marriage, a business: the guide asks a few questions and gives you a list.', 'de-leicht': 'Wir stellen Ihnen Fragen. Dann sehen Sie, was Sie machen müssen.', ar: 'انتقال أو طفل أو زواج أو شركة: يطرح عليك الدليل بعض الأسئلة ويعطيك قائمة.', uk: 'Переїзд, дитина, шлюб, підприємство: путівник поставить кілька запитань і дасть вам список.', tr: 'Taşınma, çocuk, evlilik, iş yeri: Rehber birkaç soru sorar ve size bir liste verir.' },
      link: { de: 'Zum Wegweiser', en: 'To the guide', 'de-leicht': 'Zum Weg-Weiser', ar: 'إلى الدليل', uk: 'До путівника', tr: 'Rehbere git' },
    }),
    jobs.of(importJob),
    blobUse.of(listImportedHashes),
    jobs.of(careJob),
    catalogueFigures,
    navEntries.of({ site: 'office', label: 'Leistungen', href: '/office/verwaltung/leistungen', icon: 'list', order: 930, access: 'may:catalogue/edit', group: 'Verwaltung' }),
    // The number of applications orders "most used"; counted after the commit, so that no submission waits for a shared row.
    subscribers.of({
      name: 'catalogue/count-use',
      on: ['applications/submitted'],
      handle: async (ctx, event) => {
        if (typeof event.data.service === 'string') countUse(ctx, event.data.service);
      },
    }),
  ],
});
