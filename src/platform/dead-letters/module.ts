import { defineModule } from '#platform/module';
import { deadLetterSources } from './dead-letter.ts';
import { eventSource, jobSource } from './own-sources.ts';

export const deadLettersModule = defineModule({
  name: 'dead-letters',
  permissions: [{ id: 'admin/dead-letters', de: 'Unzustellbares (Aufträge, Mails, Ereignisse) wiederholen und verwerfen' }],
  contributes: [jobSource, eventSource].map(deadLetterSources.of),
});
