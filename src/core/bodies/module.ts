import { defineModule } from '#platform/module';

/** Committees, teams and working groups: who belongs to them, when they met, what they decided and what became of it. */
export const bodiesModule = defineModule({
  name: 'bodies',
  migrations: `${import.meta.dirname}/migrations`,
  contributes: [],
});
