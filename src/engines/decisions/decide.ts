import { FeelError } from './feel/feel-error.ts';
import { fromFeel } from './feel/from-feel.ts';
import { within } from './feel/run/run.ts';
import type { FeelWarning } from './feel/run/run.ts';
import type { RuleFired } from './feel/run/trace.ts';
import { compileDecisions } from './dmn/compile-decisions.ts';
import type { CompiledDecisions, CompiledElement } from './dmn/compile-model.ts';
import { startSession, valueOf } from './dmn/evaluate.ts';
import type { Finding } from './dmn/finding.ts';

export type DecisionOptions = {
  /** What `now()` and `today()` see; a model that asks for them without it ends in FeelError `clock`. */
  now?: Date;
};

export type DecisionResult = {
  /** JSON value of the decision. */
  value: unknown;
  /** The rules that fired, in the order of evaluation, with the values they saw and gave. */
  rules: readonly RuleFired[];
  /** Inputs that the decision used, by name. */
  inputs: Readonly<Record<string, unknown>>;
  /** German sentences: why something became null. */
  warnings: readonly string[];
  /** Inputs of a wrong type or with a value that is not allowed; they counted as null, so the result may be void. */
  inputProblems: readonly string[];
};

/**
 * Evaluates one decision or decision service by id or name; throws RangeError when the model has none such, and FeelError
 * with the name of the element when it would take too long or asks for a clock that nobody gave.
 */
export function evaluateDecision(
  model: CompiledDecisions,
  decisionId: string,
  run: { input: Readonly<Record<string, unknown>> } & DecisionOptions,
): DecisionResult {
  const { main } = model;
  const element = main.byId.get(decisionId) ?? main.byName.get(decisionId);
  if (!element || element.definition.kind === 'inputData') {
    throw new RangeError(`Das Modell „${model.name}“ hat keine Entscheidung „${decisionId}“`);
  }
  const { values, failed, ...rest } = evaluate(model, [element], run);
  const [failure] = failed;
  if (failure) throw failure.error;
  return { value: values[0] ?? null, ...rest };
}

type Failed = { element: CompiledElement; error: FeelError };
type Evaluation = Omit<DecisionResult, 'value'> & { values: readonly unknown[]; failed: readonly Failed[] };

function evaluate(
  model: CompiledDecisions,
  elements: readonly CompiledElement[],
  { input, now }: { input: Readonly<Record<string, unknown>> } & DecisionOptions,
): Evaluation {
  const rules: RuleFired[] = [];
  const warnings = new Set<string>();
  const session = startSession(model.main, input, {
    now,
    fired: (rule) => rules.push(jsonRule(rule)),
    warn: ({ message }: FeelWarning) => warnings.add(message),
  });
  const failed: Failed[] = [];
  const values = elements.map((element) => {
    try {
      return within(session.run, () => fromFeel(valueOf(element, session)));
    } catch (error) {
      if (!(error instanceof FeelError)) throw error;
      failed.push({ element, error: error.in(session.current) });
      session.running.clear();
      return null;
    }
  });
  const inputs: Record<string, unknown> = {};
  for (const [element, value] of session.values) {
    if (element.definition.kind === 'inputData') inputs[element.definition.name] = fromFeel(value);
  }
  return { values, failed, rules, inputs, warnings: [...warnings], inputProblems: session.inputProblems };
}

function jsonRule(rule: RuleFired): RuleFired {
  return {
    ...rule,
    inputs: rule.inputs.map(({ label, value }) => ({ label, value: fromFeel(value) })),
    outputs: rule.outputs.map(({ name, value }) => ({ name, value: fromFeel(value) })),
  };
}

export type Decided = {
  /** Value of every decision of the model by name. */
  decisions: Readonly<Record<string, unknown>>;
  rules: readonly RuleFired[];
  inputs: Readonly<Record<string, unknown>>;
  warnings: readonly string[];
  inputProblems: readonly string[];
  /** What is wrong in the model; with a file that cannot be read there are no decisions. */
  findings: readonly Finding[];
};

/** Evaluates all decisions of a DMN file for one input; one that would take too long is null and a finding. */
export function decide(
  xml: string | readonly string[],
  input: Readonly<Record<string, unknown>>,
  options: DecisionOptions = {},
): Decided {
  const { model, findings } = compileDecisions(xml);
  if (!model || findings.some(({ code }) => code === 'too-deep')) return { decisions: {}, rules: [], inputs: {}, warnings: [], inputProblems: [], findings };
  const elements = model.main.elements.filter((element) => element.definition.kind === 'decision');
  const { values, failed, ...rest } = evaluate(model, elements, { input, ...options });
  const decisions = Object.fromEntries(elements.map((element, index) => [element.definition.name, values[index]]));
  return { decisions, ...rest, findings: [...findings, ...failed.map(failedInWords)] };
}

function failedInWords({ element: { definition }, error }: Failed): Finding {
  return { severity: 'error', code: error.code, elementId: definition.id, elementName: definition.name, message: error.message, line: definition.line };
}
