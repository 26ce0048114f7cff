import { sealPending, verifyAudit } from '#platform/audit';
import type { Command } from '../command.ts';
import { listTenants, openInstallation } from '../installation.ts';

export const auditCommand: Command = {
  words: ['audit', 'verify'],
  usage: 'audit verify',
  what: 'Prüft das Protokoll: jedes Ereignis, jedes Siegel, die Aufzeichnung außerhalb der Datenbank',
  run: async ({ config, json }) => {
    const { platform, close } = await openInstallation(config);
    const verdicts = [];
    for (const tenantId of await listTenants(platform.db)) {
      await sealPending(platform, tenantId);
      verdicts.push({ tenant: tenantId, ...(await verifyAudit(platform, tenantId)) });
    }
    await close();
    if (json) console.log(JSON.stringify(verdicts));
    else for (const v of verdicts) console.log(v.intact ? `Mandant ${v.tenant}: ${v.events} Ereignisse in ${v.seals} Siegeln, unverändert.` : `Mandant ${v.tenant}: BESCHÄDIGT. ${v.damage}`);
    return verdicts.every((v) => v.intact) ? 0 : 1;
  },
};
