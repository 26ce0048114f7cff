import { jobs } from '#platform/jobs';
import { defineModule } from '#platform/module';
import { ownSecrets, resealAll, sealKeepers } from './reseal.ts';

export const secretsModule = defineModule({
  name: 'secrets',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [{ id: 'admin/secrets', de: 'Geheimnisse (Zugangsdaten anderer Systeme) setzen und löschen' }],
  contributes: [
    sealKeepers.of(ownSecrets),
    jobs.of({
      name: 'secrets/reseal',
      schedule: '10 3 * * *',
      handle: async (platform, tenantId) => {
        await resealAll(platform, tenantId);
      },
    }),
  ],
});
