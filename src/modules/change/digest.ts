import { formatNumber } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { listQuestions } from './questions.ts';
import { listSurveys, readResult } from './surveys.ts';

export type DigestLine = { text: string; href: string };

/** The latest results in one sentence each: for whoever writes the summary, and for the yearly report. Nothing that the survey page would hide. */
export async function readDigest(ctx: Ctx, { from = '0000-01-01', to = '9999-12-31' }: { from?: string; to?: string } = {}): Promise<DigestLine[]> {
  const lines: DigestLine[] = [];
  for (const survey of (await listSurveys(ctx, { limit: 12 })).filter(({ until_on }) => until_on >= from && until_on <= to)) {
    const result = await readResult(ctx, survey);
    const means = result.questions.filter(({ mean }) => mean !== null).map(({ text, mean }) => `„${text}“ ${formatNumber(mean ?? 0, 'de', { maximumFractionDigits: 1 })} von 5`);
    if (result.shown && means.length > 0) lines.push({ text: `${survey.title} (${result.answers} Antworten): ${means.join('; ')}`, href: `/office/veraenderung/umfragen/${survey.id}` });
  }
  const asked = (await listQuestions(ctx, { limit: 500 })).filter(({ asked_on }) => asked_on >= from && asked_on <= to);
  if (asked.length > 0) lines.push({ text: `${asked.length} Fragen, davon ${asked.filter(({ answered_on }) => answered_on).length} beantwortet`, href: '/office/veraenderung/fragen' });
  return lines;
}
