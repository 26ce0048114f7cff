import { defineModule } from '#platform/module';

export const eventsModule = defineModule({ name: 'events', migrations: `${import.meta.dirname}/migrations` });
