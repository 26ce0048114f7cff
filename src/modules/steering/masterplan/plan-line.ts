import type { Selectable } from 'kysely';
import type { Figures, Levels, MaturityModel, ModelKey } from './maturity-model.ts';
import { potentialOf, verdictOf } from './maturity-model.ts';
import type { Lane, MasterPlanTables } from './tables.ts';

export type PlanRow = Selectable<MasterPlanTables['steering.plan_line']>;
export const laneWords: Record<Lane, string> = { free: 'freiwillig', law: 'Gesetz', operation: 'Betrieb', resolution: 'Ratsbeschluss' };

export type LineFigures = Figures & { source: 'live' | 'typed' | 'both' | 'none' };

/**
 * Figures as they count: measured where the process runs here, else as typed. Of the volume the greater one counts: what was counted here is certain,
 * what was typed may include cases that still come on paper.
 */
export function figuresOf(row: PlanRow): LineFigures {
  const measured = (value: number | null): number | null => (value !== null && value > 0 ? value : null);
  const [liveCases, liveMinutes] = [measured(row.live_cases), measured(row.live_minutes)];
  const typedVolume = row.typed_cases !== null && row.typed_cases > (liveCases ?? 0);
  const typed = typedVolume || (liveMinutes === null && row.typed_minutes !== null);
  const live = (!typedVolume && liveCases !== null) || liveMinutes !== null;
  return {
    cases: typedVolume ? row.typed_cases : (liveCases ?? row.typed_cases), minutes: liveMinutes ?? row.typed_minutes, costCents: measured(row.live_cost_cents) ?? row.typed_cost_cents, breaks: row.live_breaks ?? row.typed_breaks,
    source: typed && live ? 'both' : typed ? 'typed' : live ? 'live' : 'none',
  };
}

export type Models = Record<ModelKey, MaturityModel>;

/** What follows from assessments and figures: levels of both models, gap, hours and money of the newer one. */
export function computed(row: PlanRow, { models, levels, hourCents }: { models: Models; levels: Record<ModelKey, Levels>; hourCents: number }): Pick<PlanRow, 'level_11' | 'weakest_11' | 'level_20' | 'weakest_20' | 'gap' | 'hours'> & { cents: number } {
  const [older, newer] = [verdictOf(models['1.1'], levels['1.1']), verdictOf(models['2.0'], levels['2.0'])];
  const { hours, cents } = potentialOf(models['2.0'], { level: newer.level, target: row.target_20 }, { figures: figuresOf(row), hourCents });
  return { level_11: older.level, weakest_11: older.weakest, level_20: newer.level, weakest_20: newer.weakest, gap: newer.level === null || row.target_20 === null ? 0 : Math.max(0, row.target_20 - newer.level), hours, cents };
}
