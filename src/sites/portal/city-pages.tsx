import type { VNode } from 'preact';
import { cityOf, describeHours, hoursNote, hoursOn, listOffices, wayTo, type Address, type City, type Office } from '#core/organisation';
import { page, view } from '#platform/http';
import { calendarDayOf, tr, type Locale } from '#platform/i18n';
import { Card, CardGrid, DescriptionList, Details, PageHeader, Prose, Stack } from '#platform/ui';
import { cityTexts } from './city-texts.ts';

const place = ({ street, houseNumber, postalCode, city, note }: Address): string => [note, `${street} ${houseNumber}`, `${postalCode} ${city}`].filter(Boolean).join(', ');
const dial = (phone: string): VNode => <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>;
const write = (email: string): VNode => <a href={`mailto:${email}`}>{email}</a>;

/** One of the pages that every public site must have; all they say comes from city.yaml. */
const cityPage = (path: string, titleOf: (locale: Locale) => string, body: (city: City, locale: Locale) => VNode) =>
  page({
    method: 'GET',
    path,
    site: 'portal',
    access: 'anyone',
    handle: async (rq) => {
      const t = cityTexts(rq.locale);
      const title = titleOf(rq.locale);
      return view({
        title,
        crumbs: [{ label: t.home, href: '/' }, { label: title }],
        body: (
          <Stack gap="large">
            <PageHeader title={title} />
            {body(cityOf(rq.platform), rq.locale)}
          </Stack>
        ),
      });
    },
  });

/** Who answers for this site (§ 5 DDG, § 18 MStV). */
export const imprintPage = cityPage('/impressum', (locale) => cityTexts(locale).imprint, (city, locale) => {
  const t = cityTexts(locale);
  const { imprint } = city;
  return (
    <>
      <DescriptionList
        items={[
          { term: t.responsible, value: imprint.responsible },
          { term: t.address, value: place(city.address) },
          { term: t.phone, value: dial(city.phone) },
          { term: t.email, value: write(city.email) },
          { term: t.representative, value: imprint.representative },
          { term: t.legalForm, value: imprint.legalForm },
          imprint.vatId ? { term: t.vatId, value: imprint.vatId } : null,
          { term: t.supervision, value: imprint.supervision },
          { term: t.editor, value: imprint.editor },
        ]}
      />
      {imprint.text && <Prose>{tr(imprint.text, locale)}</Prose>}
    </>
  );
});

/** What happens with personal data on this site (GDPR Art. 13). */
export const privacyPage = cityPage('/datenschutz', (locale) => cityTexts(locale).privacy, (city, locale) => {
  const t = cityTexts(locale);
  const { privacy } = city;
  return (
    <>
      <Prose>
        {t.privacySections.map(([heading, ...paragraphs]) => (
          <section key={heading}>
            <h2>{heading}</h2>
            {paragraphs.map((text) => (
              <p key={text}>{text}</p>
            ))}
          </section>
        ))}
        {privacy.text && <p>{tr(privacy.text, locale)}</p>}
      </Prose>
      <DescriptionList
        items={[
          { term: t.controller, value: `${city.officialName}, ${place(city.address)}` },
          { term: t.officer, value: `${privacy.officer}, ${place(privacy.address)}` },
          { term: t.phone, value: dial(privacy.phone) },
          { term: t.email, value: write(privacy.email) },
          { term: t.authority, value: <a href={privacy.authorityUrl}>{privacy.authority}</a> },
        ]}
      />
    </>
  );
});

/** All offices with address, telephone and hours. */
export const contactPage = page({
  method: 'GET',
  path: '/kontakt',
  site: 'portal',
  access: 'anyone',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const t = cityTexts(rq.locale);
      const city = cityOf(rq.platform);
      const offices = await listOffices(ctx);
      const today = calendarDayOf(ctx.now);
      return view({
        title: t.contact,
        crumbs: [{ label: t.home, href: '/' }, { label: t.contact }],
        body: (
          <Stack gap="large">
            <PageHeader title={t.contact} lead={tr(city.footer.contact, rq.locale)} />
            <CardGrid size="large">
              {offices.map((office) => (
                <OfficeEntry key={office.id} office={office} today={today} city={city} locale={rq.locale} />
              ))}
            </CardGrid>
          </Stack>
        ),
      });
    }),
});

function OfficeEntry({ office, today, city, locale }: { office: Office; today: string; city: City; locale: Locale }): VNode {
  const t = cityTexts(locale);
  const { way, map } = wayTo(city, office.address);
  return (
    <Card title={office.name} level={2}>
      <p>{office.summary}</p>
      <DescriptionList
        stacked
        items={[
          { term: t.address, value: [place(office.address), office.room && `${t.room} ${office.room}`].filter(Boolean).join(', ') },
          office.phone ? { term: t.phone, value: dial(office.phone) } : null,
          office.email ? { term: t.email, value: write(office.email) } : null,
          { term: t.today, value: hoursOn(office.hours, { date: today, land: city.calendar, locale }).words },
          { term: t.hours, value: [...describeHours(office.hours, locale).map(({ days, times }) => `${days}: ${times}`), hoursNote(office.hours, locale)].filter(Boolean).join('; ') },
          { term: t.services, value: <a href={`/leistungen?amt=${office.key}`}>{t.servicesOf(office.name)}</a> },
        ]}
      />
      {(way ?? map) && (
        // many offices lie in one building: the way is there for whoever asks
        <Details
          summary={
            <>
              {t.way}
              <span class="kern-sr-only">: {office.name}</span>
            </>
          }
        >
          {way && <p class="kern-body">{tr(way, locale)}</p>}
          {map && (
            <p class="kern-body">
              <a class="kern-link" href={map.href}>
                {t.onMap(office.name, tr(map.name, locale))}
              </a>
            </p>
          )}
        </Details>
      )}
    </Card>
  );
}
