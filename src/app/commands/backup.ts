import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { formatDateTime } from '#platform/i18n';
import { restoreBackup } from '../backup/restore-backup.ts';
import { takeBackup } from '../backup/take-backup.ts';
import { WrongUse, type Command } from '../command.ts';
import { openInstallation } from '../installation.ts';

export const backupCommand: Command = {
  words: ['backup'],
  usage: 'backup DIR',
  what: 'Sichert Datenbank, Dateien, Schlüssel und Siegel in einen leeren Ordner; der Betrieb läuft weiter',
  run: async ({ args: [dir], json, config }) => {
    if (!dir) throw new WrongUse('Bitte nennen Sie einen leeren Ordner für die Sicherung.');
    const { platform, close } = await openInstallation(config);
    try {
      const { manifest, sum } = await takeBackup(platform, resolve(dir));
      const { tables, files, keys, jobs } = manifest;
      const rows = tables.reduce((all, table) => all + table.rows, 0);
      if (json) console.log(JSON.stringify({ dir: resolve(dir), takenAt: manifest.takenAt, tables: tables.length, rows, jobs: jobs.rows, files: files.count, bytes: files.bytes, damaged: files.damaged, keys, sum }));
      else {
        console.log(`Gesichert: ${rows} Zeilen aus ${tables.length} Tabellen, ${files.count} Dateien, ${keys.length} Schlüssel.`);
        for (const name of files.damaged) console.log(`✖ Die Datei ${name} ist beschädigt und fehlt in der Sicherung.`);
        console.log(`Prüfsumme der Liste SHA256SUMS (bitte woanders notieren): ${sum}`);
        console.log('Die Sicherung enthält Schlüssel und personenbezogene Daten: bitte verschlüsselt aufbewahren.');
      }
      return files.damaged.length ? 1 : 0;
    } finally {
      await close();
    }
  },
};

export const restoreCommand: Command = {
  words: ['restore'],
  usage: 'restore DIR',
  what: 'Spielt eine Sicherung in eine leere Installation ein und prüft danach das Protokoll',
  flags: { force: 'ersetzt Daten, die schon da sind' },
  run: async ({ args: [dir], flags, json, config }) => {
    if (!dir || !existsSync(dir) || !statSync(dir).isDirectory()) throw new WrongUse(dir ? `Den Ordner ${dir} gibt es nicht.` : 'Bitte nennen Sie den Ordner der Sicherung.');
    const done = await restoreBackup(config, resolve(dir), { force: flags.has('force') });
    if (json) console.log(JSON.stringify(done));
    else {
      console.log(`Eingespielt: Stand ${formatDateTime(new Date(done.takenAt), 'de')}, ${done.rows} Zeilen in ${done.tables} Tabellen, ${done.files} Dateien, ${done.jobs} offene Aufträge.`);
      if (done.applied.length) console.log(`Danach auf den Stand dieses Programms gebracht (${done.applied.length} Schritte).`);
      if (done.setAside) console.log(`Die bisherigen Dateien und Schlüssel liegen in ${done.setAside}. Bitte löschen Sie sie, wenn alles stimmt.`);
      if (done.keptSealKey) console.log('Der eingestellte Siegelschlüssel (SEAL_KEY_FILE) blieb stehen; er ist ein anderer als in der Sicherung.');
      for (const v of done.audit) console.log(v.intact ? `Protokoll von Mandant ${v.tenant}: ${v.events} Ereignisse in ${v.seals} Siegeln, unverändert.` : `Protokoll von Mandant ${v.tenant}: BESCHÄDIGT. ${v.damage}`);
    }
    return done.audit.every((v) => v.intact) ? 0 : 1;
  },
};
