import { frames, routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { navEntries } from '#core/organisation';
import { accountDataPage, accountDataPost, accountExport, ownAccount } from './account-data-page.tsx';
import { deletePage, deletePost, keepPost } from './account-delete-page.tsx';
import { knownPage, ownRequestPost } from './account-known-page.tsx';
import { accountPage } from './account-page.tsx';
import { accountTexts } from './account-texts.ts';
import { accessibilityPage, signLanguageFilm } from './accessibility-page.tsx';
import { imprintPage, privacyPage } from './city-pages.tsx';
import { contactPage, officePage } from './contact-pages.tsx';
import { appManifest, offlinePage, serviceWorker } from './installable-app.tsx';
import { mailboxPage } from './mailbox-page.tsx';
import { newsListPage, newsPage } from './news-pages.tsx';
import { robotsText, siteMap } from './search-engines.ts';
import { serviceSheet } from './service-sheet.ts';
import { portalSiteFrame } from './site-frame.ts';
import { startPage } from './start-page.tsx';

const pages = [serviceSheet, robotsText, siteMap, startPage, newsListPage, newsPage, contactPage, officePage, imprintPage, privacyPage, accessibilityPage, signLanguageFilm, accountPage, accountDataPage, accountDataPost, knownPage, ownRequestPost, deletePage, deletePost, keepPost, accountExport, appManifest, serviceWorker, offlinePage, mailboxPage];

const both = (key: 'data' | 'dataHint' | 'security' | 'securityHint') => ({ de: accountTexts('de')[key], en: accountTexts('en')[key] });

/** The citizens' site: its frame, its start page and the pages about the city. */
export const portalModule = defineModule({
  name: 'portal',
  contributes: [
    frames.of(portalSiteFrame),
    ...pages.map((one) => routes.of(one)),
    ownAccount,
    navEntries.of({ site: 'portal', label: both('data'), hint: both('dataHint'), href: '/konto/daten', icon: 'account', order: 80, access: 'citizen' }),
    navEntries.of({ site: 'portal', label: both('security'), hint: both('securityHint'), href: '/konto/sicherheit', icon: 'key', order: 90, access: 'citizen' }),
  ],
});
