import type { FigureUnit } from '#core/insights';
import type { Ctx } from '#platform/module';
import { readParts } from './compose-report.ts';
import { getReport, listReports } from './reports.queries.ts';
import type { ReportPart } from './report.ts';

/** A number through the years; null: not measurable, undefined: the report of that year does not know it. */
export type ComparedNumber = { id: string; label: string; unit: FigureUnit; values: (number | null | undefined)[] };
export type Comparison = { years: { year: number; id: string; draft: boolean }[]; parts: { title: string; numbers: ComparedNumber[] }[] };

/** Side by side what the reports say: the latest edition of every year, a draft with the numbers of now. Oldest year first. */
export async function compareYears(ctx: Ctx): Promise<Comparison> {
  const latest = (await listReports(ctx)).filter((one, at, all) => all.findIndex(({ year }) => year === one.year) === at).toSorted((a, b) => a.year - b.year).slice(-5);
  const reports: { year: number; id: string; draft: boolean; parts: ReportPart[] }[] = [];
  for (const { id, year, state } of latest) reports.push({ id, year, draft: state === 'draft', parts: await readParts(ctx, await getReport(ctx, id)) });
  return { years: reports.map(({ id, year, draft }) => ({ id, year, draft })), parts: joinParts(reports.map(({ parts }) => parts)) };
}

/** Parts and numbers in the order of the newest report, with what only older ones had behind. */
export function joinParts(reports: ReportPart[][]): Comparison['parts'] {
  const ids = [...new Set(reports.toReversed().flatMap((parts) => parts.map(({ id }) => id)))];
  return ids.flatMap((partId) => {
    const same = reports.map((parts) => parts.find(({ id }) => id === partId));
    const newest = same.findLast((part) => part !== undefined);
    const figures = [...new Map(same.flatMap((part) => part?.figures ?? []).map((figure) => [figure.id, figure])).values()];
    const numbers = figures.map(({ id, label, unit }) => ({ id, label, unit, values: same.map((part) => part?.figures.find((figure) => figure.id === id)?.value) }));
    return newest && numbers.length > 0 ? [{ title: newest.title, numbers }] : [];
  });
}
