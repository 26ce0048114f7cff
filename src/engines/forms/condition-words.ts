import { tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { blankWords } from './blank-words.ts';
import type { CompiledField, CompiledForm } from './compiled.ts';

const COMPARISON = /^([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)\s*(!?=)\s*(?:"([^"]*)"|(true|false))$/;
const LIST = /^([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)\s+in\s+\(((?:\s*"[^"]*"\s*,?)+)\)$/;
const MOST_PARTS = 4;

/**
 * A condition as a person reads it: `kind = "b"` → 'Nur ausfüllen, wenn: „Art“ – Betrieb'. What is more than a few comparisons with answers
 * (calculations, other people's data) is said in general: on paper a person decides.
 */
export function conditionInWords(form: CompiledForm, condition: string, locale: Locale): string {
  const say = blankWords(locale);
  const joint = / or /.test(condition) ? 'or' : 'and';
  const parts = condition.split(` ${joint} `).map((part) => partInWords(form, part.trim(), locale));
  const mixed = joint === 'or' && / and /.test(condition);
  if (mixed || parts.length > MOST_PARTS || parts.includes(undefined)) return say.onlyIfItApplies;
  return say.onlyIf(parts.join(say[joint]));
}

function partInWords(form: CompiledForm, part: string, locale: Locale): string | undefined {
  const say = blankWords(locale);
  const compared = COMPARISON.exec(part);
  if (compared) {
    const [, name = '', operator, value, flag] = compared;
    const field = findField(form, name);
    const answer = flag ? (flag === 'true' ? say.yes : say.no) : labelOf(field, value ?? '', locale);
    if (!field || answer === undefined) return undefined;
    const question = tr(field.definition.label, locale);
    return operator === '=' ? say.answered(question, answer) : say.notAnswered(question, answer);
  }
  const [, name = '', values = ''] = LIST.exec(part) ?? [];
  const field = name ? findField(form, name) : undefined;
  const answers = [...values.matchAll(/"([^"]*)"/g)].map(([, value = '']) => labelOf(field, value, locale));
  if (!field || answers.length === 0 || answers.length > MOST_PARTS || answers.includes(undefined)) return undefined;
  return say.answered(tr(field.definition.label, locale), answers.join(say.or));
}

// A name means the field of that path, or the nearest one that ends so (in groups and lists).
const findField = (form: CompiledForm, name: string): CompiledField | undefined => form.fields.get(name) ?? [...form.fields.values()].find(({ path }) => path.endsWith(`.${name}`));

function labelOf(field: CompiledField | undefined, value: string, locale: Locale): string | undefined {
  const option = field?.definition.options?.find((one) => one.value === value);
  return option && tr(option.label, locale);
}
