import { tr } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import type { CompiledField, CompiledForm, Json } from '../compiled.ts';
import { formatValue } from '../describe.ts';
import { blankWords } from './blank-words.ts';
import { alternatives, fieldNamed, namesIn, unwrapped } from './condition-parts.ts';

const NAME = String.raw`([A-Za-z]\w*(?:\.[A-Za-z]\w*)*)`;
const EQUAL = new RegExp(String.raw`^${NAME}\s*(!?=)\s*(?:"([^"]*)"|(true|false|null)|(-?\d+(?:\.\d+)?))$`);
const LIST = new RegExp(String.raw`^${NAME}\s+in\s+[([]((?:\s*"[^"]*"\s*,?)+)[)\]]$`);
const STARTS = new RegExp(String.raw`^starts with\(\s*${NAME}\s*,\s*"([^"]*)"\s*\)$`);
const HOLDS = new RegExp(String.raw`^list contains\(\s*${NAME}\s*,\s*"([^"]*)"\s*\)$`);
const COMPARED = new RegExp(String.raw`^${NAME}\s*(<=?|>=?)\s*(-?\d+(?:\.\d+)?)$`);
const NOT = /^not\s*(\(.*\))$/s;
const comparisons: Record<string, 'lessThan' | 'atMost' | 'moreThan' | 'atLeast'> = { '<': 'lessThan', '<=': 'atMost', '>': 'moreThan', '>=': 'atLeast' };
const MOST_ANSWERS = 6;
const MOST_QUESTIONS = 3;

/** Where the words are read: the language, and the path of the element, because a name means the question beside it first. */
export type Reading = { locale: Locale; path?: string };

/** For which answers of a question something holds; `except`: for all others. */
type Answers = { field: CompiledField; values: string[]; except: boolean };
type Meaning = { answers: Answers } | { words: string };

/**
 * A condition as a person reads it: `kind = "b"` → 'Nur ausfüllen, wenn: „Art“ – Betrieb'. Where it is more than comparisons with answers
 * it says at least which questions it depends on: on paper a person decides.
 */
export function conditionInWords(form: CompiledForm, condition: string, reading: Reading): string {
  const say = blankWords(reading.locale);
  const text = phrase(form, condition, reading);
  if (text !== undefined) return say.onlyIf(text);
  const questions = questionsIn(form, condition, reading);
  return questions.length > 0 ? say.dependsOn(questions.join(', ')) : say.onlyIfItApplies;
}

/** The same for a field that is demanded only then. */
export function demandInWords(form: CompiledForm, required: string, reading: Reading): string {
  const say = blankWords(reading.locale);
  const text = phrase(form, required, reading);
  return text === undefined ? say.neededSometimes : say.neededIf(text);
}

function phrase(form: CompiledForm, condition: string, reading: Reading): string | undefined {
  const meaning = meaningOf({ form, reading }, condition.replace(/^\s*=/, ''));
  return meaning && inWords(meaning, reading);
}

type Work = { form: CompiledForm; reading: Reading };

function meaningOf(work: Work, text: string): Meaning | undefined {
  const inner = unwrapped(text);
  for (const joint of ['or', 'and'] as const) {
    const parts = alternatives(inner, joint);
    if (parts === undefined) return undefined;
    if (parts.length > 1) return joined(work, parts, joint);
  }
  const [, denied] = NOT.exec(inner) ?? [];
  if (denied === undefined) return simple(work, inner);
  const meaning = meaningOf(work, denied);
  return meaning && 'answers' in meaning ? { answers: { ...meaning.answers, except: !meaning.answers.except } } : undefined;
}

function joined({ form, reading }: Work, parts: string[], joint: 'or' | 'and'): Meaning | undefined {
  const meanings = parts.map((part) => meaningOf({ form, reading }, part));
  // Several answers of one question are one phrase: „Art“ – A oder B.
  const answers = meanings.flatMap((one) => (one && 'answers' in one ? [one.answers] : []));
  const [first] = answers;
  const one = first && answers.length === parts.length && answers.every(({ field, except }) => field === first.field && except === (joint === 'and') && except === first.except);
  if (one) return { answers: { ...first, values: [...new Set(answers.flatMap(({ values }) => values))] } };
  const say = blankWords(reading.locale);
  const words = meanings.map((meaning, i) => {
    if (meaning) return inWords(meaning, reading);
    // A part that cannot be told is named by its questions, so that nothing is left out silently.
    const questions = questionsIn(form, parts[i] ?? '', reading);
    return questions.length > 0 && joint === 'or' ? say.accordingTo(questions.join(', ')) : undefined;
  });
  return words.some((text) => text === undefined) ? undefined : { words: words.join(say[joint]) };
}

function simple({ form, reading }: Work, text: string): Meaning | undefined {
  const say = blankWords(reading.locale);
  const field = (name: string | undefined): CompiledField | undefined => (name ? fieldNamed(form, name, reading.path) : undefined);
  const [, name, operator, word, flag, number] = EQUAL.exec(text) ?? [];
  const asked = field(name);
  if (asked && flag === 'null') return { words: operator === '=' ? say.leftOpen(question(asked, reading)) : say.filledIn(question(asked, reading)) };
  if (asked && number !== undefined) return { words: (operator === '=' ? say.answered : say.notAnswered)(question(asked, reading), amount(asked, number, reading)) };
  if (asked) return { answers: { field: asked, values: [word ?? flag ?? ''], except: operator === '!=' } };
  const [, listed, values = ''] = LIST.exec(text) ?? [];
  const inList = field(listed);
  if (inList) return { answers: { field: inList, values: [...values.matchAll(/"([^"]*)"/g)].map(([, value = '']) => value), except: false } };
  const [, started, beginning = ''] = STARTS.exec(text) ?? [];
  const begun = field(started);
  if (begun?.definition.options) return { answers: { field: begun, values: begun.definition.options.map(({ value }) => value).filter((value) => value.startsWith(beginning)), except: false } };
  const [, several, held = ''] = HOLDS.exec(text) ?? [];
  const chosen = field(several);
  if (chosen) return { answers: { field: chosen, values: [held], except: false } };
  const [, measured, sign = '', limit = ''] = COMPARED.exec(text) ?? [];
  const counted = field(measured);
  if (counted) return { words: say.answered(question(counted, reading), say[comparisons[sign] ?? 'atLeast'](amount(counted, limit, reading))) };
  const flagged = field(text);
  return flagged && (flagged.definition.type === 'yesNo' || flagged.definition.type === 'confirm') ? { answers: { field: flagged, values: ['true'], except: false } } : undefined;
}

function inWords(meaning: Meaning, reading: Reading): string | undefined {
  if ('words' in meaning) return meaning.words;
  const { field, values, except } = meaning.answers;
  const { options } = field.definition;
  const say = blankWords(reading.locale);
  const all = options?.map(({ value }) => value) ?? (field.definition.type === 'yesNo' ? ['true', 'false'] : undefined);
  const rest = all?.filter((value) => !values.includes(value));
  // Whatever needs fewer words: these answers, or all but the others.
  const turn = rest !== undefined && field.definition.type !== 'multiChoice' && (except ? rest.length <= values.length + 1 : rest.length < values.length - 1);
  const told = turn ? rest : values;
  if (told.length === 0 || told.length > MOST_ANSWERS) return undefined;
  const labels = told.map((value) => labelOf(field, value, reading));
  if (labels.includes(undefined)) return undefined;
  return (except === turn ? say.answered : say.notAnswered)(question(field, reading), labels.join(say.or));
}

function labelOf(field: CompiledField, value: string, { locale }: Reading): string | undefined {
  const say = blankWords(locale);
  if (value === 'true' || value === 'false') return value === 'true' ? say.yes : say.no;
  const option = field.definition.options?.find((one) => one.value === value);
  if (option) return tr(option.label, locale);
  return field.definition.options ? undefined : formatValue(field.definition, value, locale) || undefined;
}

const question = (field: CompiledField, { locale }: Reading): string => tr(field.definition.label, locale);
const amount = (field: CompiledField, number: string, { locale }: Reading): string => formatValue(field.definition, Number(number) as Json, locale) || number;

function questionsIn(form: CompiledForm, text: string, reading: Reading): string[] {
  const fields = namesIn(text).flatMap((name) => fieldNamed(form, name, reading.path) ?? []).filter(({ definition }) => definition.type !== 'calculated');
  const labels = [...new Set(fields.map((field) => blankWords(reading.locale).quoted(question(field, reading))))];
  return labels.length > MOST_QUESTIONS ? [] : labels;
}
