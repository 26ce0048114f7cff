import { jobs } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { sendMailJob } from './mail.ts';

export const mailModule = defineModule({
  name: 'mail',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [jobs.of(sendMailJob)],
});
