import { listEntries } from '#core/catalogue';
import { cityOf } from '#core/organisation';
import { page, rememberBriefly, text } from '#platform/http';

/** What search engines may read: everything that is the same for everybody. */
export const robotsText = page({
  method: 'GET',
  path: '/robots.txt',
  site: 'portal',
  access: 'anyone',
  handle: async (rq) => {
    const closed = ['/office', '/konto', '/antrag/entwurf/', '/antrag/eingang/', '/status/', '/demo', '/api/', '/anmelden', '/rueckmeldung'];
    return text(['User-agent: *', ...closed.map((path) => `Disallow: ${path}`), `Sitemap: ${rq.platform.config.publicUrl}/sitemap.xml`, ''].join('\n'), 'text/plain; charset=utf-8');
  },
});

/** The protocol allows 50,000 addresses in one file. */
const MOST = 50_000;
const escape = (address: string): string => address.replaceAll('&', '&amp;');

/** All public pages, for search engines (sitemaps.org). */
export const siteMap = page({
  method: 'GET',
  path: '/sitemap.xml',
  site: 'portal',
  access: 'anyone',
  handle: async (rq) => {
    const { hits } = await rememberBriefly(rq.platform, `sitemap/${rq.tenantId}`, () => rq.read((ctx) => listEntries(ctx, { limit: MOST - 100 })));
    const city = cityOf(rq.platform);
    const paths = ['/', '/leistungen', '/aktuelles', '/kontakt', '/karte', '/impressum', '/datenschutz', '/barrierefreiheit', '/zahlen', ...city.lifeSituations.map((one) => `/lebenslagen/${one.key}`), ...city.news.map((one) => `/aktuelles/${one.slug}`), ...hits.map((hit) => `/leistungen/${hit.slug}`)];
    const urls = paths.map((path) => `<url><loc>${escape(rq.platform.config.publicUrl + path)}</loc></url>`);
    return text(`<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${urls.join('\n')}\n</urlset>\n`, 'application/xml; charset=utf-8');
  },
});
