import type { VNode } from 'preact';
import { z } from 'zod';
import { findOnMap, type PlaceOnMap } from '#core/city-map';
import { cityOf, findOfficeByKey, type City, type Office } from '#core/organisation';
import { page, rememberBriefly, view } from '#platform/http';
import { calendarDayOf, formatDate, tr, type Locale, type Text } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, Card, DescriptionList, Details, Heading, Link, PageHeader, ProcessStrip, Prose, Stack, StickyAction, languageOf, say, sayContent } from '#platform/ui';
import type { EntrySettings } from '../bundle/settings-schema.ts';
import { getEntry, lastReview, type EntryDetails } from '../entries.queries.ts';
import { RateForm } from '../care/remark-pages.tsx';
import { catalogueNames } from '../imports/import-row.ts';
import { countChoice, isChoice } from '../search/count-choice.ts';
import { inOwnWords } from '../own-words.ts';
import { Markdown } from './markdown.tsx';
import { OfficeCard } from './office-card.tsx';
import { StructuredData } from './structured-data.tsx';
import { texts } from './texts.ts';

type Shown = { entry: EntryDetails; office: Office | undefined; locale: Locale; today: string; city: Pick<City, 'name' | 'phone' | 'website' | 'calendar' | 'map' | 'places'>; address: string; place: PlaceOnMap | undefined };

/** Everything about one service: what, who, papers, fee, deadline, duration, law, office; and the way to apply. */
export const servicePage = page({
  method: 'GET',
  path: '/leistungen/:slug',
  site: 'portal',
  access: 'anyone',
  everyLanguage: true,
  params: z.object({ slug: z.string().max(80) }),
  query: z.object({ suche: z.string().max(300).optional().catch(undefined) }),
  handle: async (rq) => {
    const { slug } = rq.params;
    const { suche } = rq.query;
    if (suche && isChoice(rq)) await rq.transact((ctx) => countChoice(ctx, suche, slug));
    const { entry, office } = await rememberBriefly(rq.platform, `service/${rq.tenantId}/${rq.locale}/${slug}`, () => rq.read((ctx) => readService(ctx, slug, rq.locale)));
    const { settings } = entry;
    const t = texts(rq.locale);
    const name = tr(settings.name, rq.locale);
    const shown: Shown = { entry, office, locale: rq.locale, today: calendarDayOf(rq.platform.clock()), city: cityOf(rq.platform), address: `${rq.platform.config.publicUrl}${rq.path}`, place: office && findOnMap(rq.platform, office.address) };
    return view({
      title: name,
      description: tr(settings.summary, rq.locale),
      crumbs: [{ label: t.home, href: '/' }, { label: t.services, href: '/leistungen' }, { label: name, lang: languageOf(settings.name, rq.locale).lang }],
      nav: 'services',
      alike: true,
      about: { service: rq.params.slug },
      feed: { href: feedOf(slug), title: name },
      body: <ServiceBody {...shown} />,
      aside: <OfficeInCharge {...shown} />,
    });
  },
});

const feedOf = (slug: string): string => `/leistungen/neu.atom?leistung=${slug}`;

async function readService(ctx: Ctx, slug: string, locale: Locale): Promise<{ entry: EntryDetails; office: Office | undefined }> {
  const found = await getEntry(ctx, slug);
  const entry = { ...found, related: await inOwnWords(ctx, locale, found.related) };
  return { entry, office: entry.settings.office ? await findOfficeByKey(ctx, entry.settings.office) : undefined };
}

function ServiceBody(shown: Shown): VNode {
  const { entry, locale } = shown;
  const { settings } = entry;
  return (
    <Stack gap="large">
      <PageHeader title={say(settings.name, locale)} lead={say(settings.summary, locale)} />
      <TranslationNote settings={settings} locale={locale} />
      <Apply {...shown} />
      <Facts {...shown} />
      {settings.description && (
        <div {...languageOf(settings.description, locale)}>
          <Markdown source={tr(settings.description, locale)} />
        </div>
      )}
      <Steps settings={settings} locale={locale} />
      <Requirements settings={settings} locale={locale} />
      <Papers settings={settings} locale={locale} />
      {settings.legalBasis.length > 0 && <LegalBasis settings={settings} locale={locale} />}
      <Related {...shown} />
      <RateForm slug={settings.slug} locale={locale} />
      <AboutPage {...shown} />
      <StructuredData settings={settings} office={shown.office} place={shown.place} city={{ name: shown.city.name, url: shown.city.website }} address={shown.address} locale={locale} />
    </Stack>
  );
}

/** What a machine wrote is called so until a person has read it; what the German has left behind, too. */
function TranslationNote({ settings, locale }: Part): VNode | null {
  const t = texts(locale);
  const marks = locale === 'de' ? undefined : settings.translations?.[locale];
  if (marks?.machine.length || (locale === 'en' && settings.machineTranslated?.length)) return <Alert kind="info" title={t.machine} level={2}>{t.machineText}</Alert>;
  return marks?.outdated.length ? <Alert kind="info" title={t.outdated} level={2}>{t.outdatedText}</Alert> : null;
}

function Apply({ entry, office, city, locale }: Shown): VNode {
  const { settings, versionId } = entry;
  const t = texts(locale);
  if (!settings.online || !versionId) {
    return (
      <Alert kind="info" title={t.notOnline} level={2}>
        <p>{t.notOnlineText}</p>
        <p>
          {sayContent(office?.name ?? city.name, locale)}: <a href={`tel:${(office?.phone || city.phone).replaceAll(/[^\d+]/g, '')}`}>{office?.phone || city.phone}</a>
        </p>
      </Alert>
    );
  }
  return (
    <Stack>
      <StickyAction>
        <Button variant="primary" size="large" href={`/antrag/${settings.slug}`} iconEnd="arrow-right">
          {t.apply}
        </Button>
      </StickyAction>
      <Prose>
        {settings.minutes && <p>{t.minutes(settings.minutes)}</p>}
        {settings.haveReady.length > 0 && (
          <>
            <p>{t.haveReady}</p>
            <ul>
              {settings.haveReady.map((item, i) => (
                <li key={i}>{say(item, locale)}</li>
              ))}
            </ul>
          </>
        )}
        <p>
          <a href={`/leistungen/${settings.slug}/formular`}>{t.paperForm}</a>
        </p>
      </Prose>
    </Stack>
  );
}

type Part = { settings: EntrySettings; locale: Locale };

function Steps({ settings, locale }: Part): VNode | null {
  if (settings.steps.length === 0) return null;
  const t = texts(locale);
  return (
    <section aria-labelledby="ablauf">
      <Stack>
        <Prose>
          <h2 id="ablauf">{t.steps}</h2>
        </Prose>
        <ProcessStrip label={t.steps} direction="column" steps={settings.steps.map((step) => ({ title: say(step, locale), state: 'then' as const }))} />
      </Stack>
    </section>
  );
}

function Requirements({ settings, locale }: Part): VNode | null {
  if (settings.requirements.length === 0) return null;
  return (
    <Prose>
      <h2>{texts(locale).requirements}</h2>
      <ul>
        {settings.requirements.map((one, i) => (
          <li key={i}>{say(one, locale)}</li>
        ))}
      </ul>
    </Prose>
  );
}

function Papers({ settings, locale }: Part): VNode | null {
  if (settings.papers.length === 0) return null;
  const t = texts(locale);
  return (
    <Prose>
      <h2 id="unterlagen">{t.papers}</h2>
      <ul>
        {settings.papers.map((paper, i) => (
          <li key={i}>
            {say(paper.name, locale)}
            {paper.when && (
              <>
                {locale === 'ar' ? '،' : ','} {t.onlyWhen} {say(paper.when, locale)}
              </>
            )}
            {paper.hint && (
              <>
                <br />
                <span class="muted">{say(paper.hint, locale)}</span>
              </>
            )}
          </li>
        ))}
      </ul>
    </Prose>
  );
}

function LegalBasis({ settings, locale }: Part): VNode {
  return (
    <Details variant="panel" summary={texts(locale).legal}>
      <ul class="kern-list kern-list--bullet">
        {settings.legalBasis.map(({ title, paragraph, url }, i) => {
          const words = [paragraph, tr(title, locale)].filter(Boolean).join(' ');
          return <li key={i}>{url ? <Link href={url}>{sayContent(words, locale)}</Link> : sayContent(words, locale)}</li>;
        })}
      </ul>
    </Details>
  );
}

function Related({ entry, locale }: Shown): VNode | null {
  if (entry.related.length === 0) return null;
  return (
    <Prose>
      <h2>{texts(locale).related}</h2>
      <ul>
        {entry.related.map(({ slug, name, language }) => (
          <li key={slug}>
            <a href={`/leistungen/${slug}`}>{sayContent(name, locale, language)}</a>
          </li>
        ))}
      </ul>
    </Prose>
  );
}

function AboutPage({ entry, locale, address }: Shown): VNode {
  const { settings } = entry;
  const reviewed = lastReview(entry);
  const t = texts(locale);
  const mail = new URLSearchParams({ subject: tr(settings.name, locale), body: address }).toString().replaceAll('+', '%20');
  return (
    <footer class="service-foot">
      <Prose>
        <ul>
          <li>
            <a href={`mailto:?${mail}`}>{t.share}</a>
          </li>
          <li>
            <a href={`sms:?body=${encodeURIComponent(`${tr(settings.name, locale)}: ${address}`)}`}>{t.sms}</a>
          </li>
          <li>
            <a href={`/leistungen/${settings.slug}/fehler`}>{t.report}</a>
          </li>
          <li>{t.print}</li>
          <li>
            <a href={`/leistungen/${settings.slug}/blatt.pdf`}>{t.sheet}</a>
          </li>
          <li>
            <a href={feedOf(settings.slug)}>{t.feed}</a>
          </li>
          {settings.online && entry.versionId && (
            <li>
              <a href={`/leistungen/${settings.slug}/formular.schema.json`}>{t.formSchema}</a>
            </li>
          )}
        </ul>
        {reviewed && <p class="muted">{t.reviewed(formatDate(reviewed.on, locale), reviewed.by)}</p>}
        {entry.sources.length > 0 && <p class="muted">{t.source(entry.sources.map((kind) => catalogueNames[kind]).join(', '))}</p>}
      </Prose>
    </footer>
  );
}

function Facts({ entry, office, locale }: Shown): VNode | null {
  const { settings } = entry;
  const t = texts(locale);
  const text = (term: string, value: Text | undefined) => (value ? { term, value: say(value, locale) } : null);
  if (entry.sources.length > 0 && !office && settings.papers.length === 0 && !settings.fee && !settings.processingTime && !settings.deadline && !settings.validity) return null;
  return (
    <Card title={t.facts} level={2} surface>
      <DescriptionList
        columns
        items={[
          text(t.fee, settings.fee?.text),
          text(t.duration, settings.processingTime?.text),
          text(t.deadline, settings.deadline),
          text(t.validity, settings.validity),
          // That another catalogue names no papers does not mean that none are needed.
          settings.papers.length > 0 ? { term: t.papersShort, value: <a href="#unterlagen">{t.paperCount(settings.papers.length)}</a> } : entry.sources.length > 0 ? null : { term: t.papersShort, value: t.noPapers },
          office ? { term: t.office, value: <a href="#amt">{sayContent(office.name, locale)}</a> } : null,
        ]}
      />
    </Card>
  );
}

/** Beside the text, on a phone below it. */
function OfficeInCharge(shown: Shown): VNode | null {
  const { office, entry, locale } = shown;
  if (!office) return null;
  const { contact } = entry.settings;
  return (
    <section aria-labelledby="amt">
      <Stack>
        <Heading level={2} id="amt" size="medium">
          {texts(locale).contact}
        </Heading>
        {contact?.text && <p class="kern-body">{say(contact.text, locale)}</p>}
        <OfficeCard {...shown} office={office} />
      </Stack>
    </section>
  );
}
