import { listFigures, readSeries, yearOf } from '#core/insights';
import type { Ctx } from '#platform/module';
import { composeParts, readable } from './compose-report.ts';
import { proofHref, type PartText, type Proof, type ReportPart, type Snapshot } from './report.ts';

type What = { year: number; edition: number; asOn: string; texts: Map<string, PartText> };

/** Everything a report shows, as it is now, with the months behind every number that everybody may see. */
export async function makeSnapshot(ctx: Ctx, { year, edition, asOn, texts }: What): Promise<Snapshot> {
  const parts = readable(await composeParts(ctx, year, texts));
  const proofs = await proveNumbers(ctx, year, parts);
  const proven = new Set(proofs.map(({ id }) => id));
  return { year, edition, asOn, proofs, parts: parts.map((part) => ({ ...part, figures: part.figures.map((one) => (proven.has(one.id) ? { ...one, publicEvidence: proofHref(year, one.id) } : one)) })) };
}

/** Only numbers that are the figure of exactly this year: a number of another time with the same name proves nothing. */
async function proveNumbers(ctx: Ctx, year: number, parts: ReportPart[]): Promise<Proof[]> {
  const period = yearOf(year);
  const shown = new Map(parts.flatMap(({ figures }) => figures.map((one) => [one.id, one])));
  const open = listFigures(ctx).filter((figure) => figure.open && shown.get(figure.id)?.evidence === figure.evidence(period));
  const series = await readSeries(ctx, open.map(({ id }) => id), period);
  return open.map(({ id, label, unit, over = 'sum', explain = '' }) => ({ id, label, unit, over, explain, value: shown.get(id)?.value ?? null, months: series.get(id) ?? [] }));
}
