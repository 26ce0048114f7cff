import { addDays, daysBetween, nextWorkingDay } from '#core/organisation';
import type { ProcessInstance } from '#engines/process';
import { calendarDayOf } from '#platform/i18n';
import type { JsonObject } from '#platform/module';
import { hasEnded, type Case, type CaseStatus } from '../case.ts';
import type { CaseRow } from '../tables.ts';
import type { CaseWork } from './case-work.ts';

type Changed = Pick<CaseRow, 'status' | 'outcome' | 'due_on' | 'paused_at' | 'decided_at' | 'closed_at'>;
export type CaseChanges = {
  /** The columns that follow from the process; absent when none changed. */
  row?: Changed;
  events: { type: string; data?: JsonObject }[];
};

/** What the new position of the process makes of the case: status, outcome, and whether its clock runs. */
export function caseChanges(work: Pick<CaseWork, 'case' | 'status'>, instance: Pick<ProcessInstance, 'state'>, at: { now: Date; calendar: string }): CaseChanges {
  const found = work.case;
  const { vars, ended } = instance.state;
  const outcome = typeof vars['outcome'] === 'string' ? vars['outcome'] : found.outcome;
  const status = hasEnded(found) ? found.status : (work.status ?? statusOf(instance, { outcome, ended: ended !== undefined }));
  const next = { ...found, status, ...(outcome ? { outcome } : {}) };
  const events: CaseChanges['events'] = [];
  const decided = outcome !== undefined && found.outcome === undefined;
  if (decided) events.push({ type: 'cases/decided', data: { outcome } });
  const clock = clockOf(found, next, { ...at, events });
  if (status !== found.status) events.push(hasEnded(next) ? { type: 'cases/closed', data: { outcome: outcome ?? null, status } } : { type: 'cases/status-changed', data: { from: found.status, to: status } });
  const row: Changed = {
    status,
    outcome: outcome ?? null,
    ...clock,
    decided_at: found.decidedAt ?? (decided ? at.now : null),
    closed_at: found.closedAt ?? (hasEnded(next) ? at.now : null),
  };
  return same(found, row) ? { events } : { row, events };
}

const same = (found: Case, row: Changed): boolean =>
  row.status === found.status && row.outcome === (found.outcome ?? null) && row.due_on === (found.dueOn ?? null) && (row.paused_at?.getTime() ?? 0) === (found.pausedAt?.getTime() ?? 0);

/** Where the ball lies: with us as long as a task or a machine step is open, else with whoever the process waits for. */
function statusOf({ state }: Pick<ProcessInstance, 'state'>, { outcome, ended }: { outcome: string | undefined; ended: boolean }): CaseStatus {
  if (ended) return outcome === 'withdrawn' ? 'withdrawn' : 'closed';
  const busy = state.tokens.some((token) => token.wait === 'user' || token.wait === 'job' || token.wait === 'incident');
  const waits = new Set(state.waits.flatMap((wait) => (wait.kind === 'message' && wait.name ? [wait.name] : [])));
  if (!busy && waits.has('payment-received')) return 'waiting-payment';
  if (!busy && waits.has('papers-received')) return 'waiting-applicant';
  return outcome ? 'decided' : 'open';
}

/**
 * The clock stands still while the applicant has to act (a period begins with complete papers, § 42a (2) VwVfG), and the last day
 * moves by the days lost. It stops for good with the decision.
 */
function clockOf(found: Case, next: Case, { now, calendar, events }: { now: Date; calendar: string; events: CaseChanges['events'] }): Pick<Changed, 'due_on' | 'paused_at'> {
  const waits = next.status === 'waiting-applicant' && next.outcome === undefined;
  const due_on = found.dueOn ?? null;
  if (waits && !found.pausedAt && due_on) {
    events.push({ type: 'cases/clock-paused' });
    return { due_on, paused_at: now };
  }
  if (!waits && found.pausedAt && due_on) {
    const lost = daysBetween(calendarDayOf(found.pausedAt), calendarDayOf(now));
    const moved = lost > 0 ? nextWorkingDay(addDays(due_on, lost), calendar) : due_on;
    events.push({ type: 'cases/clock-resumed', data: { dueOn: moved } });
    return { due_on: moved, paused_at: null };
  }
  return { due_on, paused_at: found.pausedAt ?? null };
}
