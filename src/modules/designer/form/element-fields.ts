import type { FieldDefinition, FieldTypeName, OptionDefinition, RuleDefinition } from '#engines/forms';
import type { FieldGroup, FieldSpec, Values } from '../fields/field-spec.ts';
import { LOCALES, textIn, withText, type TextLocale } from '../settings/service-text.ts';
import type { Item } from './form-places.ts';

/** Field types in the words of a clerk. */
export const typeWords: Record<FieldTypeName, string> = {
  text: 'Text, eine Zeile', textarea: 'Text, mehrere Zeilen', name: 'Name einer Person', organisationName: 'Name eines Unternehmens', birthDate: 'Geburtsdatum', date: 'Datum', time: 'Uhrzeit', email: 'E-Mail-Adresse', phone: 'Telefonnummer',
  iban: 'IBAN', bic: 'BIC', taxId: 'Steuer-ID', registerNumber: 'Registernummer', plate: 'Kfz-Kennzeichen', postcode: 'Postleitzahl', address: 'Anschrift', money: 'Geldbetrag', integer: 'Ganze Zahl', decimal: 'Kommazahl', percentage: 'Prozent',
  yesNo: 'Ja oder nein', choice: 'Auswahl, eine Antwort', multiChoice: 'Auswahl, mehrere Antworten', confirm: 'Bestätigung zum Ankreuzen', country: 'Staat', nationality: 'Staatsangehörigkeit', file: 'Datei hochladen', calculated: 'Berechneter Wert',
};
const presetWords = [['', 'keine'], ['person', 'Person: Vornamen, Familienname, Geburtsdatum'], ['contact', 'E-Mail und Telefon'], ['bankAccount', 'Bankverbindung'], ['organisation', 'Unternehmen']] as const;
const choices = (pairs: readonly (readonly [string, string])[]): { value: string; label: string }[] => pairs.map(([value, label]) => ({ value, label }));

const line = (name: string, label: string, hint = ''): FieldSpec => ({ name, label, hint, kind: 'line' });
const small = (name: string, label: string, hint = ''): FieldSpec => ({ name, label, hint, kind: 'line', width: 10 });
const text = (name: string, label: string, hint = ''): FieldSpec => ({ name, label, hint, kind: 'text', rows: 3 });
const inAll = (name: string, label: string, kind: 'line' | 'text' = 'line'): FieldSpec[] => [{ name: `${name}.en`, label: `${label} – Englisch`, kind, rows: 2 }, { name: `${name}.de-leicht`, label: `${label} – Leichte Sprache`, kind, rows: 2 }];

const condition = line('condition', 'Nur zeigen, wenn', 'Ein Ausdruck (FEEL): art = "hart". Leer: immer.');
const rules = text('rules', 'Prüfungen über mehrere Felder', 'Eine Zeile je Prüfung: Bedingung | Meldung | Felder. Zum Beispiel: menge <= 20 | Höchstens 20 Festmeter. | menge');

/** The fields of a page or element, by what it is. */
export function itemGroups(item: Item): FieldGroup[] {
  if (item.kind === 'page') return [{ fields: [line('title.de', 'Titel der Seite', 'Ein Thema je Seite, in den Worten der Person: „Ihr Hund“.'), text('lead.de', 'Einleitung', 'Freiwillig, ein Satz unter dem Titel: „Das dauert etwa zwei Minuten.“'), condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('title', 'Titel'), ...inAll('lead', 'Einleitung', 'text')] }, { title: 'Weiteres', more: true, fields: [rules, line('id', 'Kennung der Seite', 'Steht in der Adresse der Seite: hund. Ändern Sie sie nur vor der ersten Veröffentlichung.')] }];
  const { element } = item;
  if (element.type === 'info') return [{ fields: [line('title.de', 'Überschrift', 'Freiwillig: „Bitte beachten Sie“.'), text('text.de', 'Text', 'Eine leere Zeile trennt Absätze, „- “ am Anfang macht eine Liste: „- Personalausweis“.'), { name: 'appearance', label: 'Aussehen', kind: 'choice', hint: '„Warnung“ nur, wenn sonst etwas verloren geht, zum Beispiel eine Frist.', options: choices([['', 'Text'], ['note', 'Hinweis'], ['warning', 'Warnung']]) }, condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('title', 'Überschrift'), ...inAll('text', 'Text', 'text')] }];
  if (element.type === 'group') return [{ fields: [line('label.de', 'Überschrift der Gruppe', 'Steht über den Fragen, die zusammengehören: „Anschrift des Grundstücks“.'), { name: 'preset', label: 'Fertige Fragen', kind: 'choice', hint: 'Nimmt geprüfte Fragen mit Übersetzung, zum Beispiel Vornamen, Familienname und Geburtsdatum.', options: choices(presetWords) }, text('without', 'Davon weglassen', 'Fertige Fragen, die Sie nicht brauchen, eine je Zeile: birthDate für das Geburtsdatum.'), line('hint.de', 'Hinweis', 'Ein Satz vor den Fragen: „Wie im Ausweis“.'), condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('label', 'Überschrift'), ...inAll('hint', 'Hinweis')] }, { title: 'Weiteres', more: true, fields: [line('key', 'Schlüssel', 'Unter diesem Wort stehen die Antworten: application.person.birthDate. Leer: nur eine Überschrift.'), rules] }];
  if (element.type === 'repeat') return [{ fields: [line('label.de', 'Überschrift der Liste', 'Was mehrmals angegeben werden kann: „Ihre Hunde“.'), line('itemLabel.de', 'So heißt ein Eintrag', 'In der Einzahl: „Hund“. Daraus werden „Hund 1“, „Hund hinzufügen“.'), { ...small('min', 'Mindestens', 'So viele Einträge muss es geben: 1'), width: 4 }, { ...small('max', 'Höchstens', 'So viele kann es geben: 10'), width: 4 }, line('hint.de', 'Hinweis', 'Ein Satz vor den Fragen: „Wie im Ausweis“.'), condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('label', 'Überschrift'), ...inAll('itemLabel', 'Eintrag'), ...inAll('hint', 'Hinweis')] }, { title: 'Weiteres', more: true, fields: [line('key', 'Schlüssel', 'So heißt die Liste in Regeln, Prozess und Briefen: application.hunde'), rules] }];
  return fieldGroups(element);
}

function fieldGroups({ type }: FieldDefinition): FieldGroup[] {
  return [
    {
      fields: [
        line('label.de', 'Frage oder Beschriftung', 'Kurz und mit „Sie“ oder „Ihr“: „Wann holen Sie das Holz ab?“'),
        { name: 'type', label: 'Art der Antwort', kind: 'choice', hint: 'Bestimmt Eingabe und Prüfung: „IBAN“ erkennt Tippfehler, „Ganze Zahl“ öffnet die Zifferntasten.', options: Object.entries(typeWords).map(([value, label]) => ({ value, label })) },
        ...(type === 'calculated' ? [] : [{ name: 'required', label: 'Pflicht', kind: 'choice', hint: 'Fragen Sie nur, was Sie brauchen; alles andere ist freiwillig oder fällt weg.', options: choices([['', 'nein, freiwillig'], ['ja', 'ja'], ['wenn', 'unter einer Bedingung']]) } as FieldSpec, line('requiredWhen', 'Pflicht, wenn', 'Nur bei „unter einer Bedingung“. Ein Ausdruck (FEEL): menge > 10')]),
        line('hint.de', 'Hinweis vor dem Feld', 'Ein Beispiel hilft mehr als eine Vorschrift: „Steht auf dem Bescheid oben rechts, zum Beispiel 12.345.678“.'),
        ...ofType(type),
        condition,
      ],
    },
    { title: 'Übersetzungen', more: true, fields: [...inAll('label', 'Frage'), ...inAll('hint', 'Hinweis'), ...(isChoice(type) ? [text('options.en', 'Antworten – Englisch', 'wert = Beschriftung'), text('options.de-leicht', 'Antworten – Leichte Sprache', 'wert = Beschriftung')] : [])] },
    { title: 'Datenschutz: warum wir fragen', more: true, fields: [line('purpose.de', 'Zweck', 'Steht neben dem Feld (DSGVO Art. 13): „Damit wir Sie zurückrufen können“.'), line('legalBasis', 'Rechtsgrundlage', 'Die Vorschrift, die diese Frage erlaubt: § 2 Abs. 1 Hundesteuersatzung'), line('retention', 'Aufbewahrung', 'Wie lange diese Antwort bleibt: „bis zum Ende der Steuerpflicht“.')] },
    { title: 'Weiteres', more: true, fields: [line('key', 'Schlüssel', 'So heißt die Antwort in Regeln, Prozess und Briefen: menge wird zu application.menge.'), text('help.de', 'Mehr dazu', 'Längere Erklärung zum Aufklappen: „Ein Festmeter ist …“.'), line('example', 'Beispiel', 'Eine gute Antwort, mit der ausprobiert und gezeigt wird: „Drei Festmeter Buche“.'), line('prefill', 'Vorbelegt aus dem Konto', 'Wer angemeldet ist, findet es ausgefüllt vor: account.email oder account.address.'), { name: 'dontKnow', label: '„Das weiß ich nicht“ anbieten', kind: 'yes', hint: 'Wo das Gesetz es zulässt, zum Beispiel beim Baujahr eines alten Hauses.' }, line('messages.required.de', 'Meldung, wenn es fehlt', 'Leer: die übliche. Sagt, was zu tun ist: „Geben Sie die Holzart an.“'), line('messages.invalid.de', 'Meldung, wenn es nicht stimmt', 'Leer: die übliche. Zum Beispiel: „Die Chipnummer hat 15 Ziffern.“'), small('fim', 'FIM-Kennung', 'Kennung des Datenfelds, wenn es eine gibt: F60000227')] },
  ];
}

const isChoice = (type: FieldTypeName): boolean => type === 'choice' || type === 'multiChoice';
const LIMITED = new Set<FieldTypeName>(['birthDate', 'date', 'time', 'money', 'integer', 'decimal', 'percentage', 'multiChoice', 'file']);

function ofType(type: FieldTypeName): FieldSpec[] {
  const limits = LIMITED.has(type) ? [small('min', type === 'money' ? 'Mindestens (Cent)' : 'Mindestens', 'Ein Wert oder ein Ausdruck: 1 oder = today'), small('max', type === 'money' ? 'Höchstens (Cent)' : 'Höchstens', 'Ein Wert oder ein Ausdruck: 20 oder = today + duration("P1Y")')] : [];
  if (isChoice(type)) return [text('options.de', 'Antworten', 'Eine Zeile je Antwort: „hart = Hartholz“. Ohne „=“ wird das Wort davor gebildet.'), { name: 'appearance', label: 'Aussehen', kind: 'choice', hint: 'Knöpfe zeigen alle Antworten; die Klappliste ist für mehr als zehn, zum Beispiel Staaten.', options: choices([['', 'Knöpfe'], ['select', 'Klappliste']]) }, ...limits];
  if (type === 'text' || type === 'name' || type === 'organisationName') return [{ ...small('maxLength', 'Höchstens so viele Zeichen', 'Zum Beispiel 100; leer: so viele, wie üblich sind.'), width: 4 }, line('pattern', 'Muster', 'Regulärer Ausdruck für die ganze Antwort: [0-9]{15} für 15 Ziffern. Prüfen Sie ihn in der Vorschau.')];
  if (type === 'textarea') return [{ ...small('maxLength', 'Höchstens so viele Zeichen', 'Zum Beispiel 2000; wie viele übrig sind, wird gezeigt.'), width: 6 }, { ...small('rows', 'Zeilen', 'So hoch ist das Feld: 5'), width: 2 }];
  if (type === 'decimal' || type === 'integer' || type === 'percentage') return [...limits, line('unit.de', 'Einheit', 'Steht hinter dem Feld: „Festmeter“ oder „kg“.'), ...(type === 'integer' ? [] : [{ ...small('digits', 'Stellen nach dem Komma', 'Zum Beispiel 2'), width: 2 as const }])];
  if (type === 'file') return [text('accept', 'Erlaubte Arten', 'Eine je Zeile: application/pdf für PDF, image/* für Fotos.'), { ...small('maxMegabytes', 'Höchstens MB je Datei', 'Ein Foto hat etwa 4 MB: 10'), width: 4 }, { name: 'several', label: 'Mehrere Dateien', kind: 'yes', hint: 'Zum Beispiel für Vorder- und Rückseite.' }, ...limits];
  if (type === 'calculated') return [text('value', 'Ausdruck (FEEL)', 'Rechnet aus anderen Antworten: menge * 2500'), { name: 'format', label: 'Zeigen als', kind: 'choice', hint: '„Geld“ zeigt 2500 als 25,00 €.', options: choices([['text', 'Text'], ['money', 'Geld (Cent)'], ['integer', 'ganze Zahl'], ['decimal', 'Kommazahl'], ['percentage', 'Prozent'], ['date', 'Datum'], ['yesNo', 'ja oder nein']]) }];
  return limits;
}

type Loose = Record<string, unknown>;
const TEXTS = ['title', 'lead', 'label', 'hint', 'help', 'itemLabel', 'text', 'purpose', 'unit'] as const;
const PLAIN = ['id', 'key', 'type', 'condition', 'example', 'prefill', 'legalBasis', 'retention', 'fim', 'pattern', 'value', 'format', 'appearance', 'preset'] as const;
const NUMBERS = ['minLength', 'maxLength', 'rows', 'digits', 'maxMegabytes'] as const;
const YES = ['dontKnow', 'several'] as const;

export const itemOf = (item: Item): Loose => (item.kind === 'page' ? (item.page as unknown as Loose) : (item.element as unknown as Loose));

/** What the fields of an item show. */
export function readItem(item: Item): Values {
  const loose = itemOf(item);
  const messages = (loose['messages'] ?? {}) as Loose;
  const required = loose['required'];
  const options = Array.isArray(loose['options']) ? (loose['options'] as OptionDefinition[]) : [];
  return {
    ...Object.fromEntries(TEXTS.flatMap((key) => LOCALES.map((locale) => [`${key}.${locale}`, textIn(loose[key], locale)]))),
    ...Object.fromEntries([...PLAIN, ...NUMBERS, 'min', 'max'].map((key) => [key, loose[key] === undefined ? '' : String(loose[key])])),
    ...Object.fromEntries(YES.map((key) => [key, loose[key] === true ? 'ja' : ''])),
    required: required === true ? 'ja' : typeof required === 'string' ? 'wenn' : '',
    requiredWhen: typeof required === 'string' ? required : '',
    ...Object.fromEntries(LOCALES.map((locale) => [`options.${locale}`, options.map(({ value, label }) => `${value} = ${textIn(label, locale)}`).filter((row) => locale === 'de' || !row.endsWith('= ')).join('\n')])),
    ...Object.fromEntries((['required', 'invalid'] as const).map((key) => [`messages.${key}.de`, textIn(messages[key], 'de')])),
    accept: Array.isArray(loose['accept']) ? (loose['accept'] as string[]).join('\n') : '',
    without: Array.isArray(loose['without']) ? (loose['without'] as string[]).join('\n') : '',
    rules: (Array.isArray(loose['rules']) ? (loose['rules'] as RuleDefinition[]) : []).map(({ assert, message, fields }) => `${assert} | ${textIn(message, 'de')} | ${fields.join(', ')}`).join('\n'),
  };
}

/** Writes values into an item; what no field stands for stays as it is. */
export function writeItem(item: Item, values: Values): void {
  const loose = itemOf(item);
  const assign = (key: string, value: unknown): void => {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) delete loose[key];
    else loose[key] = value;
  };
  const has = new Set(itemGroups(item).flatMap(({ fields }) => fields.map(({ name }) => name)));
  for (const key of TEXTS) for (const locale of LOCALES) if (has.has(`${key}.${locale}`)) assign(key, withText(loose[key], locale, values[`${key}.${locale}`] ?? ''));
  for (const key of PLAIN) if (has.has(key)) assign(key, values[key]);
  for (const key of [...NUMBERS, 'min', 'max']) if (has.has(key)) assign(key, numberOr(values[key] ?? ''));
  for (const key of YES) if (has.has(key)) assign(key, values[key] === 'ja' ? true : undefined);
  if (has.has('required')) assign('required', values['required'] === 'ja' ? true : values['required'] === 'wenn' ? values['requiredWhen'] || true : undefined);
  if (has.has('options.de')) assign('options', optionsOf(values, Array.isArray(loose['options']) ? (loose['options'] as OptionDefinition[]) : []));
  if (has.has('accept')) assign('accept', lines(values['accept']));
  if (has.has('without')) assign('without', lines(values['without']));
  if (has.has('rules')) assign('rules', rulesOf(values['rules'] ?? '', (loose['rules'] ?? []) as RuleDefinition[]));
  const messages = { ...(loose['messages'] as Loose | undefined) };
  for (const key of ['required', 'invalid'] as const) {
    if (!has.has(`messages.${key}.de`)) continue;
    const changed = withText(messages[key], 'de', values[`messages.${key}.de`] ?? '');
    if (changed === undefined) delete messages[key];
    else messages[key] = changed;
  }
  assign('messages', Object.keys(messages).length > 0 ? messages : undefined);
}

const lines = (value: string | undefined): string[] => (value ?? '').split('\n').map((one) => one.trim()).filter(Boolean);
const numberOr = (value: string): string | number => (/^-?\d+([.,]\d+)?$/.test(value) ? Number(value.replace(',', '.')) : value);
const slugOf = (label: string): string => label.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-+|-+$/g, '') || 'wert';

function optionsOf(values: Values, before: OptionDefinition[]): OptionDefinition[] {
  const texts = (locale: TextLocale): Map<string, string> => new Map(lines(values[`options.${locale}`]).map((row) => splitOption(row)));
  const [en, leicht] = [texts('en'), texts('de-leicht')];
  return lines(values['options.de']).map((row) => {
    const [value, label] = splitOption(row);
    const known = before.find((option) => option.value === value);
    const text = withText(withText(withText(known?.label, 'de', label), 'en', en.get(value) ?? ''), 'de-leicht', leicht.get(value) ?? '');
    return { ...known, value, label: text as OptionDefinition['label'] };
  });
}

function splitOption(row: string): [string, string] {
  const at = row.indexOf('=');
  return at > 0 ? [row.slice(0, at).trim(), row.slice(at + 1).trim()] : [slugOf(row), row];
}

function rulesOf(text: string, before: RuleDefinition[]): RuleDefinition[] {
  return lines(text).map((row, index) => {
    const [assert = '', message = '', fields = ''] = row.split('|').map((part) => part.trim());
    const known = before[index];
    return { assert, message: withText(known?.message, 'de', message) as RuleDefinition['message'], fields: fields.split(',').map((one) => one.trim()).filter(Boolean) };
  });
}

