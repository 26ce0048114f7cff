import { isObject } from '../form-state.ts';
import type { ImportNote } from './imported.ts';

// The rules of the form-js schema (version 19) as tables: which property may stand on which component, and of what kind it is.
const multi = ['checklist', 'radio', 'select', 'taglist'];
const inputs = [...multi, 'checkbox', 'datetime', 'number', 'textfield', 'textarea', 'expression', 'filepicker'];
const containers = ['group', 'dynamiclist'];
const sources = ['table', 'documentPreview'];
const types = new Set([...inputs, ...containers, ...sources, 'image', 'text', 'html', 'button', 'spacer', 'separator', 'iframe']);

type Rule = { on?: readonly string[]; kind?: readonly string[]; pattern?: RegExp; oneOf?: readonly unknown[]; range?: [number, number] };

const only = (on: readonly string[], ...kind: string[]): Rule => ({ on, kind });
const datetimeText = only(['datetime'], 'string');
const listSwitch = only(['dynamiclist'], 'boolean');

const properties: Record<string, Rule> = {
  id: { kind: ['string'] },
  label: only([...inputs, 'button', 'iframe', ...containers, ...sources], 'string'),
  description: only(
    inputs.filter((type) => type !== 'filepicker'),
    'string',
  ),
  key: { on: inputs, kind: ['string'], pattern: /^\w+(\.\w+)*$/ },
  readonly: only(inputs, 'boolean', 'string'),
  disabled: only(inputs, 'boolean', 'string'),
  validate: only(inputs, 'object'),
  text: only(['text'], 'string'),
  defaultValue: only(inputs, 'string', 'boolean', 'number', 'array'),
  action: { on: ['button'], oneOf: ['submit', 'reset'] },
  source: only(['image'], 'string'),
  alt: only(['image'], 'string'),
  url: { kind: ['string'] },
  subtype: { on: ['datetime'], oneOf: ['date', 'time', 'datetime'] },
  dateLabel: datetimeText,
  timeLabel: datetimeText,
  use24h: only(['datetime'], 'boolean'),
  timeSerializingFormat: { on: ['datetime'], oneOf: ['utc_offset', 'utc_normalized', 'no_timezone'] },
  timeInterval: { on: ['datetime'], kind: ['integer'], range: [1, 60] },
  disallowPassedDates: only(['datetime'], 'boolean'),
  increment: only(['number'], 'number', 'string'),
  decimalDigits: only(['number'], 'integer'),
  serializeToString: only(['number'], 'boolean'),
  searchable: only(['select'], 'boolean'),
  values: only(multi, 'array'),
  valuesKey: { on: multi, kind: ['string'], pattern: /^\S*$/ },
  valuesExpression: only(multi, 'string'),
  height: only(['spacer', 'iframe'], 'number'),
  components: only(containers, 'array'),
  path: { on: containers, kind: ['string'], pattern: /^(\w+(\.\w+)*)*$/ },
  showOutline: only(containers, 'boolean'),
  verticalAlignment: { on: containers, oneOf: ['start', 'center', 'end'] },
  isRepeating: listSwitch,
  allowAddRemove: listSwitch,
  disableCollapse: listSwitch,
  defaultRepetitions: only(['dynamiclist'], 'number'),
  nonCollapsedItems: only(['dynamiclist'], 'number'),
  layout: { kind: ['object'] },
  appearance: { kind: ['object'] },
  conditional: { kind: ['object'] },
  properties: { kind: ['object'] },
  security: { kind: ['object'] },
  columns: only(['table'], 'array'),
  columnsExpression: only(['table'], 'string'),
  rowCount: only(['table'], 'number'),
  dataSource: only(sources, 'string'),
  content: only(['html'], 'string'),
  accept: only(['filepicker'], 'string'),
  multiple: only(['filepicker'], 'boolean', 'string'),
  maxHeight: only(['documentPreview'], 'number'),
};

const validateProperties: Record<string, Rule> = {
  required: { kind: ['boolean'] },
  validationType: { on: ['textfield'], oneOf: ['email', 'phone', 'custom', '', null] },
  pattern: only(['textfield'], 'string'),
  patternErrorMessage: only(['textfield'], 'string'),
  minLength: only(['textfield', 'textarea'], 'integer', 'string'),
  maxLength: only(['textfield', 'textarea'], 'integer', 'string'),
  min: only(['number'], 'number', 'string'),
  max: only(['number'], 'number', 'string'),
};

const insideObjects: Record<string, Record<string, Rule>> = {
  validate: validateProperties,
  appearance: { prefixAdorner: only(['textfield', 'number'], 'string'), suffixAdorner: only(['textfield', 'number'], 'string') },
  conditional: { hide: { kind: ['string', 'boolean'] } },
};

const defaultKinds: Record<string, string[]> = {
  checkbox: ['boolean'],
  number: ['number', 'string'],
  checklist: ['array'],
  taglist: ['array'],
  ...Object.fromEntries(['textfield', 'textarea', 'datetime', 'radio', 'select'].map((type) => [type, ['string']])),
};

const kindsOf = (value: unknown): string[] => {
  if (value === null) return ['null'];
  if (Array.isArray(value)) return ['array'];
  return typeof value === 'number' && Number.isInteger(value) ? ['integer', 'number'] : [typeof value];
};

function problemOf(rule: Rule, type: string, value: unknown): string | undefined {
  if (rule.on && !rule.on.includes(type)) return `gibt es bei „${type}“ nicht`;
  if (rule.kind && !kindsOf(value).some((kind) => rule.kind?.includes(kind))) return 'hat eine falsche Art';
  if (rule.oneOf && !rule.oneOf.includes(value)) return 'hat keinen erlaubten Wert';
  if (rule.pattern && !rule.pattern.test(String(value))) return 'hat keine erlaubte Form';
  if (rule.range && ((value as number) < rule.range[0] || (value as number) > rule.range[1])) return 'liegt außerhalb der Grenzen';
  return undefined;
}

type Report = (where: string, message: string) => void;

/** Why a JSON is no form-js form; empty when it is one. */
export function formJsProblems(json: unknown): ImportNote[] {
  const found: ImportNote[] = [];
  const report: Report = (where, message) => void found.push({ where, message });
  if (!isObject(json)) return [{ where: 'Formular', message: 'Das ist kein Objekt' }];
  if (json.type !== 'default') report('type', '„type“ muss „default“ sein');
  if (!Array.isArray(json.components)) report('components', '„components“ fehlt oder ist keine Liste');
  const version = json.schemaVersion;
  if (version !== undefined && !(Number.isInteger(version) && Number(version) >= 1 && Number(version) <= 19)) {
    report('schemaVersion', 'Diese Fassung von form-js wird nicht gelesen; möglich ist 1 bis 19');
  }
  for (const name of ['layout', 'conditional', 'properties']) if (name in json) report(name, `„${name}“ gibt es beim Formular nicht`);
  for (const name of ['id', 'executionPlatform', 'executionPlatformVersion', 'versionTag']) {
    if (json[name] !== undefined && typeof json[name] !== 'string') report(name, `„${name}“ hat eine falsche Art`);
  }
  checkComponents(json.components, 'components', { report, depth: 0 });
  return found.slice(0, 50);
}

function checkComponents(components: unknown, where: string, { report, depth }: { report: Report; depth: number }): void {
  if (!Array.isArray(components)) return;
  if (depth > 20) return report(where, 'Gruppen sind zu tief geschachtelt');
  components.forEach((component, i) => {
    const at = `${where}.${i}`;
    if (!isObject(component)) return report(at, 'Das ist kein Element');
    if (typeof component.type !== 'string' || !types.has(component.type)) return report(at, `Die Art „${String(component.type)}“ gibt es nicht`);
    checkComponent(component, at, report);
    checkComponents(component.components, `${at}.components`, { report, depth: depth + 1 });
  });
}

function checkComponent(component: Record<string, unknown>, at: string, report: Report): void {
  const type = String(component.type);
  for (const [name, rule] of Object.entries(properties)) {
    if (!(name in component)) continue;
    const problem = problemOf(rule, type, component[name]);
    if (problem) report(`${at}.${name}`, `„${name}“ ${problem}`);
    else if (insideObjects[name]) checkInside(component, name, { at, report });
  }
  if (inputs.includes(type) && !('key' in component)) report(at, '„key“ fehlt');
  if (type === 'expression' && !('expression' in component && 'computeOn' in component)) report(at, '„expression“ oder „computeOn“ fehlt');
  if (sources.includes(type) && !('dataSource' in component)) report(at, '„dataSource“ fehlt');
  if (type === 'table' && 'columns' in component === 'columnsExpression' in component) report(at, 'Entweder „columns“ oder „columnsExpression“ muss stehen');
  checkDefault(component, at, report);
}

function checkDefault(component: Record<string, unknown>, at: string, report: Report): void {
  if (!('defaultValue' in component)) return;
  const type = String(component.type);
  if (multi.includes(type) && typeof component.valuesKey === 'string') report(`${at}.defaultValue`, '„defaultValue“ gibt es nicht zusammen mit „valuesKey“');
  const kinds = defaultKinds[type];
  if (kinds && !kindsOf(component.defaultValue).some((kind) => kinds.includes(kind))) report(`${at}.defaultValue`, '„defaultValue“ hat eine falsche Art');
}

function checkInside(component: Record<string, unknown>, name: string, { at, report }: { at: string; report: Report }): void {
  const inside = component[name] as Record<string, unknown>;
  for (const [inner, rule] of Object.entries(insideObjects[name] ?? {})) {
    const problem = inner in inside ? problemOf(rule, String(component.type), inside[inner]) : undefined;
    if (problem) report(`${at}.${name}.${inner}`, `„${inner}“ ${problem}`);
  }
  if (name === 'validate' && 'patternErrorMessage' in inside && !('pattern' in inside)) report(`${at}.validate`, '„patternErrorMessage“ braucht „pattern“');
}
