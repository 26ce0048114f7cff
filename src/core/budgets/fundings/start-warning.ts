import type { Project } from '#core/projects';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { FundingRow } from '../tables.ts';
import { listFundings } from './fundings.queries.ts';

/** Who begins before the notice usually loses the grant (VV No. 1.3 to § 44 BHO), unless an early start was allowed. */
export function warningOf(funding: Pick<FundingRow, 'state' | 'programme' | 'early_start_on'>, today: string): string | undefined {
  if (funding.state !== 'applied' || (funding.early_start_on && funding.early_start_on <= today)) return undefined;
  const early = funding.early_start_on ? ` Der vorzeitige Beginn ist erst ab ${formatDate(funding.early_start_on)} erlaubt.` : '';
  return `Die Förderung „${funding.programme}“ ist noch nicht bewilligt. Wer vorher beginnt, verliert sie meist.${early}`;
}

/** Fills `startWarnings` of #core/projects. */
export async function warnBeforeStart(ctx: Ctx, project: Project): Promise<string[]> {
  const fundings = await listFundings(ctx, { projectId: project.id });
  return fundings.flatMap((one) => warningOf(one, calendarDayOf(ctx.now)) ?? []);
}
