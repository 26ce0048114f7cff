/** Type as written in FEEL text: `list<number>`, `context<age: number>`, `function<number> -> string`, `tPerson`. */
export type TypeNode =
  | { kind: 'named'; name: string }
  | { kind: 'list' | 'range'; of: TypeNode }
  | { kind: 'context'; entries: readonly { name: string; type: TypeNode }[] }
  | { kind: 'function'; parameters: readonly TypeNode[]; result: TypeNode };

export type CompareOperator = '=' | '!=' | '<' | '<=' | '>' | '>=';
export type ArithmeticOperator = '+' | '-' | '*' | '/' | '**';

export type Iterator = { name: string; from: Node; to?: Node };
export type Parameter = { name: string; type?: TypeNode };

/** Syntax tree of an expression; `at` is the offset in the text. */
export type Node = { at: number } & (
  | { kind: 'literal'; value: unknown }
  | { kind: 'name'; name: string }
  | { kind: 'path'; of: Node; name: string }
  | { kind: 'filter'; of: Node; match: Node }
  | { kind: 'call'; callee: Node; args: readonly Node[]; names?: readonly string[] }
  | { kind: 'negate'; of: Node }
  | { kind: 'arithmetic'; operator: ArithmeticOperator; left: Node; right: Node }
  | { kind: 'compare'; operator: CompareOperator; left: Node; right: Node }
  | { kind: 'and' | 'or'; left: Node; right: Node }
  | { kind: 'between'; of: Node; low: Node; high: Node }
  | { kind: 'in'; of: Node; tests: readonly Node[] }
  | { kind: 'instance'; of: Node; type: TypeNode }
  | { kind: 'if'; condition: Node; yes: Node; no: Node }
  | { kind: 'for'; iterators: readonly Iterator[]; body: Node }
  | { kind: 'quantified'; every: boolean; iterators: readonly Iterator[]; body: Node }
  | { kind: 'function'; parameters: readonly Parameter[]; body: Node; external: boolean }
  | { kind: 'list'; items: readonly Node[] }
  | { kind: 'context'; entries: readonly { key: string; value: Node }[] }
  | { kind: 'range'; start: Node; end: Node; startIncluded: boolean; endIncluded: boolean }
  /** `(< 10)` as a value, `< 10` as a unary test. */
  | { kind: 'half-range'; operator: CompareOperator; end: Node }
);

/** Unary tests: the cell of a decision table. No tests at all (`-`) match everything. */
export type UnaryTestsNode = { negated: boolean; tests: readonly Node[] | null };
