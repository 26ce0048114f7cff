import { file, type Reply } from '#platform/http';

type Cell = string | number | null | undefined;

/** Quoted where needed; a cell that a spreadsheet would run as a formula is made text. */
function cellOf(value: Cell): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = /^[=+\-@\t]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table for spreadsheets: semicolons, UTF-8 with byte order mark. */
export const csvFile = (name: string, head: readonly string[], rows: readonly Cell[][]): Reply =>
  file({ name, type: 'text/csv; charset=utf-8', bytes: Buffer.from(`\uFEFF${[head, ...rows].map((row) => row.map(cellOf).join(';')).join('\r\n')}\r\n`) });

/** Money as the import reads it: "12500,00". */
export const plainMoney = (cents: number): string => (cents / 100).toFixed(2).replace('.', ',');
