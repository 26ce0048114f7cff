import { z } from 'zod';
import { cityOf } from '#core/organisation';
import { page, view } from '#platform/http';
import { formatDate, formatLongDate, tr } from '#platform/i18n';
import { notFound } from '#platform/module';
import { Card, CardGrid, PageHeader, Prose, Stack } from '#platform/ui';

const words = { de: { home: 'Start', news: 'Aktuelles' }, en: { home: 'Start', news: 'News' } };
const wordsFor = (locale: string): (typeof words)['de'] => words[locale === 'en' ? 'en' : 'de'];

/** All news of the city, the newest first. */
export const newsListPage = page({
  method: 'GET',
  path: '/aktuelles',
  site: 'portal',
  access: 'anyone',
  handle: async (rq) => {
    const t = wordsFor(rq.locale);
    const news = [...cityOf(rq.platform).news].sort((a, b) => (a.date < b.date ? 1 : -1));
    return view({
      title: t.news,
      crumbs: [{ label: t.home, href: '/' }, { label: t.news }],
      body: (
        <Stack gap="large">
          <PageHeader title={t.news} />
          <CardGrid>
            {news.map((item) => (
              <Card key={item.slug} level={2} preline={formatDate(item.date, rq.locale)} title={tr(item.title, rq.locale)} href={`/aktuelles/${item.slug}`}>
                <p>{tr(item.summary, rq.locale)}</p>
              </Card>
            ))}
          </CardGrid>
        </Stack>
      ),
    });
  },
});

export const newsPage = page({
  method: 'GET',
  path: '/aktuelles/:slug',
  site: 'portal',
  access: 'anyone',
  params: z.object({ slug: z.string().max(80) }),
  handle: async (rq) => {
    const t = wordsFor(rq.locale);
    const item = cityOf(rq.platform).news.find(({ slug }) => slug === rq.params.slug);
    if (!item) throw notFound();
    const title = tr(item.title, rq.locale);
    return view({
      title,
      description: tr(item.summary, rq.locale),
      crumbs: [{ label: t.home, href: '/' }, { label: t.news, href: '/aktuelles' }, { label: title }],
      body: (
        <Stack gap="large">
          <PageHeader title={title} preline={formatLongDate(item.date, rq.locale)} lead={tr(item.summary, rq.locale)} />
          <Prose>
            {tr(item.body, rq.locale)
              .split(/\n\s*\n/)
              .map((text) => (
                <p key={text}>{text}</p>
              ))}
          </Prose>
        </Stack>
      ),
    });
  },
});
