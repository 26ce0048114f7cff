import type { ElementDefinition, FormDefinition, PageDefinition } from '../definition.ts';
import type { CompileFeel } from '../compiled.ts';
import { isObject } from '../form-state.ts';
import { convertElement } from './form-js-elements.ts';
import type { Conversion, FormJsComponent } from './form-js-elements.ts';
import { formJsProblems } from './form-js-shape.ts';
import { freeKey, makeId } from './imported.ts';
import type { Imported } from './imported.ts';
import { settleDraft } from './settle-draft.ts';

/** Turns a form-js form (schema version 1–19) into a draft; refuses what form-js itself would not accept. */
export function importFormJs(json: unknown, options: { feel: CompileFeel }): Imported {
  const refusals = formJsProblems(json);
  if (refusals.length > 0 || !isObject(json)) return { notes: [], refusals };
  const components = (json.components ?? []) as FormJsComponent[];
  const work: Conversion = { notes: [], keys: new Map(), values: new Map() };
  nameKeys(work, components, new Set());
  const id = makeId(typeof json.id === 'string' ? json.id : 'formular', new Set());
  const definition: FormDefinition = { schemaVersion: 1, id, title: 'Importiertes Formular', pages: makePages(work, components) };
  work.notes.unshift({ where: 'Formular', message: 'form-js kennt keinen Titel; bitte ergänzen Sie ihn' });
  return settleDraft({ definition, notes: work.notes, refusals: [] }, options.feel);
}

const scopeOf = (component: FormJsComponent): string => (component.type === 'group' || component.type === 'dynamiclist' ? (component.path ?? '') : '');

/** Gives every key and path an identifier of ours before FEEL texts are rewritten. */
function nameKeys(work: Conversion, components: FormJsComponent[], taken: Set<string>): void {
  for (const component of components) {
    const old = component.key ?? scopeOf(component);
    if (old && component.type !== 'group') rename(work, component, { old, taken });
    if (component.type === 'group') nameKeys(work, component.components ?? [], old ? renamedScope(work, component, { old, taken }) : taken);
    if (component.type === 'dynamiclist') {
      if (!old) rename(work, component, { old: 'liste', taken });
      nameKeys(work, component.components ?? [], new Set());
    }
  }
}

function renamedScope(work: Conversion, component: FormJsComponent, names: Names): Set<string> {
  rename(work, component, names);
  return new Set();
}

type Names = { old: string; taken: Set<string> };

function rename(work: Conversion, component: FormJsComponent, { old, taken }: Names): void {
  const words = old.split(/[^A-Za-z0-9]+/).filter(Boolean);
  const camel = words.map((word, i) => (i === 0 ? word[0]?.toLowerCase() + word.slice(1) : word[0]?.toUpperCase() + word.slice(1))).join('');
  const key = freeKey(camel.slice(0, 50) || 'feld', taken);
  work.keys.set(component, key);
  work.values.set(old, key);
  if (key !== old) work.notes.push({ where: old, message: `Der Schlüssel heißt jetzt „${key}“` });
}

// form-js knows one page only: several groups on the top become pages of ours.
function makePages(work: Conversion, components: FormJsComponent[]): PageDefinition[] {
  const groups = components.filter((component) => component.type === 'group');
  const ids = new Set<string>();
  const page = (title: string, elements: ElementDefinition[]): PageDefinition => ({ id: makeId(title, ids), title, elements });
  const convert = (list: FormJsComponent[]): ElementDefinition[] => list.flatMap((component) => convertElement(work, component));
  if (groups.length < 2) return [page('Angaben', convert(components))];
  work.notes.push({ where: 'Formular', message: `Aus ${groups.length} Gruppen wurden Seiten; bitte prüfen Sie Titel und Reihenfolge` });
  const pages: PageDefinition[] = [];
  for (const component of components) {
    const elements = convert([component]);
    if (component.type === 'group') pages.push(page(component.label || `Seite ${pages.length + 1}`, elements));
    else if (pages.length === 0) pages.push(page('Angaben', elements));
    else pages.at(-1)?.elements.push(...elements);
  }
  return pages;
}
