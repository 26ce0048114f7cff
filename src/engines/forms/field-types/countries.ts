import { compareWords } from '#platform/i18n';
import type { Locale } from '#platform/i18n';

/** ISO 3166-1 alpha-2, all officially assigned codes. */
const codes = (
  'AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL ' +
  'CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU ' +
  'GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC ' +
  'MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT ' +
  'PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA ' +
  'UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW'
).split(' ');

// Territories have no nationality of their own, Kosovo (XK, user-assigned) has. ICAO 9303 calls the stateless XXA; "staatenlos" is stored as XXA.
const withoutNationality = new Set(
  (
    'AI AQ AS AW AX BL BM BQ BV CC CK CW CX EH FK FO GF GG GI GL GP GS GU HK HM IM IO JE KY MF MO MP MQ MS NC NF NU PF PM PN PR PS RE SH SJ SX TC ' +
    'TF TK UM VG VI WF YT'
  ).split(' '),
);
const stateless: Record<string, { de: string; en: string }> = {
  XXA: { de: 'staatenlos', en: 'stateless' },
  XXX: { de: 'ungeklärt', en: 'unspecified' },
};

const names = new Map<string, Intl.DisplayNames>();

const language = (locale: Locale): 'de' | 'en' => (locale === 'en' ? 'en' : 'de');

/** Name of a country or nationality by code; the code itself when it is unknown. */
export function countryName(code: string, locale: Locale): string {
  const special = stateless[code]?.[language(locale)];
  if (special) return special;
  const found = names.get(language(locale)) ?? new Intl.DisplayNames(language(locale), { type: 'region', fallback: 'code' });
  names.set(language(locale), found);
  return /^[A-Z]{2}$/.test(code) ? (found.of(code) ?? code) : code;
}

export type CountryOption = { value: string; label: string };

const lists = new Map<string, CountryOption[]>();

/** All countries or nationalities by name, Germany first. */
export function listCountries(kind: 'country' | 'nationality', locale: Locale): CountryOption[] {
  const key = `${kind} ${language(locale)}`;
  const found = lists.get(key);
  if (found) return found;
  const all = [...codes, 'XK'].filter((code) => kind === 'country' || !withoutNationality.has(code));
  const sorted = all
    .filter((code) => code !== 'DE')
    .map((value) => ({ value, label: countryName(value, locale) }))
    .sort((a, b) => compareWords(a.label, b.label, locale));
  const special = kind === 'nationality' ? Object.keys(stateless).map((value) => ({ value, label: countryName(value, locale) })) : [];
  const list = [{ value: 'DE', label: countryName('DE', locale) }, ...sorted, ...special];
  lists.set(key, list);
  return list;
}

const known = {
  country: new Set([...codes, 'XK']),
  nationality: new Set([...[...codes, 'XK'].filter((code) => !withoutNationality.has(code)), ...Object.keys(stateless)]),
};

/** True for a code that may be chosen. */
export const isCountry = (kind: 'country' | 'nationality', code: string): boolean => known[kind].has(code);
