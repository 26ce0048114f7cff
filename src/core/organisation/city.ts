import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Platform } from '#platform/module';
import { readCityFile } from './city-files.ts';
import { citySchema, type CityFile } from './city-schema.ts';

/** The city of this installation: what city/city.yaml says, and what follows from it. */
export type City = Omit<CityFile, 'brand'> & {
  brand: CityFile['brand'] & { /** The crest as SVG source. */ crestSvg: string; /** Where pages load it from. */ crestHref: string };
  /** The holidays that count here, for every function of the calendar: 'BY' or 'BY-KATH'. */
  calendar: string;
};

const cities = new WeakMap<Platform, City>();
export const CREST_PATH = '/stadt/wappen.svg';

/**
 * The city, read once from CITY_DIR/city.yaml.
 * @throws Error naming file and place when something in it is wrong.
 */
export function cityOf(platform: Platform): City {
  let city = cities.get(platform);
  if (!city) cities.set(platform, (city = readCity(platform.config.cityDir)));
  return city;
}

function readCity(cityDir: string): City {
  const file = readCityFile(cityDir, 'city.yaml', citySchema);
  const crestSvg = readFileSync(join(cityDir, file.brand.crest), 'utf8');
  return {
    ...file,
    brand: { ...file.brand, crestSvg, crestHref: CREST_PATH },
    calendar: file.holidayRegion ? `${file.state}-${file.holidayRegion}` : file.state,
  };
}
