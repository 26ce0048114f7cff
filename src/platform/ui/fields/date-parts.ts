/** A date as typed: three texts, perhaps not a date at all. */
export type DateParts = { day: string; month: string; year: string };

/** The three texts of a date "2026-11-22"; anything else gives three empty ones. */
export function datePartsOf(date: string | null | undefined): DateParts {
  const found = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date ?? '');
  return { day: found ? String(Number(found[3])) : '', month: found ? String(Number(found[2])) : '', year: found?.[1] ?? '' };
}

/** Reads what a `DateField` posted: `name-day`, `name-month`, `name-year`. */
export function readDateParts(body: Record<string, unknown>, name: string): DateParts {
  const read = (part: string) => {
    const value = body[`${name}-${part}`];
    return typeof value === 'string' ? value.trim() : '';
  };
  return { day: read('day'), month: read('month'), year: read('year') };
}

/** The date "2026-11-22", or undefined when the three texts are no day of the calendar (31.2.). Years have four digits. */
export function dateOfParts({ day, month, year }: DateParts): string | undefined {
  if (!/^\d{1,2}$/.test(day) || !/^\d{1,2}$/.test(month) || !/^\d{4}$/.test(year)) return undefined;
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const instant = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date) ? date : undefined;
}
