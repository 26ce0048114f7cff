/** German administration keeps one clock; deadlines end by the wall, not by UTC (§ 31 VwVfG, §§ 187 ff. BGB). */
const ZONE = 'Europe/Berlin';
const clock = new Intl.DateTimeFormat('en-US', {
  timeZone: ZONE,
  hourCycle: 'h23',
  year: 'numeric',
  month: 'numeric',
  day: 'numeric',
  hour: 'numeric',
  minute: 'numeric',
  second: 'numeric',
});

const HOUR = 3_600_000;
const MAX_KNOWN = 20_000;
/** Offset from UTC by hour since 1970; clocks change only at full hours, and asking Intl costs ten times a whole step. */
const offsets = new Map<number, number>();

function offsetAt(instant: number): number {
  const hour = Math.floor(instant / HOUR);
  let offset = offsets.get(hour);
  if (offset === undefined) {
    const part: Record<string, number> = {};
    for (const { type, value } of clock.formatToParts(hour * HOUR)) part[type] = Number(value);
    const wall = Date.UTC(part['year'] ?? 0, (part['month'] ?? 1) - 1, part['day'], part['hour'], part['minute'], part['second']);
    offset = wall - hour * HOUR;
    if (offsets.size >= MAX_KNOWN) offsets.clear();
    offsets.set(hour, offset);
  }
  return offset;
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

/** Reads an ISO date or date-time; without an offset it is meant locally, a mere date begins at midnight. */
export function parseInstant(text: string): Date | undefined {
  const match = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(Z|[+-]\d\d:?\d\d)?(?:\[.*\]|@.*)?)?$/.exec(text.trim());
  if (!match) return undefined;
  const [, day = '', time = '00:00:00', offset] = match;
  const parsed = Date.parse(`${day}T${time}${offset ?? 'Z'}`);
  if (Number.isNaN(parsed)) return undefined;
  return offset ? new Date(parsed) : fromWall(parsed);
}
