import { Icon } from '#platform/ui';
import type { IconName } from '#platform/ui';
import type { Locale } from '#platform/i18n';
import { frameWords } from './frame-words.ts';

export type OfficeNavItem = {
  /** Matches `nav` of a view. */
  key: string;
  label: string;
  href: string;
  icon: IconName;
  /** How much waits there. */
  count?: number;
};

export type OfficeNavGroup = { label?: string; items: OfficeNavItem[] };

type OfficeNavigationProps = {
  nav: OfficeNavGroup[];
  path: string;
  page: { nav?: string };
  locale: Locale;
  navCollapsed?: boolean;
  /** The menu of the narrow screen instead of the column. */
  phone?: boolean;
};

/** The item that belongs to the page: named by it, or the longest address its path begins with. */
function currentKey({ nav, path, page }: OfficeNavigationProps): string | undefined {
  if (page.nav) return page.nav;
  return nav
    .flatMap((group) => group.items)
    .filter((item) => path === item.href || (item.href !== '/office' && path.startsWith(`${item.href}/`)))
    .toSorted((a, b) => b.href.length - a.href.length)[0]?.key;
}

function Items(props: OfficeNavigationProps) {
  const current = currentKey(props);
  return (
    <>
      {props.nav.map((group, position) => (
        <div class="office-nav__group" key={group.label ?? position}>
          {group.label && <p class="office-nav__label">{group.label}</p>}
          <ul class="office-nav__list" aria-label={group.label}>
            {group.items.map((item) => (
              <li key={item.key}>
                <a class="office-nav__link" href={item.href} aria-current={item.key === current ? 'page' : undefined}>
                  <Icon name={item.icon} size="small" />
                  <span class="office-nav__word">{item.label}</span>
                  {item.count !== undefined && item.count > 0 && <span class="office-nav__count">{item.count}</span>}
                </a>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

/**
 * The navigation, as a column that folds to icons, or as a menu on a narrow screen.
 * Both stand in the page and the style sheet shows one: a `details` can't be open on one screen and closed on another.
 */
export function OfficeNavigation(props: OfficeNavigationProps) {
  const words = frameWords(props.locale);
  if (props.phone) {
    return (
      <details class="office-menu">
        <summary class="office-menu__summary">
          <Icon name="menu" />
          <span class="kern-sr-only">{words.menu}</span>
        </summary>
        <nav class="office-menu__panel" aria-label={words.menu}>
          <Items {...props} />
        </nav>
      </details>
    );
  }
  return (
    <nav class="office-nav" aria-label={words.navigation}>
      <Items {...props} />
      <div class="office-nav__end">
        <details class="office-keys">
          <summary class="office-nav__link">
            <Icon name="key" size="small" />
            <span class="office-nav__word">{words.keys}</span>
          </summary>
          <dl class="office-keys__list">
            {words.keyList.split('|').map((line) => {
              const [key, meaning] = line.split('=');
              return (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{meaning}</dd>
                </div>
              );
            })}
          </dl>
        </details>
        <details class="office-fold" open={!props.navCollapsed}>
          <summary class="office-nav__link">
            <Icon name="chevron-left" size="small" />
            <span class="office-nav__word">{words.fold}</span>
          </summary>
        </details>
      </div>
    </nav>
  );
}
