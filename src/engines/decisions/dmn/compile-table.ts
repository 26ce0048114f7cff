import { coerce } from '../feel/run/feel-type.ts';
import { german } from '../feel/run/operators.ts';
import { inner, nothing } from '../feel/run/run.ts';
import type { Code, Env } from '../feel/run/run.ts';
import { setEntry } from '../feel/values/feel-value.ts';
import type { Context } from '../feel/values/feel-value.ts';
import { compileTestsText, compileText, report, typeOf, withScope, withType, NULL_CODE } from './compile-text.ts';
import type { Place } from './compile-text.ts';
import { combineHits } from './hit-policy.ts';
import type { Hit, Ranking } from './hit-policy.ts';
import { AGGREGATIONS, HIT_POLICIES } from './model.ts';
import type { Boxed, DecisionTable, TableInput, TableOutput, TableRule } from './model.ts';

type TestCell = (value: unknown, env: Env) => boolean;
type CompiledInput = { label: string; value: Code };
type CompiledRule = { rule: TableRule; index: number; tests: readonly (TestCell | null)[]; outputs: readonly Code[] };

/** Compiles a decision table; what is malformed in it is reported and makes its rules or the whole table null. */
export function compileTable(boxed: Boxed & { kind: 'table' }, place: Place): Code {
  if (!checkShape(boxed, boxed.line, place)) return NULL_CODE;
  warnAboutOutputs(boxed, place);
  const inputs = boxed.inputs.map((input, index) => compileInput(input, { index, line: boxed.line, place }));
  const rules = boxed.rules.map((rule, index) => compileRule(rule, index, { table: boxed, place }));
  const defaults = compileDefaults(boxed, place);
  const rankings = boxed.outputs.map((output) => compileRanking(output, boxed.line, place));
  return (env) => {
    const values = readInputs(inputs, env);
    if (values === null) return null;
    const scopes = values.map((value) => inner(env, { '?': value }));
    const hits = rules.filter((rule) => isHit(rule, values, scopes));
    if (hits.length === 0) return defaults(env);
    const found = hits.map((hit) => evaluateHit(hit, boxed.outputs, env));
    const { value, used, problem } = combineHits(
      boxed,
      found,
      rankings.map((ranking) => ranking(env)),
    );
    for (const hit of used) tell(env, { hit, inputs, values, boxed, place });
    return problem === undefined ? value : nothing(env.run, 0, problem);
  };
}

function readInputs(inputs: readonly CompiledInput[], env: Env): readonly unknown[] | null {
  const values: unknown[] = [];
  for (const input of inputs) {
    const value = input.value(env);
    if (value === REFUSED) return null;
    values.push(value);
  }
  return values;
}

function isHit(rule: CompiledRule, values: readonly unknown[], scopes: readonly Env[]): boolean {
  const { tests } = rule;
  for (let i = 0; i < tests.length; i += 1) {
    const [test, scope] = [tests[i], scopes[i]];
    if (test && scope && !test(values[i], scope)) return false;
  }
  return true;
}

function evaluateHit(compiled: CompiledRule, outputs: readonly TableOutput[], env: Env): Hit {
  const values = compiled.outputs.map((output) => output(env));
  return { rule: compiled.rule, index: compiled.index, values, result: resultOf(values, outputs) };
}

// One output gives its value, several give a context (DMN 1.5, 8.2.11).
function resultOf(values: readonly unknown[], outputs: readonly TableOutput[]): unknown {
  if (outputs.length === 1) return values[0] ?? null;
  const context: Context = {};
  for (const [index, { name }] of outputs.entries()) setEntry(context, name, values[index] ?? null);
  return context;
}

const REFUSED = Symbol('refused');
type At = { index: number; line: number; place: Place };

function compileInput(input: TableInput, { index, line, place }: At): CompiledInput {
  const label = input.label || `Eingabe ${index + 1}`;
  const part = { text: input.expression, line, what: `Eingabe „${label}“` };
  const value = compileText(part, place);
  const type = typeOf(input.typeRef, line, place);
  const allowed =
    input.values === undefined || input.values.trim() === ''
      ? undefined
      : compileTestsText({ ...part, text: input.values, what: `Erlaubte Werte von „${label}“` }, place);
  return {
    label,
    value: (env) => {
      const raw = value(env);
      const fitted = type ? coerce(raw, type) : raw;
      if (fitted === undefined)
        return nothing(env.run, 0, `${part.what}: ${german(raw)} passt nicht zum Typ „${input.typeRef}“`);
      if (!allowed || fitted === null || allowed.passes(fitted, inner(env, { '?': fitted }))) return fitted;
      nothing(env.run, 0, `${part.what}: Der Wert ist nicht erlaubt`);
      return REFUSED;
    },
  };
}

function compileRule(
  rule: TableRule,
  index: number,
  { table, place }: { table: DecisionTable; place: Place },
): CompiledRule {
  const what = (column: string): string => `Regel ${index + 1}, ${column}`;
  const cells = withScope(
    place,
    table.inputs.map(({ expression }) => expression.trim()),
  );
  return {
    rule,
    index,
    tests: table.inputs.map((input, column) => {
      const text = rule.inputs[column]?.trim() ?? '';
      if (text === '' || text === '-') return null;
      const part = { text, line: rule.line, what: what(`Eingabe „${input.label || column + 1}“`) };
      // A cell that cannot be read matches nothing.
      return compileTestsText(part, cells)?.passes ?? (() => false);
    }),
    outputs: table.outputs.map((output, column) => {
      const part = {
        text: rule.outputs[column] ?? '',
        line: rule.line,
        what: what(`Ausgabe „${output.label || column + 1}“`),
      };
      return withType(compileText(part, place), output.typeRef, { part, place });
    }),
  };
}

function compileDefaults(
  { outputs, line, hitPolicy, aggregation }: DecisionTable & { line: number },
  place: Place,
): Code {
  if (outputs.every((output) => output.defaultValue === undefined)) {
    return hitPolicy === 'COLLECT' && aggregation === 'COUNT' ? () => 0 : NULL_CODE;
  }
  const codes = outputs.map(({ defaultValue = '', label }) =>
    compileText({ text: defaultValue, line, what: `Vorgabe der Ausgabe „${label}“` }, place),
  );
  return (env) =>
    resultOf(
      codes.map((code) => code(env)),
      outputs,
    );
}

/** Output values in their order of priority; a ranking without values treats all alike. */
function compileRanking(output: TableOutput, line: number, place: Place): (env: Env) => Ranking {
  if (output.values === undefined || output.values.trim() === '') return () => [];
  const part = { text: `[${output.values}]`, line, what: `Werte der Ausgabe „${output.label}“` };
  const code = compileText(part, place);
  return (env) => {
    const values = code(env);
    return Array.isArray(values) ? values : [];
  };
}

function checkShape(table: DecisionTable, line: number, place: Place): boolean {
  const problems: string[] = [];
  if (!(HIT_POLICIES as readonly string[]).includes(table.hitPolicy))
    problems.push(`Die Trefferregel „${table.hitPolicy}“ gibt es nicht`);
  const { aggregation } = table;
  if (aggregation !== undefined && !(AGGREGATIONS as readonly string[]).includes(aggregation))
    problems.push(`Die Zusammenfassung „${aggregation}“ gibt es nicht`);
  if (table.outputs.length === 0) problems.push('Die Tabelle hat keine Ausgabe');
  for (const [index, rule] of table.rules.entries()) {
    if (rule.inputs.length !== table.inputs.length || rule.outputs.length !== table.outputs.length) {
      problems.push(`Regel ${index + 1} hat nicht so viele Felder wie die Tabelle Spalten`);
    }
  }
  for (const message of problems) report(place, { severity: 'error', code: 'table-shape', line, message });
  return problems.length === 0;
}

const LITERAL = /^(?:"[^"]*"|-?\d+(?:\.\d+)?|true|false)$/;
const literals = (text: string): string[] => (text.match(/"[^"]*"|[^,\s]+/g) ?? []).map((part) => part.trim());

// Only what stands there as a plain value is judged: no false alarm about a calculation.
function warnAboutOutputs(table: DecisionTable & { line: number }, place: Place): void {
  const warn = (line: number, message: string): void => report(place, { severity: 'warning', code: 'table-output', line, message });
  if (table.outputs.length > 1 && table.aggregation !== undefined && table.aggregation !== 'COUNT') {
    warn(table.line, 'Der Standard kennt diese Zusammenfassung nur für eine Ausgabe; hier wird jede Spalte für sich zusammengefasst');
  }
  for (const [column, output] of table.outputs.entries()) {
    const allowed = literals(output.values ?? '');
    if (allowed.length === 0 || !allowed.every((value) => LITERAL.test(value))) continue;
    for (const [index, rule] of table.rules.entries()) {
      const text = rule.outputs[column]?.trim() ?? '';
      if (LITERAL.test(text) && !allowed.includes(text)) warn(rule.line, `Regel ${index + 1}: Die Ausgabe ${text} steht nicht unter den erlaubten Werten von „${output.label || output.name || column + 1}“`);
    }
  }
}

type Told = {
  hit: Hit;
  inputs: readonly CompiledInput[];
  values: readonly unknown[];
  boxed: DecisionTable;
  place: Place;
};

function tell(env: Env, { hit, inputs, values, boxed, place }: Told): void {
  env.run.fired?.({
    decisionId: place.elementId,
    decisionName: place.elementName,
    ruleId: hit.rule.id,
    ruleIndex: hit.index + 1,
    description: hit.rule.description,
    annotations: hit.rule.annotations.map((text, index) => ({ name: boxed.annotations[index] ?? '', text })),
    inputs: inputs.map(({ label }, index) => ({ label, value: values[index] })),
    outputs: boxed.outputs.map(({ name, label }, index) => ({
      name: name || label || place.elementName,
      value: hit.values[index],
    })),
  });
}
