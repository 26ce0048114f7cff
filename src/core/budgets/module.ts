import { defineModule, seeds } from '#platform/module';
import { sampleBudgets } from './sample/sample-budgets.ts';

export const budgetsModule = defineModule({
  name: 'budgets',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'budgets/edit', de: 'Haushalt der Digitalisierung planen und buchen, Förderungen pflegen' }],
  contributes: [seeds.of(sampleBudgets)],
});
