import type { ElementDefinition, FieldTypeName, FormDefinition } from '#engines/forms';
import { problem } from '../problems.ts';
import { findItem, freeKey, keysOf, parsePlace, placeText, siblingsAt, type Place } from './form-places.ts';

/** What can be added to a page or group. */
export type NewElement = { kind: FieldTypeName | 'group' | 'repeat' | 'info'; label: string; required: boolean };

/** Adds a page behind the last one. @returns its place */
export function addPage(form: FormDefinition, title: string): Place {
  const used = new Set(form.pages.map(({ id }) => id));
  const stem = freeKey({ ...form, pages: [] }, title).toLowerCase();
  let id = stem;
  for (let number = 2; used.has(id); number++) id = `${stem}${number}`;
  form.pages.push({ id, title, elements: [] });
  return [form.pages.length - 1];
}

/** Adds an element at the end of the page, group or list it belongs to: the selected one, else that of the selected element. @returns its place */
export function addElement(form: FormDefinition, selected: Place, { kind, label, required }: NewElement): Place {
  const parent = containerOf(form, selected);
  const item = findItem(form, parent);
  const list = item?.kind === 'page' ? item.page.elements : item && 'elements' in item.element ? item.element.elements : undefined;
  if (!list) throw problem('designer/gone', { what: placeText(parent) });
  // right behind the selected element, else at the end
  const at = selected.length > parent.length ? (selected[parent.length] ?? list.length - 1) + 1 : list.length;
  list.splice(at, 0, makeElement(form, { kind, label, required }));
  return [...parent, at];
}

function containerOf(form: FormDefinition, selected: Place): Place {
  for (let place = selected; place.length > 1; place = place.slice(0, -1)) {
    const item = findItem(form, place);
    if (item?.kind === 'element' && 'elements' in item.element) return place;
  }
  return selected.slice(0, 1);
}

function makeElement(form: FormDefinition, { kind, label, required }: NewElement): ElementDefinition {
  if (kind === 'info') return { type: 'info', text: label };
  if (kind === 'group') return { type: 'group', label, elements: [] };
  const key = freeKey(form, label);
  if (kind === 'repeat') return { type: 'repeat', key, label, itemLabel: label, elements: [{ type: 'text', key: 'name', label: 'Bezeichnung', required: true }] };
  const more: Partial<Record<FieldTypeName, object>> = { choice: { options: [{ value: 'a', label: 'Erste Antwort' }, { value: 'b', label: 'Zweite Antwort' }] }, multiChoice: { options: [{ value: 'a', label: 'Erste Antwort' }, { value: 'b', label: 'Zweite Antwort' }] }, file: { accept: ['application/pdf', 'image/*'] }, calculated: { value: '0', format: 'integer' } };
  return { type: kind, key, label, ...(required && kind !== 'calculated' ? { required: true } : {}), ...more[kind] } as ElementDefinition;
}

/** Moves something one step; an element at the edge of its page goes to the next page. @returns its new place */
export function moveItem(form: FormDefinition, place: Place, step: 1 | -1): Place {
  const list = siblingsAt(form, place);
  const index = place.at(-1) ?? 0;
  const item = list?.[index];
  if (!list || !item) throw problem('designer/gone', { what: placeText(place) });
  const next = index + step;
  if (next >= 0 && next < list.length) {
    list.splice(index, 1);
    list.splice(next, 0, item);
    return [...place.slice(0, -1), next];
  }
  const page = form.pages[(place[0] ?? 0) + step];
  if (place.length !== 2 || !page) return place;
  list.splice(index, 1);
  const at = step === 1 ? 0 : page.elements.length;
  page.elements.splice(at, 0, item as ElementDefinition);
  return [(place[0] ?? 0) + step, at];
}

/** Puts a copy behind it; keys in it are made new. @returns the place of the copy */
export function copyItem(form: FormDefinition, place: Place): Place {
  const list = siblingsAt(form, place);
  const index = place.at(-1) ?? 0;
  const item = list?.[index];
  if (!list || !item) throw problem('designer/gone', { what: placeText(place) });
  const copy = structuredClone(item);
  const used = keysOf(form);
  const renew = (one: { key?: string; id?: string; elements?: unknown[] }, own: boolean): void => {
    if (one.id) one.id = `${one.id}2`;
    if (one.key && own) {
      let key = `${one.key}2`;
      for (let number = 3; used.has(key); number++) key = `${one.key}${number}`;
      one.key = key;
      used.add(key);
    }
    // below a key of its own the old keys are unique again
    for (const inner of (one.elements ?? []) as { key?: string; elements?: unknown[] }[]) renew(inner, !one.key);
  };
  renew(copy as { key?: string; id?: string; elements?: unknown[] }, true);
  list.splice(index + 1, 0, copy);
  return [...place.slice(0, -1), index + 1];
}

/** Takes something out. @returns what should be selected then */
export function removeItem(form: FormDefinition, place: Place): Place {
  const list = siblingsAt(form, place);
  const index = place.at(-1) ?? 0;
  if (!list?.[index]) throw problem('designer/gone', { what: placeText(place) });
  if (place.length === 1 && form.pages.length === 1) throw problem('designer/refused', { reason: 'Ein Formular hat mindestens eine Seite.' });
  list.splice(index, 1);
  if (list.length > 0) return [...place.slice(0, -1), Math.min(index, list.length - 1)];
  return place.length > 1 ? place.slice(0, -1) : [0];
}

export const selectedPlace = (form: FormDefinition, text: string): Place => {
  const place = parsePlace(text);
  return findItem(form, place) ? place : [0];
};
