import { routes } from '#platform/http';
import { countDeadLetters } from '#platform/dead-letters';
import { defineModule } from '#platform/module';
import { navEntries } from '#core/organisation';
import { areasPage } from './areas-page.tsx';
import { deadLetterPages } from './dead-letters-page.tsx';
import { officePage } from './office-page.tsx';
import { officesTree } from './offices-tree.tsx';
import { peopleList } from './people-list.tsx';
import { personNew } from './person-new.tsx';
import { personPage } from './person-page.tsx';
import { personSteps } from './person-steps.tsx';
import { rolePage } from './role-page.tsx';
import { rolesMatrix } from './roles-matrix.tsx';
import { secretPages } from './secrets-page.tsx';
import { substitutionPage } from './substitution-page.tsx';

const group = 'Verwaltung';

export const officeAdminModule = defineModule({
  name: 'office-admin',
  contributes: [
    ...[peopleList, ...personNew, ...personPage, ...personSteps, rolesMatrix, ...rolePage, officesTree, ...officePage, ...substitutionPage, ...areasPage, ...secretPages, ...deadLetterPages].map((route) => routes.of(route)),
    navEntries.of({ site: 'office', label: 'Zuständigkeiten', href: '/office/zustaendigkeiten', icon: 'people', order: 420, access: 'staff' }),
    navEntries.of({ site: 'office', label: 'Personen', href: '/office/verwaltung/personen', icon: 'people', order: 900, access: 'may:admin/people', group }),
    navEntries.of({ site: 'office', label: 'Rollen', href: '/office/verwaltung/rollen', icon: 'key', order: 910, access: 'may:admin/roles', group }),
    navEntries.of({ site: 'office', label: 'Ämter', href: '/office/verwaltung/aemter', icon: 'building', order: 920, access: 'may:admin/offices', group }),
    navEntries.of({ site: 'office', label: 'Geheimnisse', href: '/office/verwaltung/geheimnisse', icon: 'lock', order: 950, access: 'may:admin/secrets', group }),
    navEntries.of({
      site: 'office', label: 'Unzustellbar', href: '/office/verwaltung/unzustellbar', icon: 'mail', order: 960, access: 'may:admin/dead-letters', group,
      count: async (ctx) => (await countDeadLetters(ctx)).reduce((sum, { count }) => sum + count, 0),
    }),
  ],
});
