import type { CallBinding, CallSpec, Graph, Node } from '../graph.ts';
import type { Scope, Token } from '../state.ts';
import { Fault } from './faults.ts';
import { addScope, emit, findToken, getScope, modelOf, nodeOf, type Run } from './run.ts';
import { openScope } from './scopes.ts';
import { assign, evaluate, mapOutputs } from './variables.ts';

/** Processes that call each other deeper than this go round in a circle. */
const MAX_DEPTH = 20;

/** Starts the called process within this instance, bound to the version that is valid now. */
export function startCall(run: Run, token: Token, node: Node): void {
  const { call } = node;
  const place = { token, scope: token.scope };
  const id = call ? String(evaluate(run, place, call.process) ?? '') : '';
  const { process, graph } = findProcess(run, token, { id, binding: bindingOf(run, token, call) });
  if (depthOf(run, token) > MAX_DEPTH)
    throw new Fault('call-circle', `Das Verfahren „${id}“ ruft sich über mehr als ${MAX_DEPTH} Ebenen selbst auf.`);
  const start = process.starts.find((one) => one.event?.type === 'none') ?? process.starts[0];
  const scope = addScope(run, process, { parent: token.id });
  if (graph) scope.model = { process: id, ...(graph.version === undefined ? {} : { version: graph.version }) };
  if (!call?.passAll) {
    scope.vars = { ...token.vars };
    scope.closed = true;
  } else scope.vars = {};
  token.wait = 'scope';
  emit(run, { type: 'called-process', tokenId: token.id, nodeId: node.id, process: id, version: graph?.version ?? null });
  openScope(run, scope, start ? { start } : {});
}

function bindingOf(run: Run, token: Token, call: CallSpec | undefined): CallBinding {
  const { kind, value } = call?.binding ?? { kind: 'latest' };
  if (kind === 'latest' || kind === 'deployment') return { kind };
  return { kind, value: value ? String(evaluate(run, { token, scope: token.scope }, value) ?? '') : '' };
}

/** In the same file first, because a running instance stays on its version; then whatever the caller of the engine knows. */
function findProcess(run: Run, token: Token, { id, binding }: { id: string; binding: CallBinding }): { process: Node; graph?: Graph } {
  const model = modelOf(run, token.scope);
  const own = model.processes.get(id);
  const named = binding.kind === 'version' || binding.kind === 'versionTag';
  if (own && (!named || model.versionTags.get(id) === binding.value)) return { process: own };
  const graph = run.env.resolveCall?.(id, undefined, binding);
  const process = graph?.processes.get(id) ?? graph?.main;
  if (graph && process) return { process, graph };
  throw new Fault('call-unknown', `Das aufgerufene Verfahren „${id}“${named ? ` in der Fassung „${binding.value}“` : ''} ist nicht veröffentlicht.`);
}

function depthOf(run: Run, token: Token): number {
  let depth = 0;
  for (let at: Token | undefined = token; at; at = findToken(run, getScope(run, at.scope).parent)) depth += 1;
  return depth;
}

/** An error or escalation that climbs out of a called process takes its results along, as in Camunda 7. */
export function handBack(run: Run, token: Token, scope: Scope): void {
  const node = nodeOf(run, token);
  const { vars, closed } = scope;
  if (!vars || node.kind !== 'call' || modelOf(run, token.scope).dialect !== 'camunda') return;
  if (node.call?.returnAll) assign(run, { scope: token.scope }, vars);
  mapOutputs(run, { ...token, vars: closed ? vars : { ...token.vars, ...vars } }, node.outputs);
}

/** What a called process hands back when it has ended. */
export function closeCall(token: Token, node: Node, scope: Scope): Record<string, unknown> {
  if (!scope.vars) return {};
  if (node.call?.returnAll) return scope.vars;
  // Outputs may read what the called process has worked out, and nothing of it stays.
  token.vars = scope.closed ? { ...scope.vars } : { ...token.vars, ...scope.vars };
  return {};
}
