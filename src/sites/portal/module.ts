import { frames, routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { accountPage } from './account-page.tsx';
import { accessibilityPage, contactPage, feedbackPage, imprintPage, privacyPage } from './city-pages.tsx';
import { mailboxPage } from './mailbox-page.tsx';
import { newsListPage, newsPage } from './news-pages.tsx';
import { portalSiteFrame } from './site-frame.ts';
import { startPage } from './start-page.tsx';

const pages = [startPage, newsListPage, newsPage, contactPage, imprintPage, privacyPage, accessibilityPage, feedbackPage, accountPage, mailboxPage];

/** The citizens' site: its frame, its start page and the pages about the city. */
export const portalModule = defineModule({
  name: 'portal',
  contributes: [frames.of(portalSiteFrame), ...pages.map((one) => routes.of(one))],
});
