import { reportSections } from '#core/insights';
import type { Ctx } from '#platform/module';
import type { PartText, ReportHead, ReportPart, Snapshot } from './report.ts';
import { fillNumbers } from './report-text.ts';
import { listTexts } from './reports.queries.ts';

/** The parts of a report: of a draft with live numbers, of a frozen one as they were kept. */
export async function readParts(ctx: Ctx, report: ReportHead & { snapshot: Snapshot | null }): Promise<ReportPart[]> {
  return report.snapshot?.parts ?? composeParts(ctx, report.year, await listTexts(ctx, report.id));
}

/** Asks every folder for its section of the year, in their order, and puts the words of people around. */
export async function composeParts(ctx: Ctx, year: number, texts: Map<string, PartText> = new Map()): Promise<ReportPart[]> {
  const sections = ctx.platform.contributions(reportSections).toSorted((a, b) => a.order - b.order || a.id.localeCompare(b.id));
  const parts: ReportPart[] = [];
  for (const { id, title, write } of sections) {
    const draft = await write(ctx, year);
    if (!draft) continue;
    const own = texts.get(id);
    parts.push({ id, title, ...draft, text: own?.text ?? draft.paragraphs.join('\n\n'), edited: own !== undefined && own.text.trim() !== draft.paragraphs.join('\n\n').trim(), leftOut: own?.leftOut ?? false });
  }
  return parts;
}

/** What readers get: without what is left out, with numbers in place of their names. */
export const readable = (parts: ReportPart[]): ReportPart[] => parts.filter(({ leftOut }) => !leftOut).map((part) => ({ ...part, text: fillNumbers(part.text, part.figures) }));
