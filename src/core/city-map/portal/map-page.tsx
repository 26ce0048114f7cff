import type { VNode } from 'preact';
import { z } from 'zod';
import { cityOf, hoursOn, wayTo, type City } from '#core/organisation';
import { page, view } from '#platform/http';
import { calendarDayOf, tr, type Locale } from '#platform/i18n';
import { Card, DescriptionList, EmptyState, FilterChips, Link, PageHeader, Prose, SearchField, Section, Stack, Table } from '#platform/ui';
import { cityMapOf } from '../data/city-map-of.ts';
import { placeKinds, type PlaceKind } from '../data/classify.ts';
import { distanceInWords } from '../data/distance.ts';
import { listPlaces, spotOf, type Place } from '../data/places.ts';
import type { CityMap, Spot } from '../data/read-city-map.ts';
import { searchMap, type Found } from '../data/search-map.ts';
import { isWindow, windowAround, windowAt, type Window } from '../drawing/window.ts';
import { MapDrawing, type Pin } from './map-drawing.tsx';
import { mapTexts } from './texts.ts';

const number = z.coerce.number().int().optional().catch(undefined);
const query = z.object({ art: z.enum(placeKinds).catch('office'), ort: z.string().max(120).optional().catch(undefined), q: z.string().trim().max(120).optional().catch(undefined), z: number, x: number, y: number });
type Asked = z.infer<typeof query>;

type Shown = { map: CityMap | undefined; city: City; places: Place[]; listed: Place[]; chosen: Place | undefined; found: Found[]; from: (Spot & { name: string }) | undefined; asked: Asked; today: string; locale: Locale };
/** More than these are found with a search. */
const MOST = 60;
/** How near a place is shown that was looked for. */
const NEAR = 4;

/** The city's map with its offices and other places, and the same as a list. */
export const mapPage = page({
  method: 'GET',
  path: '/karte',
  site: 'portal',
  access: 'anyone',
  query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { locale, query: asked } = rq;
      const t = mapTexts(locale);
      const [map, city] = [cityMapOf(rq.platform), cityOf(rq.platform)];
      const places = await listPlaces(ctx);
      const found = map && asked.q ? searchMap(map, places, asked.q) : [];
      const chosen = places.find(({ key }) => key === asked.ort) ?? (found.length === 1 ? found[0]?.place : undefined);
      const hall = spotOf(rq.platform, city.address);
      const from = found[0] ?? (hall && { ...hall, name: places.find(({ street }) => street === `${city.address.street} ${city.address.houseNumber}`)?.name ?? city.name });
      const shown: Shown = { map, city, places, listed: listedOf(places, asked.art, found[0]), chosen, found, from, asked, today: calendarDayOf(ctx.now), locale };
      const title = chosen ? `${nameOf(chosen, locale)} – ${t.title}` : t.title;
      return view({ title, description: t.lead, crumbs: [{ label: t.home, href: '/' }, { label: t.title }], body: <MapBody {...shown} /> });
    }),
});

/** Places of one kind by name; around what was looked for the nearest first. */
function listedOf(places: Place[], kind: PlaceKind, around: Spot | undefined): Place[] {
  const far = ({ spot }: Place): number => (spot && around ? Math.hypot(spot.x - around.x, spot.y - around.y) : Infinity);
  const wanted = places.filter(({ kinds }) => kinds.includes(kind));
  return (around ? wanted.toSorted((a, b) => far(a) - far(b)) : wanted).slice(0, MOST);
}

const nameOf = (place: Place, locale: Locale): string => place.name || (place.kinds.includes('toilet') ? mapTexts(locale).toilets : mapTexts(locale)[place.kinds[0] ?? 'office']);

/** The same page with something else; what is undefined is left out. */
function addressOf(asked: Asked, change: Partial<Asked>, part = '#karte'): string {
  const wanted = { ...asked, ...change };
  const entries = Object.entries(wanted).filter(([key, value]) => value !== undefined && value !== '' && !(key === 'art' && value === 'office'));
  const words = new URLSearchParams(entries.map(([key, value]) => [key, String(value)])).toString();
  return `/karte${words ? `?${words}` : ''}${part}`;
}

const nowhere = { z: undefined, x: undefined, y: undefined } as const;

function windowOf({ map, listed, chosen, found, asked }: Shown): Window {
  const wanted = { z: asked.z ?? -1, x: asked.x ?? 0, y: asked.y ?? 0 };
  if (!map || isWindow(map, wanted)) return wanted;
  const [first] = found;
  if (chosen?.spot) return windowAt(map, chosen.spot, asked.z ?? NEAR);
  if (first) return found.length === 1 || first.street ? windowAt(map, first, asked.z ?? NEAR) : windowAround(map, found);
  return windowAround(map, listed.flatMap(({ spot }) => spot ?? []));
}

function MapBody(shown: Shown): VNode {
  const { map, places, asked, locale } = shown;
  const t = mapTexts(locale);
  const counts = placeKinds.map((kind) => ({ kind, count: places.filter(({ kinds }) => kinds.includes(kind)).length })).filter(({ count }) => count > 0);
  return (
    <Stack gap="large">
      <PageHeader title={t.title} lead={t.lead} />
      {map && <SearchField action="/karte" label={t.search} id="ort-suche" value={asked.q} keep={asked.art === 'office' ? {} : { art: asked.art }} />}
      <Results {...shown} />
      {counts.length > 1 && <FilterChips label={t.kinds} chips={counts.map(({ kind, count }) => ({ label: t[kind], count, active: kind === asked.art, href: addressOf(asked, { art: kind, ort: undefined, ...nowhere }) }))} />}
      {map ? <Drawn {...shown} map={map} /> : <EmptyState title={t.title}>{t.noMap}</EmptyState>}
      {shown.chosen && <ChosenPlace {...shown} place={shown.chosen} />}
      <PlaceList {...shown} />
    </Stack>
  );
}

/** What a search has found, when it isn't one place that is shown anyway. */
function Results({ asked, found, locale }: Shown): VNode | null {
  const t = mapTexts(locale);
  if (!asked.q || found.length === 1) return null;
  if (found.length === 0) return <EmptyState title={t.nothing(asked.q)}>{t.nothingHelp}</EmptyState>;
  return (
    <Section title={t.found(asked.q)}>
      <ul class="kern-list kern-list--bullet">
        {found.map((one) => (
          <li key={one.name}>
            <Link href={one.place ? addressOf(asked, { ort: one.place.key, q: undefined, ...nowhere }) : addressOf(asked, { q: one.name, ort: undefined, ...nowhere })}>{one.name}</Link>
            {one.street ? ` (${t.street})` : one.place && one.place.street !== one.name ? ` (${one.place.street})` : ''}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Drawn(shown: Shown & { map: CityMap }): VNode {
  const { map, listed, chosen, found, asked, locale } = shown;
  const t = mapTexts(locale);
  const pins: Pin[] = listed.flatMap((place, i) => (place.spot && place !== chosen ? [{ spot: place.spot, label: nameOf(place, locale), number: i + 1, href: addressOf(asked, { ort: place.key, q: undefined, ...nowhere }) }] : []));
  if (chosen?.spot) pins.push({ spot: chosen.spot, label: nameOf(chosen, locale) });
  else if (found[0] && (found.length === 1 || found[0].street)) pins.push({ spot: found[0], label: found[0].name });
  const window = windowOf(shown);
  const elsewhere = asked.ort ?? asked.q ?? asked.z;
  return (
    <figure id="karte" class="stack">
      <MapDrawing map={map} window={window} pins={pins} title={chosen ? nameOf(chosen, locale) : (asked.q ?? t[asked.art])} hrefOf={(to) => addressOf(asked, to)} locale={locale} />
      <figcaption class="muted">
        {t.source}: {map.attribution}. {t.northUp} {t.own} {elsewhere !== undefined && <a href={addressOf(asked, { ort: undefined, q: undefined, ...nowhere })}>{t.whole}</a>}
      </figcaption>
    </figure>
  );
}

/** All about the place that was chosen: address, way in words, hours, and maps of others for whoever wants them. */
function ChosenPlace({ place, city, from, map, today, locale }: Shown & { place: Place }): VNode {
  const t = mapTexts(locale);
  const [office] = place.offices;
  const { way, map: other } = office ? wayTo(city, office.address) : {};
  const position = map && place.spot ? map.toEarth(place.spot) : undefined;
  const far = from && place.spot && distanceInWords(from, place.spot, locale);
  return (
    <Card title={nameOf(place, locale)} level={2} surface>
      <DescriptionList
        stacked
        items={[
          place.street ? { term: t.address, value: place.street } : null,
          way ? { term: t.way, value: tr(way, locale) } : null,
          far ? { term: t.far(from.name), value: far } : null,
          place.offices.length > 0
            ? {
                term: t.offices,
                value: <Offices place={place} {...{ city, today, locale }} />,
              }
            : null,
        ]}
      />
      <Prose>
        <ul>
          {position && (
            <li>
              <a href={`geo:${position.lat},${position.lon}`}>{t.geo}</a>
            </li>
          )}
          {other && (
            <li>
              <a href={other.href}>{t.elsewhere(tr(other.name, locale))}</a>
            </li>
          )}
        </ul>
      </Prose>
    </Card>
  );
}

/** The offices of a house and whether somebody is there today. */
function Offices({ place, city, today, locale }: Pick<Shown, 'city' | 'today' | 'locale'> & { place: Place }): VNode {
  return (
    <>
      {place.offices.map(({ key, name, hours }) => (
        <span class="facts__line" key={key}>
          <a href={`/kontakt/${key}`}>{name}</a>
          <span class="muted">{` – ${mapTexts(locale).today}: ${hoursOn(hours, { date: today, land: city.calendar, locale }).words}`}</span>
          <br />
        </span>
      ))}
    </>
  );
}

function PlaceList({ listed, from, asked, today, city, locale }: Shown): VNode {
  const t = mapTexts(locale);
  return (
    <Table
      caption={`${t.list}: ${t[asked.art]}`}
      stack
      rows={listed.map((place, i) => ({ place, i }))}
      rowKey={({ place }) => place.key}
      columns={[
        { key: 'number', head: t.number, narrow: true, cell: ({ i }) => i + 1 },
        {
          key: 'place',
          head: t.place,
          rowHead: true,
          cell: ({ place }) => (place.spot ? <a href={addressOf(asked, { ort: place.key, q: undefined, ...nowhere })}>{nameOf(place, locale)}</a> : `${nameOf(place, locale)} (${t.noSpot})`),
        },
        { key: 'address', head: t.address, cell: ({ place }) => (place.name === place.street ? '' : place.street) },
        ...(from ? [{ key: 'far', head: t.far(from.name), cell: ({ place }: { place: Place }) => (place.spot ? (distanceInWords(from, place.spot, locale) ?? t.here) : '') }] : []),
        ...(asked.art === 'office'
          ? [
              {
                key: 'offices',
                head: t.offices,
                cell: ({ place }: { place: Place }) => <Offices place={place} {...{ city, today, locale }} />,
              },
            ]
          : []),
      ]}
    />
  );
}
