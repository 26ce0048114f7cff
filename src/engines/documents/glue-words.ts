const MONTHS = 'Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember';
const STREETS = 'straße|str\\.|platz|weg|allee|ring|gasse|damm|ufer|markt|hof';

// Pairs that must not be torn apart at the end of a line (DIN 5008): § 37, Nr. 4, 2. März, Hafenstraße 3.
const PAIRS = [
  /(§§?|Art\.|Artikel|Abs\.|Absatz|Satz|Nr\.|Nummer|Seite|Anlage|Zimmer) (?=\d)/g,
  /(Buchstabe) (?=[a-z]\b)/g,
  new RegExp(`(\\b\\d{1,2}\\.) (?=(?:${MONTHS})\\b)`, 'g'),
  new RegExp(`((?:${STREETS})) (?=\\d)`, 'gi'),
  /(\b(?:z\.|d\.|u\.|i\.)) (?=[a-zA-Z]\.)/g,
  /(\d) (?=(?:€|%|Euro|Uhr|km|m²|m)(?![\p{L}\d]))/gu,
];

/** Text with no-break spaces where German typesetting wants none to break. */
export function glueWords(text: string): string {
  return PAIRS.reduce((result, pair) => result.replace(pair, '$1\u00a0'), text);
}
