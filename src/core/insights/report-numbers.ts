import type { Ctx } from '#platform/module';
import type { Period } from './period.ts';
import type { ReportNumber } from './points.ts';
import { listFigures, readFigures } from './read-figure.ts';

/** Key figures as numbers of the report, in this order, each with its evidence; what no installed folder contributes is left out. */
export async function reportNumbers(ctx: Ctx, ids: string[], period: Period): Promise<ReportNumber[]> {
  const values = await readFigures(ctx, ids, period);
  const figures = listFigures(ctx);
  return ids.flatMap((id) => {
    const figure = figures.find((one) => one.id === id);
    if (!figure) return [];
    const { label, unit, good } = figure;
    return [{ id, label, unit, good, value: values.get(id) ?? null, evidence: figure.evidence(period) }];
  });
}
