import { titleOf } from '../graph.ts';
import type { Stage, Token } from '../state.ts';
import { emit, nodeOf, type Run } from './run.ts';

/** Something in model or data that cannot go on; becomes an incident that people see and can retry. */
export class Fault extends Error {
  readonly code: string;

  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Lets a token stand where it failed. */
export function raise(run: Run, token: Token, incident: { stage: Stage; code: string; message: string; /** Attempts that failed. */ tries?: number }): void {
  token.wait = 'incident';
  token.stage = incident.stage;
  token.error = { code: incident.code, message: incident.message };
  const node = nodeOf(run, token);
  emit(run, {
    type: 'incident-raised',
    tokenId: token.id,
    nodeId: node.id,
    name: titleOf(node),
    code: incident.code,
    message: incident.message,
    tries: incident.tries ?? 1,
  });
}

/** Does a part of the work of a token; a fault becomes an incident of that token. True when it worked. */
export function guarded(run: Run, token: Token, [stage, work]: readonly [Stage, () => void]): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (!(error instanceof Fault)) throw error;
    raise(run, token, { stage, code: error.code, message: error.message });
    return false;
  }
}
