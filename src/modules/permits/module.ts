import { casePanels, connectors, eventWords } from '#core/cases';
import { navEntries } from '#core/organisation';
import { ownData } from '#core/parties';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { issuePermitConnector } from './issue-permit.ts';
import { ownPermits } from './own-data.ts';
import { permitsPanel } from './office/permits-panel.tsx';
import { askPage, checkPage, keyPage } from './portal/check-page.tsx';
import { permitPage, permitsPage } from './portal/permit-pages.tsx';
import { vehiclePage, vehiclePost } from './portal/vehicle-page.tsx';

export const permitsModule = defineModule({
  name: 'permits',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [
    ...[permitsPage, permitPage, vehiclePage, vehiclePost, askPage, checkPage, keyPage].map((route) => routes.of(route)),
    connectors.of(issuePermitConnector),
    casePanels.of(permitsPanel),
    ownData.of(ownPermits),
    navEntries.of({ site: 'portal', label: { de: 'Ausweise', en: 'Permits' }, hint: { de: 'Auf dem Telefon vorzeigen', en: 'To show on the phone' }, href: '/konto/ausweise', icon: 'tag', order: 50, access: 'citizen' }),
    eventWords.of({ 'permits/issued': () => 'Digitalen Ausweis ausgestellt', 'permits/vehicle-changed': () => 'Neues Kennzeichen gemeldet' }),
  ],
});
