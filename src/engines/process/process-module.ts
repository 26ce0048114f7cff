import { defineModule } from '#platform/module';

/** The tables of the process engine; whoever runs processes lists it before himself. */
export const processModule = defineModule({ name: 'process', migrations: `${import.meta.dirname}/migrations` });
