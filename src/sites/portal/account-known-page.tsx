import { findCurrentVersion } from '#core/catalogue';
import { requestForOwnAccount } from '#core/data-protection';
import { collectOwnData, listOwnData, type OwnData } from '#core/parties';
import { page, redirect, view } from '#platform/http';
import { tr, type Locale } from '#platform/i18n';
import type { Ctx, JsonValue } from '#platform/module';
import { Button, ButtonRow, DescriptionList, Details, Form, Link, PageHeader, Section, Stack } from '#platform/ui';
import { z } from 'zod';
import { accountTexts } from './account-texts.ts';
import { pageOf, rowsOf, servicesIn } from './known-rows.ts';
import { leaveTexts } from './account-leave-texts.ts';

/** Of each kind; the account's own pages and the export have all of them. */
const SHOWN = 5;

/** 'Was die Stadt über Sie weiß': the same data as in the export, to look at, with purpose and time. */
export const knownPage = page({
  method: 'GET',
  path: '/konto/daten/uebersicht',
  site: 'portal',
  access: 'citizen',
  handle: (rq) =>
    rq.transact(async (ctx) => {
      const t = leaveTexts(rq.locale);
      const accountId = rq.actor.id ?? '';
      const data = await collectOwnData(ctx, accountId);
      // the account itself first, then as the folders come
      const sources = listOwnData(ctx, 'person').toSorted((a, b) => Number(b.key === 'account') - Number(a.key === 'account'));
      const all = sources.map((source) => ({ source, entries: entriesOf(data[source.key] ?? null) }));
      const services = await namesOf(ctx, servicesIn(all.map(({ entries }) => entries)));
      ctx.emit({ type: 'portal/data-viewed', subject: `account:${accountId}` });
      return view({
        title: t.known,
        nav: 'account',
        noIndex: true,
        width: 'narrow',
        crumbs: [{ label: accountTexts(rq.locale).title, href: '/konto' }, { label: accountTexts(rq.locale).data, href: '/konto/daten' }, { label: t.known }],
        body: (
          <Stack gap="x-large">
            <PageHeader title={t.known} lead={t.knownLead} />
            <All all={all} services={services} locale={rq.locale} />
            <Section title={t.everything} id="anliegen">
              <Form action="/konto/daten/anliegen" label={t.everything}>
                <p class="kern-body">{t.everythingText}</p>
                <ButtonRow>
                  <Button name="art" value="access">
                    {t.askAccess}
                  </Button>
                  <Button name="art" value="erasure">
                    {t.askErasure}
                  </Button>
                </ButtonRow>
              </Form>
            </Section>
            <ButtonRow>
              <Button icon="download" href="/konto/daten/export">
                {accountTexts(rq.locale).exportButton}
              </Button>
              <Button href="/konto/daten/loeschen">{t.delete}</Button>
            </ButtonRow>
          </Stack>
        ),
      });
    }),
});

/** Access or erasure over all offices (GDPR Art. 15, 17): the data protection officer answers it. */
export const ownRequestPost = page({
  method: 'POST',
  path: '/konto/daten/anliegen',
  site: 'portal',
  access: 'citizen',
  body: z.object({ art: z.enum(['access', 'erasure']) }),
  handle: async (rq) => {
    await rq.transact((ctx) => requestForOwnAccount(ctx, rq.body.art));
    return redirect('/konto/daten/uebersicht', { flash: leaveTexts(rq.locale).asked });
  },
});

type Shown = { source: OwnData; entries: JsonValue[]; services: Map<string, string>; locale: Locale };

function Known({ source, entries, services, locale }: Shown) {
  const t = leaveTexts(locale);
  return (
    <Section title={tr(source.title, locale)} id={`weiss-${source.key}`}>
      <Stack gap="small">
        <DescriptionList
          items={[
            { term: t.stored, value: t.count(entries.length) },
            source.why ? { term: t.why, value: tr(source.why, locale) } : null,
            source.kept ? { term: t.kept, value: tr(source.kept, locale) } : null,
          ]}
        />
        <Details summary={t.show}>
          <Stack>
            <ul class="kern-list kern-list--bullet">
              {entries.slice(0, SHOWN).map((entry, at) => (
                <Entry key={at} entry={entry} services={services} locale={locale} />
              ))}
            </ul>
            {entries.length > SHOWN && <p class="kern-body">{t.more(SHOWN)}</p>}
          </Stack>
        </Details>
      </Stack>
    </Section>
  );
}

/** One entry, a line for each part: light enough for accounts with much in them. */
function Entry({ entry, services, locale }: { entry: JsonValue; services: Map<string, string>; locale: Locale }) {
  const href = pageOf(entry);
  return (
    <li>
      {rowsOf(entry, { locale, services }).map(({ term, value }) => (
        <>
          {term}: <b>{value}</b>
          <br />
        </>
      ))}
      {href && <Link href={href}>{leaveTexts(locale).open}</Link>}
    </li>
  );
}

/** What is there first; that nothing is stored of the others is one sentence. */
function All({ all, services, locale }: { all: { source: OwnData; entries: JsonValue[] }[]; services: Map<string, string>; locale: Locale }) {
  const t = leaveTexts(locale);
  const empty = all.filter(({ entries }) => entries.length === 0);
  return (
    <>
      {all.filter((one) => !empty.includes(one)).map((one) => (
        <Known key={one.source.key} {...one} services={services} locale={locale} />
      ))}
      {empty.length > 0 && (
        <Section title={t.nothingStored} id="nichts">
          <ul class="kern-list kern-list--bullet">
            {empty.map(({ source }) => (
              <li key={source.key}>{tr(source.title, locale)}</li>
            ))}
          </ul>
        </Section>
      )}
    </>
  );
}

const entriesOf = (value: JsonValue): JsonValue[] => (Array.isArray(value) ? value : value === null ? [] : [value]);

async function namesOf(ctx: Ctx, slugs: string[]): Promise<Map<string, string>> {
  const names = new Map<string, string>();
  for (const slug of slugs) {
    const found = await findCurrentVersion(ctx, slug);
    if (found) names.set(slug, tr(found.service.settings.name, ctx.locale));
  }
  return names;
}
