import type { EntrySettings } from '../bundle/settings-schema.ts';

/** Catalogues that can be read, weakest first: where two speak of the same service, the later one wins field by field. */
export const catalogueKinds = ['leika', 'ozg', 'dldb', 'xzufi', 'sheet'] as const;
export type CatalogueKind = (typeof catalogueKinds)[number];

export const catalogueNames: Record<CatalogueKind, string> = {
  leika: 'Leistungskatalog (LeiKa), CSV',
  ozg: 'OZG-Umsetzungskatalog, CSV',
  dldb: 'Dienstleistungsdatenbank (München, Berlin), JSON',
  xzufi: 'XZuFi 2, XML',
  sheet: 'Eigene Tabelle (CSV oder XLSX)',
};

/** What a catalogue says about a service; the rest of an entry stays as it is. */
export type Said = { name: string } & Partial<
  Pick<EntrySettings, 'summary' | 'description' | 'audience' | 'lifeSituations' | 'synonyms' | 'leika' | 'office' | 'papers' | 'fee' | 'processingTime' | 'deadline' | 'validity' | 'legalBasis' | 'requirements' | 'steps' | 'contact'>
>;

export type ImportRow = {
  /** Unique within the catalogue, the same in its next edition. */
  key: string;
  /** Line of the file, the first is 1; for JSON and XML the number of the record. */
  line: number;
  /** Key of the group in the OZG catalogue. */
  parentKey?: string;
  said: Said;
};
export type Refused = { line: number; reason: string; text: string };
export type ReadCatalogue = { rows: ImportRow[]; refused: Refused[]; /** What was noticed about the file as a whole. */ notes: string[] };

/** A file that cannot be read at all: one clear sentence. */
export class UnreadableFile extends Error {
  override name = 'UnreadableFile';
}

export const LARGEST_FILE = 25_000_000;
export const MOST_ROWS = 50_000;
const LONGEST = 15_000;

/** One line of text without control characters, cut to what a field takes. */
export const plain = (text: string, longest = 300): string =>
  text
    // oxlint-disable-next-line no-control-regex -- they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b\ufeff]/g, '')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, longest);

/** Several lines: paragraphs stay. */
export const plainText = (text: string): string => text.split(/\r?\n/).map((line) => plain(line, 5000)).join('\n').replaceAll(/\n{3,}/g, '\n\n').trim().slice(0, LONGEST);

/** The name of a row, or why the row cannot be taken. */
export function nameOf(text: string): { name: string } | { reason: string } {
  const name = plain(text, 301);
  if (name.length < 2) return { reason: 'Der Name fehlt.' };
  if (name.length > 300) return { reason: 'Der Name ist länger als 300 Zeichen.' };
  if (/\ufffd/.test(name)) return { reason: 'Der Name enthält unlesbare Zeichen (falsche Zeichenkodierung).' };
  return { name };
}

/** Rows whose key came before are refused, not silently merged. */
export function withoutTwins({ rows, refused, notes }: ReadCatalogue): ReadCatalogue {
  const lines = new Map<string, number>();
  const kept: ImportRow[] = [];
  const twins: Refused[] = [];
  for (const row of rows) {
    const before = lines.get(row.key);
    if (before === undefined) kept.push(row);
    else twins.push({ line: row.line, reason: `Der Schlüssel ${row.key} stand schon in Zeile ${before}.`, text: row.said.name });
    lines.set(row.key, before ?? row.line);
  }
  return { rows: kept, refused: [...refused, ...twins].sort((a, b) => a.line - b.line), notes };
}
