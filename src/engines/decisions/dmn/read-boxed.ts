import type { Boxed, TableInput, TableOutput, TableRule, Variable } from './model.ts';
import { childOf, childText, childrenOf } from './read-xml.ts';
import type { Element } from './read-xml.ts';

type Base = { id: string; line: number; typeRef: string | undefined };
type Read = (element: Element, base: Base) => Boxed;

const READERS: Readonly<Record<string, Read>> = {
  literalExpression: (element, base) => ({
    ...base,
    kind: 'literal',
    text: childText(element, 'text') ?? '',
    language: element.attributes['expressionLanguage'],
  }),
  decisionTable: readTable,
  context: (element, base) => ({
    ...base,
    kind: 'context',
    entries: childrenOf(element, 'contextEntry').map((entry) => {
      const variable = childOf(entry, 'variable');
      return { variable: variable && readVariable(variable), value: expressionIn(entry) };
    }),
  }),
  invocation: (element, base) => ({
    ...base,
    kind: 'invocation',
    callee: expressionIn(element),
    bindings: childrenOf(element, 'binding').map((binding) => ({
      name: clean(childOf(binding, 'parameter')?.attributes['name']),
      value: expressionIn(binding),
    })),
  }),
  relation: (element, base) => ({
    ...base,
    kind: 'relation',
    columns: childrenOf(element, 'column').map(readVariable),
    rows: childrenOf(element, 'row').map(expressionsIn),
  }),
  list: (element, base) => ({ ...base, kind: 'list', items: expressionsIn(element) }),
  functionDefinition: readFunction,
  encapsulatedLogic: readFunction,
  conditional: (element, base) => ({
    ...base,
    kind: 'conditional',
    condition: partOf(element, 'if'),
    yes: partOf(element, 'then'),
    no: partOf(element, 'else'),
  }),
  filter: (element, base) => ({
    ...base,
    kind: 'filter',
    list: partOf(element, 'in'),
    match: partOf(element, 'match'),
  }),
  for: readIterator,
  every: readIterator,
  some: readIterator,
};

/** Reads a boxed expression of any kind; an unknown one stays visible as such. */
export function readBoxed(element: Element): Boxed {
  const base = { id: element.attributes['id'] ?? '', line: element.line, typeRef: element.attributes['typeRef'] };
  const read = READERS[element.name];
  return read ? read(element, base) : { ...base, kind: 'unknown', name: element.name };
}

export function readVariable(element: Element): Variable {
  return { name: clean(element.attributes['name']), typeRef: element.attributes['typeRef'] };
}

function readFunction(element: Element, base: Base): Boxed {
  const kind = element.attributes['kind'];
  return {
    ...base,
    kind: 'function',
    language: kind === 'Java' || kind === 'PMML' ? kind : 'FEEL',
    parameters: childrenOf(element, 'formalParameter').map(readVariable),
    body: expressionIn(element),
  };
}

function readIterator(element: Element, base: Base): Boxed {
  return {
    ...base,
    kind: 'iterator',
    type: element.name as 'for' | 'every' | 'some',
    variable: clean(element.attributes['iteratorVariable']),
    list: partOf(element, 'in'),
    body: partOf(element, element.name === 'for' ? 'return' : 'satisfies'),
  };
}

function readTable(element: Element, base: Base): Boxed {
  const outputs = childrenOf(element, 'output');
  return {
    ...base,
    kind: 'table',
    hitPolicy: element.attributes['hitPolicy'] ?? 'UNIQUE',
    aggregation: element.attributes['aggregation'],
    inputs: childrenOf(element, 'input').map(readInput),
    outputs: outputs.map((output) => readOutput(output, outputs.length === 1 ? element : undefined)),
    annotations: childrenOf(element, 'annotation').map((annotation) => annotation.attributes['name'] ?? ''),
    rules: childrenOf(element, 'rule').map(readRule),
  };
}

function readInput(element: Element): TableInput {
  const expression = childOf(element, 'inputExpression');
  const text = expression ? (childText(expression, 'text') ?? '') : '';
  return {
    id: element.attributes['id'] ?? '',
    label: element.attributes['label'] ?? text.trim(),
    expression: text,
    typeRef: expression?.attributes['typeRef'],
    values: textOf(element, 'inputValues'),
  };
}

// The single output of a table may leave name and type to the table (DMN 1.5, 8.3.2).
function readOutput(element: Element, table: Element | undefined): TableOutput {
  const name = clean(element.attributes['name']);
  return {
    id: element.attributes['id'] ?? '',
    name,
    label: element.attributes['label'] ?? (name || (table?.attributes['outputLabel'] ?? '')),
    typeRef: element.attributes['typeRef'],
    values: textOf(element, 'outputValues'),
    defaultValue: textOf(element, 'defaultOutputEntry'),
  };
}

function readRule(element: Element): TableRule {
  return {
    id: element.attributes['id'] ?? '',
    description: childText(element, 'description')?.trim(),
    inputs: childrenOf(element, 'inputEntry').map((entry) => childText(entry, 'text') ?? ''),
    outputs: childrenOf(element, 'outputEntry').map((entry) => childText(entry, 'text') ?? ''),
    annotations: childrenOf(element, 'annotationEntry').map((entry) => (childText(entry, 'text') ?? '').trim()),
    line: element.line,
  };
}

function textOf(element: Element, name: string): string | undefined {
  const child = childOf(element, name);
  return child && childText(child, 'text');
}

function expressionIn(element: Element): Boxed | undefined {
  return expressionsIn(element)[0];
}

function expressionsIn(element: Element): readonly Boxed[] {
  return element.children.filter((child) => READERS[child.name] !== undefined).map(readBoxed);
}

function partOf(element: Element, name: string): Boxed | undefined {
  const part = childOf(element, name);
  return part && expressionIn(part);
}

function clean(name: string | undefined): string {
  return (name ?? '').trim().replace(/\s+/g, ' ');
}
