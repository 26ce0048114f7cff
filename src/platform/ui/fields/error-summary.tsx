import type { Locale } from '#platform/i18n';
import { sayContent } from '../content/say.tsx';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

export type ErrorSummaryProps = {
  /** `id` of the field (links to it), or none for an error that belongs to the whole page. */
  errors: { id?: string; text: string }[];
  title?: string;
  /** Language of the sentences, when it is not that of the page. */
  written?: Locale;
  locale?: Locale;
};

/** What must be corrected, on top of the page; takes the focus when the page opens, without JavaScript. */
export function ErrorSummary({ errors, title, written, locale: given }: ErrorSummaryProps) {
  const locale = useLocale(given);
  if (errors.length === 0) return null;
  const said = (text: string) => (written ? sayContent(text, locale, written) : text);
  return (
    <div class="error-summary" role="alert" tabindex={-1} autofocus aria-labelledby="error-summary-title">
      <h2 class="kern-heading-medium error-summary__title" id="error-summary-title">
        <Icon name="stop" />
        {title ?? words(locale).errorSummary}
      </h2>
      <ul class="error-summary__list">
        {errors.map(({ id, text }) => (
          <li key={id ?? text}>
            {id ? (
              <a class="kern-link" href={`#${id}`}>
                {said(text)}
              </a>
            ) : (
              said(text)
            )}
          </li>
        ))}
      </ul>
    </div>
  );
}
