import { tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { FieldDefinition } from '../definition.ts';
import { blankWords } from './blank-words.ts';

/** A place to write in: share of the line's width and, where every character has its place, the number of boxes. */
export type BlankPart = { label?: string; share: number; boxes?: number; unit?: string };

export type BlankPlaces = { parts: BlankPart[]; lines: number };

const MOST_BOXES = 22;

/** Boxes for what is written sign by sign, short lines for what is short. */
export function placesOf(definition: FieldDefinition, locale: Locale): BlankPlaces {
  const say = blankWords(locale);
  switch (definition.type) {
    case 'birthDate':
    case 'date':
      return { parts: [{ label: say.day, share: 0.12, boxes: 2 }, { label: say.month, share: 0.12, boxes: 2 }, { label: say.year, share: 0.22, boxes: 4 }], lines: 1 };
    case 'address':
      return { parts: [{ label: say.street, share: 0.7 }, { label: say.houseNumber, share: 0.3 }, { label: say.postcode, share: 0.3, boxes: 5 }, { label: say.city, share: 0.7 }], lines: 1 };
    case 'iban':
      return boxes(22);
    case 'taxId':
      return boxes(11);
    case 'postcode':
      return boxes(5);
    case 'textarea':
      return { parts: [{ share: 1 }], lines: Math.min(10, Math.max(2, definition.rows ?? 4)) };
    case 'plate':
    case 'time':
    case 'integer':
    case 'decimal':
    case 'percentage':
    case 'money':
      return { parts: [{ share: 0.4, ...unitOf(definition, locale) }], lines: 1 };
    default:
      return shortText(definition);
  }
}

const boxes = (count: number): BlankPlaces => ({ parts: [{ share: count > 17 ? 1 : Math.max(0.3, count * 0.055), boxes: count }], lines: 1 });

function unitOf(definition: FieldDefinition, locale: Locale): { unit?: string } {
  if (definition.type === 'money') return { unit: '€' };
  if (definition.type === 'percentage') return { unit: '%' };
  return definition.unit ? { unit: tr(definition.unit, locale) } : {};
}

// A pattern of a fixed number of digits says how many boxes there are; a short text needs no long line.
function shortText({ pattern, maxLength }: FieldDefinition): BlankPlaces {
  const digits = Number(/^\^?(?:\\d|\[0-9\])\{(\d+)\}\$?$/.exec(pattern ?? '')?.[1] ?? 0);
  if (digits > 0 && digits <= MOST_BOXES) return boxes(digits);
  return { parts: [{ share: maxLength !== undefined && maxLength <= 20 ? 0.4 : 1 }], lines: 1 };
}
