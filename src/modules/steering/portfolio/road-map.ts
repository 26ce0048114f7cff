import type { Dependency, Milestone, Project } from '#core/projects';

/** A project on the road map: shares of the width from 0 to 100, and its row. */
export type Bar = { project: Project; row: number; from: number; to: number; milestones: { milestone: Milestone; at: number }[]; needs: string[] };
/** `broken`: what is needed ends later than the project that waits for it. */
export type Arrow = { from: Bar; to: Bar; broken: boolean };
export type RoadMap = { from: string; to: string; bars: Bar[]; arrows: Arrow[]; quarters: { at: number; label: string }[]; today: number | null };

const DAY = 86_400_000;
const clamp = (share: number): number => Math.min(100, Math.max(0, share));

/** Whole quarters around everything shown, at least a year. */
export function spanOf(projects: Pick<Project, 'startsOn' | 'endsOn'>[], today: string): { from: string; to: string } {
  const starts = projects.flatMap(({ startsOn }) => startsOn ?? []);
  const ends = projects.flatMap(({ endsOn }) => endsOn ?? []);
  const first = [today, ...starts].reduce((least, one) => (one < least ? one : least));
  const last = [today, ...ends].reduce((most, one) => (one > most ? one : most));
  const [year, month] = [Number(first.slice(0, 4)), Number(first.slice(5, 7))];
  const [endYear, endMonth] = [Number(last.slice(0, 4)), Number(last.slice(5, 7))];
  const quarter = Math.ceil(endMonth / 3) * 3;
  return { from: `${year}-${String(Math.floor((month - 1) / 3) * 3 + 1).padStart(2, '0')}-01`, to: new Date(Date.UTC(endYear, quarter, 0)).toISOString().slice(0, 10) };
}

/** Lays projects with dates out over time, dependencies between what is shown included. */
export function layRoadMap(given: { projects: Project[]; milestones: Milestone[]; dependencies: Dependency[]; today: string }): RoadMap {
  const dated = given.projects.filter(({ startsOn, endsOn }) => startsOn && endsOn);
  const { from, to } = spanOf(dated, given.today);
  const [start, length] = [Date.parse(from), Date.parse(to) + DAY - Date.parse(from)];
  const share = (day: string, end = false): number => clamp(((Date.parse(day) + (end ? DAY : 0) - start) / length) * 100);
  const own = Map.groupBy(given.milestones, ({ projectId }) => projectId);
  const needs = Map.groupBy(given.dependencies, ({ projectId }) => projectId);
  const bars = dated.map((project, row): Bar => ({ project, row, from: share(project.startsOn ?? from), to: share(project.endsOn ?? to, true), milestones: (own.get(project.id) ?? []).map((milestone) => ({ milestone, at: share(milestone.dueOn) })), needs: (needs.get(project.id) ?? []).map(({ needsId }) => needsId) }));
  const byId = new Map(bars.map((bar) => [bar.project.id, bar]));
  const arrows = bars.flatMap((bar) => bar.needs.flatMap((id): Arrow[] => { const needed = byId.get(id); return needed ? [{ from: needed, to: bar, broken: (needed.project.endsOn ?? '') > (bar.project.endsOn ?? '') }] : []; }));
  return { from, to, bars, arrows, quarters: quartersOf({ from, to }).map((day) => ({ at: share(day), label: day.endsWith('-01-01') ? day.slice(0, 4) : `Q${Math.ceil(Number(day.slice(5, 7)) / 3)}` })), today: given.today >= from && given.today <= to ? share(given.today) : null };
}

function quartersOf({ from, to }: { from: string; to: string }): string[] {
  const found: string[] = [];
  for (let [year, month] = [Number(from.slice(0, 4)), Number(from.slice(5, 7))]; ; month += 3) {
    if (month > 12) [year, month] = [year + 1, 1];
    const day = `${year}-${String(month).padStart(2, '0')}-01`;
    if (day > to) return found;
    found.push(day);
  }
}
