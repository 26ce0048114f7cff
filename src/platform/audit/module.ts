import { defineModule } from '#platform/module';

export const auditModule = defineModule({
  name: 'audit',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'audit/read', de: 'Protokoll einsehen' }],
});
