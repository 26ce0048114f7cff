import { dependenciesOf, readPortfolio, type Light, type Project } from '#core/projects';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { findEdition } from '../strategy/editions.ts';
import { sharesOf, type Strategy } from '../strategy/strategy-tree.ts';
import type { SteeringTables } from '../tables.ts';
import { frameOf, type YearFrame } from './frames.ts';
import { currentModel, type ModelVersion } from './models.ts';
import { costsOf, daysInYear } from './project-costs.ts';
import { drawLine, rank, weightsOf, type Frame, type Lined, type Ranked, type Weights } from './score-math.ts';
import { yearlyBenefitCents } from './suggest.ts';

/** A project with its score and what it takes in the year. */
export type Candidate = Ranked & { project: Project; spreads: Record<string, number>; confidence: number; roundId: string };
export type Claim = { project: Project; costCents: number; days: number };
export type Ranking = {
  year: number;
  model: ModelVersion;
  frame: YearFrame;
  /** Must be done: by the earliest date. */
  mandatory: Claim[];
  /** Chosen earlier and under way: takes from the frame before anything new. */
  running: Claim[];
  /** Scored and to be decided or approved, best first, with the line. */
  ranked: Lined<Candidate & { score: number; place: number }>[];
  /** What is left of the frame for the ranked ones. */
  left: Frame;
  /** All scored projects, running ones too: for the matrix. */
  scored: Candidate[];
  /** Applied for, not scored yet. */
  unscored: Claim[];
};
export type RankingFilter = { officeId?: string | undefined; light?: Light | undefined; field?: string | undefined };

const CANDIDATES = ['applied', 'approved', 'deferred'];
const total = (claims: { costCents: number; days: number }[]): Frame => ({ cents: claims.reduce((sum, { costCents }) => sum + costCents, 0), days: claims.reduce((sum, { days }) => sum + days, 0) });

/** Everything that rankings, matrix and what-if show, from one read of each table. `wanted`: other weights or another frame, for a what-if; nothing is saved. */
export async function readRanking(ctx: Ctx, year: number, wanted: { weights?: Weights; frame?: Frame } = {}): Promise<Ranking> {
  const projects = await readPortfolio(ctx, { states: ['applied', 'approved', 'running', 'deferred'] });
  // questions of one turn leave in one packet
  const [model, given, costs, frame, waiting] = await Promise.all([currentModel(ctx), readScores(ctx), costsOf(ctx, projects, year), frameOf(ctx, year), countDependents(ctx, projects)]);
  const claims = projects.map((project): Claim => ({ project, costCents: costs.get(project.id) ?? 0, days: daysInYear(project, year) }));
  const running = claims.filter(({ project }) => !project.mandatory && project.state === 'running');
  const chosen = claims.filter(({ project }) => !project.mandatory && CANDIDATES.includes(project.state));
  const candidateOf = (claim: Claim): Candidate[] => {
    const score = given.get(claim.project.id);
    if (!score) return [];
    const benefit = claim.project.expected ? yearlyBenefitCents(claim.project.expected, model.model.hourCents).cents : 0;
    return [{ ...claim, id: claim.project.id, means: score.means, spreads: score.spreads, confidence: score.confidence, roundId: score.round_id, ties: { legalDate: null, benefitCentsPerYear: benefit, dependents: waiting.get(claim.project.id) ?? 0 } }];
  };
  const candidates = chosen.flatMap(candidateOf);
  const [whole, used] = [wanted.frame ?? frame.chosen, total(running)];
  const left = { cents: Math.max(0, whole.cents - used.cents), days: Math.max(0, whole.days - used.days) };
  const ranked = drawLine(rank(candidates, wanted.weights ?? weightsOf(model.model.criteria), model.model.tieBreaks), left);
  const due = (claim: Claim): string => claim.project.mandatory?.dueOn ?? '9999';
  return {
    year, model, frame: wanted.frame ? { ...frame, chosen: wanted.frame } : frame, running, ranked, left, scored: [...candidates, ...running.flatMap(candidateOf)],
    mandatory: claims.filter(({ project }) => project.mandatory).sort((a, b) => due(a).localeCompare(due(b)) || a.project.number.localeCompare(b.project.number)),
    unscored: chosen.filter(({ project }) => !given.has(project.id)),
  };
}

export const totalOf = total;
export const yearNow = (ctx: Ctx): number => Number(calendarDayOf(ctx.now).slice(0, 4));
/** The year whose money is being given out: from July on the next one. */
export const yearToPlan = (ctx: Ctx): number => yearNow(ctx) + (calendarDayOf(ctx.now).slice(5, 7) >= '07' ? 1 : 0);

type ScoreRow = { project_id: string; round_id: string; model_id: string; means: Record<string, number>; spreads: Record<string, number>; confidence: number };
/** The newest outcome of every project that was ever scored, or of one. */
export async function readScores(ctx: Ctx, projectId?: string): Promise<Map<string, ScoreRow>> {
  let query = ctx.db<SteeringTables>().selectFrom('steering.score').select(['project_id', 'round_id', 'model_id', 'means', 'spreads', 'confidence']).where('tenant_id', '=', ctx.tenantId);
  if (projectId) query = query.where('project_id', '=', projectId);
  const rows = await query.execute();
  return new Map(rows.map((row) => [row.project_id, row]));
}

async function countDependents(ctx: Ctx, projects: Project[]): Promise<Map<string, number>> {
  const waiting = new Map<string, number>();
  for (const { needsId } of await dependenciesOf(ctx, projects.map(({ id }) => id))) waiting.set(needsId, (waiting.get(needsId) ?? 0) + 1);
  return waiting;
}

/** The filter of the views as a test of one project; fields of action come from the strategy in force. */
export async function matcherOf(ctx: Ctx, { officeId, light, field }: RankingFilter): Promise<{ matches: (project: Project) => boolean; fields: Strategy['fields'] }> {
  const tree = (await findEdition(ctx, 'current'))?.tree;
  const matches = (project: Project): boolean => (!officeId || project.officeId === officeId) && (!light || project.light === light) && (!field || (tree !== undefined && sharesOf(tree, project.id)[field] !== undefined));
  return { matches, fields: tree?.fields ?? [] };
}
