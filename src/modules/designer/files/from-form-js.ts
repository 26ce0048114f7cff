import { compileFeel } from '#engines/decisions';
import { importFormJs, type ElementDefinition, type FormDefinition, type Imported, type ImportNote, type OptionDefinition, type PageDefinition } from '#engines/forms';
import { tr, type Text } from '#platform/i18n';
import { OURS, type FormJsElement } from './to-form-js.ts';

const GERMAN = (text: Text | undefined): string => (text === undefined ? '' : tr(text, 'de'));
const withGerman = (text: Text | undefined, now: string): Text => (text === undefined || typeof text === 'string' ? now : { ...text, de: now });

/** Was this form-js file made from a form of ours? */
export const isOurs = (json: unknown): boolean => JSON.stringify(json).includes(`"${OURS}Form"`);

function ours<T>(component: FormJsElement, name: string): T | undefined {
  const text = component.properties?.[name];
  if (typeof text !== 'string') return undefined;
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}

/** A form of ours that comes back from the Camunda Modeler: what was changed there is changed, what form-js does not know is as it was. */
export function fromFormJs(json: { components?: FormJsElement[] }): Imported {
  const notes: ImportNote[] = [];
  const components = json.components ?? [];
  const head = components.map((component) => ours<Omit<FormDefinition, 'pages'>>(component, `${OURS}Form`)).find(Boolean);
  if (!head) return importFormJs(json, { feel: compileFeel });
  const pages: PageDefinition[] = [];
  for (const component of components) {
    const page = ours<Omit<PageDefinition, 'elements'>>(component, `${OURS}Page`);
    if (page) pages.push({ ...page, ...(GERMAN(page.title) === component.label ? {} : { title: withGerman(page.title, String(component.label ?? '')) }), elements: (component.components ?? []).flatMap((one) => elementOf(one, notes)) });
    else if (!ours(component, `${OURS}Form`)) addLoose(pages, elementOf(component, notes));
  }
  return { definition: { ...head, pages }, notes, refusals: [] };
}

function addLoose(pages: PageDefinition[], elements: ElementDefinition[]): void {
  const last = pages.at(-1);
  if (last) last.elements.push(...elements);
  else if (elements.length > 0) pages.push({ id: 'angaben', title: 'Angaben', elements });
}

function elementOf(component: FormJsElement, notes: ImportNote[]): ElementDefinition[] {
  const known = ours<ElementDefinition>(component, OURS);
  if (!known) return newElement(component, notes);
  const element = structuredClone(known) as ElementDefinition & Record<string, unknown>;
  if (element.type === 'info') return [{ ...element, text: GERMAN(element.text) === component.text ? element.text : withGerman(element.text, component.text ?? '') }];
  const label = String(component.label ?? component['dateLabel'] ?? component['timeLabel'] ?? '');
  if (label && label !== GERMAN(element.label)) element.label = withGerman(element.label, label);
  if (component.components) {
    const inner = (component.components ?? []).flatMap((one) => elementOf(one, notes));
    return [{ ...element, ...(inner.length > 0 || (element.type === 'group' && !element.preset) ? { elements: inner } : {}) } as ElementDefinition];
  }
  const hint = component.description ?? '';
  if (component.type !== 'filepicker' && hint !== GERMAN(element.hint)) {
    if (hint) element.hint = withGerman(element.hint, hint);
    else delete element.hint;
  }
  // a condition for being required is ours and unknown there
  if (typeof element.required !== 'string' && component.validate?.required !== (element.required || undefined)) {
    if (component.validate?.required) element.required = true;
    else delete element.required;
  }
  if (component.values && element.type !== 'yesNo' && 'options' in element && Array.isArray(element.options)) element.options = optionsOf(component.values, element.options as OptionDefinition[]);
  return [element];
}

const optionsOf = (values: { label: string; value: string }[], before: OptionDefinition[]): OptionDefinition[] =>
  values.map(({ value, label }) => {
    const known = before.find((option) => option.value === value);
    return known ? (GERMAN(known.label) === label ? known : { ...known, label: withGerman(known.label, label) }) : { value, label };
  });

/** What was added in the Camunda Modeler, as any foreign form. */
function newElement(component: FormJsElement, notes: ImportNote[]): ElementDefinition[] {
  const imported = importFormJs({ type: 'default', components: [component] }, { feel: compileFeel });
  notes.push(...imported.refusals, ...imported.notes.filter(({ where }) => where !== 'Formular'));
  return imported.definition?.pages.flatMap(({ elements }) => elements) ?? [];
}
