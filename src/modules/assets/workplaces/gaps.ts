import type { Site, Workplace } from './workplace.ts';
import { needKeys, needWord } from './workplace.ts';

/** What is missing; the weight says how much it hurts: barriers first, then safety, then comfort. */
export type Gap = { key: string; words: string; weight: number };
export const LONGEST_COMPUTER_YEARS = 5;
/** What a workplace needs of the line when everybody works at once, in Mbit/s. */
export const MBIT_EACH = 2;

const kinds = {
  computer: { words: 'Rechner fehlt', weight: 40 }, old: { words: `Rechner älter als ${LONGEST_COMPUTER_YEARS} Jahre`, weight: 20 }, mobile: { words: 'nicht mobil nutzbar', weight: 10 }, headset: { words: 'kein Headset', weight: 4 }, camera: { words: 'keine Kamera', weight: 4 },
  line: { words: 'Leitung zu schmal', weight: 60 }, wifi: { words: 'kein durchgehendes WLAN', weight: 20 }, second: { words: 'keine zweite Leitung', weight: 30 },
  entrance: { words: 'kein stufenloser Eingang', weight: 100 }, lift: { words: 'kein Aufzug', weight: 80 }, toilet: { words: 'kein barrierefreies WC', weight: 80 }, hearing: { words: 'keine Höranlage', weight: 40 }, guidance: { words: 'kein Leitsystem', weight: 40 }, parking: { words: 'kein Stellplatz für Menschen mit Behinderung', weight: 40 },
} as const;
const gap = (key: keyof typeof kinds): Gap => ({ key, ...kinds[key] });
/** Words of a gap by its key: one of `kinds`, or 'need:<what>' for an unmet need of a place. */
export const gapWords = (key: string): string => (key.startsWith('need:') ? `fehlt am Platz: ${needWord(key.slice(5))}` : (kinds[key as keyof typeof kinds]?.words ?? key));
export const weightOf = (key: string): number => (key.startsWith('need:') ? 100 : (kinds[key as keyof typeof kinds]?.weight ?? 0));
export const gapKeys: string[] = [...Object.keys(kinds), ...needKeys.map((need) => `need:${need}`)];

type PlaceFacts = Pick<Workplace, 'kind' | 'computer' | 'computerYear' | 'headset' | 'camera' | 'mobile' | 'needs' | 'met'>;

/** What a workplace lacks in a year. A meeting room needs no computer of its own, a counter need not be carried away. */
export function gapsOfPlace(place: PlaceFacts, year: number): Gap[] {
  const unmet = place.needs.filter((need) => !place.met.includes(need)).map((need): Gap => ({ key: `need:${need}`, words: gapWords(`need:${need}`), weight: 100 }));
  const own = place.kind !== 'meeting';
  return [
    ...unmet,
    ...(own && place.computer === 'none' ? [gap('computer')] : []),
    ...(place.computerYear !== null && year - place.computerYear > LONGEST_COMPUTER_YEARS ? [gap('old')] : []),
    ...(!place.mobile && (place.kind === 'desk' || place.kind === 'field') ? [gap('mobile')] : []),
    ...(!place.headset && place.kind !== 'field' ? [gap('headset')] : []),
    ...(!place.camera && place.kind !== 'field' ? [gap('camera')] : []),
  ];
}

/** What a building lacks with so many workplaces in it. */
export function gapsOfSite({ downMbit, wifi, secondLine, access }: Pick<Site, 'downMbit' | 'wifi' | 'secondLine' | 'access'>, places: number): Gap[] {
  return [
    ...(downMbit < places * MBIT_EACH ? [gap('line')] : []),
    ...(wifi === 'full' ? [] : [gap('wifi')]),
    ...(!secondLine && places >= 10 ? [gap('second')] : []),
    ...(['entrance', 'lift', 'toilet', 'hearing', 'guidance', 'parking'] as const).filter((key) => access[key] === 'no').map((key) => gap(key)),
  ];
}

export const pointsOf = (gaps: readonly Gap[]): number => gaps.reduce((sum, { weight }) => sum + weight, 0);
