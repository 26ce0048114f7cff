import { contentLocale, tr } from '#platform/i18n';
import type { Locale, Text } from '#platform/i18n';
import type { CompiledElement, CompiledForm, CompiledPage, FormData, Json } from './compiled.ts';
import type { FieldDefinition } from './definition.ts';
import { filesOf } from './field-types/file.ts';
import type { FileAnswer } from './field-types/file.ts';
import { fieldTypes } from './field-types/field-types.ts';
import { evaluate, insideGroup, insideRow, isObject, pathOf, rootPlace, rowCount, valueAt } from './form-state.ts';
import type { FormState, Place } from './form-state.ts';
import { words } from './words.ts';

export type DescribedRow = {
  path: string;
  /** Headings of the groups and list rows around it, outermost first: ["Hund 1"]. */
  groups: string[];
  label: string;
  /** As a person reads it; "Keine Angabe" when empty, "Weiß ich nicht" when unknown. */
  value: string;
  empty: boolean;
  /** The stored files of a file field. */
  files?: FileAnswer[];
};

export type DescribedPage = { pageId: string; page: string; rows: DescribedRow[] };

/** An answer as a person reads it: 1250 → "12,50 €", "mixed" → "Mischling"; empty text for no answer. */
export function formatValue(definition: FieldDefinition, value: Json | undefined, locale: Locale): string {
  if (value === undefined) return '';
  if (value === null) return definition.dontKnow ? words(locale).dontKnowAnswer : '';
  return fieldTypes[definition.type].show(value, definition, locale);
}

/**
 * All answers in reading order as plain texts, for letters, receipts and records.
 * What was answered appears even if its condition needs surroundings (account, day) that are not at hand here.
 */
export function describeData(form: CompiledForm, data: FormData, locale: Locale): DescribedPage[] {
  const state: FormState = { form, env: { today: '', locale: contentLocale(locale) }, locale, data, hidden: new Set() };
  return form.pages.flatMap((page) => {
    const rows: DescribedRow[] = [];
    if (appears(state, page, rootPlace(state))) describe(state, page.children, { place: rootPlace(state), groups: [], rows });
    return rows.length > 0 ? [{ pageId: page.id, page: tr(page.title, locale), rows }] : [];
  });
}

function appears(state: FormState, node: CompiledElement | CompiledPage, place: Place): boolean {
  return !node.condition || isAnswered(node, place) || evaluate(state, node.condition, place) === true;
}

const hasContent = (value: Json | undefined): boolean =>
  Array.isArray(value) ? value.length > 0 : isObject(value) ? Object.values(value).some(hasContent) : value !== undefined;

function isAnswered(node: CompiledElement | CompiledPage, place: Place): boolean {
  if (node.kind === 'info') return false;
  if (node.kind === 'page' || (node.kind === 'group' && !node.key)) return node.children.some((child) => isAnswered(child, place));
  return hasContent(valueAt({ key: node.key as string }, place));
}

type Around = { place: Place; groups: string[]; rows: DescribedRow[] };

function describe(state: FormState, children: CompiledElement[], around: Around): void {
  const { place, groups, rows } = around;
  const text = (label: Text): string => tr(label, state.locale);
  for (const child of children) {
    if (child.kind === 'info' || !appears(state, child, place)) continue;
    if (child.kind === 'field') {
      const value = valueAt(child, place);
      if (child.calculate && value === undefined) continue;
      const shown: string = formatValue(child.definition, value, state.locale);
      rows.push({
        path: pathOf(child, place),
        groups,
        label: text(child.definition.label),
        value: shown || words(state.locale).noAnswer,
        empty: shown === '',
        ...(child.definition.type === 'file' ? { files: filesOf(value) } : {}),
      });
    } else if (child.kind === 'group') {
      describe(state, child.children, { place: insideGroup(child.key, place), groups: [...groups, text(child.definition.label)], rows });
    } else {
      for (let row = 0; row < rowCount(child, place); row++) {
        const heading = `${text(child.definition.itemLabel)} ${row + 1}`;
        describe(state, child.children, { place: insideRow(child, place, row), groups: [...groups, heading], rows });
      }
    }
  }
}
