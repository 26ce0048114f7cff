import type { Bound, CompileFeel, CompiledContainer, CompiledElement, CompiledField, CompiledForm, CompiledNode, Rule } from './compiled.ts';
import type { FieldDefinition, FormDefinition, RuleDefinition } from './definition.ts';
import { buildTree } from './build-tree.ts';
import type { Built, JsonPath, Names, Tree } from './build-tree.ts';
import { checkShape } from './check-shape.ts';
import { childByKey, compileExpression } from './compile-expression.ts';
import type { Compiler } from './compile-expression.ts';
import { circleInWords, dependencyOrder } from './dependency-order.ts';
import type { Reads } from './dependency-order.ts';
import { placeInWords } from './finding.ts';
import type { Finding } from './finding.ts';
import { expandDefinition } from './library/expand-definition.ts';
import { emptyLibrary } from './library/read-library.ts';
import type { FormLibrary } from './library/read-library.ts';
import { compileSignatures } from './signatures/compile-signatures.ts';
import { boundOf, limitProblems, patternOf, showsRadios } from './field-facts.ts';

export type CompileOptions = {
  feel: CompileFeel;
  /** Blocks and code lists that the form may refer to. */
  library?: FormLibrary;
  /** FEEL names that the caller provides in `env.context`; default: account, applicant, case. */
  context?: string[];
};

/** Checks and prepares a definition; `form` is there when no finding is an error. */
export function compileForm(json: unknown, options: CompileOptions): { form?: CompiledForm; findings: Finding[] } {
  const expanded = expandDefinition(json, options.library ?? emptyLibrary);
  const shape = checkShape(expanded.json);
  if (!shape.definition) return { findings: [...expanded.findings, ...shape.findings] };
  const definition = shape.definition;
  const tree = buildTree(definition);
  tree.findings.push(...expanded.findings);
  const context = new Set(options.context ?? ['account', 'applicant', 'case']);
  const compiler: Compiler = { feel: options.feel, definition, context, findings: tree.findings, count: 0 };
  const reads: Reads = new Map();
  for (const built of tree.built) compileNode(compiler, built, reads);
  for (const { node } of tree.built) if ('children' in node) findReveals(node.children);
  const { steps, circles } = dependencyOrder(
    tree.built.map((b) => b.node),
    reads,
  );
  for (const circle of circles) {
    const at = tree.built.find((b) => b.node === circle[0])?.at ?? [];
    add(compiler, at, { code: 'cycle', message: `Die Bedingungen hängen im Kreis voneinander ab: ${circleInWords(circle)}` });
  }
  findUnreachablePages(compiler, tree);
  const signatures = compileSignatures(compiler, tree, (at, message) => add(compiler, at, { code: 'bad-signatures', message }));
  const findings = tree.findings;
  if (findings.some((finding) => finding.severity === 'error')) return { findings };
  return { form: { ...assemble(definition, tree, { steps, count: compiler.count }), ...(signatures ? { signatures } : {}) }, findings };
}

function assemble(definition: FormDefinition, tree: Tree, made: { steps: CompiledNode[]; count: number }): CompiledForm {
  const fields = new Map(tree.built.flatMap(({ node }) => (node.kind === 'field' ? [[node.path, node] as const] : [])));
  return {
    definition,
    id: definition.id,
    title: definition.title,
    pages: tree.pages,
    fields,
    steps: made.steps,
    expressionCount: made.count,
  };
}

function add(compiler: Compiler, at: JsonPath, { code, message }: Pick<Finding, 'code' | 'message'>): void {
  const where = placeInWords(compiler.definition, at);
  compiler.findings.push({ severity: 'error', code, path: at.join('.'), where, message });
}

function compileNode(compiler: Compiler, built: Built, reads: Reads): void {
  const { node, around, at } = built;
  const read: CompiledElement[] = [];
  const source = node.kind === 'page' ? (compiler.definition as FormDefinition).pages[at[1] as number] : node.definition;
  const condition = source?.condition && compileExpression(compiler, source.condition, { names: around, at: [...at, 'condition'] });
  if (condition) {
    node.condition = condition.expression;
    read.push(...condition.reads);
  }
  if (node.kind === 'field') read.push(...compileField(compiler, node, { around, at }));
  else if (node.kind !== 'info') {
    const rules = (source as { rules?: RuleDefinition[] } | undefined)?.rules ?? [];
    node.rules = rules.flatMap((rule, i) => compileRule(compiler, rule, { node, names: built.inside, at: [...at, 'rules', i] }));
    if (node.kind === 'repeat' && node.min > node.max) {
      add(compiler, [...at, 'min'], { code: 'bad-limits', message: `Die Liste verlangt mindestens ${node.min} und erlaubt höchstens ${node.max} Einträge` });
    }
  }
  reads.set(node, read);
}

function compileField(compiler: Compiler, node: CompiledField, { around: names, at }: { around: Names[]; at: JsonPath }): CompiledElement[] {
  const { definition } = node;
  const compile = (text: string, property: JsonPath) => compileExpression(compiler, text, { names, at: [...at, ...property] });
  const report = (property: string, problem: string): void =>
    add(compiler, [...at, property], { code: property === 'pattern' ? 'bad-pattern' : 'bad-limits', message: problem });
  const required = typeof definition.required === 'string' ? compile(definition.required, ['required'])?.expression : definition.required;
  node.required = required ?? false;
  node.min = compileBound(definition, 'min', compile);
  node.max = compileBound(definition, 'max', compile);
  for (const { property, message } of limitProblems(definition)) report(property, message);
  const pattern = patternOf(definition);
  if (typeof pattern === 'string') report('pattern', pattern);
  else node.pattern = pattern;
  checkSources(compiler, definition, at);
  const seen = new Set<string>();
  const read: CompiledElement[] = [];
  definition.options?.forEach((option, i) => {
    const condition = option.condition && compile(option.condition, ['options', i, 'condition']);
    if (condition) node.optionConditions.set(option.value, condition.expression);
    if (seen.has(option.value)) add(compiler, [...at, 'options', i], { code: 'duplicate-key', message: `Den Auswahlwert „${option.value}“ gibt es zweimal` });
    seen.add(option.value);
  });
  const value = definition.value === undefined ? undefined : compile(definition.value, ['value']);
  if (value) {
    node.calculate = value.expression;
    read.push(...value.reads);
  }
  return read;
}

// A register may only tell what the form has announced, with its purpose (GDPR Art. 13).
function checkSources(compiler: Compiler, { prefill = [] }: FieldDefinition, at: JsonPath): void {
  const announced = (compiler.definition as FormDefinition).registers ?? [];
  for (const [kind, name = ''] of [prefill].flat().map((from) => from.split('.'))) {
    if (kind !== 'register' || announced.some((register) => register.name === name)) continue;
    add(compiler, [...at, 'prefill'], { code: 'unknown-prefill', message: `Das Register „${name}“ steht nicht unter „registers“ des Formulars` });
  }
}

function compileBound(
  definition: FieldDefinition,
  which: 'min' | 'max',
  compile: (text: string, property: JsonPath) => { expression: Bound } | undefined,
): Bound | undefined {
  const bound = boundOf(definition, which);
  return typeof bound === 'object' ? compile(bound.feel, [which])?.expression : bound;
}

type RulePlace = { node: CompiledContainer; names: Names[]; at: JsonPath };

function compileRule(compiler: Compiler, rule: RuleDefinition, { node, names, at }: RulePlace): Rule[] {
  const assert = compileExpression(compiler, rule.assert, { names, at: [...at, 'assert'] });
  for (const field of rule.fields) {
    const problem = ruleFieldProblem(node, field);
    if (problem) add(compiler, [...at, 'fields'], { code: 'bad-rule', message: problem });
  }
  return assert ? [{ assert: assert.expression, message: rule.message, fields: rule.fields }] : [];
}

function ruleFieldProblem(node: CompiledContainer, field: string): string | undefined {
  let children = node.children;
  const keys = field.split('.');
  for (const [i, key] of keys.entries()) {
    const child = childByKey(children, key);
    if (!child) return `„${field}“ steht nicht auf dieser Seite oder in dieser Gruppe`;
    if (i === keys.length - 1) return undefined;
    if (child.kind === 'repeat') return `„${field}“ liegt in einer Liste; eine Regel für die Einträge gehört in die Liste selbst`;
    if (child.kind !== 'group') return child.kind === 'field' && child.definition.type === 'address' ? undefined : `„${key}“ ist keine Gruppe`;
    children = child.children;
  }
  return undefined;
}

// Questions right behind a choice that depend on one of its answers and nothing else can stand inside that answer:
// the browser shows them by CSS, so no page has to be sent twice.
function findReveals(children: CompiledElement[]): void {
  for (const [i, field] of children.entries()) {
    if (field.kind !== 'field' || !showsRadios(field.definition)) continue;
    for (const follower of children.slice(i + 1)) {
      const found = /^([A-Za-z]\w*)\s*=\s*(?:"([^"]*)"|(true|false))$/.exec(follower.condition?.text ?? '');
      if (found?.[1] !== field.key || follower.kind === 'repeat') break;
      const value = found[2] ?? found[3] ?? '';
      field.reveals.set(value, [...(field.reveals.get(value) ?? []), follower]);
    }
  }
}

function findUnreachablePages(compiler: Compiler, tree: Tree): void {
  tree.pages.forEach((page, i) => {
    if (!page.condition || page.condition.lookups.length > 0) return;
    if (page.condition.evaluate({}) !== true) {
      add(compiler, ['pages', i, 'condition'], { code: 'unreachable-page', message: 'Diese Seite erscheint nie: Ihre Bedingung ist immer falsch' });
    }
  });
}
