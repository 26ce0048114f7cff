import { formatNumber, type Locale } from '#platform/i18n';
import type { Spot } from './read-city-map.ts';

const winds = { de: ['östlich', 'südöstlich', 'südlich', 'südwestlich', 'westlich', 'nordwestlich', 'nördlich', 'nordöstlich'], en: ['east', 'south-east', 'south', 'south-west', 'west', 'north-west', 'north', 'north-east'] } as const;

/** How far and where to, as the crow flies: '850 m nordöstlich'; undefined for the place itself. */
export function distanceInWords(from: Spot, to: Spot, locale: Locale): string | undefined {
  const metres = Math.hypot(to.x - from.x, to.y - from.y);
  if (metres < 40) return undefined;
  const wind = ((Math.round(Math.atan2(to.y - from.y, to.x - from.x) / (Math.PI / 4)) % 8) + 8) % 8;
  const far = metres < 950 ? `${Math.max(50, Math.round(metres / 50) * 50)} m` : `${formatNumber(Math.round(metres / 100) / 10, locale)} km`;
  return `${far} ${winds[locale === 'en' ? 'en' : 'de'][wind]}`;
}
