import type { Locale } from '#platform/i18n';
import { Icon } from '../icon.tsx';
import { useLocale } from '../locale-context.tsx';
import { words } from '../words.ts';

export type Crumb = { label: string; href?: string; /** Language of the label, where it is not the page's. */ lang?: string | undefined };

/** The way here; the last crumb is the page itself and no link. */
export function Breadcrumb({ items, locale: given }: { items: Crumb[]; locale?: Locale }) {
  const locale = useLocale(given);
  return (
    <nav class="breadcrumb" aria-label={words(locale).breadcrumb}>
      <ol class="breadcrumb__list">
        {items.map((item, position) => (
          <li class="breadcrumb__item" key={item.label}>
            {item.href && position < items.length - 1 ? (
              <a class="kern-link kern-link--small kern-link--no-visited-state" href={item.href} lang={item.lang}>
                {item.label}
              </a>
            ) : (
              <span aria-current={position === items.length - 1 ? 'page' : undefined} lang={item.lang}>{item.label}</span>
            )}
            {position < items.length - 1 && <Icon name="chevron-right" size="small" />}
          </li>
        ))}
      </ol>
    </nav>
  );
}
