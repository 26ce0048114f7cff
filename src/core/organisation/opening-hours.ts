import { defineTexts, tr, type Locale } from '#platform/i18n';
import { holidayName } from './calendar.ts';
import { weekdays, type Hours, type Weekday } from './city-schema.ts';

const texts = defineTexts({
  de: {
    mon: 'Montag', tue: 'Dienstag', wed: 'Mittwoch', thu: 'Donnerstag', fri: 'Freitag', sat: 'Samstag', sun: 'Sonntag',
    to: 'bis', and: 'und', clock: 'Uhr', closed: 'geschlossen',
  },
  en: {
    mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday',
    to: 'to', and: 'and', clock: '', closed: 'closed',
  },
  'de-leicht': { closed: 'zu' },
  ar: { mon: 'الإثنين', tue: 'الثلاثاء', wed: 'الأربعاء', thu: 'الخميس', fri: 'الجمعة', sat: 'السبت', sun: 'الأحد', to: 'إلى', and: 'و', clock: '', closed: 'مغلق' },
  uk: { mon: 'понеділок', tue: 'вівторок', wed: 'середа', thu: 'четвер', fri: 'п’ятниця', sat: 'субота', sun: 'неділя', to: '–', and: 'і', clock: '', closed: 'зачинено' },
  tr: { mon: 'Pazartesi', tue: 'Salı', wed: 'Çarşamba', thu: 'Perşembe', fri: 'Cuma', sat: 'Cumartesi', sun: 'Pazar', to: '–', and: 've', clock: '', closed: 'kapalı' },
});

/** Opening hours of one day, with the reason when it is closed for a holiday. */
export type DayHours = { open: boolean; ranges: string[]; holiday: string | undefined; words: string };

const weekdayOf = (date: string): Weekday => weekdays[(new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7] ?? 'mon';

function rangesInWords(ranges: string[], locale: Locale): string {
  const t = texts(locale);
  const shown = ranges.map((range) => range.replace('-', '–'));
  return [shown.join(` ${t.and} `), t.clock].filter(Boolean).join(' ');
}

/** When it is open on a calendar day ('yyyy-mm-dd'); closed on public holidays of the Land. */
export function hoursOn(hours: Hours, { date, land, locale = 'de' }: { date: string; land: string; locale?: Locale }): DayHours {
  const holiday = holidayName(date, land);
  const ranges = holiday ? [] : (hours[weekdayOf(date)] ?? []);
  const words = ranges.length ? rangesInWords(ranges, locale) : `${texts(locale).closed}${holiday ? ` (${holiday})` : ''}`;
  return { open: ranges.length > 0, ranges, holiday, words };
}

/** The week in words, equal neighbouring days together: 'Montag bis Mittwoch' – '08:00–16:00 Uhr'. Closed days are left out. */
export function describeHours(hours: Hours, locale: Locale = 'de'): { days: string; times: string }[] {
  const t = texts(locale);
  const rows: { first: Weekday; last: Weekday; times: string }[] = [];
  let previous: Weekday | undefined;
  for (const weekday of weekdays) {
    const ranges = hours[weekday] ?? [];
    const times = ranges.length ? rangesInWords(ranges, locale) : '';
    const row = rows.at(-1);
    if (times && row && row.times === times && row.last === previous) row.last = weekday;
    else if (times) rows.push({ first: weekday, last: weekday, times });
    previous = weekday;
  }
  return rows.map(({ first, last, times }) => ({ days: first === last ? t[first] : `${t[first]} ${t.to} ${t[last]}`, times }));
}

/** The remark beside the hours ('Termine nach Vereinbarung'), if there is one. */
export const hoursNote = (hours: Hours, locale: Locale = 'de'): string | undefined => tr(hours.note, locale);

/**
 * Ranges from what a person typed: '8-12 Uhr, 14:00–16:30' → ['08:00-12:00', '14:00-16:30']; empty or 'geschlossen' is an empty list.
 * undefined when it can't be read or a range ends before it begins.
 */
export function parseHours(typed: string): string[] | undefined {
  const bare = typed.replaceAll(/uhr/gi, '').trim();
  if (bare === '' || /^(geschlossen|zu|-)$/i.test(bare)) return [];
  const ranges: string[] = [];
  for (const part of bare.split(/,|;|und/)) {
    const found = /^\s*(\d{1,2})(?:[:.](\d{2}))?\s*(?:-|–|bis)\s*(\d{1,2})(?:[:.](\d{2}))?\s*$/.exec(part);
    if (!found) return undefined;
    const [, fromHour = '', fromMinute = '00', toHour = '', toMinute = '00'] = found;
    const [from, to] = [`${fromHour.padStart(2, '0')}:${fromMinute}`, `${toHour.padStart(2, '0')}:${toMinute}`];
    if (from >= to || to > '24:00' || fromMinute > '59' || toMinute > '59') return undefined;
    ranges.push(`${from}-${to}`);
  }
  return ranges;
}
