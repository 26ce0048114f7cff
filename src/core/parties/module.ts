import { jobs } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { deleteDueAccounts } from './delete-account.ts';

export const partiesModule = defineModule({ name: 'parties', migrations: `${import.meta.dirname}/migrations`, contributes: [jobs.of({ name: 'parties/delete-accounts', schedule: '40 3 * * *', handle: deleteDueAccounts })] });
