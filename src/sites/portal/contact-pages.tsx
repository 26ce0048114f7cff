import type { VNode } from 'preact';
import { z } from 'zod';
import { listEntries } from '#core/catalogue';
import { SpotMap, findOnMap, type PlaceOnMap } from '#core/city-map';
import { cityOf, describeHours, findOfficeByKey, hoursNote, hoursOn, listOffices, wayTo, weekdays, type Address, type City, type Office } from '#core/organisation';
import { page, view } from '#platform/http';
import { calendarDayOf, tr, type Locale } from '#platform/i18n';
import { notFound } from '#platform/module';
import { Badge, Card, CardGrid, Columns, DescriptionList, Link, PageHeader, Prose, Section, Stack } from '#platform/ui';
import { cityTexts } from './city-texts.ts';

export const place = ({ street, houseNumber, postalCode, city, note }: Address): string => [note, `${street} ${houseNumber}`, `${postalCode} ${city}`].filter(Boolean).join(', ');
export const dial = (phone: string): VNode => <a href={`tel:${phone.replaceAll(/[^\d+]/g, '')}`}>{phone}</a>;
export const write = (email: string): VNode => <a href={`mailto:${email}`}>{email}</a>;

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
            <p class="kern-body">
              <Link href="/karte" icon="map">
                {t.allOnMap}
              </Link>
            </p>
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
  return (
    <Card title={office.name} href={`/kontakt/${office.key}`} level={2}>
      <p>{office.summary}</p>
      <DescriptionList
        stacked
        items={[
          { term: t.address, value: [place(office.address), office.room && `${t.room} ${office.room}`].filter(Boolean).join(', ') },
          office.phone ? { term: t.phone, value: dial(office.phone) } : null,
          office.email ? { term: t.email, value: write(office.email) } : null,
          { term: t.today, value: hoursOn(office.hours, { date: today, land: city.calendar, locale }).words },
        ]}
      />
    </Card>
  );
}

/** So many services stand on the page of an office; the list has them all. */
const SERVICES = 12;

/** One office: where it is and how to get there, when it is open, what one can do there. */
export const officePage = page({
  method: 'GET',
  path: '/kontakt/:key',
  site: 'portal',
  access: 'anyone',
  params: z.object({ key: z.string().max(60) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { locale } = rq;
      const t = cityTexts(locale);
      const office = await findOfficeByKey(ctx, rq.params.key);
      if (!office || office.closedOn) throw notFound();
      const services = await listEntries(ctx, { office: office.key, limit: SERVICES });
      const shown = { office, city: cityOf(rq.platform), today: calendarDayOf(ctx.now), onMap: findOnMap(rq.platform, office.address), locale };
      return view({
        title: office.name,
        description: `${office.summary}. ${place(office.address)}`,
        crumbs: [{ label: t.home, href: '/' }, { label: t.contact, href: '/kontakt' }, { label: office.name }],
        body: (
          <Stack gap="large">
            <PageHeader title={office.name} lead={office.summary} />
            <Columns layout="halves">
              <Reach {...shown} />
              <WhereItIs {...shown} />
            </Columns>
            {services.hits.length > 0 && (
              <Section title={t.services}>
                <Prose>
                  <ul>
                    {services.hits.map(({ slug, name, online }) => (
                      <li key={slug}>
                        <a href={`/leistungen/${slug}`}>{name}</a> {online && <Badge state="done">{t.online}</Badge>}
                      </li>
                    ))}
                  </ul>
                  <p>
                    <a href={`/leistungen?amt=${office.key}`}>{t.servicesOf(office.name, services.total)}</a>
                  </p>
                </Prose>
              </Section>
            )}
            <OfficeData {...shown} address={`${rq.platform.config.publicUrl}${rq.path}`} />
          </Stack>
        ),
      });
    }),
});

type Shown = { office: Office; city: City; today: string; onMap: PlaceOnMap | undefined; locale: Locale };

function Reach({ office, city, today, locale }: Shown): VNode {
  const t = cityTexts(locale);
  const note = hoursNote(office.hours, locale);
  return (
    <Card title={t.reach} level={2} surface>
      <DescriptionList
        stacked
        items={[
          { term: t.today, value: hoursOn(office.hours, { date: today, land: city.calendar, locale }).words },
          {
            term: t.hours,
            value: (
              <>
                {describeHours(office.hours, locale).map(({ days, times }) => (
                  <span class="facts__line" key={days}>
                    {`${days}: ${times}`}
                    <br />
                  </span>
                ))}
                {note}
              </>
            ),
          },
          office.phone ? { term: t.phone, value: dial(office.phone) } : null,
          office.email ? { term: t.email, value: write(office.email) } : null,
        ]}
      />
    </Card>
  );
}

function WhereItIs({ office, city, onMap, locale }: Shown): VNode {
  const t = cityTexts(locale);
  const { way, map } = wayTo(city, office.address);
  const { street, houseNumber } = office.address;
  return (
    <Card title={t.where} level={2} surface>
      <p>{[place(office.address), office.room && `${t.room} ${office.room}`].filter(Boolean).join(', ')}</p>
      {onMap && <SpotMap place={onMap} where={`${street} ${houseNumber}`} locale={locale} />}
      {way && <DescriptionList stacked items={[{ term: t.way, value: tr(way, locale) }]} />}
      <Prose>
        <ul>
          {onMap && (
            <li>
              <a href={onMap.href}>{t.onOurMap}</a>
            </li>
          )}
          {onMap && (
            <li>
              <a href={onMap.geo}>{t.mapApp}</a>
            </li>
          )}
          {map && (
            <li>
              <a href={map.href}>{t.onMap(office.name, tr(map.name, locale))}</a>
            </li>
          )}
        </ul>
      </Prose>
    </Card>
  );
}

const dayNames = { mon: 'Monday', tue: 'Tuesday', wed: 'Wednesday', thu: 'Thursday', fri: 'Friday', sat: 'Saturday', sun: 'Sunday' } as const;

/** What search engines and assistants read: a GovernmentOffice of schema.org with its hours and where it lies. */
function OfficeData({ office, city, onMap, address }: Shown & { address: string }): VNode {
  const { street, houseNumber, postalCode, city: town } = office.address;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'GovernmentOffice',
    name: office.name,
    description: office.summary,
    url: address,
    parentOrganization: { '@type': 'GovernmentOrganization', name: city.officialName, url: city.website },
    address: { '@type': 'PostalAddress', streetAddress: `${street} ${houseNumber}`, postalCode, addressLocality: town, addressCountry: 'DE' },
    ...(office.phone ? { telephone: office.phone } : {}),
    ...(office.email ? { email: office.email } : {}),
    ...(onMap ? { geo: { '@type': 'GeoCoordinates', latitude: onMap.position.lat, longitude: onMap.position.lon }, hasMap: new URL(onMap.href, address).href } : {}),
    openingHoursSpecification: weekdays.flatMap((day) => (office.hours[day] ?? []).map((range) => ({ '@type': 'OpeningHoursSpecification', dayOfWeek: dayNames[day], opens: range.slice(0, 5), closes: range.slice(6) }))),
  };
  return <script type="application/ld+json" dangerouslySetInnerHTML={{ __html: JSON.stringify(data).replaceAll('<', String.raw`\u003c`) }} />;
}
