import type { Text } from '#platform/i18n';
import type { City } from './city.ts';
import type { Address } from './city-schema.ts';

/** How to get to an address: in words, and on the map that the city has chosen. */
export type WayTo = { way?: Text; map?: { name: Text; href: string } };

/** The way to a building of the city. A map that asks for a position is linked only where one is known. */
export function wayTo(city: Pick<City, 'map' | 'places'>, address: Address): WayTo {
  const found = city.places.find(({ street, houseNumber }) => street === address.street && houseNumber === address.houseNumber);
  const { map } = city;
  const values: Record<string, string> = { address: `${address.street} ${address.houseNumber}, ${address.postalCode} ${address.city}`, ...(found?.position ? { lat: String(found.position.lat), lon: String(found.position.lon) } : {}) };
  const asked = [...(map?.link.matchAll(/\{(\w+)\}/g) ?? [])].map(([, name = '']) => name);
  const known = asked.every((name) => values[name] !== undefined);
  return {
    ...(found ? { way: found.way } : {}),
    ...(map && known ? { map: { name: map.name, href: map.link.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(values[name] ?? '')) } } : {}),
  };
}
