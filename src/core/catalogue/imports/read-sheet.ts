import { nameOf, plain, plainText, withoutTwins, UnreadableFile, type ReadCatalogue, type Said } from './import-row.ts';
import { readCsv, readXlsx, type Table } from './read-table.ts';

/** What a column of the city's own spreadsheet can hold. */
export const sheetFields = ['key', 'name', 'nameEn', 'summary', 'summaryEn', 'description', 'office', 'lifeSituations', 'audience', 'synonyms', 'papers', 'fee', 'processingTime', 'deadline', 'legalBasis', 'leika'] as const;
export type SheetField = (typeof sheetFields)[number];
export const sheetFieldWords: Record<SheetField, string> = {
  key: 'Nummer oder Kürzel', name: 'Name', nameEn: 'Name (englisch)', summary: 'Kurzbeschreibung', summaryEn: 'Kurzbeschreibung (englisch)', description: 'Beschreibung', office: 'Amt (Schlüssel)',
  lifeSituations: 'Lebenslagen (Schlüssel)', audience: 'Zielgruppe', synonyms: 'Suchwörter', papers: 'Unterlagen', fee: 'Gebühr', processingTime: 'Dauer', deadline: 'Frist', legalBasis: 'Rechtsgrundlagen', leika: 'LeiKa-Schlüssel',
};
/** Place of the column by field; what is missing is not read. */
export type SheetColumns = Partial<Record<SheetField, number>>;

const GUESSES: [SheetField, RegExp][] = [
  ['leika', /leika|leistungsschlüssel/i], ['key', /^(nr|id|nummer|kürzel|schlüssel|kennung|nummer oder kürzel)\.?$/i], ['nameEn', /^name.*(engl|en\b)/i], ['summaryEn', /^kurz.*(engl|en\b)/i], ['name', /^(name|leistung|bezeichnung|titel)/i],
  ['summary', /kurz|teaser|zusammenfassung/i], ['description', /beschreibung|text/i], ['office', /amt|zuständig|stelle/i], ['lifeSituations', /lebenslage|thema/i], ['audience', /zielgruppe/i], ['synonyms', /such|synonym|schlagw/i],
  ['papers', /unterlage/i], ['fee', /gebühr|kosten|preis/i], ['processingTime', /dauer/i], ['deadline', /frist/i], ['legalBasis', /recht|gesetz/i],
];

/** The table of a spreadsheet, whatever its kind. */
export const readSheetTable = (bytes: Uint8Array): Promise<Table> => (bytes[0] === 0x50 && bytes[1] === 0x4b ? readXlsx(bytes) : Promise.resolve(readCsv(bytes)));

/** Which column probably holds what, by its heading. */
export function guessColumns(head: string[]): SheetColumns {
  const columns: SheetColumns = {};
  head.forEach((title, place) => {
    const guess = GUESSES.find(([field, words]) => columns[field] === undefined && words.test(title.trim()));
    if (guess) columns[guess[0]] = place;
  });
  return columns;
}

/** The city's own spreadsheet with the columns that a person chose. */
export async function readSheet(bytes: Uint8Array, columns?: SheetColumns): Promise<ReadCatalogue> {
  const table = await readSheetTable(bytes);
  const places = columns ?? guessColumns(table.head);
  if (places.name === undefined) throw new UnreadableFile('Keine Spalte ist als „Name“ gewählt.');
  const found: ReadCatalogue = { rows: [], refused: [...table.refused], notes: table.notes };
  for (const { line, cells } of table.rows) {
    const cell = (field: SheetField): string => unguarded(cells[places[field] ?? -1] ?? '');
    const named = nameOf(cell('name'));
    const leika = plain(cell('leika')).replaceAll(' ', '');
    const reason = 'reason' in named ? named.reason : leika && !/^\d{14}$/.test(leika) ? `Der LeiKa-Schlüssel „${leika.slice(0, 30)}“ hat nicht 14 Ziffern.` : undefined;
    if ('reason' in named || reason) found.refused.push({ line, reason: reason ?? '', text: cells.join('; ').slice(0, 200) });
    else found.rows.push({ key: plain(cell('key'), 100) || named.name.toLowerCase(), line, said: saidOf(cell, named.name, leika) });
  }
  return withoutTwins(found);
}

/** Our export puts ' before what a spreadsheet would compute; here it comes off again. */
const unguarded = (cell: string): string => cell.replace(/^'(?=[=+\-@\t\r])/, '').trim();
const partsOf = (cell: string, longest: number): string[] => cell.split(/[;|\n]|,(?=\s)/).map((part) => plain(part, longest)).filter((part) => part.length > 1).slice(0, 60);

function saidOf(cell: (field: SheetField) => string, name: string, leika: string): Said {
  const text = (field: SheetField): string => plainText(cell(field));
  const some = <K extends keyof Said>(key: K, value: NonNullable<Said[K]> | undefined): Partial<Said> => (value === undefined || (Array.isArray(value) && value.length === 0) ? {} : { [key]: value });
  const english = plain(cell('nameEn'));
  return {
    ...some('summary', text('summary') ? (text('summaryEn') ? { de: text('summary'), en: text('summaryEn') } : text('summary')) : undefined),
    ...some('description', text('description') || undefined),
    ...some('office', /^[a-z][a-z0-9-]{1,59}$/.test(cell('office')) ? cell('office') : undefined),
    ...some('lifeSituations', partsOf(cell('lifeSituations'), 60).filter((key) => /^[a-z][a-z0-9-]*$/.test(key))),
    ...some('audience', /unternehm|gewerb|business|firm/i.test(cell('audience')) ? (/bürger|person|citizen|alle/i.test(cell('audience')) ? ['citizen', 'business'] : ['business']) : undefined),
    ...some('synonyms', partsOf(cell('synonyms'), 80)),
    ...some('papers', partsOf(cell('papers'), 1000).map((paper) => ({ name: paper }))),
    ...some('fee', text('fee') ? { text: text('fee') } : undefined),
    ...some('processingTime', text('processingTime') ? { text: text('processingTime') } : undefined),
    ...some('deadline', text('deadline') || undefined),
    ...some('legalBasis', partsOf(cell('legalBasis'), 500).map((title) => ({ title }))),
    ...some('leika', leika || undefined),
    ...(english ? { synonyms: [...partsOf(cell('synonyms'), 80), english] } : {}),
    name,
  };
}
