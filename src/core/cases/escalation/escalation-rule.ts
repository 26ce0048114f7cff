import type { ServiceSettings } from '#core/catalogue';
import { addDays, addWorkingDays, daysBetween } from '#core/organisation';
import { lastDayOf, type StatutoryClock } from '../clock/statutory-clock.ts';

/** When somebody has to be told: after so much of the time, or so many working days before the last day. */
export type EscalationRule = { percent: number } | { workingDaysBefore: number };

/** Without a rule of its own, a service with a period of law warns when four fifths of it are gone. */
const DEFAULT: EscalationRule = { percent: 80 };

/** The rule of a service for the clock of its cases. */
export function ruleOfService({ escalation, statutory }: Pick<ServiceSettings, 'escalation' | 'statutory'>): EscalationRule | undefined {
  if (escalation === 'none') return undefined;
  return escalation ?? (statutory ? DEFAULT : undefined);
}

/** The rule of a user task: its properties `escalateAtPercent` or `escalateBefore` (working days). */
export function ruleOfTask(properties: Readonly<Record<string, unknown>>): EscalationRule | undefined {
  const number = (value: unknown): number => (typeof value === 'number' || (typeof value === 'string' && value.trim() !== '') ? Number(value) : Number.NaN);
  const [percent, before] = [number(properties['escalateAtPercent']), number(properties['escalateBefore'])];
  if (percent > 0 && percent < 100) return { percent };
  return Number.isInteger(before) && before >= 0 && before <= 60 ? { workingDaysBefore: before } : undefined;
}

/** The day on which a deadline escalates; `length` is the whole period in calendar days. */
export function escalationDay(rule: EscalationRule, deadline: { dueOn: string; length: number; calendar: string }): string {
  const { dueOn, length, calendar } = deadline;
  if ('workingDaysBefore' in rule) return addWorkingDays(dueOn, -rule.workingDaysBefore, calendar);
  return addDays(dueOn, -Math.ceil(((100 - rule.percent) * Math.max(length, 0)) / 100));
}

type Known = { settings: ServiceSettings; clock: StatutoryClock | undefined; submittedOn: string; calendar: string };

/** Calendar days that the clock of the case grants in all: its period and its extension, without the days it stood still. */
export function lengthOfClock({ settings: { statutory, processingTime }, clock, submittedOn, calendar }: Known): number {
  const beganOn = clock?.beganOn ?? submittedOn;
  const workingDays = statutory?.workingDays ?? processingTime?.workingDays;
  const period = statutory?.months ? { months: statutory.months } : workingDays ? { workingDays } : undefined;
  const own = period ? daysBetween(beganOn, lastDayOf(period, beganOn, calendar)) : 0;
  return own + (clock?.extension ? daysBetween(clock.extension.from, clock.extension.until) : 0);
}

export type TaskEscalation = { escalate_on: string; escalate_by: 'clock' | 'task' };

type KnownCase = Known & { caseDueOn: string | null };

/** The day on which the clock of a case is in danger. */
export function clockEscalationOn(known: KnownCase): string | undefined {
  const { calendar, caseDueOn } = known;
  const rule = ruleOfService(known.settings);
  return rule && caseDueOn ? escalationDay(rule, { dueOn: caseDueOn, length: lengthOfClock(known), calendar }) : undefined;
}

/** The day of a new task: by its own rule or by that of the case, whichever comes first. */
export function escalationOfTask(task: { properties: Readonly<Record<string, unknown>>; dueOn: string | null }, known: KnownCase & { today: string }): TaskEscalation | undefined {
  const { calendar, today } = known;
  const byTask = ruleOfTask(task.properties);
  const byClock = clockEscalationOn(known);
  const days: TaskEscalation[] = [];
  if (byTask && task.dueOn) days.push({ escalate_on: escalationDay(byTask, { dueOn: task.dueOn, length: daysBetween(today, task.dueOn), calendar }), escalate_by: 'task' });
  if (byClock) days.push({ escalate_on: byClock, escalate_by: 'clock' });
  return days.sort((a, b) => a.escalate_on.localeCompare(b.escalate_on))[0];
}
