import { SECONDS_A_DAY, dateOfDay, dayNumber, pad } from './calendar.ts';

/** A time zone: a fixed offset (`+02:00`) or a name of the IANA data base (`Europe/Berlin`). */
export type Zone = { readonly id: string; readonly offset: number | null };

export const UTC: Zone = { id: 'Z', offset: 0 };
const MAX_OFFSET = 18 * 3600;
const formats = new Map<string, Intl.DateTimeFormat | null>();
// Offsets change on quarters of an hour at most, and today() asks for the same one again and again.
let recent = { id: '', quarter: 0, offset: 0 };

export function fixedZone(offset: number): Zone | undefined {
  if (Math.abs(offset) > MAX_OFFSET) return undefined;
  return offset === 0 ? UTC : { id: offsetText(offset), offset };
}

/** Reads `Z`, `+01:00`, `-05:30:15` or `@Europe/Berlin`; undefined when there is no such zone. */
export function parseZone(text: string): Zone | undefined {
  if (text === 'Z' || text === 'z') return UTC;
  if (text.startsWith('@')) return format(text.slice(1)) ? { id: text.slice(1), offset: null } : undefined;
  const match = /^([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(text);
  if (!match) return undefined;
  const [, sign, hours, minutes, seconds = '0'] = match;
  if (Number(minutes) > 59 || Number(seconds) > 59) return undefined;
  const size = Number(hours) * 3600 + Number(minutes) * 60 + Number(seconds);
  return fixedZone(sign === '-' ? -size : size);
}

export function zoneText(zone: Zone): string {
  return zone.offset === null ? `@${zone.id}` : zone.id;
}

/**
 * Offset in seconds that holds at a wall-clock time (seconds since 1970-01-01T00:00 in that zone). Of the two offsets of
 * an autumn night the earlier one counts; a time that a spring night skips is read with the offset before.
 */
export function offsetAtLocal(zone: Zone, localSeconds: number): number {
  if (zone.offset !== null) return zone.offset;
  const before = offsetAtInstant(zone, localSeconds - SECONDS_A_DAY);
  const after = offsetAtInstant(zone, localSeconds + SECONDS_A_DAY);
  if (before === after || offsetAtInstant(zone, localSeconds - before) === before) return before;
  return offsetAtInstant(zone, localSeconds - after) === after ? after : before;
}

/** Offset in seconds that holds at an instant (seconds since 1970-01-01T00:00Z). */
export function offsetAtInstant(zone: Zone, instant: number): number {
  if (zone.offset !== null) return zone.offset;
  const quarter = Math.floor(instant / 900);
  if (recent.id === zone.id && recent.quarter === quarter) return recent.offset;
  recent = { id: zone.id, quarter, offset: readOffset(zone, instant) };
  return recent.offset;
}

function readOffset(zone: Zone, instant: number): number {
  const parts = format(zone.id)?.formatToParts(new Date(clampToDate(instant) * 1000)) ?? [];
  const name = parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
  const match = /^GMT([+-])(\d\d):(\d\d)(?::(\d\d))?$/.exec(name);
  if (!match) return 0;
  const size = Number(match[2]) * 3600 + Number(match[3]) * 60 + Number(match[4] ?? 0);
  return match[1] === '-' ? -size : size;
}

// JavaScript's Date ends in the year 275760; zone rules repeat every 400 years.
function clampToDate(instant: number): number {
  if (Math.abs(instant) < 8e12) return instant;
  const { year, month, day } = dateOfDay(Math.floor(instant / SECONDS_A_DAY));
  const rest = instant - Math.floor(instant / SECONDS_A_DAY) * SECONDS_A_DAY;
  return (
    dayNumber({ year: year < 0 ? 1600 : 2000 + (year % 400), month, day: Math.min(day, 28) }) * SECONDS_A_DAY + rest
  );
}

function format(id: string): Intl.DateTimeFormat | null {
  const known = formats.get(id);
  if (known !== undefined) return known;
  if (formats.size > 1000 || !/^[A-Za-z][A-Za-z0-9+\-_/]*$/.test(id)) return null;
  let made: Intl.DateTimeFormat | null = null;
  try {
    made = new Intl.DateTimeFormat('en-GB', { timeZone: id, timeZoneName: 'longOffset' });
  } catch {
    // RangeError is the only way Intl says that it does not know a zone.
  }
  formats.set(id, made);
  return made;
}

function offsetText(offset: number): string {
  const size = Math.abs(offset);
  const seconds = size % 60;
  const text = `${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 3600), 2)}:${pad(Math.floor(size / 60) % 60, 2)}`;
  return seconds === 0 ? text : `${text}:${pad(seconds, 2)}`;
}
