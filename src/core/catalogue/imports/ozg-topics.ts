import type { EntrySettings } from '../bundle/settings-schema.ts';

/** The 14 topics of the OZG catalogue, in the life situations of the city (keys of city/city.yaml). */
const TOPICS: Record<string, string[]> = {
  'Arbeit & Ruhestand': ['arbeit-soziales'],
  'Bauen & Wohnen': ['bauen-wohnen'],
  Bildung: ['familie-kind'],
  'Ein- & Auswanderung': ['umzug-ausweis'],
  'Engagement & Hobby': ['engagement-hobby'],
  'Familie & Kind': ['familie-kind'],
  'Forschung & Förderung': ['unternehmen-gewerbe'],
  Gesundheit: ['arbeit-soziales'],
  'Mobilität & Reisen': ['mobilitaet-reisen'],
  Querschnitt: ['umzug-ausweis'],
  'Recht & Ordnung': [],
  'Steuern & Zoll': ['steuern-abgaben'],
  Umwelt: ['bauen-wohnen'],
  'Unternehmensführung & -entwicklung': ['unternehmen-gewerbe'],
};
/** OZG life situations that stand better under another heading than their topic. */
const SITUATIONS: Record<string, string[]> = { 'Wohnen & Umzug': ['bauen-wohnen', 'umzug-ausweis'], 'Hausbau & Immobilienerwerb': ['bauen-wohnen'], Tierhaltung: ['engagement-hobby'], Behinderung: ['arbeit-soziales'] };
const BUSINESS = new Set(['Unternehmensführung & -entwicklung', 'Forschung & Förderung']);

export const lifeSituationsOf = (topic: string, situation: string): string[] => SITUATIONS[situation] ?? TOPICS[topic] ?? [];
export const audienceOf = (topic: string): EntrySettings['audience'] => (BUSINESS.has(topic) ? ['business'] : topic === 'Steuern & Zoll' || topic === 'Umwelt' ? ['citizen', 'business'] : ['citizen']);
