import { tr } from '#platform/i18n';
import type { ElementDefinition, FieldDefinition, FieldTypeName, OptionDefinition } from '../definition.ts';
import { patternOf } from '../field-facts.ts';
import { plainWords } from './plain-words.ts';
import { child, childrenOf, codeAt, textAt } from './xdf-source.ts';
import type { XdfNode } from './xdf-source.ts';

type Constraints = { minLength?: string; maxLength?: string; pattern?: string; minValue?: string; maxValue?: string };

/** What a field becomes, before its place (key, number of times, law) is known. */
export type XdfField = { element: ElementDefinition; notes: string[] };

/** Says what must be looked at by a person. */
export type Note = (message: string) => void;

/** Labels whose meaning is beyond doubt; the data type of FIM only says "text". */
const byLabel: [RegExp, FieldTypeName][] = [
  [/^(familien|geburts|nach|vor|ruf|doktor)namen?$|^vorname\(n\)$/i, 'name'],
  [/^iban\b/i, 'iban'],
  [/^bic\b/i, 'bic'],
  [/^e-?mail/i, 'email'],
  [/^(telefon|mobil|fax)[a-z]*(nummer)?$/i, 'phone'],
  [/^postleitzahl$|^plz$/i, 'postcode'],
  [/^steuer-?id/i, 'taxId'],
  [/^(firmenname|name (des unternehmens|der firma|der organisation))$/i, 'organisationName'],
];

/** What people call the kinds that a label or a code list decides. */
const kindWords: Partial<Record<FieldTypeName, string>> = { iban: 'IBAN', bic: 'BIC', email: 'E-Mail-Adresse', phone: 'Telefonnummer', postcode: 'Postleitzahl', taxId: 'Steuer-ID', nationality: 'Staatsangehörigkeit', country: 'Staat' };

function constraintsOf(field: XdfNode, note: Note): Constraints {
  const node = child(field, 'praezisierung');
  if (!node) return {};
  if (Object.keys(node.attributes).length > 0) return node.attributes;
  if (!node.text) return {};
  try {
    const parsed: unknown = JSON.parse(node.text);
    if (typeof parsed === 'object' && parsed !== null) {
      return Object.fromEntries(Object.entries(parsed).map(([name, value]) => [name, String(value)]));
    }
  } catch {
    note(`Die Präzisierung „${node.text.slice(0, 80)}“ ist nicht maschinenlesbar`);
  }
  return {};
}

const numberOf = (text: string | undefined): number | undefined => {
  const value = Number((text ?? '').replace(',', '.'));
  return text && Number.isFinite(value) ? value : undefined;
};

// Editors of FIM write HTML into texts, and "-" or "." where the standard demands a text but there is none.
const words = (text: string): string => (/^[-–.…]*$/.test(text) ? '' : /<\/?[a-z][^>]*>|&\w+;/i.test(text) ? plainWords(text) : text);
const LONGEST_LABEL = 300;

/** Hints fit beside a field, long helps belong behind "Mehr dazu". */
export const helpOf = (node: XdfNode): { hint?: string; help?: string } => {
  const text = words(textAt(node, 'hilfetextEingabe')).slice(0, 10_000);
  if (!text) return {};
  return text.length <= 160 ? { hint: text } : { help: text };
};

/** The label people read; FIM's name when there is none, its id when that is no word either. */
export const labelOf = (node: XdfNode): string => {
  const label = (words(textAt(node, 'bezeichnungEingabe')) || words(textAt(node, 'name')) || textAt(node, 'identifikation', 'id') || 'Angaben').replace(/\s+/g, ' ');
  return label.length > LONGEST_LABEL ? `${label.slice(0, LONGEST_LABEL - 1)}…` : label;
};

/** One data field as element; `base` has key, label, hint, law and whether it is required. */
export function convertXdfField(field: XdfNode, base: Omit<FieldDefinition, 'type'>, note: Note): ElementDefinition | undefined {
  const kind = codeAt(field, 'feldart');
  const content = textAt(field, 'inhalt');
  if (kind === 'label') return { type: 'info', text: words(content) || base.label };
  if (kind === 'hidden' || kind === 'locked') {
    if (!content) note('Das Feld ist verdeckt oder gesperrt und hat keinen Inhalt; bitte entscheiden Sie, woher der Wert kommt');
    const { required: _required, autocomplete: _autocomplete, ...rest } = base;
    return { ...rest, type: 'calculated', value: content ? JSON.stringify(content) : 'null' };
  }
  if (content) note(`Der vorbelegte Inhalt „${content.slice(0, 80)}“ wurde nicht übernommen`);
  if (kind === 'select') return convertSelect(field, base, note);
  return { ...base, ...typeOf(field, tr(base.label, 'de'), note) };
}

function typeOf(field: XdfNode, label: string, note: Note): Partial<FieldDefinition> & { type: FieldTypeName } {
  const constraints = constraintsOf(field, note);
  const type = codeAt(field, 'datentyp');
  switch (type) {
    case 'bool':
      return { type: 'yesNo' };
    case 'date':
      return { type: /geburtsdatum/i.test(label) ? 'birthDate' : 'date', ...bounds(constraints, dayOf, note) };
    case 'time':
      return { type: 'time' };
    case 'datetime':
      note('Aus Datum und Uhrzeit wurde nur das Datum');
      return { type: 'date' };
    case 'num':
    case 'num_int':
    case 'num_currency':
      return numberType(type, constraints, note);
    case 'file':
      return fileType(field);
    case 'text':
    case 'text_latin':
    case '':
      return textType(label, constraints, note);
    default:
      note(`Den Datentyp „${type}“ gibt es hier nicht; es wurde ein Textfeld`);
      return textType(label, constraints, note);
  }
}

const dayOf = (text: string | undefined): string | undefined => (/^\d{4}-\d{2}-\d{2}$/.test(text ?? '') ? text : undefined);

/** Smallest and largest value; a range that nobody can meet is left out and said. */
function bounds<T extends number | string>({ minValue, maxValue }: Constraints, read: (text: string | undefined) => T | undefined, note: Note): { min?: T; max?: T } {
  const [min, max] = [read(minValue), read(maxValue)];
  for (const [text, value] of [[minValue, min], [maxValue, max]]) if (text && value === undefined) note(`Die Grenze „${text}“ ist kein Wert dieser Art und wurde ausgelassen`);
  if (min !== undefined && max !== undefined && min > max) {
    note(`Die Grenzen ${min} bis ${max} widersprechen sich und wurden ausgelassen`);
    return {};
  }
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}

function numberType(type: string, constraints: Constraints, note: Note): Partial<FieldDefinition> & { type: FieldTypeName } {
  const cents = type === 'num_currency';
  const scaled = (text: string | undefined): number | undefined => {
    const value = numberOf(text);
    return value === undefined ? undefined : cents ? Math.round(value * 100) : value;
  };
  const limits = bounds(constraints, scaled, note);
  if (cents) return { type: 'money', ...limits };
  if (type !== 'num_int') return { type: 'decimal', digits: 4, ...limits };
  return { type: 'integer', ...(limits.min === undefined ? {} : { min: Math.ceil(limits.min) }), ...(limits.max === undefined ? {} : { max: Math.floor(limits.max) }) };
}

function textType(label: string, constraints: Constraints, note: Note): Partial<FieldDefinition> & { type: FieldTypeName } {
  const known = byLabel.find(([words]) => words.test(label.trim()))?.[1];
  const minLength = numberOf(constraints.minLength);
  const maxLength = numberOf(constraints.maxLength);
  if (known && known !== 'name' && known !== 'organisationName') {
    note(`Wegen der Beschriftung wurde daraus die Feldart „${kindWords[known] ?? known}“`);
    return { type: known };
  }
  const type = known ?? ((maxLength ?? 0) > 255 ? 'textarea' : 'text');
  const lengths = lengthsOf({ minLength, maxLength }, note);
  const pattern = constraints.pattern?.replace(/^\^|\$$/g, '');
  if (!pattern) return { type, ...lengths };
  if (pattern.length > 300 || typeof patternOf({ type: 'text', key: 'x', label: 'x', pattern }) === 'string') {
    note(`Das Muster „${pattern.slice(0, 80)}“ kann nicht übernommen werden`);
    return { type, ...lengths };
  }
  return { type, ...lengths, pattern };
}

function lengthsOf({ minLength, maxLength }: { minLength: number | undefined; maxLength: number | undefined }, note: Note): { minLength?: number; maxLength?: number } {
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    note(`Die Längen ${minLength} bis ${maxLength} widersprechen sich und wurden ausgelassen`);
    return {};
  }
  const whole = (value: number): number => Math.min(Math.round(value), 100_000);
  return { ...(minLength && minLength > 1 ? { minLength: whole(minLength) } : {}), ...(maxLength && maxLength >= 1 ? { maxLength: whole(maxLength) } : {}) };
}

function fileType(field: XdfNode): Partial<FieldDefinition> & { type: FieldTypeName } {
  const accept = childrenOf(field, 'mediaType')
    .map((node) => node.text.toLowerCase())
    .filter((kind) => /^[a-z]+\/[a-z0-9.+-]+$/.test(kind));
  const bytes = numberOf(textAt(field, 'maxSize'));
  const maxMegabytes = bytes && bytes >= 1000 ? Math.min(2000, Math.max(0.1, Math.round(bytes / 100_000) / 10)) : undefined;
  return { type: 'file', ...(accept.length > 0 ? { accept } : {}), ...(maxMegabytes ? { maxMegabytes } : {}) };
}

function convertSelect(field: XdfNode, base: Omit<FieldDefinition, 'type'>, note: Note): ElementDefinition {
  const seen = new Set<string>();
  const options: OptionDefinition[] = childrenOf(child(field, 'werte'), 'wert').flatMap((wert) => {
    const value = textAt(wert, 'code').replace(/[^A-Za-z0-9_.:-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 100);
    const hint = textAt(wert, 'hilfe');
    if (!value || seen.has(value)) return [];
    seen.add(value);
    return [{ value, label: textAt(wert, 'name') || value, ...(hint ? { hint } : {}) }];
  });
  if (options.length > 0) return { ...base, type: 'choice', options };
  const reference = child(field, 'codelisteReferenz');
  const list =
    textAt(reference, 'genericodeIdentification', 'canonicalVersionUri') || textAt(reference, 'genericodeIdentification', 'canonicalIdentification') ||
    textAt(reference, 'canonicalVersionUri') || textAt(reference, 'canonicalIdentification') || reference?.text || '';
  const country = /(schluessel|codeliste|schluesseltabelle)[:.]?staat(?![a-z])|laender(?![a-z])/i;
  const known = /staatsangehoerigkeit/i.test(list) ? 'nationality' : country.test(list) ? 'country' : undefined;
  if (known) {
    note(`Die Codeliste „${list}“ wurde zur Feldart „${kindWords[known]}“`);
    return { ...base, type: known };
  }
  if (/geschlecht(?![a-z])/i.test(list)) {
    note(`Für die Codeliste „${list}“ stehen vier übliche Antworten da; bitte vergleichen Sie die Werte`);
    return { ...base, type: 'choice', options: [{ value: 'm', label: 'männlich' }, { value: 'w', label: 'weiblich' }, { value: 'd', label: 'divers' }, { value: 'o', label: 'ohne Angabe' }] };
  }
  note(`Die Codeliste „${list || 'ohne Angabe'}“ muss eingetragen werden (XRepository)`);
  return { ...base, type: 'choice', options: [{ value: 'offen', label: 'Bitte ergänzen' }] };
}
