/** German administration keeps one clock; deadlines end by the wall, not by UTC (§ 31 VwVfG, §§ 187 ff. BGB). */
const ZONE = 'Europe/Berlin';
const clockIn = (timeZone: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat('en-US', { timeZone, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric', hour: 'numeric', minute: 'numeric', second: 'numeric' });
const clock = clockIn(ZONE);

const HOUR = 3_600_000;
const MAX_KNOWN = 20_000;
/** Offset from UTC by hour since 1970; clocks change only at full hours, and asking Intl costs ten times a whole step. */
const offsets = new Map<number, number>();

function offsetAt(instant: number): number {
  const hour = Math.floor(instant / HOUR);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    offset = readClock(clock, hour * HOUR) - hour * HOUR;
    if (offsets.size >= MAX_KNOWN) offsets.clear();
    offsets.set(hour, offset);
  }
  return offset;
}

/** What a clock shows at an instant, as if it were UTC. */
function readClock(zone: Intl.DateTimeFormat, instant: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of zone.formatToParts(instant)) part[type] = Number(value);
  return Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second']);
}

/** Wall-clock time as if it were UTC, in milliseconds; lets calendar sums be done with plain Date.UTC. */
export function toWall(instant: Date): number {
  return instant.getTime() + offsetAt(instant.getTime());
}

/** The instant of a wall-clock time; an hour that the clock skips counts as the hour after it. */
export function fromWall(wall: number): Date {
  const guess = wall - (toWall(new Date(wall)) - wall);
  const drift = toWall(new Date(guess)) - wall;
  return new Date(guess - drift);
}

/** The local calendar day of an instant, YYYY-MM-DD. */
export function localDay(instant: Date): string {
  return new Date(toWall(instant)).toISOString().slice(0, 10);
}

/** The instant at which a clock elsewhere shows this; undefined when nobody knows the zone. */
function fromWallIn(zone: string, wall: number): Date | undefined {
  try {
    const there = clockIn(zone);
    const guess = wall - (readClock(there, wall) - wall);
    return new Date(guess - (readClock(there, guess) - wall));
  } catch {
    return undefined;
  }
}

/** Reads an ISO date or date-time; without offset or zone it is meant locally, a mere date begins at midnight. */
export function parseInstant(text: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?(?:\[(.*)\]|@(.*))?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, day = '', time = '00:00:00', offset, bracketed, named] = match;
  const zone = bracketed ?? named ?? ZONE;
  const parsed = Date.parse(`${day}T${time}${offset ?? 'Z'}`);
  if (Number.isNaN(parsed)) return undefined;
  if (offset) return new Date(parsed);
  return zone === ZONE ? fromWall(parsed) : fromWallIn(zone, parsed);
}
