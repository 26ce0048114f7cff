import { formatNumber } from '#platform/i18n';
import { sharesOf, type Goal, type Indicator, type Strategy } from './strategy-tree.ts';

/** What is known today about what the strategy links to. */
export type Facts = {
  today: string;
  /** Project id → its milestones, and whether its service is online (null: it brings no service). */
  projects: Map<string, { milestones: number; reached: number; online: boolean | null }>;
  /** Indicator key → the newest measured value. */
  values: Map<string, { value: number; on: string }>;
};
/** One computed share of progress, 0 … 100, with how it came about. */
export type Part = { name: string; percent: number; formula: string };
export type Progress = { /** null: nothing is measured yet. */ percent: number | null; parts: Part[] };

const rounded = (value: number): number => Math.round(value * 10) / 10;
const clamp = (value: number): number => Math.min(100, Math.max(0, value));
const mean = (values: number[]): number | null => (values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length);

/** Way from the base to the target that the newest value has come; null before the first value. Falling targets work the same way. */
export function indicatorProgress({ name, base, target }: Indicator, value: number | undefined): Part | null {
  if (value === undefined || base === target) return null;
  const percent = clamp(((value - base) / (target - base)) * 100);
  const write = (one: number): string => formatNumber(rounded(one));
  return { name, percent, formula: `(${write(value)} − ${write(base)}) ÷ (${write(target)} − ${write(base)}) = ${write(percent)} %` };
}

/** How far an indicator should be today if it went evenly from base to target, 0 … 100. */
export function expectedToday({ baseOn, targetOn }: Indicator, today: string): number {
  const [from, until, now] = [Date.parse(baseOn), Date.parse(targetOn), Date.parse(today)];
  return clamp(((now - from) / (until - from)) * 100);
}

function milestonePart(ids: string[], { projects }: Facts): Part | null {
  const known = ids.map((id) => projects.get(id)).filter((one) => one !== undefined);
  const [all, reached] = [known.reduce((sum, one) => sum + one.milestones, 0), known.reduce((sum, one) => sum + one.reached, 0)];
  return all === 0 ? null : { name: 'Meilensteine der Vorhaben', percent: (reached / all) * 100, formula: `${reached} von ${all} Meilensteinen erreicht` };
}

function servicePart(ids: string[], { projects }: Facts): Part | null {
  const services = ids.map((id) => projects.get(id)?.online).filter((one) => typeof one === 'boolean');
  const online = services.filter(Boolean).length;
  return services.length === 0 ? null : { name: 'Leistungen online', percent: (online / services.length) * 100, formula: `${online} von ${services.length} Leistungen online` };
}

/** Progress of a measure: its projects' milestones and services. */
export function measureProgress(ids: string[], facts: Facts): Progress {
  return together([milestonePart(ids, facts), servicePart(ids, facts)]);
}

/** Progress of a goal: the mean of its indicators, of the milestones and of the services of its projects, each one part. */
export function goalProgress(goal: Goal, facts: Facts): Progress {
  const ids = [...new Set(goal.measures.flatMap(({ projects }) => projects))];
  const indicators = goal.indicators.map((one) => indicatorProgress(one, facts.values.get(one.key)?.value));
  return together([...indicators, milestonePart(ids, facts), servicePart(ids, facts)]);
}

function together(found: (Part | null)[]): Progress {
  const parts = found.filter((part) => part !== null);
  return { percent: mean(parts.map(({ percent }) => percent)), parts };
}

/** Progress of everything: goal and measure by key, field as mean of its goals, the whole as mean of its fields. */
export function strategyProgress(strategy: Strategy, facts: Facts): { whole: number | null; byKey: Map<string, Progress> } {
  const byKey = new Map<string, Progress>();
  for (const field of strategy.fields) {
    for (const goal of field.goals) {
      byKey.set(goal.key, goalProgress(goal, facts));
      for (const { key, projects } of goal.measures) byKey.set(key, measureProgress(projects, facts));
      for (const one of goal.indicators) byKey.set(one.key, together([indicatorProgress(one, facts.values.get(one.key)?.value)]));
    }
    const goals = field.goals.map((goal) => ({ name: goal.name, percent: byKey.get(goal.key)?.percent ?? null })).filter((one) => one.percent !== null);
    byKey.set(field.key, together(goals.map(({ name, percent }) => ({ name, percent: percent ?? 0, formula: `Ziel „${name}“: ${formatNumber(rounded(percent ?? 0))} %` }))));
  }
  return { whole: mean(strategy.fields.map(({ key }) => byKey.get(key)?.percent ?? null).filter((one) => one !== null)), byKey };
}

/** What a whole (money, days, hours) of each project comes to per field, divided by shares; whole numbers that add up to the whole, the rest to the first field. */
export function divideAmongFields(strategy: Strategy, amounts: Map<string, number>): Map<string, number> {
  const sums = new Map<string, number>();
  for (const [projectId, amount] of amounts) {
    const shares = Object.entries(sharesOf(strategy, projectId));
    const parts = shares.map(([field, percent]) => ({ field, part: Math.floor((amount * percent) / 100) }));
    const rest = amount - parts.reduce((sum, { part }) => sum + part, 0);
    for (const [i, { field, part }] of parts.entries()) sums.set(field, (sums.get(field) ?? 0) + part + (i === 0 ? rest : 0));
  }
  return sums;
}
