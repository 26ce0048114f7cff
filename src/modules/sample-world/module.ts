import { registers } from '#core/outside';
import { routes } from '#platform/http';
import { defineModule, seeds, type Ctx } from '#platform/module';
import { listSecrets, setSecret } from '#platform/secrets';
import { residentsRegister } from './residents-register.ts';
import { RESIDENTS_TOKEN, residentsServer } from './residents-server.ts';

/** In the demo the secret is there from the beginning, to be seen under Verwaltung › Geheimnisse. */
async function seedToken(ctx: Ctx): Promise<void> {
  const { mode, publicUrl } = ctx.platform.config;
  if (mode !== 'demo') return;
  const host = new URL(publicUrl).host;
  const known = (await listSecrets(ctx)).find(({ name }) => name === 'MELDEREGISTER_TOKEN');
  if (known?.hosts.includes(host)) return;
  await setSecret(ctx, { name: 'MELDEREGISTER_TOKEN', value: RESIDENTS_TOKEN, hosts: [...(known?.hosts ?? []), host], note: 'Melderegister (Beispiel): nur in der Demo, frei erfunden' });
}

export const sampleWorldModule = defineModule({
  name: 'sample-world',
  contributes: [registers.of(residentsRegister), routes.of(residentsServer), seeds.of({ name: 'sample-world/secrets', run: seedToken })],
});
