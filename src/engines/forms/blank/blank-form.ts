import { tr } from '#platform/i18n';
import type { Locale, Text } from '#platform/i18n';
import type { CompiledElement, CompiledField, CompiledForm, CompiledRepeat, Expression } from '../compiled.ts';
import { listAskedFacts } from '../data-protection.ts';
import { plainLines } from '../plain-text.tsx';
import { words } from '../words.ts';
import { blankWords } from './blank-words.ts';
import { conditionInWords, demandInWords } from './condition-words.ts';
import { placesOf } from './writing-places.ts';
import type { BlankPart } from './writing-places.ts';

export type { BlankPart } from './writing-places.ts';

/** One thing on the paper form; `only` says in words when it is to be filled in. */
export type BlankItem = { only?: string } & (
  | { kind: 'heading'; text: string; hint?: string; level: 1 | 2 }
  | { kind: 'note'; title?: string; lines: string[] }
  /** Lines to write on; several parts stand beside each other (day, month, year). `unknown`: a box for people who don't know. */
  | { kind: 'write'; label: string; hint?: string; required: boolean; parts: BlankPart[]; lines: number; unknown?: string }
  /** Boxes to tick; a declaration is one box and has no question above it. */
  | { kind: 'tick'; label?: string; hint?: string; required: boolean; several: boolean; options: { label: string; hint?: string }[] }
  /** A paper to add. */
  | { kind: 'enclose'; label: string; hint?: string; required: boolean }
);

export type BlankPage = { title: string; lead?: string; only?: string; items: BlankItem[] };
/** Who signs for what; several persons sign the same declaration. */
export type BlankSigning = { declaration?: string; places: { label: string; only?: string }[] };
export type BlankForm = {
  title: string;
  pages: BlankPage[];
  signing: BlankSigning;
  /** Why we ask, on what law and how long it is kept (GDPR Art. 13), for the questions whose author says so. */
  reasons: { label: string; text: string }[];
};

/** Rows of a list that are printed, of a list with many questions fewer; whoever has more adds a sheet. */
const PRINTED_ROWS = 3;
const MANY_QUESTIONS = 8;
const MOST_TICKS = 30;

/** The empty form as it is printed: the same questions in the same order, with lines and boxes instead of inputs. */
export function describeBlank(form: CompiledForm, locale: Locale): BlankForm {
  const work: Work = { form, locale };
  const pages = form.pages.map((page) => ({
    title: tr(page.title, locale),
    ...(page.lead ? { lead: tr(page.lead, locale) } : {}),
    ...only(work, page.condition),
    items: page.children.flatMap((child) => itemsOf(work, child, 1)),
  }));
  return { title: tr(form.title, locale), pages: pages.filter(({ items }) => items.length > 0), signing: signingOf(work), reasons: reasonsOf(work) };
}

type Work = { form: CompiledForm; locale: Locale };

const only = ({ form, locale }: Work, condition: Expression | undefined, path?: string): { only?: string } =>
  condition === undefined ? {} : { only: conditionInWords(form, condition.text, { locale, ...(path === undefined ? {} : { path }) }) };
const hintOf = ({ locale }: Work, hint: Text | undefined, ...more: (string | undefined)[]): { hint?: string } => {
  const text = [hint && tr(hint, locale), ...more].filter(Boolean).join(' ');
  return text ? { hint: text } : {};
};

function itemsOf(work: Work, element: CompiledElement, level: 1 | 2): BlankItem[] {
  const { locale } = work;
  const when = only(work, element.condition, element.path);
  if (element.kind === 'info') return [{ kind: 'note', ...(element.definition.title ? { title: tr(element.definition.title, locale) } : {}), lines: plainLines(tr(element.definition.text, locale)), ...when }];
  // A group that is the whole topic of its page has the page's heading.
  const topic = element.kind === 'group' && element.parent.kind === 'page' && !when.only && !element.definition.hint && tr(element.parent.title, locale) === tr(element.definition.label, locale);
  if (element.kind === 'group' && topic) return element.children.flatMap((child) => itemsOf(work, child, level));
  if (element.kind === 'group') return [{ kind: 'heading', text: tr(element.definition.label, locale), level, ...hintOf(work, element.definition.hint), ...when }, ...element.children.flatMap((child) => itemsOf(work, child, 2))];
  if (element.kind === 'repeat') return rowsOf(work, element, { level, when });
  return fieldItem(work, element).map((item) => ({ ...item, ...when }));
}

function rowsOf(work: Work, repeat: CompiledRepeat, { level, when }: { level: 1 | 2; when: { only?: string } }): BlankItem[] {
  const { locale } = work;
  const usual = repeat.children.length > MANY_QUESTIONS ? PRINTED_ROWS - 1 : PRINTED_ROWS;
  const count = Math.min(repeat.max, Math.max(Math.min(repeat.min, 2 * PRINTED_ROWS), usual));
  const more = repeat.max > count ? blankWords(locale).moreRows : undefined;
  const head: BlankItem = { kind: 'heading', text: tr(repeat.definition.label, locale), level, ...hintOf(work, repeat.definition.hint, more), ...when };
  const rows = Array.from({ length: count }, (_, row): BlankItem[] => [
    ...(count > 1 ? [{ kind: 'heading', text: `${tr(repeat.definition.itemLabel, locale)} ${row + 1}`, level: 2 } as const] : []),
    ...repeat.children.flatMap((child) => itemsOf(work, child, 2)),
  ]);
  return [head, ...rows.flat()];
}

function fieldItem(work: Work, field: CompiledField): BlankItem[] {
  const { definition } = field;
  const { form, locale } = work;
  if (definition.type === 'calculated') return [];
  const say = blankWords(locale);
  const label = tr(definition.label, locale);
  const example = definition.example ? `${words(locale).example}: ${definition.example}` : undefined;
  const needed = typeof field.required === 'object' ? demandInWords(form, field.required.text, { locale, path: field.path }) : undefined;
  const several = definition.type === 'multiChoice' ? say.several : undefined;
  const base = { label, required: field.required === true, ...hintOf(work, definition.hint, example, several, needed) };
  if (definition.type === 'file') return [{ kind: 'enclose', ...base }];
  if (definition.type === 'confirm') {
    const { label: _said, ...rest } = base;
    return [{ kind: 'tick', ...rest, several: true, options: [{ label }] }];
  }
  const options = ticksOf(work, field);
  if (options) return [{ kind: 'tick', ...base, several: definition.type === 'multiChoice', options }];
  return [{ kind: 'write', ...base, ...placesOf(definition, locale), ...(definition.dontKnow ? { unknown: words(locale).dontKnow } : {}) }];
}

function ticksOf(work: Work, { definition, optionConditions, path }: CompiledField): { label: string; hint?: string }[] | undefined {
  const { form, locale } = work;
  const unknown = definition.dontKnow ? [{ label: words(locale).dontKnow }] : [];
  if (definition.type === 'yesNo') return [{ label: blankWords(locale).yes }, { label: blankWords(locale).no }, ...unknown];
  const { options } = definition;
  if (!options || options.length > MOST_TICKS) return undefined;
  return [
    ...options.map(({ value, label, hint }) => {
      const condition = optionConditions.get(value);
      return { label: tr(label, locale), ...hintOf(work, hint, condition && conditionInWords(form, condition.text, { locale, path })) };
    }),
    ...unknown,
  ];
}

function signingOf(work: Work): BlankSigning {
  const { form, locale } = work;
  const say = blankWords(locale);
  const { signatures } = form;
  // A form that has its own declaration to tick needs no second one above the line.
  const declared = [...form.fields.values()].some(({ definition, required }) => definition.type === 'confirm' && required === true);
  if (!signatures) return { ...(declared ? {} : { declaration: say.declaration }), places: [{ label: say.signature }] };
  const { declaration } = signatures.definition;
  const places = signatures.signers.flatMap(({ definition, condition, each }) => {
    const label = tr(definition.label, locale);
    // Whoever fills in signs on paper in any case; the others when their signature is asked for.
    const when = definition.self ? {} : only(work, condition ?? signatures.condition, each ? `${each.path}.x` : undefined);
    return each ? Array.from({ length: Math.min(each.max, PRINTED_ROWS) }, (_, row) => ({ label: `${label} ${row + 1}`, ...(row === 0 ? when : {}) })) : [{ label, ...when }];
  });
  return { declaration: declaration ? tr(declaration, locale) : say.declaration, places };
}

function reasonsOf({ form, locale }: Work): BlankForm['reasons'] {
  const say = blankWords(locale);
  const seen = new Set<string>();
  return listAskedFacts(form, locale).flatMap(({ label, purpose, legalBasis, retention }) => {
    const text = [purpose, legalBasis && `${words(locale).legalBasis}: ${legalBasis}.`, retention && `${say.keep(retention)}.`].filter(Boolean).join(' ');
    if (!text || seen.has(label + text)) return [];
    seen.add(label + text);
    return [{ label, text }];
  });
}
