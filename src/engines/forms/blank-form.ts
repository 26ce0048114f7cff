import { tr } from '#platform/i18n';
import type { Locale, Text } from '#platform/i18n';
import { conditionInWords } from './condition-words.ts';
import type { CompiledElement, CompiledField, CompiledForm, CompiledRepeat } from './compiled.ts';
import { plainLines } from './plain-text.tsx';
import { words } from './words.ts';
import { blankWords } from './blank-words.ts';

/** One thing on the paper form; `only` says in words when it is to be filled in. */
export type BlankItem = { only?: string } & (
  | { kind: 'heading'; text: string; hint?: string; level: 1 | 2 }
  | { kind: 'note'; title?: string; lines: string[] }
  /** Lines to write on; several parts stand beside each other (day, month, year). */
  | { kind: 'write'; label: string; hint?: string; required: boolean; parts: BlankPart[]; lines: number }
  /** Boxes to tick. */
  | { kind: 'tick'; label: string; hint?: string; required: boolean; several: boolean; options: { label: string; hint?: string }[] }
  /** A paper to add. */
  | { kind: 'enclose'; label: string; hint?: string; required: boolean }
);

/** A place to write in: share of the line's width and, where every character has its place, the number of boxes. */
export type BlankPart = { label?: string; share: number; boxes?: number; unit?: string };

export type BlankPage = { title: string; lead?: string; only?: string; items: BlankItem[] };
export type BlankSignature = { label: string; declaration: string };
export type BlankForm = { title: string; pages: BlankPage[]; signatures: BlankSignature[] };

/** Rows of a list that are printed; whoever has more adds a sheet. */
const PRINTED_ROWS = 3;
const MOST_TICKS = 16;

/** The empty form as it is printed: the same questions in the same order, with lines and boxes instead of inputs. */
export function describeBlank(form: CompiledForm, locale: Locale): BlankForm {
  const work: Work = { form, locale };
  const pages = form.pages.map((page) => ({
    title: tr(page.title, locale),
    ...(page.lead ? { lead: tr(page.lead, locale) } : {}),
    ...only(work, page.condition?.text),
    items: page.children.flatMap((child) => itemsOf(work, child, 1)),
  }));
  return { title: tr(form.title, locale), pages: pages.filter(({ items }) => items.length > 0), signatures: signaturesOf(work) };
}

type Work = { form: CompiledForm; locale: Locale };

const only = ({ form, locale }: Work, condition: string | undefined): { only?: string } => (condition === undefined ? {} : { only: conditionInWords(form, condition, locale) });
const hintOf = ({ locale }: Work, hint: Text | undefined, more?: string): { hint?: string } => {
  const text = [hint && tr(hint, locale), more].filter(Boolean).join(' ');
  return text ? { hint: text } : {};
};

function itemsOf(work: Work, element: CompiledElement, level: 1 | 2): BlankItem[] {
  const { locale } = work;
  const when = only(work, element.condition?.text);
  if (element.kind === 'info') return [{ kind: 'note', ...(element.definition.title ? { title: tr(element.definition.title, locale) } : {}), lines: plainLines(tr(element.definition.text, locale)), ...when }];
  if (element.kind === 'group') return [{ kind: 'heading', text: tr(element.definition.label, locale), level, ...hintOf(work, element.definition.hint), ...when }, ...element.children.flatMap((child) => itemsOf(work, child, 2))];
  if (element.kind === 'repeat') return rowsOf(work, element, { level, when });
  return fieldItem(work, element).map((item) => ({ ...item, ...when }));
}

function rowsOf(work: Work, repeat: CompiledRepeat, { level, when }: { level: 1 | 2; when: { only?: string } }): BlankItem[] {
  const { locale } = work;
  const count = Math.min(repeat.max, Math.max(repeat.min, PRINTED_ROWS));
  const more = repeat.max > count ? blankWords(locale).moreRows : undefined;
  const head: BlankItem = { kind: 'heading', text: tr(repeat.definition.label, locale), level, ...hintOf(work, repeat.definition.hint, more), ...when };
  const rows = Array.from({ length: count }, (_, row): BlankItem[] => [
    { kind: 'heading', text: `${tr(repeat.definition.itemLabel, locale)} ${row + 1}`, level: 2 },
    ...repeat.children.flatMap((child) => itemsOf(work, child, 2)),
  ]);
  return [head, ...rows.flat()];
}

function fieldItem(work: Work, field: CompiledField): BlankItem[] {
  const { definition } = field;
  const { locale } = work;
  if (definition.type === 'calculated') return [];
  const label = tr(definition.label, locale);
  const example = definition.example ? `${words(locale).example}: ${definition.example}` : undefined;
  const base = { label, required: field.required === true, ...hintOf(work, definition.hint, example) };
  if (definition.type === 'file') return [{ kind: 'enclose', ...base }];
  if (definition.type === 'confirm') return [{ kind: 'tick', ...base, several: true, options: [{ label }] }];
  const options = ticksOf(work, field);
  if (options) return [{ kind: 'tick', ...base, several: definition.type === 'multiChoice', options }];
  return [{ kind: 'write', ...base, ...placesOf(work, field) }];
}

function ticksOf({ locale }: Work, { definition }: CompiledField): { label: string; hint?: string }[] | undefined {
  const say = words(locale);
  const unknown = definition.dontKnow ? [{ label: say.dontKnow }] : [];
  if (definition.type === 'yesNo') return [{ label: blankWords(locale).yes }, { label: blankWords(locale).no }, ...unknown];
  const { options } = definition;
  if (!options || options.length > MOST_TICKS) return undefined;
  return [...options.map(({ label, hint }) => ({ label: tr(label, locale), ...(hint ? { hint: tr(hint, locale) } : {}) })), ...unknown];
}

/** Boxes for what is written sign by sign, short lines for what is short. */
function placesOf({ locale }: Work, { definition }: CompiledField): { parts: BlankPart[]; lines: number } {
  const say = blankWords(locale);
  const unit = definition.type === 'money' ? '€' : definition.type === 'percentage' ? '%' : definition.unit && tr(definition.unit, locale);
  const one = (part: BlankPart): { parts: BlankPart[]; lines: number } => ({ parts: [{ ...part, ...(unit ? { unit } : {}) }], lines: 1 });
  switch (definition.type) {
    case 'birthDate':
    case 'date':
      return { parts: [{ label: say.day, share: 0.12, boxes: 2 }, { label: say.month, share: 0.12, boxes: 2 }, { label: say.year, share: 0.22, boxes: 4 }], lines: 1 };
    case 'address':
      return { parts: [{ label: say.street, share: 0.7 }, { label: say.houseNumber, share: 0.3 }, { label: say.postcode, share: 0.3, boxes: 5 }, { label: say.city, share: 0.7 }], lines: 1 };
    case 'iban':
      return one({ share: 1, boxes: 22 });
    case 'taxId':
      return one({ share: 0.6, boxes: 11 });
    case 'postcode':
      return one({ share: 0.3, boxes: 5 });
    case 'plate':
    case 'time':
    case 'integer':
    case 'decimal':
    case 'percentage':
    case 'money':
      return one({ share: 0.4 });
    case 'textarea':
      return { parts: [{ share: 1 }], lines: Math.min(10, definition.rows ?? 4) };
    default:
      return one({ share: 1 });
  }
}

function signaturesOf({ form, locale }: Work): BlankSignature[] {
  const say = blankWords(locale);
  const { signatures } = form;
  if (!signatures) return [{ label: say.signature, declaration: say.declaration }];
  const declaration = signatures.definition.declaration ? tr(signatures.definition.declaration, locale) : say.declaration;
  return signatures.signers.flatMap(({ definition, each }) => {
    const label = tr(definition.label, locale);
    return each ? Array.from({ length: PRINTED_ROWS }, (_, row) => ({ label: `${label} ${row + 1}`, declaration })) : [{ label, declaration }];
  });
}
