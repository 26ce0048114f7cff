import type { BadgeState } from '#platform/ui';
import type { Effect, ItKind, ItState, Longevity, Operator } from '../tables.ts';

/** An IT service as lists and its page know it. */
export type ItService = {
  id: string; key: string; name: string; summary: string; kind: ItKind; officeId: string; ownerId: string | null; ownerName: string; operator: Operator; provider: string; users: number; state: ItState;
  criticality: number; confidentiality: number; integrity: number; availability: number; personalData: boolean; processingRecord: string;
  contractPartner: string; contractNumber: string; contractStartsOn: string | null; contractEndsOn: string | null; noticeMonths: number; noticeBy: string | null;
  interfaces: string; longevity: Longevity; successorId: string | null; changedAt: Date; changedByName: string;
};
export type ItServiceInput = Omit<ItService, 'id' | 'noticeBy' | 'changedAt' | 'changedByName'>;

export const kindWords: Record<ItKind, string> = { application: 'Anwendung', platform: 'Plattform', network: 'Netz', cloud: 'Cloud-Dienst', device: 'Geräte' };
export const operatorWords: Record<Operator, string> = { own: 'selbst', centre: 'Rechenzentrum', provider: 'Anbieter' };
export const stateWords: Record<ItState, { words: string; look: BadgeState }> = { planned: { words: 'geplant', look: 'waiting' }, running: { words: 'in Betrieb', look: 'done' }, leaving: { words: 'läuft aus', look: 'soon' }, retired: { words: 'abgeschaltet', look: 'neutral' } };
export const effectWords: Record<Effect, { words: string; look: BadgeState }> = { stops: { words: 'steht still', look: 'late' }, limited: { words: 'eingeschränkt', look: 'soon' } };

/** 1 to 4; how long the city gets by without it. */
export const criticalityWords: { level: number; words: string; means: string; look: BadgeState }[] = [
  { level: 1, words: 'gering', means: 'eine Woche und länger', look: 'neutral' },
  { level: 2, words: 'mittel', means: 'bis zu drei Tagen', look: 'neutral' },
  { level: 3, words: 'hoch', means: 'bis zu einem Tag', look: 'soon' },
  { level: 4, words: 'kritisch', means: 'wenige Stunden', look: 'late' },
];
export const criticalityOf = (level: number): (typeof criticalityWords)[number] => criticalityWords[level - 1] ?? { level, words: String(level), means: '', look: 'neutral' };

/** Protection need as in BSI standard 200-2: normal, hoch, sehr hoch. */
export const protectionWords = ['normal', 'hoch', 'sehr hoch'] as const;
export const protectionOf = (level: number): string => protectionWords[level - 1] ?? String(level);

/** What makes a service last; own words after the criteria of the Deutschland-Stack (test phase), levels 0 to 5. The mean only informs. */
export const longevityCriteria: { key: keyof Longevity; words: string; asks: string }[] = [
  { key: 'sovereignty', words: 'Souveränität', asks: 'Kommen wir ohne diesen Anbieter weiter, und bestimmen wir, wo unsere Daten liegen?' },
  { key: 'interoperability', words: 'Zusammenspiel', asks: 'Gibt es offene Standards und dokumentierte Schnittstellen in beide Richtungen?' },
  { key: 'future', words: 'Zukunftsfähigkeit', asks: 'Wird es weiterentwickelt, und wie lange kommen Sicherheitsupdates?' },
  { key: 'market', words: 'Verbreitung', asks: 'Nutzen es viele Kommunen, und gibt es mehrere, die es betreuen können?' },
  { key: 'trust', words: 'Vertrauenswürdigkeit', asks: 'Sind Sicherheit und Datenschutz nachgewiesen, ist der Quelltext einsehbar?' },
  { key: 'sustainability', words: 'Nachhaltigkeit', asks: 'Wie sparsam ist es mit Energie, und wie lange halten die Geräte?' },
];

/** Mean of the criteria that somebody looked at, one digit; null when nobody has. */
export function longevityMean(levels: Longevity): number | null {
  const known = longevityCriteria.flatMap(({ key }) => (levels[key] === undefined ? [] : [levels[key]]));
  return known.length === 0 ? null : Math.round((known.reduce((sum, level) => sum + level, 0) / known.length) * 10) / 10;
}
