import type { VNode } from 'preact';
import type { Flash as FlashMessage, View } from '#platform/http';
import { contentLocale, dir, htmlLang, interfaceLocales, localeNames } from '#platform/i18n';
import type { Locale } from '#platform/i18n';
import { Breadcrumb, Crest, Flash, Icon, IslandScript, IslandsProvider, LocaleProvider, SearchField, SkipLink, classNames, sayContent } from '#platform/ui';
import type { AssetManifest, City } from '#platform/ui';
import { drawOnce } from './draw-once.tsx';
import { frameWords } from './frame-words.ts';

/** The part of a view the frame needs. */
export type PortalPage = Pick<View, 'title' | 'body' | 'crumbs' | 'aside' | 'width' | 'nav' | 'status' | 'description' | 'feed' | 'noIndex'>;

export type PortalFrameInfo = {
  page: PortalPage;
  locale: Locale;
  /** Language of the page itself, where it is another. */
  pageLocale?: Locale;
  /** Path of the page, and the same with its query (for the language links). */
  path: string;
  url: string;
  /** Where the portal is on the network, for the address under which search engines know a page. */
  origin?: string;
  actor: { kind: 'anonymous' | 'citizen' | 'staff' | 'system' | 'machine'; name: string; actingFor?: { name: string } | undefined };
  /** The person could act for an organisation (too). */
  mayActForOthers?: boolean;
  /** They did until their mandate ended. */
  mandateEnded?: boolean;
  city: City;
  assets: AssetManifest;
  flash?: FlashMessage | undefined;
  unreadCount?: number;
  /** "dark" or "light" against the wish of the device. */
  theme?: 'dark' | 'light';
  /** For pages in a language written from right to left. */
  direction?: 'ltr' | 'rtl';
};

/** The whole document of a portal page. */
export function portalFrame(info: PortalFrameInfo): VNode {
  const { page, locale, assets, city, path } = info;
  const words = frameWords(locale);
  const direction = info.direction ?? dir(locale);
  const pageLocale = info.pageLocale ?? locale;
  const foreign = pageLocale === locale ? {} : { lang: htmlLang(pageLocale), dir: dir(pageLocale) };
  const isStart = path === '/';
  const pageTitle = page.status === 422 ? `${words.error}: ${page.title}` : page.title;
  return (
    <LocaleProvider locale={locale}>
      <IslandsProvider islands={{ assets, used: new Set() }}>
        <html lang={htmlLang(locale)} dir={direction} data-kern-theme={info.theme}>
          <head>
            <meta charset="utf-8" />
            <title>{isStart ? city.name : `${pageTitle} – ${city.name}`}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1" />
            <meta name="description" content={page.description || [page.title, city.name, city.tagline].filter(Boolean).join(' – ')} />
            {page.noIndex ? <meta name="robots" content="noindex" /> : info.origin && <link rel="canonical" href={info.origin + path} />}
            <link rel="preload" href={assets.fonts[0]} as="font" type="font/woff2" crossorigin="anonymous" />
            <link rel="stylesheet" href={assets.css.portal[direction]} />
            <link rel="stylesheet" href={assets.city} />
            {assets.crest && <link rel="icon" href={assets.crest} />}
            <link rel="manifest" href="/app.webmanifest" />
            {page.feed && <link rel="alternate" type="application/atom+xml" href={page.feed.href} title={page.feed.title} />}
          </head>
          <body class="portal">
            <SkipLink>{words.skip}</SkipLink>
            <Header {...info} />
            {page.crumbs && page.crumbs.length > 0 && (
              <div class="page site-crumbs">
                <div {...foreign}>
                  <Breadcrumb items={page.crumbs} />
                </div>
              </div>
            )}
            <main class={classNames('site-main', page.width === 'full' ? 'site-main--full' : 'page')} id="inhalt" tabindex={-1} {...foreign}>
              {info.mandateEnded && <Flash kind="warning" text={words.mandateEnded} />}
              {info.flash && <Flash kind={info.flash.kind} text={info.flash.text} />}
              <LocaleProvider locale={pageLocale}>
                <Content page={page} />
              </LocaleProvider>
            </main>
            <Footer {...info} />
            <IslandScript />
          </body>
        </html>
      </IslandsProvider>
    </LocaleProvider>
  );
}

/** In a language without content of its own: what is German, and the way to English. */
function LanguageNote({ locale, pageLocale = locale, url }: PortalFrameInfo) {
  if (contentLocale(locale) === locale) return null;
  const words = frameWords(locale);
  return (
    <div class="page site-language">
      <p class="kern-body">
        <Icon name="language" size="small" /> {pageLocale === locale ? words.partlyGerman : words.onlyGerman}{' '}
        <a class="kern-link" href={inLanguage(url, 'en')} lang="en" hreflang="en" dir="ltr" rel="nofollow">
          English
        </a>
      </p>
    </div>
  );
}

function Content({ page }: { page: PortalPage }) {
  if (page.aside) {
    return (
      <div class="columns columns--sidebar">
        <div class="site-main__text">{page.body}</div>
        <aside>{page.aside}</aside>
      </div>
    );
  }
  return page.width === 'narrow' ? <div class="site-main__narrow">{page.body}</div> : <>{page.body}</>;
}

/** The address of this page in another language. */
function inLanguage(url: string, locale: Locale): string {
  const [path = '/', query = ''] = url.split('?');
  const parameters = new URLSearchParams(query);
  parameters.set('sprache', locale);
  return `${path}?${parameters}`;
}

function Header(info: PortalFrameInfo) {
  const { locale, url, city, assets, path, actor } = info;
  const words = frameWords(locale);
  return (
    <header class="site-head">
      <div class="site-bar">
        <div class="page site-bar__inner">
          <Languages locale={locale} url={url} />
          <Account actor={actor} locale={locale} mayActForOthers={info.mayActForOthers} />
        </div>
      </div>
      <div class="page site-brand">
        <a class="site-name" href="/">
          <Crest src={assets.crest} />
          <span>
            <span class="site-name__city">{city.name}</span>
            {city.tagline && <span class="site-name__tagline">{sayContent(city.tagline, locale)}</span>}
          </span>
          <span class="kern-sr-only">, {words.home}</span>
        </a>
        {path !== '/' && <SearchField action="/suche" label={words.searchLabel} labelHidden id="site-search" size="small" />}
      </div>
      <MainNavigation {...info} />
      <LanguageNote {...info} />
    </header>
  );
}

/** All languages in one line; where six don't fit into one, behind the name of the one that is shown. */
function Languages({ locale, url }: Pick<PortalFrameInfo, 'locale' | 'url'>) {
  const words = frameWords(locale);
  const html = drawOnce({ key: 'languages', locale, gaps: Object.fromEntries(interfaceLocales.map((one) => [one, inLanguage(url, one)])) }, (gap) => <LanguageLists locale={locale} href={gap} />);
  return <nav class="language-bar" aria-label={words.languages} dangerouslySetInnerHTML={{ __html: html }} />;
}

function LanguageLists({ locale, href }: { locale: Locale; href(language: string): string }) {
  const words = frameWords(locale);
  const list = (
    <ul class="site-bar__list">
      {interfaceLocales.map((one) => (
        <li key={one}>
          <a
            href={href(one)}
            lang={htmlLang(one)}
            hreflang={htmlLang(one)}
            dir={dir(one)}
            aria-current={one === locale ? 'true' : undefined}
            rel="nofollow"
          >
            {one === 'de-leicht' && <Icon name="easy-language" size="small" />}
            {localeNames[one]}
          </a>
        </li>
      ))}
    </ul>
  );
  return (
    <>
      <div class="language-bar__row">{list}</div>
      <details class="language-bar__menu">
        <summary>
          <Icon name="language" size="small" />
          <span class="kern-sr-only">{words.languages}: </span>
          {localeNames[locale]}
          <Icon name="chevron-down" size="small" />
        </summary>
        {list}
      </details>
    </>
  );
}

function Account({ actor, locale, mayActForOthers }: Pick<PortalFrameInfo, 'actor' | 'locale' | 'mayActForOthers'>) {
  const words = frameWords(locale);
  if (actor.kind === 'anonymous') {
    return (
      <a class="site-account" href="/anmelden">
        <Icon name="account" size="small" />
        {words.signIn}
      </a>
    );
  }
  return (
    <form class="site-account" action="/abmelden" method="post">
      <span class="site-account__name">
        <Icon name="account" size="small" />
        {actor.name}
      </span>
      {(actor.actingFor ?? mayActForOthers) && <a href="/konto/handeln">{actor.actingFor ? <strong>{words.actsFor(actor.actingFor.name)}</strong> : words.changeActing}</a>}
      <button class="site-account__button" type="submit">
        {words.signOut}
      </button>
    </form>
  );
}

function MainNavigation({ locale, path, page, unreadCount = 0 }: PortalFrameInfo) {
  const words = frameWords(locale);
  const items = [
    { key: 'start', href: '/', label: words.start },
    { key: 'services', href: '/leistungen', label: words.services },
    { key: 'account', href: '/konto', label: words.account },
  ];
  const isCurrent = ({ key, href }: { key: string; href: string }) =>
    page.nav ? page.nav === key : href === '/' ? path === '/' : path === href || path.startsWith(`${href}/`);
  return (
    <nav class="site-nav" aria-label={words.navigation}>
      <ul class="page site-nav__list">
        {items.map((item) => (
          <li key={item.key}>
            <a class="site-nav__link" href={item.href} aria-current={isCurrent(item) ? (path === item.href ? 'page' : 'true') : undefined}>
              {item.label}
              {item.key === 'account' && unreadCount > 0 && (
                <span class="site-nav__unread">
                  <span aria-hidden="true">{unreadCount}</span>
                  <span class="kern-sr-only"> ({words.unread(unreadCount)})</span>
                </span>
              )}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Contact({ locale, city }: Pick<PortalFrameInfo, 'locale' | 'city'>) {
  const words = frameWords(locale);
  const { street, place, phone, email, hoursToday } = city.contact;
  return (
    <section aria-labelledby="foot-contact">
      <h2 class="site-foot__head" id="foot-contact">
        {words.contact}
      </h2>
      <address class="site-foot__address">
        {sayContent(city.name, locale)}
        <br />
        {sayContent(street, locale)}
        <br />
        {sayContent(place, locale)}
      </address>
      <ul class="site-foot__list">
        {phone && (
          <li>
            {words.phone} <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>
          </li>
        )}
        {email && (
          <li>
            <a href={`mailto:${email}`}>{email}</a>
          </li>
        )}
        {hoursToday && (
          <li>
            {words.today}: {hoursToday}
          </li>
        )}
      </ul>
    </section>
  );
}

function FooterLinks({ id, title, links }: { id: string; title: string; links: [href: string, label: string][] }) {
  return (
    <nav aria-labelledby={id}>
      <h2 class="site-foot__head" id={id}>
        {title}
      </h2>
      <ul class="site-foot__list">
        {links.map(([href, label]) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Footer({ locale, city, path }: PortalFrameInfo) {
  const feedback = `/rueckmeldung?${new URLSearchParams({ seite: path })}`;
  const html = drawOnce({ key: `footer ${JSON.stringify(city)}`, locale, gaps: { feedback } }, (gap) => <FooterColumns locale={locale} city={city} feedback={gap('feedback')} />);
  return <footer class="site-foot kern-layer kern-level-1" dangerouslySetInnerHTML={{ __html: html }} />;
}

function FooterColumns({ locale, city, feedback }: Pick<PortalFrameInfo, 'locale' | 'city'> & { feedback: string }) {
  const words = frameWords(locale);
  return (
    <div class="page site-foot__columns">
      <Contact locale={locale} city={city} />
      <FooterLinks
        id="foot-help"
        title={words.help}
        links={[
          ['/kontakt', words.contact],
          ['/karte', words.map],
          [feedback, words.reportProblem],
          ['/office', words.office],
        ]}
      />
      <FooterLinks
        id="foot-about"
        title={words.about}
        links={[
          ['/impressum', words.imprint],
          ['/datenschutz', words.privacy],
          ['/barrierefreiheit', words.accessibility],
          ['/zahlen', words.figures],
          ['/fortschrittsbericht', words.progressReport],
        ]}
      />
    </div>
  );
}
