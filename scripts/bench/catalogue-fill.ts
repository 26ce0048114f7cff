import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFile } from '#core/catalogue';
import type { Platform } from '#platform/module';

const OBJECTS = ['Anlage', 'Betrieb', 'Lager', 'Fahrzeug', 'Gewässer', 'Denkmal', 'Werbung', 'Beruf', 'Tier', 'Lebensmittel', 'Sprengstoff', 'Spiel', 'Grundstück', 'Verein', 'Schule', 'Hafen', 'Forst', 'Labor'];
const KINDS = ['Prüfung', 'Zulassung', 'Kennzeichnung', 'Überwachung', 'Sicherheit', 'Haltung', 'Nutzung', 'Beförderung', 'Ausbildung', 'Versicherung', 'Förderung', 'Entsorgung'];
const ACTIONS = ['Erteilung', 'Änderung', 'Verlängerung', 'Befreiung', 'Anzeige', 'Aufhebung', 'Ersatz', 'Bewilligung', 'Eintragung', 'Auskunft', 'Abmeldung', 'Festsetzung'];

/** A catalogue as large as the federal one: the real LeiKa and OZG lists where they lie (CONFORMANCE_DATA), else 5,251 names made up of their words. */
export async function fillCatalogue(platform: Platform, project: string): Promise<number> {
  const folder = join(process.env.CONFORMANCE_DATA ?? join(project, '../shared/data'), 'service-catalogues');
  const files = ['leika-leistungen.csv', 'ozg-leistungen.csv'].map((name) => join(folder, name)).filter((path) => existsSync(path));
  const contents = files.length > 0 ? files.map((path) => ({ fileName: path.split('/').at(-1) ?? '', bytes: readFileSync(path) })) : [{ fileName: 'leika.csv', bytes: new TextEncoder().encode(madeUp(5251)) }];
  let entries = 0;
  for (const content of contents) entries += (await importFile(platform, 1, content)).counts.new ?? 0;
  return entries;
}

function madeUp(count: number): string {
  const rows = Array.from({ length: count }, (_, n) => {
    const [object, kind, action] = [OBJECTS[n % OBJECTS.length] ?? '', KINDS[Math.floor(n / OBJECTS.length) % KINDS.length] ?? '', ACTIONS[Math.floor(n / (OBJECTS.length * KINDS.length)) % ACTIONS.length] ?? ''];
    return `99${String(n).padStart(6, '0')}001000;${object}${kind.toLowerCase()} ${action}${n >= 2592 ? ` Stufe ${n % 7}-${n}` : ''};4;${n % 557};${object};`;
  });
  return `leika_key;name;typ;ozg_id;ozg_leistung;rechtsgrundlage\n${rows.join('\n')}\n`;
}
