import type { VNode } from 'preact';
import { z } from 'zod';
import { cityOf, listOffices, type LifeSituation } from '#core/organisation';
import { page, redirect, rememberBriefly, view } from '#platform/http';
import { compareWords, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, Details, Enhanced, FilterChips, Heading, Link, PageHeader, Pagination, Prose, SearchField, Stack, TaskList, say, sayContent } from '#platform/ui';
import { listOfficesWithServices, listPopularServices } from '../entries.queries.ts';
import { inOwnWords, type Worded } from '../own-words.ts';
import { answerQuestion, type Answer } from '../search/answer-question.ts';
import { foldName, wordsOf } from '../search/fold.ts';
import { countByLetter, listEntries, searchServices, type ServiceFilter, type ServicePage } from '../search/search-services.ts';
import { AnswerCard } from './answer-card.tsx';
import { texts } from './texts.ts';

const query = z.object({
  q: z.string().max(300).optional().catch(undefined),
  buchstabe: z.string().regex(/^([A-Z]|0-9)$/).optional().catch(undefined),
  online: z.literal('1').optional().catch(undefined),
  fuer: z.enum(['citizen', 'business', 'newcomer']).optional().catch(undefined),
  lage: z.string().max(60).optional().catch(undefined),
  amt: z.string().max(60).optional().catch(undefined),
  ab: z.string().max(600).optional().catch(undefined),
});
type Query = z.output<typeof query>;

/** What one has typed and chosen as an address; a change goes back to the first page. */
function hrefOf(state: Query, change: Partial<Query> = {}): string {
  const pairs = Object.entries({ ...state, ab: undefined, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1]));
  return pairs.length > 0 ? `/leistungen?${new URLSearchParams(pairs)}` : '/leistungen';
}

const filterOf = ({ online, fuer, lage, amt, buchstabe, q }: Query): ServiceFilter => ({
  ...(online ? { online: true } : {}),
  ...(fuer ? { audience: fuer } : {}),
  ...(lage ? { lifeSituation: lage } : {}),
  ...(amt ? { office: amt } : {}),
  ...(buchstabe && !q?.trim() ? { letter: buchstabe } : {}),
});

type Shown = {
  state: Query;
  found: ServicePage;
  letters: Map<string, number>;
  offices: { key: string; name: string; count: number }[];
  lives: LifeSituation[];
  phone: string;
  locale: Locale;
  answer: Answer | undefined;
  /** What many need, for whoever found nothing. */
  popular: Worded[];
};

/** All services from A to Z, and the search through them. */
export const servicesPage = page({
  method: 'GET',
  path: '/leistungen',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  query,
  handle: async (rq) => {
    const state = { ...rq.query, q: rq.query.q?.trim() || undefined };
    const key = `services/${rq.tenantId}/${rq.locale}/${hrefOf(state, { ab: state.ab })}`;
    const { found, letters, offices, answer, popular } = await rememberBriefly(rq.platform, key, () => rq.read((ctx) => readServices(ctx, state, rq.locale)));
    const city = cityOf(rq.platform);
    const t = texts(rq.locale);
    const shown: Shown = { state, found, letters, offices, answer, popular, lives: city.lifeSituations, phone: city.phone, locale: rq.locale };
    return view({
      title: state.q ? t.found(found.total, state.q) : t.services,
      crumbs: [{ label: t.home, href: '/' }, { label: t.services }],
      nav: 'services',
      alike: true,
      feed: { href: `/leistungen/neu.atom${state.amt ? `?amt=${state.amt}` : ''}`, title: t.newest },
      body: <ServicesBody {...shown} />,
    });
  },
});

async function readServices(ctx: Ctx, state: Query, locale: Locale): Promise<Pick<Shown, 'found' | 'letters' | 'offices' | 'answer' | 'popular'>> {
  const filter = filterOf(state);
  const cursor = state.ab ? { cursor: state.ab } : {};
  const found = state.q ? await searchServices(ctx, { ...filter, ...cursor, query: state.q }) : await listEntries(ctx, { ...filter, ...cursor, limit: 24 });
  const letters = state.q ? new Map<string, number>() : await countByLetter(ctx, filter);
  const offices = await rememberBriefly(ctx.platform, `offices/${ctx.tenantId}`, () => readOffices(ctx));
  const answer = state.q && !state.ab ? await answerQuestion(ctx, state.q) : undefined;
  const popular = state.q && found.total === 0 ? await listPopularServices(ctx, 5) : [];
  return { found: { ...found, hits: await inOwnWords(ctx, locale, found.hits) }, letters, offices, answer, popular: await inOwnWords(ctx, locale, popular) };
}

async function readOffices(ctx: Ctx): Promise<Shown['offices']> {
  const counts = new Map((await listOfficesWithServices(ctx)).map(({ office, count }) => [office, count]));
  const offices = (await listOffices(ctx)).flatMap(({ key, name }) => (counts.has(key) ? [{ key, name, count: counts.get(key) ?? 0 }] : []));
  return offices.sort((a, b) => compareWords(a.name, b.name));
}

/** The search field of every page leads here. */
export const searchRedirect = page({
  method: 'GET',
  path: '/suche',
  site: 'portal',
  access: 'anyone',
  query: z.object({ q: z.string().max(300).optional().catch(undefined) }),
  handle: async (rq) => redirect(hrefOf({ q: rq.query.q })),
});

function ServicesBody(shown: Shown): VNode {
  const { state, found, locale } = shown;
  const t = texts(locale);
  const { q, buchstabe } = state;
  const keep = Object.fromEntries(Object.entries({ online: state.online, fuer: state.fuer, lage: state.lage, amt: state.amt }).filter((pair): pair is [string, string] => Boolean(pair[1])));
  // The list is for reading and ships no JavaScript; whoever searches types again.
  const field = <SearchField action="/leistungen" label={t.searchLabel} value={q} size="large" keep={keep} id="leistung-suchen" />;
  return (
    <Stack gap="large">
      <PageHeader title={t.services} />
      {q ? <Enhanced name="suggest-services">{field}</Enhanced> : field}
      {shown.answer && <AnswerCard answer={shown.answer} locale={locale} offices={shown.offices} />}
      <WayThere {...shown} />
      <Filters {...shown} />
      {!q && <Letters {...shown} />}
      <section aria-labelledby="treffer">
        <Stack>
          <Heading level={2} id="treffer" size="medium">
            {q ? t.found(found.total, q) : buchstabe ? t.onLetter(buchstabe) : t.listed(found.total)}
          </Heading>
          {found.hits.length > 0 ? <Hits {...shown} /> : <Nothing {...shown} />}
        </Stack>
      </section>
    </Stack>
  );
}

/** A story ("ich ziehe her mit Hund und Auto") is more than one service: the guide asks on. Who types an office gets all that it does. */
function WayThere({ state: { q = '' }, offices, locale }: Shown): VNode | null {
  const t = texts(locale);
  const typed = foldName(q);
  const office = typed.length > 3 ? offices.find(({ key, name }) => foldName(key) === typed || foldName(name).split(' ').includes(typed)) : undefined;
  const toGuide = q === '' || /^(?:ich|wir|meine?|i|my|we)\s/i.test(q) || wordsOf(q).length > 5;
  if (!office && !toGuide) return null;
  return (
    <Stack gap="small">
      {office && (
        <p>
          <Link href={hrefOf({}, { amt: office.key })} icon="building">
            {t.allOfOffice(office.count)} <strong>{sayContent(office.name, locale)}</strong>
          </Link>
        </p>
      )}
      {toGuide && (
        <p>
          <Link href="/wegweiser" icon="flag">
            {t.toGuide}
          </Link>
        </p>
      )}
    </Stack>
  );
}

/** The words go along, so that the choice can be counted; the page itself has one address only. */
const hitHref = (slug: string, q: string | undefined): string => `/leistungen/${slug}${q ? `?${new URLSearchParams({ suche: q })}` : ''}`;

function Hits({ found, state, locale }: Shown): VNode {
  const t = texts(locale);
  const items = found.hits.map((hit) => ({ title: sayContent(hit.name, locale, hit.language), href: hitHref(hit.slug, state.q), note: sayContent(hit.summary, locale, hit.language), badge: hit.online ? <Badge state="done">{t.online}</Badge> : undefined }));
  return (
    <>
      <TaskList label={t.noun} items={items} />
      <Pagination
        shown={found.hits.length}
        total={found.total}
        noun={t.noun}
        previous={state.ab ? hrefOf(state) : undefined}
        next={found.nextCursor ? hrefOf(state, { ab: found.nextCursor }) : undefined}
      />
    </>
  );
}

function Nothing({ state, locale, phone, popular }: Shown): VNode {
  const t = texts(locale);
  const filtered = state.online ?? state.fuer ?? state.lage ?? state.amt;
  return (
    <Stack>
      <Prose>
        <p>
          <strong>{state.q ? t.nothing(state.q) : t.nothingListed}</strong> {t.nothingHelp}
        </p>
        <ul>
          {state.q && <li>{t.tryOther}</li>}
          {filtered && <li>{t.tryFilters}</li>}
          <li>
            <a href="/leistungen">{t.tryList}</a>
          </li>
          <li>
            <a href="/wegweiser">{t.tryGuide}</a>
          </li>
          <li>{t.tryPhone(phone)}</li>
        </ul>
        {popular.length > 0 && (
          <>
            <p>{t.manyNeed}</p>
            <ul>
              {popular.map((one) => (
                <li key={one.slug}>
                  <a href={`/leistungen/${one.slug}`}>{sayContent(one.name, locale, one.language)}</a>
                </li>
              ))}
            </ul>
          </>
        )}
      </Prose>
      {filtered && (
        <ButtonRow>
          <Button href={hrefOf({ q: state.q })}>{t.removeFilters}</Button>
        </ButtonRow>
      )}
    </Stack>
  );
}

function Filters({ state, offices, lives, locale }: Shown): VNode {
  const t = texts(locale);
  const chip = (label: VNode | string, change: Partial<Query>, active: boolean) => ({ label, active, href: hrefOf(state, active ? Object.fromEntries(Object.keys(change).map((key) => [key, undefined])) : change) });
  return (
    <Stack gap="small">
      <FilterChips
        label={t.filters}
        chips={[
          chip(t.onlineOnly, { online: '1' }, state.online === '1'),
          chip(t.forCitizens, { fuer: 'citizen' }, state.fuer === 'citizen'),
          chip(t.forBusiness, { fuer: 'business' }, state.fuer === 'business'),
          chip(t.forNewcomers, { fuer: 'newcomer' }, state.fuer === 'newcomer'),
        ]}
      />
      <Details summary={t.byLife} open={Boolean(state.lage)}>
        <FilterChips label={t.byLife} chips={lives.map((life) => chip(say(life.title, locale), { lage: life.key }, state.lage === life.key))} />
      </Details>
      <Details summary={t.byOffice} open={Boolean(state.amt)}>
        <FilterChips label={t.byOffice} chips={offices.map((office) => ({ ...chip(sayContent(office.name, locale), { amt: office.key }, state.amt === office.key), count: office.count }))} />
      </Details>
    </Stack>
  );
}

function Letters({ state, letters, locale }: Shown): VNode {
  const t = texts(locale);
  const there = [...letters.keys()].sort();
  return (
    <nav aria-label={t.lettersLabel}>
      <FilterChips
        label={t.lettersLabel}
        chips={[
          { label: t.all, href: hrefOf(state, { buchstabe: undefined }), active: !state.buchstabe },
          ...there.map((letter) => ({ label: letter, href: hrefOf(state, { buchstabe: letter }), active: state.buchstabe === letter })),
        ]}
      />
    </nav>
  );
}
