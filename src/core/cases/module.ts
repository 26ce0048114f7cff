import { defineModule } from '#platform/module';
import { closeCaseConnector, setStatusConnector } from './close-case.ts';
import { caseDocumentAccess } from './document-access.ts';
import { caseEventWords } from './event-words.ts';
import { connectors, eventWords, searchSources } from './points.ts';
import { applicantSearch, caseSearch, taskSearch } from './search.ts';

export const casesModule = defineModule({
  name: 'cases',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'cases/read', de: 'Vorgänge des Amtes sehen' },
    { id: 'cases/work', de: 'Aufgaben des Amtes bearbeiten' },
    { id: 'cases/supervise', de: 'Aufgaben anderer verteilen, Zuständigkeit abgeben, Vorgänge beenden' },
    { id: 'cases/supervise', de: 'Störungen in Abläufen beheben' },
  ],
  contributes: [
    ...[closeCaseConnector, setStatusConnector].map(connectors.of),
    caseDocumentAccess,
    eventWords.of(caseEventWords),
    ...[caseSearch, taskSearch, applicantSearch].map(searchSources.of),
  ],
});
