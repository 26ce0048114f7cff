import { sampleCitizens } from '#core/organisation';
import type { Platform } from '#platform/module';

/** Numbers that look random and are the same at every run (mulberry32). */
export type Dice = {
  /** 0 ≤ x < 1 */
  next(): number;
  /** Whole number, both ends included. */
  between(from: number, to: number): number;
  pick<T>(list: readonly T[]): T;
  /** True in this share of cases. */
  chance(share: number): boolean;
};

export function throwDice(seed: number): Dice {
  let state = seed;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
  const between = (from: number, to: number): number => from + Math.floor(next() * (to - from + 1));
  return { next, between, pick: (list) => list[between(0, list.length - 1)] as (typeof list)[number], chance: (share) => next() < share };
}

export type Address = { street: string; houseNumber: string; postcode: string; city: string };
/** Somebody of the sample city; with an e-mail of city/citizens.yaml they have an account. */
export type Person = { givenNames: string; familyName: string; birthDate: string; email: string; phone?: string; address: Address; nationality: string; birthPlace: string; hasAccount: boolean };

// All names are invented combinations; the mix is that of a German city.
const given = ['Anton', 'Aysel', 'Beate', 'Benedikt', 'Carla', 'Dariusz', 'Dilara', 'Elena', 'Emil', 'Fabian', 'Frieda', 'Georg', 'Greta', 'Hannes', 'Heike', 'Ida', 'Ibrahim', 'Jakob', 'Johanna', 'Karin', 'Konstantin', 'Leyla', 'Ludwig', 'Maja', 'Marek', 'Mina', 'Nora', 'Oskar', 'Paulina', 'Rainer', 'Rosa', 'Samir', 'Sophie', 'Theo', 'Ursula', 'Valentin', 'Viktoria', 'Wanda', 'Yusuf', 'Zoe'];
const family = ['Adler', 'Bergmann', 'Brückner', 'Cakir', 'Dietz', 'Ebner', 'Falkenberg', 'Gerlach', 'Grabowski', 'Hoffstedt', 'Ivanova', 'Jansen', 'Kaya', 'Köhler', 'Kowalczyk', 'Lang', 'Lorenz', 'Marquardt', 'Mayer', 'Moretti', 'Nowak', 'Oswald', 'Petersen', 'Quandt', 'Rautenberg', 'Rossi', 'Sahin', 'Schilling', 'Stadler', 'Steinbach', 'Tran', 'Uhl', 'Vogel', 'Wendt', 'Winkler', 'Yildirim', 'Zeller', 'Ziegler'];
const streets = ['Ahornstraße', 'Am Stadtgraben', 'Bahnhofstraße', 'Gartenweg', 'Gleisweg', 'Kirchgasse', 'Lindenallee', 'Lindenplatz', 'Marktgasse', 'Mühlbachweg', 'Nordring', 'Poststraße', 'Rathausplatz', 'Rosenweg', 'Schlossgasse', 'Werkstraße'];
/** Streets with resident parking (the zones of the parking service). */
export const zoneStreets = ['Bahnhofstraße', 'Gartenweg', 'Gleisweg', 'Lindenallee', 'Lindenplatz', 'Marktgasse', 'Poststraße', 'Schlossgasse'];

const plain = (name: string): string => name.toLowerCase().replaceAll('ä', 'ae').replaceAll('ö', 'oe').replaceAll('ü', 'ue').replaceAll('ß', 'ss').normalize('NFD').replaceAll(/[^a-z]/g, '');

export const addressIn = (dice: Dice, from: readonly string[] = streets): Address => ({ street: dice.pick(from), houseNumber: String(dice.between(1, 58)), postcode: '99999', city: 'Musterstadt' });

const COUNTRIES = ['DE', 'DE', 'DE', 'DE', 'DE', 'DE', 'DE', 'AT', 'IT', 'PL', 'HR'];

function stranger(dice: Dice): Person {
  const [givenNames, familyName] = [dice.pick(given), dice.pick(family)];
  const birthDate = `${dice.between(1945, 2004)}-${String(dice.between(1, 12)).padStart(2, '0')}-${String(dice.between(1, 28)).padStart(2, '0')}`;
  const email = `${plain(givenNames)}.${plain(familyName)}${dice.between(1, 99)}@post.example`;
  return { givenNames, familyName, birthDate, email, address: addressIn(dice), nationality: dice.pick(COUNTRIES), birthPlace: dice.pick(['Musterstadt', 'Nachbarstadt', 'Neustadt', 'Altdorf']), hasAccount: false };
}

/** Who applies: now and then somebody with an account of the sample city, mostly others. */
export function crowd(platform: Pick<Platform, 'config'>, dice: Dice): { next(): Person } {
  const known = sampleCitizens(platform).citizens.map((one): Person => {
    const { street, houseNumber, postalCode, city } = one.address;
    return { givenNames: one.givenName, familyName: one.familyName, birthDate: one.birthDate, email: one.email, ...(one.phone ? { phone: one.phone.replaceAll(' ', '') } : {}), address: { street, houseNumber, postcode: postalCode, city }, nationality: 'DE', birthPlace: 'Musterstadt', hasAccount: true };
  });
  return { next: () => (known.length > 0 && dice.chance(0.16) ? dice.pick(known) : stranger(dice)) };
}
