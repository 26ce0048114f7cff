import { defineModule } from '#platform/module';

export const numbersModule = defineModule({ name: 'numbers', migrations: `${import.meta.dirname}/migrations` });
