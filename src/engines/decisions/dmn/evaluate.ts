import { coerce } from '../feel/run/feel-type.ts';
import type { FeelType } from '../feel/run/feel-type.ts';
import { german } from '../feel/run/operators.ts';
import { enter, nothing, startRun } from '../feel/run/run.ts';
import type { Run, RunOptions } from '../feel/run/run.ts';
import { toTyped } from '../feel/to-feel.ts';
import { fromHost } from '../feel/values/kind.ts';
import { FeelFunction } from '../feel/values/feel-function.ts';
import { getEntry, isContext, setEntry } from '../feel/values/feel-value.ts';
import type { Context } from '../feel/values/feel-value.ts';
import type { CompiledElement, CompiledModel } from './compile-model.ts';

export type Input = Readonly<Record<string, unknown>>;

/** One evaluation: values found so far, and where inputs come from. */
export type Session = {
  readonly run: Run;
  readonly values: Map<CompiledElement, unknown>;
  readonly running: Set<CompiledElement>;
  readonly input: (element: CompiledElement) => unknown;
  /** Inputs that do not fit their type, as German sentences. */
  readonly inputProblems: string[];
  /** Name of the element being evaluated, for warnings. */
  current: string;
};

/** A session over the inputs of a main model. */
export function startSession(main: CompiledModel, input: Input, options: RunOptions = {}): Session {
  const warn = options.warn;
  const session: Session = {
    run: startRun(main.definitions.name, {
      ...options,
      warn: warn && ((warning) => warn({ ...warning, message: `${session.current}: ${warning.message}` })),
    }),
    values: new Map(),
    running: new Set(),
    input: (element) => findInput(main, element, input),
    inputProblems: [],
    current: main.definitions.name,
  };
  return session;
}

/** Value of a decision, service or knowledge model; inputs are the parameters of the latter two. */
export function valueOf(element: CompiledElement, session: Session): unknown {
  switch (element.definition.kind) {
    case 'inputData':
      return remember(element, session, () => inputValue(element, session));
    case 'decision':
      return remember(element, session, () => decide(element, session));
    case 'decisionService':
      return callService(element, (parameter) => session.input(parameter), session.run);
    case 'bkm': {
      const made = functionOf(element, session);
      return made.call(
        made.parameters.map((name) => fromHost(session.input(namedElement(element, name)))),
        session.run,
      );
    }
  }
}

function remember(element: CompiledElement, session: Session, make: () => unknown): unknown {
  if (session.values.has(element)) return session.values.get(element);
  const outer = session.current;
  session.current = element.definition.name;
  const value = make();
  session.current = outer;
  session.values.set(element, value);
  return value;
}

function inputValue(element: CompiledElement, session: Session): unknown {
  const raw = session.input(element);
  const value = toTyped(raw, element.type);
  if (value !== undefined) return value;
  const { name, variable } = element.definition;
  const message = `Die Eingabe (${german(fromHost(raw))}) passt nicht zum Typ „${variable.typeRef}“`;
  session.inputProblems.push(`${name}: ${message}`);
  return nothing(session.run, 0, message);
}

function decide(element: CompiledElement, session: Session): unknown {
  if (session.running.has(element)) return nothing(session.run, 0, 'Die Entscheidung hängt von sich selbst ab');
  session.running.add(element);
  const vars = variablesOf(element, session);
  const value = enter(session.run, () => element.logic?.({ vars, parent: null, run: session.run }) ?? null);
  session.running.delete(element);
  return fitted(value, element.type, { element, run: session.run });
}

function fitted(value: unknown, type: FeelType, { element, run }: { element: CompiledElement; run: Run }): unknown {
  const result = coerce(value, type);
  if (result !== undefined) return result;
  return nothing(
    run,
    0,
    `Das Ergebnis (${german(value)}) passt nicht zum Typ „${element.definition.variable.typeRef}“`,
  );
}

/** What the logic of an element sees: its requirements by name, imported ones under the import's name. */
function variablesOf(element: CompiledElement, session: Session): Context {
  const vars: Context = {};
  if (element.definition.kind === 'bkm') vars[element.definition.name] = functionOf(element, session);
  for (const { element: required, alias } of element.requirements) {
    const value = isInvocable(required) ? functionOf(required, session) : valueOf(required, session);
    if (alias === '') setEntry(vars, required.definition.name, value);
    else {
      const imported = getEntry(vars, alias);
      const target = isContext(imported) ? imported : {};
      setEntry(target, required.definition.name, value);
      setEntry(vars, alias, target);
    }
  }
  return vars;
}

function isInvocable(element: CompiledElement): boolean {
  return element.definition.kind === 'bkm' || element.definition.kind === 'decisionService';
}

/** A knowledge model or service as function value; made once per session, also when it calls itself. */
function functionOf(element: CompiledElement, session: Session): FeelFunction {
  const known = session.values.get(element);
  if (known instanceof FeelFunction) return known;
  const made = element.service ? serviceFunction(element) : knowledgeFunction(element, session);
  session.values.set(element, made);
  return made;
}

function knowledgeFunction(element: CompiledElement, session: Session): FeelFunction {
  let inside: FeelFunction | undefined;
  const logic = (): FeelFunction | undefined => (inside ??= element.makeFunction?.(variablesOf(element, session)));
  const { definition } = element;
  const names = definition.kind === 'bkm' && definition.logic?.kind === 'function' ? definition.logic.parameters : [];
  return new FeelFunction(
    names.map(({ name }) => name),
    (args, run) => fitted(logic()?.call(args, run) ?? null, resultType(element.type), { element, run }),
    { parameters: names.map(({ typeRef }) => typeRef), result: resultName(definition) },
  );
}

// Declared by the variable or by the logic itself; a variable that names a function type says nothing plain.
function resultName(definition: CompiledElement['definition']): string | undefined {
  const logic = definition.kind === 'bkm' && definition.logic?.kind === 'function' ? definition.logic : undefined;
  return logic?.typeRef ?? logic?.body?.typeRef ?? definition.variable.typeRef;
}

function serviceFunction(element: CompiledElement): FeelFunction {
  const parameters = element.service?.parameters ?? [];
  return new FeelFunction(
    parameters.map((parameter) => parameter.definition.name),
    (args, run) => callService(element, (parameter) => args[parameters.indexOf(parameter)], run),
    { parameters: parameters.map((parameter) => parameter.definition.variable.typeRef) },
  );
}

// A service sees nothing but its parameters (DMN 1.5, 10.4).
function callService(element: CompiledElement, argument: (parameter: CompiledElement) => unknown, run: Run): unknown {
  const { outputs = [], parameters = [] } = element.service ?? {};
  const session: Session = {
    run,
    values: new Map(),
    running: new Set(),
    input: () => null,
    inputProblems: [],
    current: element.definition.name,
  };
  for (const parameter of parameters) {
    const value = toTyped(argument(parameter) ?? null, parameter.type);
    if (value === undefined)
      return nothing(run, 0, `Der Parameter „${parameter.definition.name}“ hat den falschen Typ`);
    session.values.set(parameter, value);
  }
  const result: Context = {};
  for (const output of outputs) setEntry(result, output.definition.name, valueOf(output, session));
  const [only] = outputs;
  const value = only && outputs.length === 1 ? getEntry(result, only.definition.name) : result;
  return fitted(value, resultType(element.type), { element, run });
}

/** The variable of a knowledge model may declare its function type or, in older files, the type of its result. */
function resultType(type: FeelType): FeelType {
  const inner = type.kind === 'item' ? type.base() : type;
  return inner.kind === 'function' ? inner.result : type;
}

/** Input of the main model by name; of an imported one under the import's name, else by its own name. */
function findInput(main: CompiledModel, element: CompiledElement, input: Input): unknown {
  const { name } = element.definition;
  if (element.model !== main) {
    for (const [alias, model] of main.imports) {
      const imported = input[alias];
      if (model === element.model && isContext(imported) && Object.hasOwn(imported, name)) return imported[name];
    }
  }
  return Object.hasOwn(input, name) ? input[name] : null;
}

function namedElement(element: CompiledElement, name: string): CompiledElement {
  return { ...element, definition: { ...element.definition, name } };
}
