import { z } from 'zod';
import { cityOf } from '#core/organisation';
import { page, view } from '#platform/http';
import { tr } from '#platform/i18n';
import { notFound } from '#platform/module';
import { Badge, FilterChips, Heading, Link, PageHeader, Stack, TaskList } from '#platform/ui';
import { rememberBriefly } from '../remember-briefly.ts';
import { listEntries } from '../search/search-services.ts';
import { texts } from './texts.ts';

/** So many that are not online yet are shown; an imported catalogue brings hundreds, the list from A to Z has them all. */
const OTHERS = 10;

/** The services of one life situation, those online first. */
export const lifeSituationPage = page({
  method: 'GET',
  path: '/lebenslagen/:key',
  site: 'portal',
  access: 'anyone',
  params: z.object({ key: z.string().max(60) }),
  handle: async (rq) => {
    const { lifeSituations } = cityOf(rq.platform);
    const life = lifeSituations.find(({ key }) => key === rq.params.key);
    if (!life) throw notFound();
    const t = texts(rq.locale);
    const { online, others } = await rememberBriefly(rq.platform, `life/${rq.tenantId}/${rq.locale}/${life.key}`, () => rq.read(async (ctx) => ({ online: await listEntries(ctx, { lifeSituation: life.key, online: true, limit: 50 }), others: await listEntries(ctx, { lifeSituation: life.key, online: false, limit: OTHERS }) })));
    const sorted = [...online.hits, ...others.hits];
    const total = online.total + others.total;
    const title = tr(life.title, rq.locale);
    return view({
      title,
      description: tr(life.summary, rq.locale),
      crumbs: [{ label: t.home, href: '/' }, { label: title }],
      nav: 'services',
      body: (
        <Stack gap="large">
          <PageHeader title={title} preline={t.lifeSituation} lead={tr(life.summary, rq.locale)} />
          <TaskList label={t.listed(total)} items={sorted.map((hit) => ({ title: hit.name, href: `/leistungen/${hit.slug}`, note: hit.summary, badge: hit.online ? <Badge state="done">{t.online}</Badge> : undefined }))} />
          {total > sorted.length && (
            <p>
              <Link href={`/leistungen?lage=${life.key}`}>{t.allOfLife(total)}</Link>
            </p>
          )}
          <Stack gap="small">
            <Heading level={2} size="medium">
              {t.otherLives}
            </Heading>
            <FilterChips label={t.otherLives} chips={lifeSituations.filter(({ key }) => key !== life.key).map((other) => ({ label: tr(other.title, rq.locale), href: `/lebenslagen/${other.key}` }))} />
          </Stack>
        </Stack>
      ),
    });
  },
});
