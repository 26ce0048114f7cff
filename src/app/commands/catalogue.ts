import { existsSync, readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { catalogueKinds, catalogueNames, importFile, measureSearch, UnreadableFile, type CatalogueKind, type FileImported } from '#core/catalogue';
import { WrongUse, type Command } from '../command.ts';
import { openInstallation } from '../installation.ts';

const words: [keyof FileImported['counts'], string][] = [['new', 'neu'], ['changed', 'geändert'], ['conflict', 'geändert, eigene Angaben bleiben'], ['covered', 'bietet die Stadt schon an'], ['same', 'unverändert'], ['gone', 'nicht mehr im Katalog'], ['kept', 'nicht mehr im Katalog, bleibt wegen eigener Angaben'], ['refused', 'abgelehnt']];

function inWords({ catalogue, counts, notes, refused, applied }: FileImported): string {
  const lines = words.filter(([kind]) => (counts[kind] ?? 0) > 0).map(([kind, word]) => `  ${String(counts[kind] ?? 0).padStart(6)}  ${word}`);
  return [catalogueNames[catalogue], notes, ...lines, ...refused.map(({ line, reason, name }) => `  Zeile ${line}: ${reason ?? ''} ${name.slice(0, 60)}`), applied ? '✔ Übernommen' : 'Probelauf: nichts geändert'].filter(Boolean).join('\n');
}

function kindOf(flag: string | undefined): CatalogueKind | undefined {
  if (flag === undefined) return undefined;
  const kind = catalogueKinds.find((one) => one === flag);
  if (!kind) throw new WrongUse(`--format ist eines von ${catalogueKinds.join(', ')}.`);
  return kind;
}

export const catalogueImportCommand: Command = {
  words: ['catalogue', 'import'],
  usage: 'catalogue import FILE',
  what: 'Liest einen Leistungskatalog ein: LeiKa oder OZG (CSV), Dienstleistungsdatenbank (JSON), XZuFi (XML), eigene Tabelle (CSV, XLSX)',
  flags: { 'dry-run': 'nur zeigen, was sich ändern würde', format: `${catalogueKinds.join(', ')}; sonst am Inhalt erkannt`, 'remove-gone': 'entfernen, was nicht mehr im Katalog steht' },
  run: async ({ args, flags, json, config }) => {
    const [path] = args;
    if (!path || !existsSync(path) || !statSync(path).isFile()) throw new WrongUse(path ? `Die Datei ${path} gibt es nicht.` : 'Bitte nennen Sie eine Datei.');
    const catalogue = kindOf(flags.get('format'));
    const { platform, close } = await openInstallation(config);
    try {
      const done = await importFile(platform, 1, { fileName: basename(path), bytes: readFileSync(path), dryRun: flags.has('dry-run'), removeGone: flags.has('remove-gone'), ...(catalogue ? { catalogue } : {}) });
      console.log(json ? JSON.stringify(done) : inWords(done));
      return done.refused.length > 0 ? 1 : 0;
    } catch (error) {
      if (!(error instanceof UnreadableFile)) throw error;
      console.log(json ? JSON.stringify({ error: error.message }) : `✖ ${error.message}`);
      return 1;
    } finally {
      await close();
    }
  },
};

export const catalogueMeasureCommand: Command = {
  words: ['catalogue', 'measure'],
  usage: 'catalogue measure',
  what: 'Misst die Suche: wird jede Leistung mit ihrem Namen zuerst gefunden, und mit einem Tippfehler unter den ersten drei?',
  flags: { every: 'nur jede so vielte Leistung, z. B. --every=10' },
  run: async ({ flags, json, config }) => {
    const every = Number(flags.get('every') ?? '1');
    if (!Number.isInteger(every) || every < 1) throw new WrongUse('--every ist eine ganze Zahl ab 1.');
    const { platform, close } = await openInstallation(config);
    const found = await measureSearch(platform, 1, { every });
    await close();
    const share = (count: number): string => `${((100 * count) / Math.max(1, found.different)).toFixed(2)} %`;
    console.log(json ? JSON.stringify(found) : [`${found.names} Leistungen, ${found.different} geprüfte Namen`, `${share(found.exactFirst)} mit genauem Namen zuerst`, `${share(found.typoInThree)} mit einem Tippfehler unter den ersten drei`, ...found.notFirst.slice(0, 20).map((name) => `  nicht zuerst: ${name}`), ...found.notInThree.slice(0, 20).map((name) => `  nicht unter drei: ${name}`)].join('\n'));
    return found.notFirst.length > 0 ? 1 : 0;
  },
};
