import type { ElementDefinition, FieldDefinition, FormDefinition, OptionDefinition } from '#engines/forms';
import { tr, type Text } from '#platform/i18n';

/** Our own definition of an element travels in a custom property that the Camunda Modeler keeps. */
export const OURS = 'stadtkern';
export type FormJsElement = { id: string; type: string; key?: string; path?: string; label?: string; description?: string; text?: string; values?: { label: string; value: string }[]; validate?: { required?: boolean }; properties?: Record<string, string>; components?: FormJsElement[] } & Record<string, unknown>;

const TYPES: Partial<Record<string, { type: string; validationType?: string; subtype?: string; decimalDigits?: number }>> = {
  textarea: { type: 'textarea' }, email: { type: 'textfield', validationType: 'email' }, phone: { type: 'textfield', validationType: 'phone' }, integer: { type: 'number', decimalDigits: 0 }, decimal: { type: 'number' }, percentage: { type: 'number' }, money: { type: 'number', decimalDigits: 2 },
  date: { type: 'datetime', subtype: 'date' }, time: { type: 'datetime', subtype: 'time' }, confirm: { type: 'checkbox' }, yesNo: { type: 'radio' }, choice: { type: 'radio' }, multiChoice: { type: 'checklist' }, file: { type: 'filepicker' }, calculated: { type: 'expression' },
};
const german = (text: Text | undefined): string => (text === undefined ? '' : tr(text, 'de'));

/** A form as form-js, to be drawn in the Camunda Modeler; pages become groups. */
export function toFormJs(form: FormDefinition): string {
  const components = form.pages.map(({ elements, ...page }): FormJsElement => ({ id: `Page_${page.id}`, type: 'group', label: german(page.title), showOutline: true, properties: { [`${OURS}Page`]: JSON.stringify(page) }, components: elements.map((element, index) => componentOf(element, `${page.id}_${index}`)) }));
  const { pages: _pages, ...head } = form;
  return `${JSON.stringify({ type: 'default', id: `Form_${form.id}`, schemaVersion: 18, executionPlatform: 'Camunda Cloud', executionPlatformVersion: '8.6.0', components: [...components, { id: 'Head', type: 'text', text: german(form.title), properties: { [`${OURS}Form`]: JSON.stringify(head) } }] }, null, 2)}\n`;
}

/** Groups, lists, and blocks of the city's library, which hold what the service adds to them. */
const isContainer = (element: { type: string }): boolean => ['group', 'repeat', 'block'].includes(element.type);

function componentOf(element: ElementDefinition, id: string): FormJsElement {
  const inner = 'elements' in element ? (element.elements ?? []) : [];
  const { elements, ...plain } = element as ElementDefinition & { elements?: ElementDefinition[] };
  const own = elements?.length === 0 ? { ...plain, elements } : plain;
  const properties = { [OURS]: JSON.stringify(own) };
  const key = 'key' in element && element.key ? element.key : undefined;
  if (element.type === 'info') return { id: `Info_${id}`, type: 'text', text: german(element.text), properties };
  if (isContainer(element)) {
    const kind = element.type !== 'repeat' ? { type: 'group' } : { type: 'dynamiclist', isRepeating: true, allowAddRemove: true, defaultRepetitions: 1 };
    return { id: `Group_${id}`, ...kind, label: german('label' in element ? element.label : undefined), showOutline: true, ...(key ? { path: key } : {}), properties, components: inner.map((one, index) => componentOf(one, `${id}_${index}`)) };
  }
  return fieldOf(element as FieldDefinition, { id, properties });
}

function fieldOf(element: FieldDefinition, { id, properties }: { id: string; properties: Record<string, string> }): FormJsElement {
  const { type, validationType, ...more } = TYPES[element.type] ?? { type: 'textfield' };
  const validate = { ...(element.required === true ? { required: true } : {}), ...(validationType ? { validationType } : {}) };
  return {
    id: `Field_${id}`, type, key: element.key ?? id, ...(type === 'datetime' ? { dateLabel: german(element.label) } : { label: german(element.label) }), ...(element.hint && type !== 'filepicker' ? { description: german(element.hint) } : {}), ...more,
    ...(element.type === 'yesNo' ? { values: [{ label: 'Ja', value: 'yes' }, { label: 'Nein', value: 'no' }] } : ['radio', 'checklist'].includes(type) ? { values: (element.options ?? []).map((option: OptionDefinition) => ({ label: german(option.label), value: option.value })) } : {}),
    ...(type === 'expression' ? { expression: `=${element.value ?? 'null'}`, computeOn: 'change' } : {}),
    ...(Object.keys(validate).length > 0 ? { validate } : {}), properties,
  };
}
