/** Variables of an instance: plain JSON values. */
export type Vars = Record<string, unknown>;

/** What a token is waiting for; a token without it is on its way within the step. */
export type TokenWait = 'user' | 'job' | 'event' | 'scope' | 'many' | 'join' | 'merge' | 'undo' | 'incident';

/** Where a token failed, so that a retry begins there. */
export type Stage = 'arrive' | 'enter' | 'begin' | 'outputs' | 'leave' | 'join' | 'watch' | 'throw' | 'undo' | 'unheard';

export type Token = {
  id: number;
  node: string;
  scope: number;
  wait?: TokenWait;
  /** Sequence flow it came by (joins, failed arrivals). */
  flow?: string;
  /** Local variables: input mapping, item of a multi-instance. */
  vars?: Vars;
  /** Index within a multi-instance, from 0. */
  index?: number;
  /** Rounds of a standard loop that are done. */
  round?: number;
  /** Failed attempts of its job. */
  tries?: number;
  stage?: Stage;
  error?: { code: string; message: string };
  /** Set on a compensation handler: the token that ordered it. */
  undoFor?: number;
  /** Set on the ordering token: what is still to be undone, last first. */
  undoing?: Done[];
  /** Set on an ordering token whose way has gone on already. */
  wentOn?: true;
  /** Results that wait for an output mapping that failed. */
  results?: Vars;
};

/** A completed activity that can be undone. */
export type Done = {
  node: string;
  scope: number;
  /** Its local variables when it was done; seen again while it is undone. */
  vars?: Vars;
  inner?: Done[];
  /** The rounds of a multi-instance, one entry in `inner` each. */
  many?: true;
};

export type Scope = {
  id: number;
  /** Process, sub-process or (for a multi-instance) the activity itself. */
  node: string;
  /** Token of the enclosing activity; absent for the instance itself. */
  parent?: number;
  /** Own variables of a called process. */
  vars?: Vars;
  /** Variables outside a called process cannot be seen from inside. */
  closed?: boolean;
  /** Called process from another model and its version. */
  model?: { process: string; version?: string };
  many?: { total: number; done: number; started: number; rest?: unknown[]; out?: unknown[] };
};

export type Wait = {
  id: number;
  node: string;
  kind: 'timer' | 'message' | 'signal' | 'condition';
  /** Waits for a token … */
  token?: number;
  /** … or, for event sub-processes, for a scope. */
  scope?: number;
  /** Timer: ISO instant. */
  at?: string;
  /** Cycle: rounds left, absent when endless or no cycle. */
  rounds?: number;
  /** Cycle: ISO period or cron text. */
  every?: string;
  name?: string;
  key?: string;
  /** Condition: it was true when last looked at; it fires when it turns true. */
  was?: boolean;
};

export type EndReason = 'completed' | 'terminated' | 'cancelled';

/** The whole of a running instance: small, plain JSON, node ids instead of positions. */
export type State = {
  vars: Vars;
  /** Next id. */
  seq: number;
  tokens: Token[];
  scopes: Scope[];
  waits: Wait[];
  /** Completed activities that can be undone, in the order of their completion. */
  done?: Done[];
  /** Who did the user tasks that a later one refers to. */
  doers?: Record<string, string[]>;
  ended?: EndReason;
};

/** An instance that has not been started yet. */
export function freshState(): State {
  return { vars: {}, seq: 1, tokens: [], scopes: [], waits: [] };
}

/** Accepted, but its start has not had its turn yet. */
export const isUnbegun = (state: State): boolean => state.seq === 1 && state.scopes.length === 0 && state.ended === undefined;

/** A copy that can be changed; variable values are shared, because they are replaced and never changed in place. */
export function copyState(state: State): State {
  const copy: State = {
    ...state,
    vars: { ...state.vars },
    tokens: state.tokens.map((token) => (token.vars ? { ...token, vars: { ...token.vars } } : { ...token })),
    scopes: state.scopes.map(copyScope),
    waits: state.waits.map((wait) => ({ ...wait })),
  };
  if (state.done) copy.done = [...state.done];
  if (state.doers) copy.doers = { ...state.doers };
  return copy;
}

function copyScope(scope: Scope): Scope {
  const copy = { ...scope };
  if (scope.vars) copy.vars = { ...scope.vars };
  if (scope.many) copy.many = { ...scope.many };
  return copy;
}

/** Where an instance stands. */
export type Position = { tokenId: number; nodeId: string; wait: TokenWait; error?: { code: string; message: string } };

/** The places where an instance stands, sub-processes before what is open inside them. */
export function currentNodes(state: State): Position[] {
  return state.tokens
    .filter((token) => token.wait !== undefined && token.wait !== 'many')
    .map((token) => ({
      tokenId: token.id,
      nodeId: token.node,
      wait: token.wait ?? 'event',
      ...(token.error ? { error: token.error } : {}),
    }));
}
