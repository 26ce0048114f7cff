import { navEntries } from '#core/organisation';
import { searchSources } from '#core/cases';
import { frames, routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { deskPage } from './desk-page.tsx';
import { searchPage } from './search-page.tsx';
import { colleagueSource, placeSource, serviceSource } from './search-sources.ts';
import { officeSiteFrame } from './site-frame.ts';

/** The site of staff: its frame, the desk and the search over everything. */
export const officeModule = defineModule({
  name: 'office',
  contributes: [
    frames.of(officeSiteFrame),
    ...[deskPage, searchPage].map(routes.of),
    ...[serviceSource, colleagueSource, placeSource].map(searchSources.of),
    navEntries.of({ site: 'office', label: 'Schreibtisch', href: '/office', icon: 'home', order: 10, access: 'staff' }),
    navEntries.of({ site: 'office', label: 'Suche', href: '/office/suche', icon: 'search', order: 30, access: 'staff' }),
  ],
});
