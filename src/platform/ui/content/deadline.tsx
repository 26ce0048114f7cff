import { formatDate, formatDays } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { Badge } from './badge.tsx';

export type DeadlineProps = {
  /** Last day, "2026-11-22". */
  on: string;
  /** Today in Berlin, "2026-11-20" (`calendarDayOf(ctx.now)`). */
  today: string;
  /** From how many days before it is "soon"; default 3. */
  soonDays?: number;
  /** The clock stands still because we wait for someone else. */
  paused?: boolean;
  locale?: Locale;
};

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / 86_400_000;

/** A deadline as colour and word: "überfällig, 22.11.2026" or "morgen, 23.11.2026". */
export function Deadline({ on, today, soonDays = 3, paused, locale: given }: DeadlineProps) {
  const locale = useLocale(given);
  const days = dayNumber(on) - dayNumber(today);
  const date = formatDate(on, locale);
  if (paused) return <Badge state="waiting">{`${words(locale).paused}, ${date}`}</Badge>;
  if (days < 0) return <Badge state="late">{`${words(locale).overdue}, ${date}`}</Badge>;
  if (days <= soonDays) return <Badge state="soon">{`${formatDays(days, locale)}, ${date}`}</Badge>;
  return <span class="deadline">{date}</span>;
}
