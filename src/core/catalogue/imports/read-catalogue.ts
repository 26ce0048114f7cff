import { LARGEST_FILE, UnreadableFile, type CatalogueKind, type ReadCatalogue } from './import-row.ts';
import { readDldb } from './read-dldb.ts';
import { readLeika, readOzg } from './read-leika.ts';
import { readSheet, type SheetColumns } from './read-sheet.ts';
import { readText } from './read-table.ts';
import { readXzufi } from './read-xzufi.ts';

/** What kind of catalogue a file is, by its content. */
export function guessCatalogue(bytes: Uint8Array): CatalogueKind {
  const start = readText(bytes.subarray(0, 4000)).text.trimStart();
  if (start.startsWith('<')) return 'xzufi';
  if (start.startsWith('{') || start.startsWith('[')) return 'dldb';
  const head = start.split('\n')[0] ?? '';
  if (/leika_key/i.test(head)) return 'leika';
  return /ozg_id/i.test(head) && /themenfeld/i.test(head) ? 'ozg' : 'sheet';
}

/** Reads a catalogue of any kind. @throws UnreadableFile with one sentence when nothing of it can be read. */
export async function readCatalogue(kind: CatalogueKind, bytes: Uint8Array, columns?: SheetColumns): Promise<ReadCatalogue> {
  if (bytes.length > LARGEST_FILE) throw new UnreadableFile(`Die Datei ist größer als ${LARGEST_FILE / 1_000_000} MB.`);
  if (bytes.length === 0) throw new UnreadableFile('Die Datei ist leer.');
  switch (kind) {
    case 'leika':
      return readLeika(bytes);
    case 'ozg':
      return readOzg(bytes);
    case 'dldb':
      return readDldb(bytes);
    case 'xzufi':
      return readXzufi(bytes);
    case 'sheet':
      return readSheet(bytes, columns);
  }
}
