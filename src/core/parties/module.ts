import { defineModule } from '#platform/module';

export const partiesModule = defineModule({ name: 'parties', migrations: `${import.meta.dirname}/migrations` });
