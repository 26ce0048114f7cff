import { getServiceVersion, type CompiledService } from '#core/catalogue';
import type { Ctx, JsonObject, JsonValue } from '#platform/module';
import type { Case } from '../case.ts';
import type { ClockOrder } from '../clock/statutory-clock.ts';
import { getCase } from '../cases.queries.ts';

/** What a decision table answered, on its way to the database. */
export type DecisionMade = { nodeId: string; name: string; decisionId: string; result: JsonValue; explanation: JsonValue };

/** Everything about one case that the steps of one transaction share: read once, written once. */
export type CaseWork = {
  case: Case;
  service: CompiledService;
  decisions: DecisionMade[];
  /** Status that a connector set on purpose in this step; it wins over what the position of the process suggests. */
  status?: Case['status'];
  /** What connectors or a clerk want of the statutory clock in this step. */
  clockOrders?: ClockOrder[];
  /** A clerk's answer to a task that is being completed. */
  completing?: { taskId: string; data: JsonObject };
};

/**
 * By transaction. A transaction is recognised by its instant: every one gets a Date of its own, and it stays the same object when
 * the engine hands a copy of the context to a connector.
 */
const works = new WeakMap<Date, Map<string, CaseWork>>();

/** Gives the steps of this transaction what is known already, so that nothing is read twice. */
export function beginWork(ctx: Ctx, work: Omit<CaseWork, 'decisions'>): CaseWork {
  const begun = { ...work, decisions: [] };
  const known = works.get(ctx.now) ?? new Map<string, CaseWork>();
  works.set(ctx.now, known.set(work.case.id, begun));
  return begun;
}

type DecideOrder = (found: Case) => ClockOrder;
const ordered = new WeakMap<Date, Map<string, DecideOrder>>();

/** What a person wants of the clock in the next step of this transaction; decided on the case as it is then, under the lock of its process. */
export function orderClock(ctx: Ctx, caseId: string, decide: DecideOrder): void {
  const known = ordered.get(ctx.now) ?? new Map<string, DecideOrder>();
  ordered.set(ctx.now, known.set(caseId, decide));
}

function takeOrder(ctx: Ctx, found: Case): { clockOrders?: ClockOrder[] } {
  const decide = ordered.get(ctx.now)?.get(found.id);
  ordered.get(ctx.now)?.delete(found.id);
  return decide ? { clockOrders: [decide(found)] } : {};
}

/** The work on this case in this transaction; read from the database when nobody has begun it. */
export async function workOn(ctx: Ctx, caseId: string): Promise<CaseWork> {
  const known = findWork(ctx, caseId);
  if (known) return known;
  const found = await getCase(ctx, caseId);
  return beginWork(ctx, { case: found, service: await getServiceVersion(ctx, found.versionId), ...takeOrder(ctx, found) });
}

export const findWork = (ctx: Ctx, caseId: string): CaseWork | undefined => works.get(ctx.now)?.get(caseId);

/** The step is written; a later one in the same transaction reads again. */
export const endWork = (ctx: Ctx, caseId: string): void => void works.get(ctx.now)?.delete(caseId);
