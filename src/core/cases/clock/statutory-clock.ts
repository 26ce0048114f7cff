import { addDays, addWorkingDays, daysBetween, deadlineAfter, nextWorkingDay, workingDaysBetween } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import type { JsonObject } from '#platform/module';
import type { Case } from '../case.ts';

/** The clock of the law (Bearbeitungsfrist, § 42a VwVfG) of one case; a promised processing time is none. */
export type StatutoryClock = {
  /** Day of the event that started the period; it is not counted itself (§ 187 (1) BGB). */
  beganOn: string;
  /** Why it stands still: the applicant has to act, or the process says so. */
  pause?: { by: 'waiting' | 'process'; reason?: string };
  /** At most one (§ 42a (2) sentence 3 VwVfG). */
  extension?: { on: string; from: string; until: string; reason: string };
};

/** How long: months end by §§ 187, 188 BGB and move to a working day, working days are counted with the Land's holidays. */
export type ClockPeriod = { months: number } | { workingDays: number } | { days: number };

/** What a connector or a clerk wants of the clock, on its way to the database. */
export type ClockOrder =
  | { do: 'start'; from: string; period: ClockPeriod }
  | { do: 'pause'; reason?: string }
  | { do: 'resume' }
  | { do: 'extend'; until: string; reason: string };

export type ClockFacts = { due_on: string | null; paused_at: Date | null; clock: StatutoryClock | null };
export type ClockEvent = { type: string; data?: JsonObject };
type Moment = { now: Date; calendar: string; /** Days lost are counted as the period is: in working days, else in calendar days. */ workingDays?: boolean };

/** Last day of a period that began with an event of this day (§ 31 VwVfG, §§ 187–193 BGB). */
export function lastDayOf(period: ClockPeriod, from: string, calendar: string): string {
  if ('workingDays' in period) return addWorkingDays(from, period.workingDays, calendar);
  return deadlineAfter({ from, period, land: calendar });
}

const factsOf = (found: Case): ClockFacts => ({ due_on: found.dueOn ?? null, paused_at: found.pausedAt ?? null, clock: found.clock ?? null });

/**
 * What becomes of the clock in this step: first what was ordered, then what follows from where the case stands. It stands still while
 * the applicant has to act (the period runs from complete papers, § 42a (2) sentence 2 VwVfG); it is over with the decision.
 */
export function advanceClock(found: Case, next: { waits: boolean; over: boolean; orders: readonly ClockOrder[] }, at: Moment): { facts: ClockFacts; events: ClockEvent[] } {
  const events: ClockEvent[] = [];
  let facts = factsOf(found);
  for (const order of next.orders) facts = carryOut(facts, order, { ...at, events });
  if (next.waits && !facts.paused_at && facts.due_on) facts = pause(facts, { ...at, events }, { by: 'waiting' });
  const held = facts.clock?.pause?.by === 'process' && !next.over;
  if (!next.waits && facts.paused_at && facts.due_on && !held) facts = resume(facts, { ...at, events });
  return { facts, events };
}

type Doing = Moment & { events: ClockEvent[] };

function carryOut(facts: ClockFacts, order: ClockOrder, doing: Doing): ClockFacts {
  switch (order.do) {
    case 'start': {
      const due_on = lastDayOf(order.period, order.from, doing.calendar);
      doing.events.push({ type: 'cases/clock-started', data: { beganOn: order.from, dueOn: due_on } });
      return { due_on, paused_at: null, clock: { beganOn: order.from } };
    }
    case 'pause':
      if (facts.paused_at) return { ...facts, clock: facts.clock && { ...facts.clock, pause: { by: 'process', ...(order.reason ? { reason: order.reason } : {}) } } };
      return facts.due_on ? pause(facts, doing, { by: 'process', ...(order.reason ? { reason: order.reason } : {}) }) : facts;
    case 'resume':
      return facts.paused_at && facts.due_on ? resume(facts, doing) : facts;
    case 'extend': {
      const { until, reason } = order;
      const from = facts.due_on ?? until;
      doing.events.push({ type: 'cases/clock-extended', data: { from, until, reason } });
      return { ...facts, due_on: until, clock: facts.clock && { ...facts.clock, extension: { on: calendarDayOf(doing.now), from, until, reason } } };
    }
  }
}

function pause(facts: ClockFacts, { now, events }: Doing, why: NonNullable<StatutoryClock['pause']>): ClockFacts {
  events.push({ type: 'cases/clock-paused', ...(why.reason ? { data: { reason: why.reason } } : {}) });
  return { ...facts, paused_at: now, clock: facts.clock && { ...facts.clock, pause: why } };
}

/** The last day moves by the days lost, and to a working day (§ 31 (3) VwVfG). */
function resume(facts: ClockFacts, { now, calendar, workingDays, events }: Doing): ClockFacts {
  const { due_on, paused_at } = facts;
  if (!due_on || !paused_at) return facts;
  const [from, to] = [calendarDayOf(paused_at), calendarDayOf(now)];
  const lost = workingDays ? workingDaysBetween(from, to, calendar) : daysBetween(from, to);
  const moved = lost <= 0 ? due_on : workingDays ? addWorkingDays(due_on, lost, calendar) : nextWorkingDay(addDays(due_on, lost), calendar);
  events.push({ type: 'cases/clock-resumed', data: { dueOn: moved } });
  const { pause: _over, ...clock } = facts.clock ?? { beganOn: '' };
  return { due_on: moved, paused_at: null, clock: facts.clock && clock };
}

/** What FEEL sees as `case.clock`: `endsAt` is the first instant after the last day, null while it stands still and once it is over. */
export function clockContext(found: Case): JsonObject {
  const { clock, dueOn, pausedAt } = found;
  const over = found.outcome !== undefined || found.closedAt !== undefined || dueOn === undefined;
  const running = clock !== undefined && !over && !pausedAt;
  return {
    running,
    beganOn: clock?.beganOn ?? null,
    dueOn: dueOn ?? null,
    endsAt: running && dueOn ? `${addDays(dueOn, 1)}T00:00:00` : null,
    pausedOn: pausedAt ? calendarDayOf(pausedAt) : null,
    pauseReason: clock?.pause?.reason ?? null,
    extended: clock?.extension !== undefined,
    extendedUntil: clock?.extension?.until ?? null,
    extensionReason: clock?.extension?.reason ?? null,
  };
}
