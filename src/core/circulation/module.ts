import { eventWords } from '#core/cases';
import { navEntries } from '#core/organisation';
import { documentPanels } from '#core/records';
import { routes } from '#platform/http';
import { defineModule } from '#platform/module';
import { cancelRoute, circulationPanel, restartRoute, runPage, runsPage, startRoute, stepRoute } from './office/run-pages.tsx';

export const circulationModule = defineModule({
  name: 'circulation',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [
    ...[runsPage, runPage, stepRoute, restartRoute, cancelRoute, startRoute].map(routes.of),
    documentPanels.of(circulationPanel),
    navEntries.of({ site: 'office', label: 'Umläufe', href: '/office/umlaeufe', icon: 'send', order: 25, access: 'staff' }),
    eventWords.of({
      'circulation/started': () => 'Umlauf begonnen',
      'circulation/returned': () => 'Umlauf zurückgegeben',
      'circulation/done': () => 'Umlauf abgeschlossen',
      'circulation/cancelled': () => 'Umlauf zurückgerufen',
    }),
  ],
});
