import { formatDate, formatDateTime } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { useLocale } from '../locale-context.tsx';

/** An instant (Date) or a calendar day ("2026-11-22"), written for people and marked up for machines. */
export function Time({ at, locale: given }: { at: Date | string; locale?: Locale }) {
  const locale = useLocale(given);
  return typeof at === 'string' ? (
    <time dateTime={at}>{formatDate(at, locale)}</time>
  ) : (
    <time dateTime={at.toISOString()}>{formatDateTime(at, locale)}</time>
  );
}
