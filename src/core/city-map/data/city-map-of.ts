import type { Platform } from '#platform/module';
import { readCityMap, type CityMap } from './read-city-map.ts';

const maps = new WeakMap<Platform, { map: CityMap | undefined }>();

/** The city's map, read once; undefined when its folder has none. @throws Error naming file and feature */
export function cityMapOf(platform: Platform): CityMap | undefined {
  let known = maps.get(platform);
  if (!known) maps.set(platform, (known = { map: readCityMap(platform.config.cityDir) }));
  return known.map;
}
