import type { FieldDefinition, FieldTypeName, OptionDefinition, RuleDefinition } from '#engines/forms';
import type { FieldGroup, FieldSpec, Values } from '../fields/field-spec.ts';
import { LOCALES, textIn, withText, type TextLocale } from '../settings/service-yaml.ts';
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
  if (item.kind === 'page') return [{ fields: [line('title.de', 'Titel der Seite'), text('lead.de', 'Einleitung', 'Freiwillig, ein Satz.'), condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('title', 'Titel'), ...inAll('lead', 'Einleitung', 'text')] }, { title: 'Weiteres', more: true, fields: [rules, line('id', 'Kennung der Seite')] }];
  const { element } = item;
  if (element.type === 'info') return [{ fields: [line('title.de', 'Überschrift'), text('text.de', 'Text', 'Leerzeile: Absatz; „- “ am Anfang: Liste.'), { name: 'appearance', label: 'Aussehen', kind: 'choice', options: choices([['', 'Text'], ['note', 'Hinweis'], ['warning', 'Warnung']]) }, condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('title', 'Überschrift'), ...inAll('text', 'Text', 'text')] }];
  if (element.type === 'group') return [{ fields: [line('label.de', 'Überschrift der Gruppe'), { name: 'preset', label: 'Fertige Fragen', kind: 'choice', options: choices(presetWords) }, text('without', 'Davon weglassen', 'Schlüssel, einer je Zeile: birthDate'), line('hint.de', 'Hinweis'), condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('label', 'Überschrift'), ...inAll('hint', 'Hinweis')] }, { title: 'Weiteres', more: true, fields: [line('key', 'Schlüssel', 'Unter ihm stehen die Antworten; leer: nur eine Überschrift.'), rules] }];
  if (element.type === 'repeat') return [{ fields: [line('label.de', 'Überschrift der Liste'), line('itemLabel.de', 'So heißt ein Eintrag', 'Zum Beispiel „Hund“'), { ...small('min', 'Mindestens'), width: 4 }, { ...small('max', 'Höchstens'), width: 4 }, line('hint.de', 'Hinweis'), condition] }, { title: 'Übersetzungen', more: true, fields: [...inAll('label', 'Überschrift'), ...inAll('itemLabel', 'Eintrag'), ...inAll('hint', 'Hinweis')] }, { title: 'Weiteres', more: true, fields: [line('key', 'Schlüssel'), rules] }];
  return fieldGroups(element);
}

function fieldGroups({ type }: FieldDefinition): FieldGroup[] {
  return [
    {
      fields: [
        line('label.de', 'Frage oder Beschriftung'),
        { name: 'type', label: 'Art der Antwort', kind: 'choice', options: Object.entries(typeWords).map(([value, label]) => ({ value, label })) },
        ...(type === 'calculated' ? [] : [{ name: 'required', label: 'Pflicht', kind: 'choice', options: choices([['', 'nein, freiwillig'], ['ja', 'ja'], ['wenn', 'unter einer Bedingung']]) } as FieldSpec, line('requiredWhen', 'Pflicht, wenn', 'Ein Ausdruck (FEEL); nur bei „unter einer Bedingung“.')]),
        line('hint.de', 'Hinweis vor dem Feld', 'Ein Beispiel statt einer Formatangabe.'),
        ...ofType(type),
        condition,
      ],
    },
    { title: 'Übersetzungen', more: true, fields: [...inAll('label', 'Frage'), ...inAll('hint', 'Hinweis'), ...(isChoice(type) ? [text('options.en', 'Antworten – Englisch', 'wert = Beschriftung'), text('options.de-leicht', 'Antworten – Leichte Sprache', 'wert = Beschriftung')] : [])] },
    { title: 'Datenschutz: warum wir fragen', more: true, fields: [line('purpose.de', 'Zweck', 'Steht neben dem Feld (DSGVO Art. 13).'), line('legalBasis', 'Rechtsgrundlage'), line('retention', 'Aufbewahrung')] },
    { title: 'Weiteres', more: true, fields: [line('key', 'Schlüssel', 'So heißt die Antwort in Regeln, Prozess und Briefen: application.schlüssel'), text('help.de', 'Mehr dazu', 'Längere Erklärung zum Aufklappen.'), line('example', 'Beispiel'), line('prefill', 'Vorbelegt aus dem Konto', 'account.email, account.address …'), { name: 'dontKnow', label: '„Das weiß ich nicht“ anbieten', kind: 'yes' }, line('messages.required.de', 'Meldung, wenn es fehlt'), line('messages.invalid.de', 'Meldung, wenn es nicht stimmt'), small('fim', 'FIM-Kennung')] },
  ];
}

const isChoice = (type: FieldTypeName): boolean => type === 'choice' || type === 'multiChoice';
const LIMITED = new Set<FieldTypeName>(['birthDate', 'date', 'time', 'money', 'integer', 'decimal', 'percentage', 'multiChoice', 'file']);

function ofType(type: FieldTypeName): FieldSpec[] {
  const limits = LIMITED.has(type) ? [small('min', type === 'money' ? 'Mindestens (Cent)' : 'Mindestens', 'Wert oder = Ausdruck'), small('max', type === 'money' ? 'Höchstens (Cent)' : 'Höchstens')] : [];
  if (isChoice(type)) return [text('options.de', 'Antworten', 'Eine Zeile je Antwort: wert = Beschriftung. Ohne „=“ wird der Wert gebildet.'), { name: 'appearance', label: 'Aussehen', kind: 'choice', options: choices([['', 'Knöpfe'], ['select', 'Klappliste']]) }, ...limits];
  if (type === 'text' || type === 'name' || type === 'organisationName') return [{ ...small('maxLength', 'Höchstens so viele Zeichen'), width: 4 }, line('pattern', 'Muster', 'Regulärer Ausdruck für die ganze Antwort')];
  if (type === 'textarea') return [{ ...small('maxLength', 'Höchstens so viele Zeichen'), width: 6 }, { ...small('rows', 'Zeilen'), width: 2 }];
  if (type === 'decimal' || type === 'integer' || type === 'percentage') return [...limits, line('unit.de', 'Einheit', 'Zum Beispiel „Festmeter“'), ...(type === 'integer' ? [] : [{ ...small('digits', 'Stellen nach dem Komma'), width: 2 as const }])];
  if (type === 'file') return [text('accept', 'Erlaubte Arten', 'Eine je Zeile: application/pdf, image/*'), { ...small('maxMegabytes', 'Höchstens MB je Datei'), width: 4 }, { name: 'several', label: 'Mehrere Dateien', kind: 'yes' }, ...limits];
  if (type === 'calculated') return [text('value', 'Ausdruck (FEEL)', 'Zum Beispiel: menge * 2500'), { name: 'format', label: 'Zeigen als', kind: 'choice', options: choices([['text', 'Text'], ['money', 'Geld (Cent)'], ['integer', 'ganze Zahl'], ['decimal', 'Kommazahl'], ['percentage', 'Prozent'], ['date', 'Datum'], ['yesNo', 'ja oder nein']]) }];
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

