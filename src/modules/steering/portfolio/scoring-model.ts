import { z } from 'zod';

/** What the figures can suggest points for. */
export const suggesters = ['legal', 'efficiency'] as const;
export const tieBreaks = ['legal-date', 'benefit-per-euro', 'dependents'] as const;
export type TieBreak = (typeof tieBreaks)[number];
/** Rules for equal scores, in the words of the pages. */
export const tieBreakWords: Record<TieBreak, string> = {
  'legal-date': 'das frühere gesetzliche Datum',
  'benefit-per-euro': 'der größere Nutzen je Euro',
  dependents: 'wovon mehr Vorhaben abhängen',
};

const anchor = z.object({ points: z.number().int().min(0).max(10), text: z.string().trim().min(2).max(200) });
const criterion = z.object({
  key: z.string().regex(/^[a-z][a-z0-9-]{1,30}$/),
  name: z.string().trim().min(2).max(60),
  weight: z.number().int().min(0).max(100),
  question: z.string().trim().max(300).default(''),
  anchors: z.array(anchor).min(2).max(11),
  suggested: z.enum(suggesters).optional(),
});
export const scoringModel = z.object({
  criteria: z.array(criterion).min(2).max(10),
  /** What an hour of work costs, for the value of hours saved. */
  hourCents: z.number().int().min(0).max(100_000),
  /** Years after which a project must have paid for itself: full points up to the first, none beyond the second. */
  payback: z.object({ best: z.number().min(0.1).max(20), worst: z.number().min(0.2).max(30) }),
  tieBreaks: z.array(z.enum(tieBreaks)).max(3),
});
export type Criterion = z.output<typeof criterion>;
export type ScoringModel = z.output<typeof scoringModel>;

const sum = (numbers: number[]): number => numbers.reduce((total, one) => total + one, 0);

/** What is wrong with a model, in sentences; empty when it may be used. */
export function mistakesOf(model: ScoringModel): string[] {
  const total = sum(model.criteria.map(({ weight }) => weight));
  const keys = model.criteria.map(({ key }) => key);
  const unordered = model.criteria.find(({ anchors }) => anchors.some(({ points }, i) => i > 0 && points <= (anchors[i - 1]?.points ?? -1)));
  const unended = model.criteria.find(({ anchors }) => anchors[0]?.points !== 0 || anchors.at(-1)?.points !== 10);
  return [
    ...(total === 100 ? [] : [`Die Gewichte ergeben zusammen ${total} statt 100.`]),
    ...(new Set(keys).size === keys.length ? [] : ['Zwei Kriterien haben denselben Schlüssel.']),
    ...(unordered ? [`Bei „${unordered.name}“ müssen die Stufen aufsteigen.`] : []),
    ...(unended && !unordered ? [`Bei „${unended.name}“ fehlt die Beschreibung für 0 oder für 10 Punkte.`] : []),
    ...(model.payback.best < model.payback.worst ? [] : ['Die Rückzahlung für null Punkte muss länger dauern als die für volle Punkte.']),
    ...(new Set(model.tieBreaks).size === model.tieBreaks.length ? [] : ['Eine Regel für gleiche Punkte steht doppelt da.']),
  ];
}

/** The model that a new city begins with; the committee changes it. */
export const DEFAULT_MODEL: ScoringModel = {
  criteria: [
    { key: 'legal', name: 'Rechtliche Verpflichtung', weight: 30, question: 'Wie sehr verlangt das Recht dieses Vorhaben, und bis wann?', suggested: 'legal', anchors: [{ points: 0, text: 'keine Pflicht' }, { points: 3, text: 'Pflicht absehbar' }, { points: 6, text: 'Gesetz ohne Datum' }, { points: 8, text: 'Gesetz, Frist in höchstens 24 Monaten' }, { points: 10, text: 'Frist in höchstens 12 Monaten oder Verstoß läuft' }] },
    { key: 'efficiency', name: 'Effizienzgewinn', weight: 30, question: 'Wie schnell macht sich das Vorhaben durch gesparte Arbeit bezahlt?', suggested: 'efficiency', anchors: [{ points: 0, text: 'nie oder nach mehr als 7 Jahren' }, { points: 5, text: 'nach etwa 4 Jahren' }, { points: 10, text: 'nach höchstens einem Jahr' }] },
    { key: 'longevity', name: 'Nachhaltigkeit der Lösung', weight: 20, question: 'Nutzungsdauer, offene Standards, Unabhängigkeit vom Hersteller, Wiederverwendung, Sicherheitsupdates: im Mittel?', anchors: [{ points: 0, text: 'Insellösung, Ende absehbar' }, { points: 5, text: 'fünf Jahre, Ausstieg möglich' }, { points: 10, text: 'offen, in drei Ämtern nutzbar, zehn Jahre' }] },
    { key: 'citizens', name: 'Wirkung für die Bürgerschaft', weight: 10, question: 'Wie viele Menschen merken es, und wie sehr?', anchors: [{ points: 0, text: 'niemand merkt es' }, { points: 5, text: 'viele merken es etwas oder wenige sehr' }, { points: 10, text: 'viele sparen Wege und Wochen' }] },
    { key: 'feasibility', name: 'Umsetzbarkeit', weight: 10, question: 'Sind Menschen da, ist das Geld gesichert, ist das Risiko klein?', anchors: [{ points: 0, text: 'kaum machbar' }, { points: 5, text: 'machbar mit Hilfe' }, { points: 10, text: 'kann morgen beginnen' }] },
  ],
  hourCents: 5200,
  payback: { best: 1, worst: 7 },
  tieBreaks: ['legal-date', 'benefit-per-euro', 'dependents'],
};
