import { sealPending } from '#platform/audit';
import { verifyRecords } from '#core/records';
import type { Command } from '../command.ts';
import { listTenants, openInstallation } from '../installation.ts';

export const recordsVerifyCommand: Command = {
  words: ['records', 'verify'],
  usage: 'records verify',
  what: 'Prüft die Akten: jede Datei Byte für Byte, jede Kette von Fassungen, Beweisdokumente und das versiegelte Protokoll; nennt den ersten Schaden',
  run: async ({ config, json }) => {
    const { platform, close } = await openInstallation(config);
    const verdicts = [];
    const started = performance.now();
    for (const tenantId of await listTenants(platform.db)) {
      await sealPending(platform, tenantId);
      verdicts.push({ tenant: tenantId, ...(await verifyRecords(platform, tenantId, ({ versions, blobs }) => !json && process.stderr.isTTY && process.stderr.write(`\r${versions} Fassungen, ${blobs} Dateien …`))) });
    }
    const seconds = (performance.now() - started) / 1000;
    await close();
    if (json) console.log(JSON.stringify(verdicts));
    else for (const v of verdicts) console.log(v.intact ? `Mandant ${v.tenant}: ${v.documents} Dokumente, ${v.versions} Fassungen, ${v.blobs} Dateien (${Math.round(v.bytes / 1_000_000)} MB, ${seconds.toFixed(1)} s), ${v.evidence} Beweisdokumente: unverändert.${v.unchained ? ` ${v.unchained} Fassungen sind älter als die Kette.` : ''}` : `Mandant ${v.tenant}: BESCHÄDIGT. ${v.damage}`);
    return verdicts.every((v) => v.intact) ? 0 : 1;
  },
};
