import type { Iterator, Node } from './ast.ts';

/** What an expression takes from outside. */
export type FreeNames = {
  /** Variables and functions that must exist. */
  names: string[];
  /** Names that stand only inside filters and may also be properties of the filtered items. */
  filterNames: string[];
  /** Dotted paths beginning at a free variable, e.g. `application.dogs.count`. */
  paths: string[];
};

type Walk = { names: Set<string>; filterNames: Set<string>; paths: Set<string> };
type Scope = { bound: ReadonlySet<string>; filtered: boolean };

/** Free names of an expression, without those of built-in functions. */
export function freeNames(root: Node, isBuiltIn: (name: string) => boolean): FreeNames {
  const walk: Walk = { names: new Set(), filterNames: new Set(), paths: new Set() };
  visit(root, { bound: new Set(['?']), filtered: false }, { walk, isBuiltIn });
  return {
    names: [...walk.names],
    filterNames: [...walk.filterNames].filter((name) => !walk.names.has(name)),
    paths: [...walk.paths],
  };
}

// Data of this product is never nested deeper; a longer path is an attack.
const MOST_PARTS = 40;

type Tools = { walk: Walk; isBuiltIn: (name: string) => boolean };

function visit(node: Node, scope: Scope, tools: Tools): void {
  const go = (child: Node): void => visit(child, scope, tools);
  switch (node.kind) {
    case 'literal':
      return;
    case 'name':
      return note(node.name, scope, tools);
    case 'path':
      return go(notePath(node, scope, tools));
    case 'filter':
      go(node.of);
      return visit(node.match, { bound: new Set([...scope.bound, 'item']), filtered: true }, tools);
    case 'call':
      if (node.callee.kind !== 'name' || !tools.isBuiltIn(node.callee.name)) go(node.callee);
      return node.args.forEach(go);
    case 'for':
      return visit(node.body, bind(visitIterators(node.iterators, scope, tools), ['partial']), tools);
    case 'quantified':
      return visit(node.body, visitIterators(node.iterators, scope, tools), tools);
    case 'function':
      if (node.external) return;
      return visit(
        node.body,
        bind(
          scope,
          node.parameters.map((parameter) => parameter.name),
        ),
        tools,
      );
    case 'context':
      return visitContext(node.entries, scope, tools);
    default:
      return children(node).forEach(go);
  }
}

/** Direct parts of a node that opens no scope of its own. */
function children(node: Node): readonly Node[] {
  switch (node.kind) {
    case 'negate':
    case 'instance':
      return [node.of];
    case 'arithmetic':
    case 'compare':
    case 'and':
    case 'or':
      return [node.left, node.right];
    case 'between':
      return [node.of, node.low, node.high];
    case 'in':
      return [node.of, ...node.tests];
    case 'if':
      return [node.condition, node.yes, node.no];
    case 'list':
      return node.items;
    case 'range':
      return [node.start, node.end];
    case 'half-range':
      return [node.end];
    default:
      return [];
  }
}

function visitIterators(iterators: readonly Iterator[], scope: Scope, tools: Tools): Scope {
  let inner = scope;
  for (const { name, from, to } of iterators) {
    visit(from, inner, tools);
    if (to) visit(to, inner, tools);
    inner = bind(inner, [name]);
  }
  return inner;
}

function visitContext(entries: readonly { key: string; value: Node }[], scope: Scope, tools: Tools): void {
  let inner = scope;
  for (const { key, value } of entries) {
    // A function may call itself by the key it is stored under.
    visit(value, value.kind === 'function' ? bind(inner, [key]) : inner, tools);
    inner = bind(inner, [key]);
  }
}

function bind(scope: Scope, names: readonly string[]): Scope {
  return { ...scope, bound: new Set([...scope.bound, ...names]) };
}

function note(name: string, scope: Scope, { walk }: Tools): void {
  if (scope.bound.has(name)) return;
  (scope.filtered ? walk.filterNames : walk.names).add(name);
}

/** Notes `a.b.c` with its beginnings and gives back `a`. */
function notePath(node: Node, scope: Scope, { walk }: Tools): Node {
  const parts: string[] = [];
  let root = node;
  while (root.kind === 'path') {
    parts.unshift(root.name);
    root = root.of;
  }
  if (root.kind === 'name' && !scope.filtered && !scope.bound.has(root.name)) {
    const longest = parts.slice(0, MOST_PARTS);
    longest.forEach((_, i) => walk.paths.add([root.name, ...longest.slice(0, longest.length - i)].join('.')));
  }
  return root;
}
