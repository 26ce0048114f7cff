import { Document, parseDocument } from 'yaml';
import type { FieldGroup, Values } from '../fields/field-spec.ts';
import { textIn, withText } from '../settings/service-text.ts';

const HEAD = /^---\n([\s\S]*?)\n---\n?/;

/** The settings and the text of a letter. */
export function splitLetter(source: string): { head: string; body: string } {
  const match = HEAD.exec(source);
  return match ? { head: match[1] ?? '', body: source.slice(match[0].length) } : { head: '', body: source };
}

const choices = (pairs: [string, string][]): { value: string; label: string }[] => pairs.map(([value, label]) => ({ value, label }));

/** The fields of a letter. */
export const letterGroups: FieldGroup[] = [
  {
    fields: [
      { name: 'title.de', label: 'Titel', kind: 'line', hint: 'So heißt das Schreiben im Postfach und in der Akte: „Bescheid über Brennholz“.' },
      { name: 'subject', label: 'Betreff', kind: 'line', hint: 'Die fette Zeile über dem Text. Leer: der Titel. Angaben in {{ }}: „Bescheid – {{ case.number }}“' },
      { name: 'kind', label: 'Art', kind: 'choice', hint: 'Ein Bescheid entscheidet etwas und bekommt eine Belehrung; alles andere ist ein Schreiben.', options: choices([['letter', 'Schreiben'], ['notice', 'Bescheid'], ['certificate', 'Urkunde, Bescheinigung'], ['receipt', 'Quittung']]) },
    ],
  },
  {
    title: 'Rechtsbehelf, Siegel, Aussehen',
    more: true,
    fields: [
      { name: 'appeal', label: 'Belehrung über den Rechtsbehelf', kind: 'choice', hint: 'Eine falsche Belehrung macht die Frist ein Jahr lang: lassen Sie sie prüfen.', options: choices([['', 'üblich für die Art'], ['none', 'keine'], ['objection', 'Widerspruch'], ['levy-objection', 'Widerspruch gegen eine Abgabe'], ['tax-objection', 'Einspruch (Steuer)'], ['lawsuit', 'Klage'], ['objection-or-lawsuit', 'Widerspruch oder Klage'], ['levy-objection-or-lawsuit', 'Widerspruch oder Klage gegen eine Abgabe'], ['social-objection', 'Widerspruch (Sozialleistung)'], ['registry-court', 'Gericht gegen das Standesamt'], ['ballot-objection', 'Einspruch (Wahlschein)']]) },
      { name: 'seal', label: 'Mit elektronischem Siegel', kind: 'yes', hint: 'Beweist, dass das PDF von der Stadt kommt; für jeden Bescheid.' },
      { name: 'layout', label: 'Aussehen', kind: 'choice', hint: 'Nur wenn es anders aussehen soll als üblich, zum Beispiel als Ausweis.', options: choices([['', 'üblich für die Art'], ['letter', 'Brief (DIN 5008)'], ['certificate', 'Urkunde'], ['permit', 'Ausweis'], ['receipt', 'Quittung'], ['report', 'schlicht']]) },
      { name: 'language', label: 'Sprache', kind: 'choice', hint: 'Silbentrennung, Datum und feste Wörter richten sich danach.', options: choices([['', 'Deutsch'], ['en', 'Englisch'], ['de-leicht', 'Leichte Sprache']]) },
      { name: 'title.en', label: 'Titel – Englisch', kind: 'line', hint: 'Für das Postfach auf Englisch: “Firewood permit”.' },
    ],
  },
  { title: 'Text', fields: [{ name: 'body', label: 'Text des Schreibens', kind: 'text', rows: 22, hint: 'Anrede und Text; Absender, Anschrift, Datum und Gruß kommen von selbst dazu.' }] },
];

type Head = Record<string, unknown>;

export function readLetter(source: string): Values {
  const { head, body } = splitLetter(source);
  const settings = (parseDocument(head).toJS() ?? {}) as Head;
  const plain = (key: string): string => (typeof settings[key] === 'string' ? (settings[key] as string) : '');
  return { 'title.de': textIn(settings['title'], 'de'), 'title.en': textIn(settings['title'], 'en'), subject: plain('subject'), kind: plain('kind') || 'letter', appeal: plain('appeal'), layout: plain('layout'), language: plain('language') === 'de' ? '' : plain('language'), seal: settings['seal'] === true ? 'ja' : '', body: body.trim() };
}

export function writeLetter(source: string, values: Values): string {
  const { head } = splitLetter(source);
  const document = parseDocument(head);
  if (!document.contents) document.contents = new Document({}).contents as typeof document.contents;
  const before = (document.toJS() ?? {}) as Head;
  const assign = (key: string, value: unknown): void => {
    if (JSON.stringify(before[key]) === JSON.stringify(value)) return;
    if (value === undefined || value === '') document.delete(key);
    else document.set(key, document.createNode(value));
  };
  assign('title', withText(withText(before['title'], 'de', values['title.de'] ?? ''), 'en', values['title.en'] ?? ''));
  for (const key of ['kind', 'subject', 'appeal', 'layout', 'language'] as const) if (values[key] || before[key] !== undefined) assign(key, values[key] || undefined);
  if (values['seal'] === 'ja' || before['seal'] !== undefined) assign('seal', values['seal'] === 'ja');
  return `---\n${document.toString({ lineWidth: 0 }).trim()}\n---\n${(values['body'] ?? '').trim()}\n`;
}
