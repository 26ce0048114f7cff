import type { ProcessInstance } from '#engines/process';
import type { JsonObject } from '#platform/module';
import { hasEnded, type Case, type CaseStatus } from '../case.ts';
import { advanceClock } from '../clock/statutory-clock.ts';
import type { CaseRow } from '../tables.ts';
import type { CaseWork } from './case-work.ts';

type Changed = Pick<CaseRow, 'status' | 'outcome' | 'due_on' | 'paused_at' | 'clock' | 'decided_at' | 'closed_at'>;
export type CaseChanges = {
  /** The columns that follow from the process; absent when none changed. */
  row?: Changed;
  events: { type: string; data?: JsonObject }[];
  /** The clock moved, stopped, went on or is over: timers bound to it must be set anew. */
  clockMoved: boolean;
};

/** What the new position of the process makes of the case: status, outcome, and whether its clock runs. */
export function caseChanges(work: Pick<CaseWork, 'case' | 'status' | 'clockOrders'>, instance: Pick<ProcessInstance, 'state'>, at: { now: Date; calendar: string; workingDays?: boolean }): CaseChanges {
  const found = work.case;
  const { vars, ended } = instance.state;
  const outcome = typeof vars['outcome'] === 'string' ? vars['outcome'] : found.outcome;
  const status = hasEnded(found) ? found.status : (work.status ?? statusOf(instance, { outcome, ended: ended !== undefined }));
  const next = { ...found, status, ...(outcome ? { outcome } : {}) };
  const events: CaseChanges['events'] = [];
  const decided = outcome !== undefined && found.outcome === undefined;
  if (decided) events.push({ type: 'cases/decided', data: { outcome } });
  const over = next.outcome !== undefined || hasEnded(next);
  const clock = advanceClock(found, { waits: status === 'waiting-applicant' && !over, over, orders: work.clockOrders ?? [] }, at);
  events.push(...clock.events);
  if (status !== found.status) events.push(hasEnded(next) ? { type: 'cases/closed', data: { outcome: outcome ?? null, status } } : { type: 'cases/status-changed', data: { from: found.status, to: status } });
  const row: Changed = {
    status,
    outcome: outcome ?? null,
    ...clock.facts,
    decided_at: found.decidedAt ?? (decided ? at.now : null),
    closed_at: found.closedAt ?? (hasEnded(next) ? at.now : null),
  };
  const clockMoved = clock.events.length > 0 || (over && found.outcome === undefined && !hasEnded(found));
  return { events, clockMoved, ...(same(found, row) && clock.events.length === 0 ? {} : { row }) };
}

const same = (found: Case, row: Changed): boolean =>
  row.status === found.status && row.outcome === (found.outcome ?? null) && row.due_on === (found.dueOn ?? null) && (row.paused_at?.getTime() ?? 0) === (found.pausedAt?.getTime() ?? 0);

/** Where the ball lies: with us as long as a task or a machine step is open, else with whoever the process waits for. */
function statusOf({ state }: Pick<ProcessInstance, 'state'>, { outcome, ended }: { outcome: string | undefined; ended: boolean }): CaseStatus {
  // withdrawn is withdrawn at once, although a letter may still have to confirm it
  if (outcome === 'withdrawn') return 'withdrawn';
  if (ended) return 'closed';
  const busy = state.tokens.some((token) => token.wait === 'user' || token.wait === 'job' || token.wait === 'incident');
  const waits = new Set(state.waits.flatMap((wait) => (wait.kind === 'message' && wait.name ? [wait.name] : [])));
  if (!busy && waits.has('payment-received')) return 'waiting-payment';
  if (!busy && waits.has('papers-received')) return 'waiting-applicant';
  return outcome ? 'decided' : 'open';
}
