import type { VNode } from 'preact';
import type { Flash as FlashMessage, View } from '#platform/http';
import { dir, htmlLang } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { Breadcrumb, Crest, Enhanced, Flash, Icon, IslandScript, IslandsProvider, LocaleProvider, SearchField, SkipLink, classNames } from '#platform/ui';
import type { AssetManifest, City, IconName } from '#platform/ui';
import { OfficeNavigation } from './frame-navigation.tsx';
import type { OfficeNavGroup } from './frame-navigation.tsx';
import { frameWords } from './frame-words.ts';

/** The part of a view the frame needs. */
export type OfficePage = Pick<View, 'title' | 'body' | 'crumbs' | 'aside' | 'width' | 'nav' | 'status'>;

export type OfficeFrameInfo = {
  page: OfficePage;
  locale: Locale;
  path: string;
  url: string;
  /** `actingFor`: the colleague this person stands in for just now; `id`: whose work in this browser goes at sign-out. */
  actor: { id?: string | undefined; name: string; actingFor?: { id: string; name: string } | undefined };
  /** Nobody is signed in yet: no navigation, search or menu. */
  bare?: boolean;
  city: City;
  assets: AssetManifest;
  /** What this person may open, grouped; the current one is found by `page.nav` or the longest matching address. */
  nav: OfficeNavGroup[];
  /** Further lines of the user menu. */
  userMenu?: { label: string; href: string; icon?: IconName }[];
  flash?: FlashMessage | undefined;
  unreadCount?: number;
  /** The narrow navigation (icons only) as this person left it. */
  navCollapsed?: boolean;
  theme?: 'dark' | 'light';
  direction?: 'ltr' | 'rtl';
};

/** The whole document of an office page: navigation, work area, context column. */
export function officeFrame(info: OfficeFrameInfo): VNode {
  const { page, locale, assets, city, actor } = info;
  const words = frameWords(locale);
  const direction = info.direction ?? dir(locale);
  const title = page.status === 422 ? `${words.error}: ${page.title}` : page.title;
  return (
    <LocaleProvider locale={locale}>
      <IslandsProvider islands={{ assets, used: new Set() }}>
        <html lang={htmlLang(locale)} dir={direction} data-kern-theme={info.theme}>
          <head>
            <meta charset="utf-8" />
            <title>{`${title} – ${words.office} ${city.name}`}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="robots" content="noindex" />
            <link rel="preload" href={assets.fonts[0]} as="font" type="font/woff2" crossorigin="anonymous" />
            <link rel="stylesheet" href={assets.css.office[direction]} />
            <link rel="stylesheet" href={assets.city} />
            {assets.crest && <link rel="icon" href={assets.crest} />}
          </head>
          <body class="office compact">
            <SkipLink>{words.skip}</SkipLink>
            <header class="office-head">
            {info.bare ? <BareBar {...info} /> : <TopBar {...info} />}
            {actor.actingFor && (
              <p class="office-substitute">
                <Icon name="people" size="small" />
                {words.actingFor(actor.actingFor.name)} <a href="/office/vertretung">{words.endActing}</a>
              </p>
            )}
            </header>
            <div class={classNames('office-body', Boolean(page.aside) && 'office-body--context', Boolean(info.bare) && 'office-body--bare')}>
              {!info.bare && <OfficeNavigation {...info} />}
              <div class="office-work">
                {page.crumbs && page.crumbs.length > 0 && <Breadcrumb items={page.crumbs} />}
                {info.flash && <Flash kind={info.flash.kind} text={info.flash.text} />}
                <main class={classNames('office-main', page.width === 'narrow' && 'office-main--narrow')} id="inhalt" tabindex={-1}>
                  {page.body}
                </main>
              </div>
              {page.aside && (
                <aside class="office-context" aria-label={words.context}>
                  {page.aside}
                </aside>
              )}
            </div>
            <Enhanced name="office-keys" start="idle">
              <span hidden />
            </Enhanced>
            <IslandScript />
          </body>
        </html>
      </IslandsProvider>
    </LocaleProvider>
  );
}

function BareBar({ city, assets }: OfficeFrameInfo) {
  return (
    <div class="office-top">
      <a class="office-brand" href="/">
        <Crest src={assets.crest} size="small" />
        <span>{city.name}</span>
      </a>
    </div>
  );
}

function TopBar(info: OfficeFrameInfo) {
  const { locale, city, assets, unreadCount = 0 } = info;
  const words = frameWords(locale);
  return (
    <div class="office-top">
      <OfficeNavigation {...info} phone />
      <a class="office-brand" href="/office">
        <Crest src={assets.crest} size="small" />
        <span>{city.name}</span>
      </a>
      <div class="office-search">
        <SearchField action="/office/suche" label={words.search} labelHidden id="office-search" size="small" shortcut="Control+K" />
        <kbd class="office-search__key">{words.searchKey}</kbd>
      </div>
      <a class="office-bell" href="/office/nachrichten">
        <Icon name="bell" />
        {unreadCount > 0 ? (
          <>
            <span class="office-bell__count" aria-hidden="true">
              {unreadCount}
            </span>
            <span class="kern-sr-only">{words.unread(unreadCount)}</span>
          </>
        ) : (
          <span class="kern-sr-only">{words.messages}</span>
        )}
      </a>
      <UserMenu {...info} />
    </div>
  );
}

const initials = (name: string): string =>
  name
    .split(/\s+/)
    .filter((word) => /^\p{Lu}/u.test(word))
    .map((word) => word[0])
    .slice(-2)
    .join('');

function UserMenu({ actor, locale, userMenu = [] }: OfficeFrameInfo) {
  const words = frameWords(locale);
  return (
    <details class="office-user">
      <summary class="office-user__summary">
        <span class="office-user__initials" aria-hidden="true">
          {initials(actor.name)}
        </span>
        <span class="office-user__name">{actor.name}</span>
        <Icon name="chevron-down" size="small" />
      </summary>
      <div class="office-user__panel">
        <ul class="office-user__list">
          {[{ label: words.substitution, href: '/office/vertretung', icon: 'people' as IconName }, ...userMenu].map((item) => (
            <li key={item.href}>
              <a class="office-user__item" href={item.href}>
                <Icon name={item.icon ?? 'settings'} size="small" />
                {item.label}
              </a>
            </li>
          ))}
          <li>
            <a class="office-user__item" href="/">
              <Icon name="external" size="small" />
              {words.portal}
            </a>
          </li>
        </ul>
        <form action="/abmelden" method="post" data-account={actor.id ?? ''}>
          <button class="office-user__item" type="submit">
            <Icon name="sign-out" size="small" />
            {words.signOut}
          </button>
        </form>
      </div>
    </details>
  );
}
