import type { ElementDefinition, FormDefinition, PageDefinition } from '#engines/forms';
import { problem } from '../problems.ts';

/** A page ("0") or an element ("0.2.1": page, element, element in a group) of a form that is being edited. */
export type Place = number[];
export type Item = { kind: 'page'; page: PageDefinition } | { kind: 'element'; element: ElementDefinition };

export const parsePlace = (text: string): Place => (/^\d+(\.\d+)*$/.test(text) ? text.split('.').map(Number) : []);
export const placeText = (place: Place): string => place.join('.');

/** @throws designer/unreadable 422 */
export function readForm(json: string): FormDefinition {
  try {
    const value = JSON.parse(json) as Partial<FormDefinition> | null;
    if (!value || !Array.isArray(value.pages)) throw new Error('Es fehlt die Liste der Seiten.');
    return value as FormDefinition;
  } catch (error) {
    throw problem('designer/unreadable', { reason: (error as Error).message });
  }
}
export const writeForm = (form: FormDefinition): string => `${JSON.stringify(form, null, 2)}\n`;

/** The list in which something stands. */
export function siblingsAt(form: FormDefinition, place: Place): (PageDefinition | ElementDefinition)[] | undefined {
  if (place.length <= 1) return form.pages;
  let list: ElementDefinition[] | undefined = form.pages[place[0] ?? -1]?.elements;
  for (const step of place.slice(1, -1)) {
    const parent = list?.[step];
    list = parent && 'elements' in parent ? parent.elements : undefined;
  }
  return list;
}

export function findItem(form: FormDefinition, place: Place): Item | undefined {
  const found = siblingsAt(form, place)?.[place.at(-1) ?? -1];
  if (!found || place.length === 0) return undefined;
  return place.length === 1 ? { kind: 'page', page: found as PageDefinition } : { kind: 'element', element: found as ElementDefinition };
}

/** What tells an item from its neighbours even after it moved. */
export const nameOf = (item: Item): string => (item.kind === 'page' ? item.page.id : 'key' in item.element && item.element.key ? item.element.key : item.element.type);

function everyPlace(form: FormDefinition): Place[] {
  const inside = (elements: ElementDefinition[], at: Place): Place[] => elements.flatMap((element, index) => [[...at, index], ...('elements' in element ? inside(element.elements ?? [], [...at, index]) : [])]);
  return form.pages.flatMap((page, index) => [[index], ...inside(page.elements ?? [], [index])]);
}

/**
 * Where an item is now: at its place, or wherever its name has moved to since the page was drawn.
 * @throws designer/gone 409
 */
export function locate(form: FormDefinition, place: Place, name: string): Place {
  const here = findItem(form, place);
  if (here && nameOf(here) === name) return place;
  const moved = everyPlace(form).find((one) => {
    const item = findItem(form, one);
    return item !== undefined && (one.length === 1) === (place.length === 1) && nameOf(item) === name;
  });
  if (!moved) throw problem('designer/gone', { what: name });
  return moved;
}

/** The place a finding of the forms engine names: 'pages.1.elements.2.condition' → [1, 2]. */
export function placeOfPath(path: string): Place {
  const place: Place = [];
  const steps = path.split('.');
  for (let i = 0; i + 1 < steps.length; i += 2) {
    if (steps[i] !== (i === 0 ? 'pages' : 'elements') || !/^\d+$/.test(steps[i + 1] ?? '')) break;
    place.push(Number(steps[i + 1]));
  }
  return place;
}

/** All keys of a form, for new ones. */
export function keysOf(form: FormDefinition): Set<string> {
  return new Set(everyPlace(form).flatMap((place) => {
    const item = findItem(form, place);
    return item?.kind === 'element' && 'key' in item.element && item.element.key ? [item.element.key] : [];
  }));
}

const UMLAUTS: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
const RESERVED = new Set(['application', 'applicant', 'account', 'case', 'today', 'row', 'rowNumber', 'person']);

/** "Wie viele Festmeter?" → "wieVieleFestmeter", not used yet. */
export function freeKey(form: FormDefinition, label: string): string {
  const words = label.toLowerCase().replaceAll(/[äöüß]/g, (letter) => UMLAUTS[letter] ?? letter).normalize('NFD').replaceAll(/[^a-z0-9 ]+/g, ' ').trim().split(/\s+/).slice(0, 4);
  const stem = words.map((word, index) => (index === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1))).join('').replace(/^[0-9]+/, '') || 'feld';
  const used = keysOf(form);
  if (!used.has(stem) && !RESERVED.has(stem)) return stem;
  for (let number = 2; ; number++) if (!used.has(`${stem}${number}`)) return `${stem}${number}`;
}
