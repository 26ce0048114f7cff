/** A string value in JSON: its path, and from where to where it stands with its quotes. */
export type JsonText = { at: string; where: string; text: string; start: number; end: number; replaceable: boolean };

/** Names that other places refer to, and words of the format. */
const FIXED = new Set(['key', 'id', 'type', 'preset', 'block', 'appearance', 'prefill', 'value', 'codeList', 'accept', 'format', 'fim', 'without', 'pattern']);
const WORDS: Record<string, string> = { label: 'Beschriftung', title: 'Titel', hint: 'Hinweis', lead: 'Einleitung', text: 'Text', purpose: 'Zweck', legalBasis: 'Rechtsgrundlage', condition: 'Bedingung', options: 'Antworten', key: 'Schlüssel', required: 'Pflicht', message: 'Meldung', en: 'englisch', 'de-leicht': 'Leichte Sprache' };

type Scan = { source: string; at: number; found: JsonText[] };

/** All string values of a JSON text in their order; none when it is no JSON. */
export function readJsonTexts(source: string): JsonText[] {
  try {
    JSON.parse(source);
  } catch {
    return [];
  }
  const scan: Scan = { source, at: 0, found: [] };
  readValue(scan, []);
  return scan.found;
}

const STRING = /"(?:[^"\\]|\\.)*"/y;
const PLAIN = /[^,\]}\s]+/y;
const SPACE = /\s*/y;

function skip(scan: Scan, pattern: RegExp): string {
  pattern.lastIndex = scan.at;
  const [found = ''] = pattern.exec(scan.source) ?? [];
  scan.at += found.length;
  return found;
}

function readValue(scan: Scan, path: string[]): void {
  skip(scan, SPACE);
  const letter = scan.source[scan.at];
  if (letter === '{') return readMembers(scan, path, '}');
  if (letter === '[') return readMembers(scan, path, ']');
  if (letter !== '"') return void skip(scan, PLAIN);
  const start = scan.at;
  const text = JSON.parse(skip(scan, STRING)) as string;
  const name = [...path].reverse().find((step) => !/^(\d+|de|en|de-leicht)$/.test(step)) ?? '';
  scan.found.push({ at: path.join('.'), where: path.flatMap((step) => WORDS[step] ?? []).join(', ') || name, text, start, end: scan.at, replaceable: !FIXED.has(name) });
}

function readMembers(scan: Scan, path: string[], end: string): void {
  scan.at++;
  for (let index = 0; ; index++) {
    skip(scan, SPACE);
    if (scan.source[scan.at] === ',') scan.at++;
    skip(scan, SPACE);
    if (scan.source[scan.at] === end) break;
    let name = String(index);
    if (end === '}') {
      name = JSON.parse(skip(scan, STRING)) as string;
      skip(scan, SPACE);
      scan.at++; // ':'
    }
    readValue(scan, [...path, name]);
  }
  scan.at++;
}
