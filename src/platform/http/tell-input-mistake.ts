import type { z } from 'zod';

type Issue = z.core.$ZodRawIssue;

const kinds: Record<string, string> = {
  string: 'ein Text', number: 'eine Zahl', int: 'eine ganze Zahl', bigint: 'eine ganze Zahl', boolean: 'true oder false', array: 'eine Liste', object: 'ein Objekt',
  record: 'ein Objekt', date: 'ein Datum', null: 'null',
};
const formats: Record<string, string> = {
  uuid: 'eine UUID', guid: 'eine UUID', email: 'eine E-Mail-Adresse', url: 'eine Internetadresse', date: 'ein Datum wie 2026-11-22', datetime: 'ein Zeitpunkt wie 2026-11-22T08:00:00Z',
  time: 'eine Uhrzeit wie 08:00:00', base64: 'Base64', json_string: 'JSON', regex: 'die verlangte Schreibweise',
};
/** What a size is counted in, by the kind of value. */
const units: Record<string, string> = { string: ' Zeichen', array: ' Einträge', set: ' Einträge', file: ' Byte' };

const expected = (what: string): string => `erwartet wird ${what}`;

function limit(issue: Issue & { code: 'too_big' | 'too_small' }): string {
  const unit = units[issue.origin] ?? '';
  const [bound, word, most] = issue.code === 'too_big' ? [issue.maximum, 'weniger als', 'höchstens'] : [issue.minimum, 'mehr als', 'mindestens'];
  return `erlaubt ${unit ? 'sind' : 'ist'} ${issue.inclusive === false ? word : most} ${bound}${unit}`;
}

/**
 * What is wrong with a value that a program sent, in German like every other refusal; for zod's `error`. A sentence that the schema
 * itself brings goes before. (zod's own German names the kinds of values in English.)
 */
export function tellInputMistake(issue: Issue): string {
  if (issue.code !== 'unrecognized_keys' && issue.input === undefined) return 'fehlt';
  switch (issue.code) {
    case 'invalid_type':
      return expected(kinds[issue.expected] ?? 'ein anderer Wert');
    case 'invalid_format':
      return expected(formats[issue.format] ?? 'eine andere Schreibweise');
    case 'invalid_value':
      return expected(issue.values.map((value) => JSON.stringify(value)).join(' oder '));
    case 'too_big':
    case 'too_small':
      return limit(issue);
    case 'not_multiple_of':
      return expected(`ein Vielfaches von ${issue.divisor}`);
    case 'unrecognized_keys':
      return `unbekannt: ${issue.keys.join(', ')}`;
    default:
      return 'dieser Wert geht hier nicht';
  }
}
