import { CsvError, parse } from 'csv-parse/sync';
import { ParseOption, XmlDocument, XmlElement, XmlParseError } from 'libxml2-wasm';
import { problem } from '../problems.ts';
import { parentOf, type Disposition, type PlanPosition } from './file-plan.ts';

const codes: Record<Disposition, string> = { archive: 'A', appraise: 'B', destroy: 'V' };
const dispositions: Record<string, Disposition> = { A: 'archive', B: 'appraise', V: 'destroy' };
const heads = ['Stelle', 'Titel', 'Beschreibung', 'Aufbewahrung (Jahre)', 'Danach (A Archiv, B bewerten, V vernichten)'];

const quoted = (text: string): string => (/[";\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** The plan for a spreadsheet: semicolons and a byte order mark, as German spreadsheets expect. */
export function planToCsv(positions: PlanPosition[]): string {
  const rows = positions.map((p) => [p.number, p.title, p.description ?? '', p.retentionYears ? String(p.retentionYears) : '', p.retentionYears ? codes[p.disposition] : '']);
  return `\u{feff}${[heads, ...rows].map((row) => row.map(quoted).join(';')).join('\r\n')}\r\n`;
}

/** The plan as nested XML: `<Aktenplan><Stelle nummer titel aufbewahrung danach>…`. */
export function planToXml(positions: PlanPosition[]): string {
  const write = (parent: string | null, indent: string): string =>
    positions
      .filter((p) => parentOf(p.number) === parent)
      .map((p) => {
        const keep = p.retentionYears ? ` aufbewahrung="${p.retentionYears}" danach="${codes[p.disposition]}"` : '';
        const inside = `${p.description ? `${indent}  <Beschreibung>${escaped(p.description)}</Beschreibung>\n` : ''}${write(p.number, `${indent}  `)}`;
        return `${indent}<Stelle nummer="${escaped(p.number)}" titel="${escaped(p.title)}"${keep}${inside ? `>\n${inside}${indent}</Stelle>` : '/>'}\n`;
      })
      .join('');
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Aktenplan>\n${write(null, '  ')}</Aktenplan>\n`;
}

/** Reads a plan in either form, by its content. @throws Problem 422 with line and reason. */
export function readPlan(bytes: Uint8Array): PlanPosition[] {
  const text = new TextDecoder('utf-8').decode(bytes).replace(/^\u{feff}/u, '');
  const positions = text.trimStart().startsWith('<') ? readXml(text) : readCsv(text);
  if (positions.length === 0) throw unreadable('Es steht keine Stelle darin.');
  const twice = positions.find((position, at) => positions.findIndex((other) => other.number === position.number) !== at);
  if (twice) throw unreadable(`Die Stelle ${twice.number} kommt zweimal vor.`);
  return positions;
}

const unreadable = (reason: string): Error => problem('records/plan-unreadable', { reason });

function positionOf({ number, title, description, years, after }: { number: string; title: string; description: string; years: string; after: string }, place: string): PlanPosition {
  if (years && !/^\d{1,3}$/.test(years)) throw unreadable(`${place}: „${years}“ ist keine Zahl von Jahren.`);
  const code = after.trim().toUpperCase();
  if (code && !dispositions[code]) throw unreadable(`${place}: „${after}“ ist nicht A, B oder V.`);
  return { number, title, ...(description ? { description } : {}), ...(years ? { retentionYears: Number(years) } : {}), disposition: dispositions[code] ?? 'appraise' };
}

function readCsv(text: string): PlanPosition[] {
  const delimiter = text.slice(0, text.indexOf('\n')).includes(';') ? ';' : ',';
  let rows: string[][];
  try {
    rows = parse(text, { delimiter, relax_column_count: true, skip_empty_lines: true, trim: true });
  } catch (error) {
    if (error instanceof CsvError) throw unreadable(`Zeile ${String(error['lines'] ?? '?')} ist keine gültige CSV-Zeile.`);
    throw error;
  }
  const first = /stelle|nummer/i.test(rows[0]?.[0] ?? '') ? 1 : 0;
  return rows.slice(first).map(([number = '', title = '', description = '', years = '', after = ''], at) => positionOf({ number, title, description, years, after }, `Zeile ${at + 1 + first}`));
}

function readXml(text: string): PlanPosition[] {
  if (/<!DOCTYPE/i.test(text)) throw unreadable('Dokumenttypen (DOCTYPE) sind nicht erlaubt.');
  let document: XmlDocument;
  try {
    document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    if (error instanceof XmlParseError) throw unreadable(`Zeile ${error.details[0]?.line ?? '?'} ist kein gültiges XML.`);
    throw error;
  }
  try {
    return positionsIn(document.root);
  } finally {
    document.dispose();
  }
}

function positionsIn(parent: XmlElement): PlanPosition[] {
  const found: PlanPosition[] = [];
  for (let child = parent.firstChild; child; child = child.next) {
    if (!(child instanceof XmlElement) || child.name !== 'Stelle') continue;
    const attribute = (name: string): string => (child as XmlElement).attr(name)?.value ?? '';
    const description = child.get('Beschreibung')?.content ?? '';
    const said = { number: attribute('nummer'), title: attribute('titel'), description, years: attribute('aufbewahrung'), after: attribute('danach') };
    found.push(positionOf(said, `Zeile ${child.line}`), ...positionsIn(child));
  }
  return found;
}
