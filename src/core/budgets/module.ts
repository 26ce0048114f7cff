import { defineModule } from '#platform/module';

export const budgetsModule = defineModule({
  name: 'budgets',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'budgets/edit', de: 'Haushalt der Digitalisierung planen und buchen, Förderungen pflegen' }],
});
