import type { VersionInUse } from '#core/cases';
import { plural } from '#platform/i18n';

const MEANINGS: [RegExp, string][] = [
  [/^service\.yaml$/, 'Name, Texte, Gebühr und Fristen gelten für neue Anträge. Laufende Vorgänge behalten, was in ihrer Fassung steht.'],
  [/^form\.json$/, 'Neue Anträge stellen die geänderten Fragen. Was eingereicht oder schon begonnen ist, bleibt bei den alten.'],
  [/^forms\//, 'Offene Aufgaben zeigen das alte Formular, bis ihr Vorgang umgestellt ist.'],
  [/^process\.bpmn$/, 'Laufende Vorgänge gehen den alten Weg zu Ende, bis sie umgestellt sind.'],
  [/^decisions\.dmn$/, 'Was entschieden ist, bleibt entschieden. Laufende Vorgänge rechnen nach den alten Regeln, bis sie umgestellt sind.'],
  [/^letters\//, 'Laufende Vorgänge schreiben den alten Wortlaut, bis sie umgestellt sind.'],
  [/^walkthroughs\.yaml$/, 'Betrifft nur die Prüfung, keinen Vorgang.'],
];

/** What a changed file means for cases that run already, as one sentence. */
export const meaningOf = (path: string): string => MEANINGS.find(([name]) => name.test(path))?.[1] ?? '';

export const casesInWords = (count: number): string => plural(count, { one: 'ein laufender Vorgang', other: `${count} laufende Vorgänge` });

/** Where the running cases stand and whether they would find their step in what comes next. */
export function runningInWords(versions: readonly VersionInUse[]): string[] {
  const used = versions.filter(({ running }) => running > 0);
  if (used.length === 0) return ['Zurzeit läuft kein Vorgang dieser Leistung.'];
  return used.map(({ number, running, stuck }) => {
    const lost = stuck.map(({ title, instances }) => `${instances} an „${title}“`).join(', ');
    return `Fassung ${number}: ${casesInWords(running)}. ${lost ? `Beim Umstellen fänden keinen Schritt: ${lost}.` : 'Beim Umstellen fände jeder seinen Schritt.'}`;
  });
}
