import { cityOf, listOffices, type Address, type Office } from '#core/organisation';
import { compareWords } from '#platform/i18n';
import type { Ctx, Platform } from '#platform/module';
import type { PlaceKind } from './classify.ts';
import { cityMapOf } from './city-map-of.ts';
import { houseKey, type Spot } from './read-city-map.ts';

/** Somewhere people go: a house with offices of the city, or another place of the map. */
export type Place = { key: string; name: string; kinds: PlaceKind[]; /** 'Rathausplatz 1'; empty where the map knows none. */ street: string; offices: Office[]; /** Unknown when neither the map nor city.yaml says it. */ spot: Spot | undefined };

const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };
/** 'Rathausplatz 1' → 'rathausplatz-1', as it stands in addresses. */
export const placeKey = (words: string): string => words.toLowerCase().replaceAll(/[äöüß]/g, (letter) => letters[letter] ?? '').replaceAll(/[^a-z0-9]+/g, '-').replaceAll(/^-|-$/g, '');

/** Where an address lies: as city.yaml says, else as the house on the map. */
export function spotOf(platform: Platform, { street, houseNumber }: Pick<Address, 'street' | 'houseNumber'>): Spot | undefined {
  const map = cityMapOf(platform);
  const told = cityOf(platform).places.find((place) => place.street === street && place.houseNumber === houseNumber)?.position;
  return map && told ? map.toMap(told) : map?.houses.get(houseKey(street, houseNumber));
}

/** All places in the order of the alphabet, houses with offices first. */
export async function listPlaces(ctx: Ctx): Promise<Place[]> {
  const map = cityMapOf(ctx.platform);
  const sights = map?.sights ?? [];
  const houses = Map.groupBy(await listOffices(ctx), ({ address }) => `${address.street} ${address.houseNumber}`);
  const ours = [...houses].map(([street, offices]): Place => {
    const [first] = offices;
    const sight = sights.filter((one) => houseKey(one.street, one.houseNumber) === street.toLowerCase());
    const name = offices.find(({ address }) => address.note)?.address.note ?? map?.houseNames.get(street.toLowerCase()) ?? (offices.length === 1 ? first?.name : undefined) ?? street;
    return { key: placeKey(street), name, kinds: ['office', ...sight.map(({ kind }) => kind)], street, offices, spot: first && spotOf(ctx.platform, first.address) };
  });
  const taken = new Set(ours.map(({ street }) => street.toLowerCase()));
  const others = sights.filter((one) => !taken.has(houseKey(one.street, one.houseNumber))).map((one): Place => ({ key: placeKey(one.name || `${one.kind} ${Math.round(one.x)} ${Math.round(one.y)}`), name: one.name, kinds: [one.kind], street: [one.street, one.houseNumber].filter(Boolean).join(' '), offices: [], spot: { x: one.x, y: one.y } }));
  return [...ours.toSorted((a, b) => compareWords(a.name, b.name)), ...others.toSorted((a, b) => compareWords(a.name, b.name))];
}

/** A picture of where an address lies and the way to the map; undefined when the map doesn't know it. */
export type PlaceOnMap = { key: string; href: string; image: { src: string; width: number; height: number }; /** For the map of one's own device (RFC 5870). */ geo: string; position: { lat: number; lon: number } };
export const SMALL = { width: 340, height: 250, scale: 1.15 };

/** Finds an address on the city's map. */
export function findOnMap(platform: Platform, address: Pick<Address, 'street' | 'houseNumber'>): PlaceOnMap | undefined {
  const map = cityMapOf(platform);
  const spot = spotOf(platform, address);
  if (!map || !spot) return undefined;
  const key = placeKey(`${address.street} ${address.houseNumber}`);
  const position = map.toEarth(spot);
  return { key, href: `/karte?ort=${key}#karte`, image: { src: `/karte/lage/${Math.round(spot.x)}/${Math.round(spot.y)}/karte.svg?v=${map.version}`, width: SMALL.width, height: SMALL.height }, geo: `geo:${position.lat},${position.lon}`, position };
}
