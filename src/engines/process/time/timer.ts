import type { TimerForm } from '../graph.ts';
import { firstOfCycle, parseCycle } from './cycle.ts';
import { parseInstant } from './local-time.ts';
import { addPeriod, parsePeriod } from './period.ts';

/** When a timer fires first, and what of a cycle is left after that. */
export type Due = { at: Date; rounds?: number; every?: string };

type Clock = { now: Date; addWorkingDays?: (from: Date, days: number) => Date };

/** Works out a timer from its evaluated text; undefined when the text is no such thing, or the cycle is over. */
export function dueOf(form: TimerForm, text: string, clock: Clock): Due | undefined {
  if (form === 'date') {
    const at = parseInstant(text);
    return at && { at };
  }
  if (form === 'duration') {
    const period = parsePeriod(text);
    return period && { at: addPeriod(clock.now, period, clock.addWorkingDays) };
  }
  const cycle = parseCycle(text);
  const at = cycle && firstOfCycle(cycle, clock.now, clock);
  if (!cycle || !at || cycle.rounds === 0) return undefined;
  return { at, every: cycle.every, ...(cycle.rounds === undefined ? {} : { rounds: cycle.rounds }) };
}

/** True when the text can be a timer of this form. */
export function isTimerText(form: TimerForm, text: string): boolean {
  if (form === 'date') return parseInstant(text) !== undefined;
  if (form === 'duration') return parsePeriod(text) !== undefined;
  const cycle = parseCycle(text);
  return cycle !== undefined && cycle.rounds !== 0;
}

/** Reads a deadline of a task: a date, an instant, or a period from now; the result is an instant. */
export function deadlineOf(text: string, clock: Clock): Date | undefined {
  const period = parsePeriod(text);
  return period ? addPeriod(clock.now, period, clock.addWorkingDays) : parseInstant(text);
}
