import type { PlanPosition } from './file-plan.ts';

/** number | title | years kept | what then: A offered and taken by the archive, B appraised, V destroyed */
const sample = `
00 | Stadt und Verwaltung
00.1 | Satzungen, Ortsrecht | 30 A
00.2 | Rat und Ausschüsse | 30 A
00.3 | Organisation, Geschäftsverteilung | 10 B
00.4 | Ideen und Verbesserungsvorschläge | 5 B
01 | Personal
01.1 | Stellenplan, Stellenbeschreibungen | 10 B
01.2 | Bewerbungen | 1 V
01.3 | Aus- und Fortbildung | 5 V
02 | Finanzen
02.1 | Haushaltsplan, Jahresabschluss | 30 A
02.2 | Rechnungen und Zahlungen | 10 V
02.3 | Steuern
02.3.1 | Hundesteuer | 10 V
02.3.2 | Grundsteuer | 10 V
02.3.3 | Gewerbesteuer | 10 V
02.3.4 | Vergnügungssteuer | 10 V
02.4 | Gebühren und Beiträge | 10 V
02.5 | Vollstreckung | 10 V
03 | Ordnung und Gewerbe
03.1 | Gewerbeanzeigen | 10 B
03.2 | Gaststätten, Gestattungen | 10 B
03.3 | Märkte und Veranstaltungen | 5 B
03.4 | Sondernutzung öffentlicher Flächen | 5 V
03.5 | Gefahrenabwehr, Tierhaltung | 10 B
03.6 | Fundsachen | 3 V
03.7 | Waffen, Sprengstoff, Jagd, Fischerei | 10 B
04 | Verkehr
04.1 | Verkehrsrechtliche Anordnungen | 5 V
04.2 | Bewohnerparken | 3 V
04.3 | Ausnahmegenehmigungen im Verkehr | 5 V
04.4 | Kennzeichen, Zulassung | 5 V
04.5 | Fahrerlaubnisse | 10 V
04.6 | Baustellen und Sperrungen | 5 V
05 | Melde- und Personenstandswesen
05.1 | An-, Um- und Abmeldungen | 5 V
05.2 | Ausweise und Pässe | 10 V
05.3 | Bescheinigungen aus dem Melderegister | 2 V
05.4 | Beurkundungen | 30 A
05.5 | Urkunden und Auskünfte aus Registern | 5 V
05.6 | Wahlen und Abstimmungen | 5 B
05.7 | Staatsangehörigkeit, Aufenthalt | 30 B
06 | Familie, Bildung, Soziales
06.1 | Kindertagesbetreuung | 5 V
06.2 | Schulwesen | 10 B
06.3 | Wohngeld | 10 V
06.4 | Ermäßigungen und Teilhabe | 5 V
06.5 | Ehrenamt und Vereine | 10 B
06.6 | Kultur, Bücherei, Musikschule | 10 B
06.7 | Sport und Sportstätten | 10 B
06.8 | Soziale Leistungen | 10 V
06.9 | Archivbenutzung | 10 B
07 | Bauen und Wohnen
07.1 | Bauleitplanung | 30 A
07.2 | Bauanträge | 30 A
07.3 | Wohnungswesen | 10 V
07.4 | Denkmalschutz | 30 A
07.5 | Vermessung, Hausnummern, Auskünfte | 10 B
08 | Umwelt und öffentlicher Raum
08.1 | Abfall | 5 V
08.2 | Bäume und Grünflächen | 10 B
08.3 | Mängelmeldungen | 3 V
08.4 | Wasser, Boden, Immissionen | 30 B
08.5 | Klimaschutz und Energie | 10 B
08.6 | Friedhöfe und Bestattungen | 30 B
08.7 | Tiere und Artenschutz | 10 B
`;

const dispositions = { A: 'archive', B: 'appraise', V: 'destroy' } as const;

/** The file plan of the sample city. */
export const samplePlan: PlanPosition[] = sample.trim().split('\n').map((line) => {
  const [number = '', title = '', keep = ''] = line.split('|').map((part) => part.trim());
  const [years, code] = keep.split(' ');
  return { number, title, ...(years ? { retentionYears: Number(years) } : {}), disposition: dispositions[code as keyof typeof dispositions] ?? 'appraise' };
});
