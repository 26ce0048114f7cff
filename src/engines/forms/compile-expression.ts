import type { CompileFeel, CompiledElement, Expression, Lookup } from './compiled.ts';
import type { FeelText } from './definition.ts';
import type { JsonPath, Names } from './build-tree.ts';
import { nearWord } from './near-word.ts';
import { placeInWords } from './finding.ts';
import type { Finding } from './finding.ts';

export type Compiler = {
  feel: CompileFeel;
  definition: unknown;
  /** FEEL names that the surroundings provide. */
  context: ReadonlySet<string>;
  findings: Finding[];
  count: number;
};

/** A compiled text with the elements whose answers it reads. */
export type Compiled = { expression: Expression; reads: CompiledElement[] };

/** Compiles one FEEL text; unknown names and bad syntax become findings and no expression. */
export function compileExpression(compiler: Compiler, text: FeelText, { names, at }: { names: Names[]; at: JsonPath }): Compiled | undefined {
  const report = (code: Finding['code'], message: string): void => {
    const where = placeInWords(compiler.definition, at);
    compiler.findings.push({ severity: 'error', code, path: at.join('.'), where, message });
  };
  const body = text.trim().replace(/^=/, '').trim();
  let feel: ReturnType<CompileFeel>;
  try {
    feel = compiler.feel(body);
  } catch (error) {
    report('bad-feel', `${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  const bare = body.replace(/"(?:[^"\\]|\\.)*"/g, '""');
  const reads: CompiledElement[] = [];
  const lookups: Lookup[] = [];
  const inFilters = new Set(feel.filterNames);
  for (const name of new Set([...feel.names, ...inFilters])) {
    const found = resolve(compiler, name, { names, bare });
    if ('unknown' in found && inFilters.has(name) && knownAnywhere(names, name)) continue;
    if ('unknown' in found) report('unknown-name', `„${found.unknown}“ ist hier nicht bekannt${suggest(found.unknown, names)}`);
    else {
      reads.push(...found.reads);
      if (found.lookup) lookups.push(found.lookup);
    }
  }
  for (const problem of wrongOptions(body, reads)) report('unknown-option', problem);
  compiler.count += 1;
  const where = placeInWords(compiler.definition, at);
  return { expression: { text: body, lookups, evaluate: (variables, clock) => feel.evaluate(variables, clock), where }, reads };
}

type Resolved = { lookup?: Lookup; reads: CompiledElement[] } | { unknown: string };

function resolve(compiler: Compiler, name: string, { names, bare }: { names: Names[]; bare: string }): Resolved {
  for (let level = names.length - 1; level >= 0; level--) {
    const element = names[level]?.get(name);
    if (element) return follow(element, { name, bare, lookup: { name, from: level } });
  }
  if (name === 'row' || name === 'rowNumber') {
    return names.length > 1 ? { lookup: { name, from: name }, reads: [] } : { unknown: name };
  }
  if (name === 'today') return { lookup: { name, from: 'today' }, reads: [] };
  if (name === 'application' && !compiler.context.has(name)) return followRoot(names, bare);
  if (compiler.context.has(name)) return { lookup: { name, from: 'context' }, reads: [] };
  // Inside a filter or a loop the words of a row are names too: dogs[breed = "x"].
  if (/[[{]|\b(for|some|every)\b/.test(bare) && knownAnywhere(names, name)) return { reads: [] };
  if (new RegExp(`\\b${name}\\s*\\(`).test(bare)) return { reads: [] };
  return { unknown: name };
}

const pathsFrom = (name: string, bare: string): string[][] =>
  [...bare.matchAll(new RegExp(`(?<![.\\w])${name}((?:\\s*\\.\\s*[A-Za-z]\\w*)*)`, 'g'))].map((found) =>
    (found[1] ?? '')
      .split('.')
      .map((part) => part.trim())
      .filter(Boolean),
  );

function follow(element: CompiledElement, { name, bare, lookup }: { name: string; bare: string; lookup: Lookup }): Resolved {
  const reads: CompiledElement[] = [];
  for (const path of pathsFrom(name, bare)) {
    const end = descend(element, path);
    if (typeof end === 'string') return { unknown: `${name}.${path.join('.')}` };
    reads.push(end);
  }
  return { lookup, reads: reads.length ? reads : [element] };
}

function followRoot(names: Names[], bare: string): Resolved {
  const reads: CompiledElement[] = [];
  for (const [first, ...rest] of pathsFrom('application', bare)) {
    if (!first) continue;
    const element = names[0]?.get(first);
    const end = element && descend(element, rest);
    if (!end || typeof end === 'string') return { unknown: ['application', first, ...rest].join('.') };
    reads.push(end);
  }
  return { lookup: { name: 'application', from: 'application' }, reads };
}

/** Walks from an element along keys; a field ends the walk (its value may have parts: address.city). */
function descend(element: CompiledElement, path: string[]): CompiledElement | 'unknown' {
  let at = element;
  for (const step of path) {
    if (at.kind !== 'group' && at.kind !== 'repeat') return at;
    const next = childByKey(at.children, step);
    if (!next) return 'unknown';
    at = next;
  }
  return at;
}

/** The element with this key among children, looking through groups that have no key of their own. */
export function childByKey(children: CompiledElement[], key: string): CompiledElement | undefined {
  for (const child of children) {
    if (child.kind === 'info') continue;
    if (child.key === key) return child;
    const inner = child.kind === 'group' && !child.key ? childByKey(child.children, key) : undefined;
    if (inner) return inner;
  }
  return undefined;
}

function knownAnywhere(names: Names[], name: string): boolean {
  const within = (children: CompiledElement[]): boolean =>
    children.some((child) => child.kind !== 'info' && (child.key === name || ('children' in child && within(child.children))));
  return name === 'item' || name === 'partial' || names.some((level) => within([...level.values()]));
}

function suggest(unknown: string, names: Names[]): string {
  const wanted = unknown.split('.').at(-1) ?? '';
  const keys = names.flatMap((level) => [...level.keys()]);
  const near = nearWord(wanted, keys);
  return near ? `; meinen Sie „${near}“?` : '';
}

// A comparison with a value that is no option can never be true: nearly always a typing mistake.
function wrongOptions(body: string, reads: CompiledElement[]): string[] {
  const problems: string[] = [];
  for (const [, name, value] of body.matchAll(/([A-Za-z]\w*)\s*!?=\s*"([^"]*)"/g)) {
    const field = reads.find((element) => element.kind === 'field' && element.key === name);
    if (field?.kind === 'field' && field.definition.type === 'yesNo') problems.push(`„${name}“ ist eine Ja-Nein-Frage; vergleichen Sie mit true oder false`);
    if (field?.kind !== 'field' || field.definition.type !== 'choice') continue;
    if (value && !field.definition.options?.some((option) => option.value === value)) {
      problems.push(`„${value}“ ist keine Auswahl von „${name}“`);
    }
  }
  return problems;
}
