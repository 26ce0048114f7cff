import { formatNumber } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';
import { Button } from '../content/button.tsx';

export type PaginationProps = {
  /** Addresses of the neighbouring pages (cursor paging); undefined at the ends. */
  previous?: string | undefined;
  next?: string | undefined;
  /** How many are shown here. */
  shown: number;
  /** How many there are; left out when nobody counted. */
  total?: number | undefined;
  /** What is counted: "Vorgänge". */
  noun?: string;
  locale?: Locale;
};

/** Forwards and backwards through a long list, with how many there are. */
export function Pagination({ previous, next, shown, total, noun, locale: given }: PaginationProps) {
  const locale = useLocale(given);
  const text = words(locale);
  const count = total === undefined ? formatNumber(shown, locale) : text.shownOf(formatNumber(shown, locale), formatNumber(total, locale));
  return (
    <nav class="pagination" aria-label={text.pages}>
      <p class="pagination__count">
        {count} {noun ?? text.entries}
      </p>
      {(previous || next) && (
        <div class="pagination__links">
          {previous && (
            <Button href={previous} icon="chevron-left" size="small" attributes={{ rel: 'prev' }}>
              {text.previous}
            </Button>
          )}
          {next && (
            <Button href={next} iconEnd="chevron-right" size="small" attributes={{ rel: 'next' }}>
              {text.next}
            </Button>
          )}
        </div>
      )}
    </nav>
  );
}
