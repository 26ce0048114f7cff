import { subscribers } from '#platform/events';
import { jobs } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { caseContributions } from './case-contributions.tsx';
import { closeEndedJob } from './close-ended.ts';
import { writeRecord } from './write-record.ts';

export const filingModule = defineModule({
  name: 'filing',
  contributes: [subscribers.of(writeRecord), jobs.of(closeEndedJob), ...caseContributions],
});
