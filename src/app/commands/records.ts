import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportCaseFile } from '#core/retention';
import { runAsSystem } from '#platform/jobs';
import { sealPending } from '#platform/audit';
import { verifyRecords } from '#core/records';
import { WrongUse, type Command } from '../command.ts';
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

export const recordsExportCommand: Command = {
  words: ['records', 'export'],
  usage: 'records export NUMBER DIR',
  what: 'Schreibt eine Vorgangsakte mit allen Fassungen als ZIP nach xdomea (0503) in einen Ordner',
  run: async ({ args: [number, dir], config, json }) => {
    if (!number || !dir) throw new WrongUse('Aktenzeichen und Ordner fehlen.');
    const { platform, close } = await openInstallation(config);
    try {
      for (const tenantId of await listTenants(platform.db)) {
        const made = await platform.transact(runAsSystem(tenantId), (ctx) => exportCaseFile(ctx, number));
        if (!made) continue;
        await writeFile(join(dir, made.name), made.zip);
        console.log(json ? JSON.stringify({ file: join(dir, made.name), bytes: made.zip.length }) : `${join(dir, made.name)} (${made.zip.length} Bytes)`);
        return 0;
      }
    } finally {
      await close();
    }
    console.error(`Eine Akte ${number} gibt es nicht.`);
    return 1;
  },
};
