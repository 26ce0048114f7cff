import { defineModule, seeds, type Ctx } from '#platform/module';
import { publishChangedServices } from './publish/publish-changed-services.ts';

export const catalogueModule = defineModule({
  name: 'catalogue',
  migrations: `${import.meta.dirname}/migrations`,
  permissions: [
    { id: 'catalogue/edit', de: 'Leistungen bearbeiten' },
    { id: 'catalogue/publish', de: 'Leistungen veröffentlichen' },
  ],
  contributes: [seeds.of({ name: 'catalogue', run: async (ctx: Ctx) => void (await publishChangedServices(ctx.platform, ctx.tenantId)) })],
});
