import { MOST_OPTIONAL, SearchTookTooLong, searchCost, withinSearchTime, type SearchCost } from '#platform/patterns';
import type { FieldDefinition } from './definition.ts';

const dateTypes = new Set(['date', 'birthDate']);

export type BoundText = number | string | { feel: string };

/** The limit as written: a number, an ISO date or time, or FEEL after "=". */
export function boundOf(definition: FieldDefinition, which: 'min' | 'max'): BoundText | undefined {
  const bound = definition[which];
  if (typeof bound === 'string' && bound.trim().startsWith('=')) return { feel: bound };
  return bound;
}

export type LimitProblem = { property: string; message: string };

/** Limits that contradict each other or do not fit the type. */
export function limitProblems(definition: FieldDefinition): LimitProblem[] {
  const problems: LimitProblem[] = [];
  const [min, max] = [boundOf(definition, 'min'), boundOf(definition, 'max')];
  for (const [property, bound] of [['min', min] as const, ['max', max] as const]) {
    const message = bound === undefined || typeof bound === 'object' ? undefined : wrongKind(definition, bound);
    if (message) problems.push({ property, message });
  }
  const plain = (bound: BoundText | undefined): bound is number | string => bound !== undefined && typeof bound !== 'object';
  if (plain(min) && plain(max) && min > max) problems.push({ property: 'min', message: `Der kleinste Wert (${min}) ist größer als der größte (${max})` });
  const { minLength, maxLength } = definition;
  if (minLength !== undefined && maxLength !== undefined && minLength > maxLength) {
    problems.push({ property: 'minLength', message: `Die kleinste Länge (${minLength}) ist größer als die größte (${maxLength})` });
  }
  return problems;
}

function wrongKind(definition: FieldDefinition, bound: number | string): string | undefined {
  if (dateTypes.has(definition.type)) {
    return /^\d{4}-\d{2}-\d{2}$/.test(String(bound)) ? undefined : 'Ein Datum schreiben Sie als „2026-01-31“ oder als FEEL nach „=“';
  }
  if (definition.type === 'time') return /^\d{2}:\d{2}$/.test(String(bound)) ? undefined : 'Eine Uhrzeit schreiben Sie als „08:00“ oder als FEEL nach „=“';
  if (typeof bound !== 'number') return 'Hier steht eine Zahl oder FEEL nach „=“';
  const whole = definition.type === 'money' || definition.type === 'integer';
  return whole && !Number.isSafeInteger(bound) ? 'Hier steht eine ganze Zahl (Geld in Cent)' : undefined;
}

/** A pattern over the whole value with what a search by it may cost. */
export type WholePattern = { regex: RegExp; cost: SearchCost };

/** The pattern as an expression over the whole value, or in words why it is not allowed. */
export function patternOf({ pattern }: FieldDefinition): WholePattern | string | undefined {
  if (pattern === undefined) return undefined;
  const cost = searchCost(pattern);
  // A repeated group that itself repeats can take exponential time: ^(a+)+$ on 40 letters blocks the server.
  if (/[+*}]\??[^()]*\)(\?:)?[+*{]/.test(pattern)) return 'Das Muster wiederholt eine Wiederholung und könnte den Server blockieren';
  if (cost.optional > MOST_OPTIONAL) return `Das Muster hat mehr als ${MOST_OPTIONAL} wahlfreie Teile und könnte den Server blockieren`;
  try {
    return { regex: new RegExp(`^(?:${pattern})$`, 'u'), cost };
  } catch {
    return `Das Muster „${pattern}“ ist nicht lesbar`;
  }
}

/** Whether the whole value has the form; a search that had to be stopped has not shown that. */
export function matchesPattern({ regex, cost }: WholePattern, value: string): boolean {
  try {
    return withinSearchTime(cost, value.length, () => regex.test(value));
  } catch (error) {
    if (error instanceof SearchTookTooLong) return false;
    throw error;
  }
}

/** Choices are circles while they fit on a screen, else a list to unfold. */
export const showsRadios = ({ type, options, appearance }: FieldDefinition): boolean =>
  type === 'yesNo' || (type === 'choice' && (appearance ?? ((options?.length ?? 0) <= 8 ? 'radio' : 'select')) === 'radio');
