import type { ElementDefinition, FieldDefinition, OptionDefinition } from '../definition.ts';
import { patternOf } from '../field-facts.ts';
import type { ImportNote } from './imported.ts';
import { plainWords } from './plain-words.ts';

/** A component of form-js, as far as it is read; its shape has been checked. */
export type FormJsComponent = {
  type: string;
  key?: string;
  path?: string;
  label?: string;
  dateLabel?: string;
  timeLabel?: string;
  description?: string;
  text?: string;
  content?: string;
  subtype?: string;
  decimalDigits?: number;
  values?: { label?: string; value?: string }[];
  components?: FormJsComponent[];
  conditional?: { hide?: string | boolean };
  validate?: Record<string, unknown>;
  appearance?: { prefixAdorner?: string; suffixAdorner?: string };
  accept?: string;
  multiple?: boolean | string;
  expression?: string;
  defaultRepetitions?: number;
  allowAddRemove?: boolean;
  [other: string]: unknown;
};

export type Conversion = {
  notes: ImportNote[];
  /** Our keys. */
  keys: Map<FormJsComponent, string>;
  /** Old names in FEEL → our names. */
  values: Map<string, string>;
};

const simple: Record<string, FieldDefinition['type']> = {
  textfield: 'text',
  textarea: 'textarea',
  checkbox: 'confirm',
  radio: 'choice',
  select: 'choice',
  checklist: 'multiChoice',
  taglist: 'multiChoice',
  filepicker: 'file',
};

/** One component as elements of ours; what cannot be taken over becomes a note. */
export function convertElement(work: Conversion, component: FormJsComponent): ElementDefinition[] {
  const where = component.label || component.key || component.type;
  const note = (message: string): void => void work.notes.push({ where, message });
  const condition = conditionOf(work, component, note);
  switch (component.type) {
    case 'group':
    case 'dynamiclist':
      return convertContainer(work, component, { note, condition });
    case 'text':
    case 'html': {
      const text = plainWords(component.text ?? component.content ?? '');
      if (/\{\{|^=/.test(text)) note('Der Text enthält Platzhalter, die es hier nicht gibt');
      return text ? [{ type: 'info', text, ...condition }] : [];
    }
    case 'separator':
    case 'spacer':
      return [];
    case 'button':
      return [];
    case 'image':
    case 'iframe':
    case 'table':
    case 'documentPreview':
      note(`„${component.type}“ gibt es hier nicht und wurde ausgelassen`);
      return [];
    default:
      return convertField(work, component, { note, condition });
  }
}

type Tools = { note: (message: string) => void; condition: { condition?: string } };

function convertContainer(work: Conversion, component: FormJsComponent, { note, condition }: Tools): ElementDefinition[] {
  const elements = (component.components ?? []).flatMap((child) => convertElement(work, child));
  const label = plainWords(component.label ?? '') || 'Angaben';
  const key = work.keys.get(component);
  if (component.type === 'group') return [{ type: 'group', ...(key ? { key } : {}), label, elements, ...condition }];
  if (elements.length === 0) {
    note('Die leere Liste wurde ausgelassen');
    return [];
  }
  const rows = Math.max(1, Math.round(component.defaultRepetitions ?? 1));
  const fixed = component.allowAddRemove === false ? { min: Math.min(rows, 500), max: Math.min(rows, 500) } : {};
  return [{ type: 'repeat', key: key ?? 'liste', label, itemLabel: label, elements, ...fixed, ...condition }];
}

function convertField(work: Conversion, component: FormJsComponent, { note, condition }: Tools): ElementDefinition[] {
  const key = work.keys.get(component) ?? 'feld';
  const label = plainWords(component.label ?? component.dateLabel ?? '') || component.key || 'Feld';
  if (/\{\{/.test(label)) note('Die Beschriftung enthält Platzhalter, die es hier nicht gibt');
  const validate = component.validate ?? {};
  const hint = plainWords(component.description ?? '');
  const base = { key, label, ...(hint ? { hint } : {}), ...(validate.required === true ? { required: true } : {}), ...condition };
  for (const name of ['disabled', 'readonly']) if (component[name]) note(`„${name}“ wurde nicht übernommen`);
  if (component.defaultValue !== undefined) note('Der Vorgabewert wurde nicht übernommen; möglich ist „prefill“');
  switch (component.type) {
    case 'number':
      return [{ ...base, ...numberType(component), ...limits(work, validate, note) }];
    case 'datetime':
      return convertDateTime(component, base, note);
    case 'expression':
      return [{ key, label, ...condition, type: 'calculated', value: rewrite(work, String(component.expression ?? '')) }];
    case 'filepicker':
      return [{ ...base, type: 'file', ...acceptOf(component, note), ...(component.multiple ? { several: true } : {}) }];
    case 'textfield':
      return [{ ...base, ...textType(validate, note) }];
    case 'textarea':
      return [{ ...base, type: 'textarea', ...lengths(validate, note) }];
    case 'checkbox':
      if (validate.required !== true) note('Das Kästchen speichert nur „ja“ oder nichts; eine Bedingung „= false“ gilt nie');
      return [{ ...base, type: 'confirm' }];
    default:
      return [{ ...base, type: simple[component.type] ?? 'text', options: optionsOf(component, note) }];
  }
}

function conditionOf(work: Conversion, { conditional }: FormJsComponent, note: Tools['note']): { condition?: string } {
  const hide = conditional?.hide;
  if (hide === undefined || hide === '' || hide === false) return {};
  if (hide === true) {
    note('Dieses Element ist in form-js immer ausgeblendet');
    return { condition: 'false' };
  }
  return { condition: `(${rewrite(work, hide)}) != true` };
}

/** FEEL with our names: whole words outside of texts, longest first; "this." and "parent." have no counterpart. */
export function rewrite(work: Conversion, feel: string): string {
  const names = [...work.values.keys()].sort((a, b) => b.length - a.length).map((name) => name.replace(/\./g, '\\.'));
  const body = feel.trim().replace(/^=\s*/, '').replace(/\bthis\./g, 'row.');
  if (names.length === 0) return body;
  const finder = new RegExp(`"(?:[^"\\\\]|\\\\.)*"|(?<![\\w.])(${names.join('|')})(?!\\w)`, 'g');
  return body.replace(finder, (whole, name: string | undefined) => (name ? (work.values.get(name) ?? whole) : whole));
}

// form-js numbers are decimal unless told otherwise; ours have two digits unless told otherwise.
const numberType = ({ decimalDigits, appearance }: FormJsComponent): Pick<FieldDefinition, 'type' | 'digits' | 'unit'> => {
  if (appearance?.suffixAdorner === '€' || appearance?.prefixAdorner === '€') return { type: 'money' };
  const unit = appearance?.suffixAdorner && !appearance.suffixAdorner.startsWith('=') ? { unit: appearance.suffixAdorner } : {};
  return decimalDigits === 0 ? { type: 'integer', ...unit } : { type: 'decimal', digits: Math.min(6, Math.max(0, decimalDigits ?? 2)), ...unit };
};

function limits(work: Conversion, validate: Record<string, unknown>, note: Tools['note']): { min?: number | string; max?: number | string } {
  const found: { min?: number | string; max?: number | string } = {};
  for (const which of ['min', 'max'] as const) {
    const value = validate[which];
    if (value === undefined || value === '') continue;
    if (typeof value === 'string' && value.startsWith('=')) found[which] = `= ${rewrite(work, value)}`;
    else if (Number.isFinite(Number(value))) found[which] = Number(value);
    else note(`Die Grenze „${which}“ ist keine Zahl und wurde ausgelassen`);
  }
  return found;
}

function lengths(validate: Record<string, unknown>, note: Tools['note']): { minLength?: number; maxLength?: number } {
  const found: { minLength?: number; maxLength?: number } = {};
  for (const which of ['minLength', 'maxLength'] as const) {
    const value = validate[which];
    if (value === undefined || value === '') continue;
    if (Number.isInteger(Number(value)) && Number(value) >= 0) found[which] = Math.min(Number(value), 100_000);
    else note(`Die Länge „${which}“ ist keine Zahl und wurde ausgelassen`);
  }
  return found;
}

function textType(validate: Record<string, unknown>, note: Tools['note']): Pick<FieldDefinition, 'type' | 'pattern' | 'minLength' | 'maxLength' | 'messages'> {
  if (validate.validationType === 'email') return { type: 'email' };
  if (validate.validationType === 'phone') return { type: 'phone' };
  const found = { type: 'text' as const, ...lengths(validate, note) };
  const { pattern } = validate;
  if (typeof pattern !== 'string' || pattern === '') return found;
  // form-js looks for the pattern anywhere in the text, ours must match the whole.
  const whole = /^\^[^|]*\$$/.test(pattern) ? pattern.slice(1, -1) : `[\\s\\S]*?(?:${pattern})[\\s\\S]*`;
  if (whole.length > 300 || typeof patternOf({ type: 'text', key: 'x', label: 'x', pattern: whole }) === 'string') {
    note(`Das Muster „${pattern.slice(0, 80)}“ kann nicht übernommen werden`);
    return found;
  }
  const message = validate.patternErrorMessage;
  return { ...found, pattern: whole, ...(typeof message === 'string' && message ? { messages: { invalid: message } } : {}) };
}

function optionsOf({ values, valuesKey, valuesExpression }: FormJsComponent, note: Tools['note']): OptionDefinition[] {
  const seen = new Set<string>();
  const options = (values ?? []).flatMap(({ value = '', label }) => {
    const clean = value.trim().replace(/[^A-Za-z0-9_.:-]+/g, '-').replace(/^[^A-Za-z0-9]+/, '').slice(0, 100);
    if (!clean || seen.has(clean)) return [];
    seen.add(clean);
    if (clean !== value) note(`Der Auswahlwert „${value}“ heißt jetzt „${clean}“; bitte prüfen Sie Bedingungen damit`);
    return [{ value: clean, label: plainWords(label ?? '') || value }];
  });
  if (options.length > 0) return options;
  const why = valuesKey || valuesExpression ? 'kommt aus Daten zur Laufzeit' : 'ist leer';
  note(`Die Auswahl ${why}; bitte tragen Sie die Antworten ein`);
  return [{ value: 'offen', label: 'Bitte ergänzen' }];
}

function acceptOf({ accept }: FormJsComponent, note: Tools['note']): { accept?: string[] } {
  const kinds = (accept ?? '').split(',').map((kind) => kind.trim().toLowerCase()).filter(Boolean);
  const good = kinds.filter((kind) => /^(\.[a-z0-9]+|[a-z]+\/([a-z0-9.+-]+|\*))$/.test(kind));
  if (good.length < kinds.length) note('Manche Dateiarten wurden ausgelassen');
  return good.length > 0 ? { accept: good } : {};
}

type Base = { key: string; label: string; required?: boolean; condition?: string };

function convertDateTime(component: FormJsComponent, base: Base, note: Tools['note']): ElementDefinition[] {
  if (component.disallowPassedDates && component.subtype !== 'time') note('„Nicht in der Vergangenheit“ steht jetzt als kleinstes Datum');
  const min = component.disallowPassedDates ? { min: '= today' } : {};
  if (component.subtype === 'time') return [{ ...base, label: component.timeLabel || base.label, type: 'time' }];
  if (component.subtype !== 'datetime') return [{ ...base, ...min, type: 'date' }];
  note('Aus einem Feld für Datum und Uhrzeit wurden zwei');
  return [
    { ...base, ...min, type: 'date' },
    { ...base, key: `${base.key}Time`, label: component.timeLabel || `${base.label} (Uhrzeit)`, type: 'time' },
  ];
}
