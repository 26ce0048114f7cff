import { fromWall, toWall } from './local-time.ts';

/** A length of time: calendar parts are added by the calendar, the rest by the clock. */
export type Period = { sign: 1 | -1; years: number; months: number; days: number; workingDays: number; ms: number };

const ISO = /^([+-])?P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/;
const WORKING_DAYS = /^(?:P(\d+)WD|(\d+)\s+(?:Arbeitstage?|Werktage?))$/;

/** Reads ISO 8601 (`P14D`, `PT2H`, `P1M`) and, beyond it, working days (`P10WD`, `10 Arbeitstage`). */
export function parsePeriod(text: string): Period | undefined {
  const trimmed = text.trim();
  const working = WORKING_DAYS.exec(trimmed);
  if (working) return { sign: 1, years: 0, months: 0, days: 0, workingDays: Number(working[1] ?? working[2]), ms: 0 };
  const match = ISO.exec(trimmed);
  if (!match || /[PT]$/.test(trimmed)) return undefined;
  const [years, months, weeks, days, hours, minutes, seconds] = match.slice(2).map((part) => Number(part ?? 0));
  return {
    sign: match[1] === '-' ? -1 : 1,
    years: years ?? 0,
    months: months ?? 0,
    days: (days ?? 0) + 7 * (weeks ?? 0),
    workingDays: 0,
    ms: Math.round(((hours ?? 0) * 3600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * 1000),
  };
}

/** The instant after this period; a month later is the same day of the month or its last one (§ 188 (3) BGB). */
export function addPeriod(from: Date, period: Period, addWorkingDays?: (from: Date, days: number) => Date): Date {
  if (period.workingDays > 0) {
    if (!addWorkingDays) throw new Error('Arbeitstage lassen sich hier nicht zählen');
    return addWorkingDays(from, period.workingDays * period.sign);
  }
  if (period.years + period.months + period.days === 0) return new Date(from.getTime() + period.sign * period.ms);
  const wall = new Date(toWall(from));
  const day = wall.getUTCDate();
  wall.setUTCDate(1);
  wall.setUTCMonth(wall.getUTCMonth() + period.sign * (period.months + 12 * period.years));
  const last = new Date(Date.UTC(wall.getUTCFullYear(), wall.getUTCMonth() + 1, 0)).getUTCDate();
  wall.setUTCDate(Math.min(day, last) + period.sign * period.days);
  return new Date(fromWall(wall.getTime()).getTime() + period.sign * period.ms);
}
