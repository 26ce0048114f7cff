import { z } from 'zod';
import { cityOf } from '#core/organisation';
import { page, rememberBriefly, view } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import { notFound, type Ctx } from '#platform/module';
import { Badge, FilterChips, Heading, Link, PageHeader, Stack, TaskList, languageOf, say, sayContent } from '#platform/ui';
import { inOwnWords } from '../own-words.ts';
import { listEntries, type ServiceFilter, type ServicePage } from '../search/search-services.ts';
import { texts } from './texts.ts';

/** So many that are not online yet are shown; an imported catalogue brings hundreds, the list from A to Z has them all. */
const OTHERS = 8;
/** The page stays below 40 kB whatever the language. */
const ONLINE = 26;

async function listOf(ctx: Ctx, locale: Locale, wanted: ServiceFilter & { limit: number }): Promise<ServicePage> {
  const found = await listEntries(ctx, wanted);
  return { ...found, hits: await inOwnWords(ctx, locale, found.hits) };
}

/** The services of one life situation, those online first. */
export const lifeSituationPage = page({
  method: 'GET',
  path: '/lebenslagen/:key',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params: z.object({ key: z.string().max(60) }),
  handle: async (rq) => {
    const { lifeSituations } = cityOf(rq.platform);
    const life = lifeSituations.find(({ key }) => key === rq.params.key);
    if (!life) throw notFound();
    const t = texts(rq.locale);
    const { online, others } = await rememberBriefly(rq.platform, `life/${rq.tenantId}/${rq.locale}/${life.key}`, () => rq.read(async (ctx) => ({ online: await listOf(ctx, rq.locale, { lifeSituation: life.key, online: true, limit: ONLINE }), others: await listOf(ctx, rq.locale, { lifeSituation: life.key, online: false, limit: OTHERS }) })));
    const sorted = [...online.hits, ...others.hits];
    const total = online.total + others.total;
    const title = tr(life.title, rq.locale);
    return view({
      title,
      description: tr(life.summary, rq.locale),
      crumbs: [{ label: t.home, href: '/' }, { label: title, lang: languageOf(life.title, rq.locale).lang }],
      nav: 'services',
      alike: true,
      body: (
        <Stack gap="large">
          <PageHeader title={say(life.title, rq.locale)} preline={t.lifeSituation} lead={say(life.summary, rq.locale)} />
          <TaskList label={t.listed(total)} items={sorted.map((hit) => ({ title: sayContent(hit.name, rq.locale, hit.language), href: `/leistungen/${hit.slug}`, note: sayContent(hit.summary, rq.locale, hit.language), badge: hit.online ? <Badge state="done">{t.online}</Badge> : undefined }))} />
          {total > sorted.length && (
            <p>
              <Link href={`/leistungen?lage=${life.key}`}>{t.allOfLife(total)}</Link>
            </p>
          )}
          <Stack gap="small">
            <Heading level={2} size="medium">
              {t.otherLives}
            </Heading>
            <FilterChips label={t.otherLives} chips={lifeSituations.filter(({ key }) => key !== life.key).map((other) => ({ label: say(other.title, rq.locale), href: `/lebenslagen/${other.key}` }))} />
          </Stack>
        </Stack>
      ),
    });
  },
});
