import type { Scope, State, Token } from '../state.ts';

/** Tokens and scopes by what they are looked up by. */
export type InstanceIndex = {
  tokens: Map<number, Token>;
  scopes: Map<number, Scope>;
  /** Tokens of a scope, in their order. */
  inScope: Map<number, Set<Token>>;
  /** Scopes of a token, in their order. */
  inside: Map<number, Set<Scope>>;
  /** How many waits a token has. */
  waiting: Map<number, number>;
};

/** Few tokens are found quicker by looking through them. */
const FEW = 50;

/** True when looking through everything at each step would block the server. */
export function needsIndex({ tokens, scopes }: State): boolean {
  return tokens.length + scopes.length > FEW;
}

export function indexState(state: State): InstanceIndex {
  const index: InstanceIndex = { tokens: new Map(), scopes: new Map(), inScope: new Map(), inside: new Map(), waiting: new Map() };
  for (const token of state.tokens) indexToken(index, token);
  for (const scope of state.scopes) indexScope(index, scope);
  for (const { token } of state.waits) if (token !== undefined) index.waiting.set(token, (index.waiting.get(token) ?? 0) + 1);
  return index;
}

export function indexToken({ tokens, inScope }: InstanceIndex, token: Token): void {
  tokens.set(token.id, token);
  const others = inScope.get(token.scope);
  if (others) others.add(token);
  else inScope.set(token.scope, new Set([token]));
}

export function indexScope({ scopes, inside }: InstanceIndex, scope: Scope): void {
  scopes.set(scope.id, scope);
  if (scope.parent === undefined) return;
  const others = inside.get(scope.parent);
  if (others) others.add(scope);
  else inside.set(scope.parent, new Set([scope]));
}
