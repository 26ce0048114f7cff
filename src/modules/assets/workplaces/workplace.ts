import type { Computer, PlaceKind, SiteAccess, Wifi } from '../tables.ts';

/** A building with its network and how one gets in. */
export type Site = { id: string; key: string; name: string; address: string; downMbit: number; upMbit: number; secondLine: boolean; wifi: Wifi; guestWifi: boolean; networkNote: string; access: SiteAccess; changedAt: Date; changedByName: string };
export type SiteInput = Omit<Site, 'id' | 'changedAt' | 'changedByName'>;
/** A place to work: what it has and what it must offer. */
export type Workplace = { id: string; siteId: string; code: string; room: string; officeId: string; kind: PlaceKind; computer: Computer; computerYear: number | null; screens: number; dock: boolean; headset: boolean; camera: boolean; heightAdjustable: boolean; mobile: boolean; needs: string[]; met: string[] };
export type WorkplaceInput = Omit<Workplace, 'id'>;

export const wifiWords: Record<Wifi, string> = { none: 'kein WLAN', partly: 'in Teilen des Hauses', full: 'überall' };
export const placeWords: Record<PlaceKind, string> = { desk: 'Büro', counter: 'Schalter', shared: 'geteilter Platz', meeting: 'Besprechung', field: 'Außendienst' };
export const computerWords: Record<Computer, string> = { none: 'keiner', notebook: 'Notebook', desktop: 'Tischrechner', thin: 'Terminal', tablet: 'Tablet' };
export const accessWords: Record<keyof SiteAccess, string> = { entrance: 'Eingang ohne Stufen', lift: 'Aufzug', toilet: 'barrierefreies WC', hearing: 'Höranlage', guidance: 'Leitsystem für blinde Menschen', parking: 'Stellplatz für Menschen mit Behinderung' };
export const partWords: Record<'yes' | 'partly' | 'no', string> = { yes: 'ja', partly: 'teilweise', no: 'nein' };

/** What a place must be able to offer; a fixed list on purpose, so that nobody writes about a person. */
export const needWords = {
  'step-free': 'stufenlos erreichbar', 'height-adjustable': 'höhenverstellbarer Tisch', 'large-screen': 'großer Bildschirm', 'screen-reader': 'Vorleseprogramm', braille: 'Braillezeile', hearing: 'Hörunterstützung', quiet: 'ruhiger Raum', light: 'blendfreies Licht', space: 'Platz für einen Rollstuhl', 'one-hand': 'Eingabe mit einer Hand',
} as const;
export type NeedKey = keyof typeof needWords;
export const needKeys = Object.keys(needWords) as NeedKey[];
export const needWord = (key: string): string => needWords[key as NeedKey] ?? key;
