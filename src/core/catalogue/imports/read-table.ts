import { parse } from 'csv-parse/sync';
import { MOST_ROWS, UnreadableFile, type Refused } from './import-row.ts';

export type TableRow = { line: number; cells: string[] };
export type Table = { head: string[]; rows: TableRow[]; refused: Refused[]; notes: string[] };

/** Bytes as text: byte order marks are obeyed, what is no UTF-8 is read as Windows-1252 (Latin-1 with its gaps filled). */
export function readText(bytes: Uint8Array): { text: string; note?: string } {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return { text: new TextDecoder('utf-16le').decode(bytes), note: 'Die Datei ist in UTF-16 geschrieben.' };
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return { text: new TextDecoder('utf-16be').decode(bytes), note: 'Die Datei ist in UTF-16 geschrieben.' };
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder('windows-1252').decode(bytes), note: 'Die Datei ist nicht in UTF-8 geschrieben; sie wurde als Windows-1252 (Latin-1) gelesen. Bitte sehen Sie die Umlaute an.' };
  }
}

type Parsed = { record: string[]; info: { lines: number } };

/** A table of text. A broken row is refused with its line; the others are read. @throws UnreadableFile */
export function readCsv(bytes: Uint8Array): Table {
  const { text, note } = readText(bytes);
  const notes = note ? [note] : [];
  if (text.includes('\u0000')) throw new UnreadableFile('Das ist keine Textdatei (sie enthält Null-Zeichen).');
  const first = text.slice(0, text.search(/\r?\n/) + 1 || 2000);
  const delimiter = [';', '\t', ','].find((sign) => first.includes(sign)) ?? ';';
  const refused: Refused[] = [];
  let records: Parsed[];
  try {
    records = parse(text, {
      delimiter,
      bom: true,
      info: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      max_record_size: 200_000,
      to: MOST_ROWS + 2,
      on_skip: (error) => {
        // An unclosed quotation mark swallows the rest of the file: nothing after it can be trusted.
        if (error?.code === 'CSV_QUOTE_NOT_CLOSED') throw error;
        refused.push({ line: Number(error?.['lines'] ?? 0), reason: 'Die Zeile ist keine gültige CSV-Zeile.', text: '' });
      },
    }) as unknown as Parsed[];
  } catch (error) {
    throw new UnreadableFile(`Die Tabelle ist nicht lesbar: ${csvReason(error)}`);
  }
  const [head, ...rows] = records;
  if (!head) throw new UnreadableFile('Die Tabelle ist leer.');
  if (rows.length > MOST_ROWS) throw new UnreadableFile(`Die Tabelle hat mehr als ${MOST_ROWS} Zeilen.`);
  return { head: head.record.map((cell) => cell.trim()), rows: rows.map(({ record, info }) => ({ line: info.lines, cells: record })), refused, notes };
}

function csvReason(error: unknown): string {
  const { code, lines } = error as { code?: string; lines?: number };
  if (code === 'CSV_QUOTE_NOT_CLOSED') return 'Ein Anführungszeichen wird nicht geschlossen.';
  if (code === 'CSV_MAX_RECORD_SIZE') return `Zeile ${lines ?? '?'} ist länger als 200.000 Zeichen.`;
  return `Zeile ${lines ?? '?'} ist keine gültige CSV-Zeile.`;
}

const LARGEST_UNPACKED = 150_000_000;

/** The first sheet of an XLSX file. @throws UnreadableFile, also for an archive that would unpack to more than 150 MB. */
export async function readXlsx(bytes: Uint8Array): Promise<Table> {
  const { unzipSync } = await import('fflate');
  let unpacked = 0;
  try {
    // Asks for the sizes only: nothing is unpacked here.
    unzipSync(bytes, { filter: ({ originalSize }) => ((unpacked += originalSize), false) });
  } catch {
    throw new UnreadableFile('Das ist keine lesbare XLSX-Datei.');
  }
  if (unpacked > LARGEST_UNPACKED) throw new UnreadableFile('Die XLSX-Datei ist entpackt größer als 150 MB.');
  const { readSheet } = await import('read-excel-file/node');
  let data: unknown[][];
  try {
    data = (await readSheet(Buffer.from(bytes))) as unknown[][];
  } catch {
    throw new UnreadableFile('Das ist keine lesbare XLSX-Datei.');
  }
  if (data.length > MOST_ROWS + 1) throw new UnreadableFile(`Die Tabelle hat mehr als ${MOST_ROWS} Zeilen.`);
  const rows = data.map((cells, at) => ({ line: at + 1, cells: cells.map(cellText) })).filter(({ cells }) => cells.some(Boolean));
  const [head, ...rest] = rows;
  if (!head) throw new UnreadableFile('Die Tabelle ist leer.');
  return { head: head.cells.map((cell) => cell.trim()), rows: rest, refused: [], notes: [] };
}

const cellText = (cell: unknown): string => (cell === null || cell === undefined ? '' : cell instanceof Date ? cell.toISOString().slice(0, 10) : String(cell as string | number | boolean));
