import type { VNode } from 'preact';
import { SpotMap, type PlaceOnMap } from '#core/city-map';
import { describeHours, hoursNote, hoursOn, wayTo, type City, type Office } from '#core/organisation';
import type { Locale } from '#platform/i18n';
import { Card, DescriptionList, say, sayContent } from '#platform/ui';
import { texts } from './texts.ts';

export type OfficeCardProps = { office: Office; locale: Locale; /** Calendar day in Berlin. */ today: string; /** Holidays that count, buildings and map. */ city: Pick<City, 'calendar' | 'map' | 'places'>; /** Where the city's own map shows it. */ place?: PlaceOnMap | undefined };

/** Where to go, whom to call, and whether somebody is there now. */
export function OfficeCard({ office, locale, today, city: ours, place }: OfficeCardProps): VNode {
  const t = texts(locale);
  const { street, houseNumber, postalCode, city, note } = office.address;
  const week = describeHours(office.hours, locale);
  const remark = hoursNote(office.hours, locale);
  const where = [note, `${street} ${houseNumber}`, `${postalCode} ${city}`, office.room && `${t.room} ${office.room}`].filter(Boolean).join(', ');
  const { way, map } = wayTo(ours, office.address);
  return (
    <Card title={<a href={`/kontakt/${office.key}`}>{sayContent(office.name, locale)}</a>} level={3} surface>
      <DescriptionList
        stacked
        items={[
          { term: t.address, value: sayContent(where, locale) },
          place ? { term: t.map, value: <SpotMap place={place} where={`${street} ${houseNumber}`} locale={locale} /> } : null,
          way ? { term: t.way, value: say(way, locale) } : null,
          map && !place ? { term: t.map, value: <a href={map.href}>{say(map.name, locale)}</a> } : null,
          office.phone ? { term: t.phone, value: <a href={`tel:${office.phone.replaceAll(/[^\d+]/g, '')}`}>{office.phone}</a> } : null,
          office.email ? { term: t.email, value: <a href={`mailto:${office.email}`}>{office.email}</a> } : null,
          { term: t.today, value: hoursOn(office.hours, { date: today, land: ours.calendar, locale }).words },
          week.length > 0
            ? {
                term: t.hours,
                value: (
                  <>
                    {week.map(({ days, times }) => (
                      <span class="facts__line" key={days}>
                        {`${days}: ${times}`}
                        <br />
                      </span>
                    ))}
                    {remark && sayContent(remark, locale)}
                  </>
                ),
              }
            : null,
        ]}
      />
    </Card>
  );
}
