import { createHash } from 'node:crypto';
import { cityOf } from '#core/organisation';
import { json, page, text, view } from '#platform/http';
import { defineTexts, tr } from '#platform/i18n';
import { Button, PageHeader, Stack, readAssets } from '#platform/ui';

const texts = defineTexts({
  de: { offline: 'Sie sind gerade offline', offlineText: 'Ohne Verbindung zeigen wir nichts Altes an. Was Sie auf der letzten Seite gespeichert haben, ist sicher. Laden Sie die Seite neu, sobald Sie wieder Verbindung haben.', again: 'Noch einmal versuchen' },
  en: { offline: 'You are offline', offlineText: 'Without a connection we show nothing outdated. What you saved on the last page is safe. Reload the page as soon as you are connected again.', again: 'Try again' },
});
const portal = { method: 'GET', site: 'portal', access: 'anyone' } as const;

/** What a phone needs to put the portal on its home screen (W3C Web App Manifest). */
export const appManifest = page({
  ...portal,
  path: '/app.webmanifest',
  handle: async (rq) => {
    const { name, tagline, brand } = cityOf(rq.platform);
    const { icons } = readAssets(rq.platform.config.assetsDir);
    const data = {
      id: '/konto', name: `${name} – Mein Konto`, short_name: name, description: tr(tagline, 'de'), lang: 'de', dir: 'ltr', categories: ['government'],
      start_url: '/konto', scope: '/', display: 'standalone', background_color: '#ffffff', theme_color: brand.colour,
      icons: [
        { src: icons.small, sizes: '192x192', type: 'image/png', purpose: 'any' },
        { src: icons.large, sizes: '512x512', type: 'image/png', purpose: 'any' },
        { src: icons.maskable, sizes: '512x512', type: 'image/png', purpose: 'maskable' },
      ],
      shortcuts: [
        { name: 'Nachrichten', url: '/konto/nachrichten' },
        { name: 'Meine Anträge', url: '/konto/antraege' },
        { name: 'Leistungen A–Z', url: '/leistungen' },
      ],
    };
    return json(data, { type: 'application/manifest+json', headers: { 'cache-control': 'public, max-age=3600' } });
  },
});

/**
 * The service worker: keeps the installation's own hashed files and one page that says "offline". No page with content is ever kept:
 * a shared device must show nobody what the last person saw. The page is fetched without cookies, so it names nobody.
 */
const workerScript = ({ version, files, city, icon }: { version: string; files: string[]; city: string; icon: string }): string => `const CACHE = ${JSON.stringify(`stadtkern-${version}`)};
const FILES = ${JSON.stringify(['/offline', ...files])};
self.addEventListener('install', (event) => event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES.map((path) => new Request(path, { credentials: 'omit' })))).then(() => self.skipWaiting())));
self.addEventListener('activate', (event) => event.waitUntil(caches.keys().then((keys) => Promise.all(keys.filter((key) => key !== CACHE).map((key) => caches.delete(key)))).then(() => self.clients.claim())));
self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url);
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (FILES.includes(url.pathname) && url.pathname !== '/offline') event.respondWith(caches.match(url.pathname).then((found) => found ?? fetch(event.request)));
  else if (event.request.mode === 'navigate') event.respondWith(fetch(event.request).catch(() => caches.match('/offline')));
});
self.addEventListener('push', (event) => {
  let said = {};
  try { said = event.data.json(); } catch { /* a browser must show something for every message, also for an empty one */ }
  const { title = ${JSON.stringify(city)}, body = 'Es gibt Neues in Ihrem Konto.', lang = 'de', href = '/konto' } = said;
  event.waitUntil(self.registration.showNotification(title, { body, lang, icon: ${JSON.stringify(icon)}, tag: 'stadtkern', renotify: true, data: { href } }));
});
self.addEventListener('notificationclick', (event) => {
  event.notification.close();
  const url = new URL(event.notification.data.href, self.location.origin);
  // a window of its own: one that is open already may hold something typed, or be older than the news
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
`;

export const serviceWorker = page({
  ...portal,
  path: '/sw.js',
  handle: async (rq) => {
    const assets = readAssets(rq.platform.config.assetsDir);
    const files = [assets.css.portal.ltr, assets.city, ...assets.fonts, ...(assets.crest ? [assets.crest] : []), assets.icons.small];
    // the names carry a hash of the content: other content, other version
    const version = createHash('sha256').update(files.join()).digest('hex').slice(0, 16);
    return text(workerScript({ version, files, city: cityOf(rq.platform).name, icon: assets.icons.small }), 'text/javascript; charset=utf-8');
  },
});

export const offlinePage = page({
  ...portal,
  path: '/offline',
  handle: async (rq) => {
    const t = texts(rq.locale);
    // a form without address asks again for the page somebody wanted to see
    const body = (
      <Stack gap="large">
        <PageHeader title={t.offline} lead={t.offlineText} />
        <form>
          <Button>{t.again}</Button>
        </form>
      </Stack>
    );
    return view({ title: t.offline, noIndex: true, width: 'narrow', body });
  },
});
