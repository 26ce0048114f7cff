import type { CityMap, Spot } from './read-city-map.ts';
import type { Place } from './places.ts';

/** Something found on the map: a place, a house or a street. */
export type Found = Spot & { name: string; place?: Place; street?: boolean };
const MOST = 8;
const folded = (words: string): string => words.toLowerCase().replaceAll('str.', 'straße').replaceAll(/strasse\b/g, 'straße').replaceAll(/\s+/g, ' ').trim();

/** Places, houses and streets by what somebody typed; the whole name first, then its beginning, then a part of it. */
export function searchMap(map: CityMap, places: Place[], query: string): Found[] {
  const wanted = folded(query);
  if (wanted.length < 2) return [];
  const rank = (name: string): number => ((at) => (folded(name) === wanted ? 0 : at === 0 ? 1 : at > 0 ? 2 : 9))(folded(name).indexOf(wanted));
  const house = map.houses.get(wanted);
  const all: Found[] = [
    ...places.flatMap((place): Found[] => {
      const name = [place.name, place.street, ...place.offices.map((office) => office.name)].find((one) => rank(one) < 9);
      return place.spot && name ? [{ ...place.spot, name, place }] : [];
    }),
    ...(house && !places.some(({ street }) => street.toLowerCase() === wanted) ? [{ ...house, name: query.trim() }] : []),
    ...[...map.streets.values()].filter(({ name }) => rank(name) < 9).map(({ x, y, name }) => ({ x, y, name, street: true })),
    ...map.quarters.filter(({ name }) => rank(name) < 9),
  ];
  return all.toSorted((a, b) => rank(a.name) - rank(b.name)).slice(0, MOST);
}
