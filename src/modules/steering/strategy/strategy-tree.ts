import { z } from 'zod';

const key = z.string().regex(/^[a-z0-9][a-z0-9-]{1,60}$/);
const name = z.string().trim().min(3).max(160);
const text = z.string().trim().max(4000).default('');
const day = z.iso.date();

/** Where the values of an indicator come from: measured by hand with source and date, or a live key figure of #core/insights. */
const source = z.discriminatedUnion('kind', [z.object({ kind: z.literal('hand') }), z.object({ kind: z.literal('figure'), id: z.string().min(1).max(100) })]);
const indicator = z.object({
  key, name,
  unit: z.string().trim().max(30).default(''),
  base: z.number(), baseOn: day,
  target: z.number(), targetOn: day,
  source: source.default({ kind: 'hand' }),
});
const measure = z.object({ key, name, text, projects: z.array(z.uuid()).max(200).default([]) });
const goal = z.object({ key, name, text, indicators: z.array(indicator).max(20).default([]), measures: z.array(measure).max(50).default([]) });
const field = z.object({ key, name, text, goals: z.array(goal).max(50).default([]) });

/** A strategy as one document. Keys stay the same from edition to edition: that is how editions are compared and series go on. */
export const strategySchema = z.object({
  vision: z.string().trim().min(3).max(4000),
  fields: z.array(field).max(30).default([]),
  /** Project id → how it divides among fields of action, in per cent; a project that serves one field needs no entry. */
  shares: z.record(z.string(), z.record(z.string(), z.number().int().min(1).max(100))).default({}),
});
export type Strategy = z.output<typeof strategySchema>;
export type StrategyField = z.output<typeof field>;
export type Goal = z.output<typeof goal>;
export type Indicator = z.output<typeof indicator>;
export type Measure = z.output<typeof measure>;
export const nodeKinds = ['field', 'goal', 'indicator', 'measure'] as const;
export type NodeKind = (typeof nodeKinds)[number];
export const kindWords: Record<NodeKind, string> = { field: 'Handlungsfeld', goal: 'Ziel', indicator: 'Messgröße', measure: 'Maßnahme' };

/** One place in the tree. */
export type Place = { kind: NodeKind; node: StrategyField | Goal | Indicator | Measure; siblings: { key: string }[]; parent: string | null };

/** Every node with its place, from top to bottom. */
export function placesOf(strategy: Strategy): Place[] {
  return strategy.fields.flatMap((one): Place[] => [
    { kind: 'field', node: one, siblings: strategy.fields, parent: null },
    ...one.goals.flatMap((aim): Place[] => [
      { kind: 'goal', node: aim, siblings: one.goals, parent: one.key },
      ...aim.indicators.map((node): Place => ({ kind: 'indicator', node, siblings: aim.indicators, parent: aim.key })),
      ...aim.measures.map((node): Place => ({ kind: 'measure', node, siblings: aim.measures, parent: aim.key })),
    ]),
  ]);
}
export const findPlace = (strategy: Strategy, wanted: string): Place | undefined => placesOf(strategy).find(({ node }) => node.key === wanted);

/** Field of action → projects of its measures, each once. */
export function projectsByField(strategy: Strategy): Map<string, string[]> {
  return new Map(strategy.fields.map((one) => [one.key, [...new Set(one.goals.flatMap(({ measures }) => measures.flatMap(({ projects }) => projects)))]]));
}

/** How a project divides among the fields: as entered; without an entry equally among the fields in whose measures it stands, the rest of the division to the first. */
export function sharesOf(strategy: Strategy, projectId: string): Record<string, number> {
  const entered = strategy.shares[projectId];
  if (entered) return entered;
  const fields = [...projectsByField(strategy)].filter(([, ids]) => ids.includes(projectId)).map(([field]) => field);
  const each = Math.floor(100 / Math.max(1, fields.length));
  return Object.fromEntries(fields.map((one, i) => [one, i === 0 ? 100 - each * (fields.length - 1) : each]));
}

/** What is wrong with a tree, in sentences; empty when it may be saved. */
export function mistakesOf(strategy: Strategy): string[] {
  const places = placesOf(strategy);
  const doubled = places.find(({ node }, i) => places.some((other, j) => j < i && other.node.key === node.key));
  const fields = new Set(strategy.fields.map((one) => one.key));
  return [
    ...(doubled ? [`Der Schlüssel „${doubled.node.key}“ steht zweimal im Baum.`] : []),
    ...places.filter((place) => place.kind === 'indicator').flatMap(({ node }) => indicatorMistakes(node as Indicator)),
    ...Object.values(strategy.shares).flatMap((shares) => shareMistakes(shares, fields)),
  ];
}

export function indicatorMistakes({ name: called, base, baseOn, target, targetOn }: Indicator): string[] {
  return [
    ...(targetOn > baseOn ? [] : [`„${called}“: Das Ziel muss nach dem Ausgangswert liegen (${german(targetOn)} ist nicht nach dem ${german(baseOn)}).`]),
    ...(base === target ? [`„${called}“: Ausgangswert und Zielwert sind gleich; so ist kein Fortschritt messbar.`] : []),
  ];
}
const german = (on: string): string => on.split('-').reverse().join('.');

export function shareMistakes(shares: Record<string, number>, fields: Set<string>): string[] {
  const total = Object.values(shares).reduce((sum, one) => sum + one, 0);
  const unknown = Object.keys(shares).find((one) => !fields.has(one));
  return [...(total === 100 ? [] : [`Die Anteile ergeben zusammen ${total} statt 100 Prozent.`]), ...(unknown ? [`Das Handlungsfeld „${unknown}“ gibt es nicht.`] : [])];
}
