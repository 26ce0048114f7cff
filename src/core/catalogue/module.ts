import { defineModule } from '#platform/module';

export const catalogueModule = defineModule({
  name: 'catalogue',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'catalogue/edit', de: 'Leistungen bearbeiten' },
    { id: 'catalogue/publish', de: 'Leistungen veröffentlichen' },
  ],
});
