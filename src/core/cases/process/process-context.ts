import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { Case } from '../case.ts';
import { clockContext } from '../clock/statutory-clock.ts';
import { officeDirectory } from '../office-directory.ts';

/** What FEEL sees of a case in processes, decisions, letters and task forms: `application`, `applicant`, `case`, `today`. */
export async function contextOf(ctx: Ctx, found: Case): Promise<Record<string, unknown>> {
  const office = (await officeDirectory(ctx)).byId.get(found.officeId);
  return {
    application: found.data,
    applicant: found.applicant.facts,
    today: calendarDayOf(ctx.now),
    case: {
      id: found.id,
      number: found.number,
      title: found.title,
      submittedOn: calendarDayOf(found.submittedAt),
      dueOn: found.dueOn ?? null,
      clock: clockContext(found),
      status: found.status,
      outcome: found.outcome ?? null,
      office: office ? { key: office.key, name: office.name } : null,
    },
  };
}
