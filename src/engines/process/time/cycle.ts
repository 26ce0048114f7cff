import { nextCron, parseCron } from './cron.ts';
import { parseInstant } from './local-time.ts';
import { addPeriod, parsePeriod } from './period.ts';

/** A repeating timer: `R3/PT1H`, `R/2026-01-01T08:00:00/P1D`, or cron. */
export type Cycle = { /** Rounds in all, absent when endless. */ rounds?: number; from?: Date; /** Period or cron text. */ every: string };

type Calendar = { addWorkingDays?: (from: Date, days: number) => Date };

/** Reads a timer cycle; undefined when it is none. */
export function parseCycle(text: string): Cycle | undefined {
  const trimmed = text.trim();
  const match = /^R(-?\d*)\/(?:([^/]+)\/)?([^/]+)$/.exec(trimmed);
  if (!match) return parseCron(trimmed) ? { every: trimmed } : undefined;
  const [, rounds = '', start, every = ''] = match;
  const from = start === undefined ? undefined : parseInstant(start);
  if (!parsePeriod(every) || (start !== undefined && !from)) return undefined;
  const endless = rounds === '' || rounds.startsWith('-');
  return { every, ...(endless ? {} : { rounds: Number(rounds) }), ...(from ? { from } : {}) };
}

/** The first instant a cycle fires at. */
export function firstOfCycle(cycle: Cycle, now: Date, calendar: Calendar): Date | undefined {
  if (cycle.from) return cycle.from > now ? cycle.from : nextOfCycle(cycle.every, cycle.from, { ...calendar, now });
  return nextOfCycle(cycle.every, now, { ...calendar, now });
}

/** The next instant after the last one; rounds missed while nothing ran are left out, so that no burst of reminders follows an outage. */
export function nextOfCycle(every: string, last: Date, calendar: Calendar & { now: Date }): Date | undefined {
  const cron = parseCron(every);
  if (cron) return nextCron(cron, last > calendar.now ? last : calendar.now);
  const period = parsePeriod(every);
  if (!period) return undefined;
  let next = addPeriod(last, period, calendar.addWorkingDays);
  if (next <= last) return undefined;
  const exact = period.years + period.months + period.days + period.workingDays === 0;
  if (exact && next <= calendar.now) {
    const missed = Math.floor((calendar.now.getTime() - next.getTime()) / period.ms) + 1;
    return new Date(next.getTime() + missed * period.ms);
  }
  for (let i = 0; i < 10_000 && next <= calendar.now; i++) next = addPeriod(next, period, calendar.addWorkingDays);
  return next;
}
