import { getServiceVersion, type ServiceSettings } from '#core/catalogue';
import { addMonths, cityOf, nextWorkingDay } from '#core/organisation';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { notAllowed, type Ctx } from '#platform/module';
import { mayIn, reachOf, requireCaseAccess } from '../access.ts';
import { hasEnded, type Case } from '../case.ts';
import { getCase } from '../cases.queries.ts';
import { problem } from '../problems.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { orderClock } from '../process/case-work.ts';
import type { ClockOrder } from './statutory-clock.ts';

/** Nobody extends by more: it is a slip of the pen. */
const MOST_MONTHS = 12;
const LONGEST_REASON = 500;

/**
 * Extends the clock of a case once, with a reason that the applicant is told (§ 42a (2) sentences 3 and 4 VwVfG). Timers, tasks and
 * the day on all pages move along.
 * @throws Problem 403 without cases/work in the office; 409 when there is no clock, it has run out, was extended before or is over; 422 for day and reason.
 */
export async function extendClock(ctx: Ctx, given: { caseId: string; until: string; reason: string }): Promise<void> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, given.caseId));
  if (!mayIn(ctx, await reachOf(ctx), { permission: 'cases/work', ...found })) throw notAllowed();
  const running = (await caseRuntime.listInstancesByKey(ctx, found.id)).find((one) => !one.state.ended);
  if (!running) throw problem('cases/no-clock');
  const { settings } = await getServiceVersion(ctx, found.versionId);
  const calendar = cityOf(ctx.platform).calendar;
  const today = calendarDayOf(ctx.now);
  // the case is looked at again under the lock of its process: of two clerks at once one is refused
  orderClock(ctx, found.id, (now) => extensionOf(now, given, { today, calendar, settings }));
  await caseRuntime.advance(ctx, running.id, { type: 'reevaluate' });
}

type Settings = Pick<ServiceSettings, 'statutory'>;

/** Does the law let this period be extended? Where approval is deemed it does, unless the service says otherwise. */
export const isExtendable = ({ statutory }: Settings): boolean => statutory?.extendable ?? statutory?.deemedApproval ?? false;

/** May the clock of this case be extended now? The refusal says why not. */
export function findExtensionRefusal(found: Case, settings: Settings, today: string): Error | undefined {
  if (hasEnded(found) || found.outcome) return problem('cases/clock-over');
  if (!found.clock || !found.dueOn) return problem('cases/no-clock');
  if (!isExtendable(settings)) return problem('cases/clock-not-extendable');
  if (found.clock.extension) return problem('cases/clock-extended-before', { until: formatDate(found.clock.extension.until) });
  return !found.pausedAt && found.dueOn < today ? problem('cases/clock-run-out', { on: formatDate(found.dueOn) }) : undefined;
}

function extensionOf(found: Case, given: { until: string; reason: string }, { today, calendar, settings }: { today: string; calendar: string; settings: Settings }): ClockOrder {
  const refusal = findExtensionRefusal(found, settings, today);
  if (refusal) throw refusal;
  const dueOn = found.dueOn ?? today;
  const reason = given.reason.trim();
  if (!reason || reason.length > LONGEST_REASON) throw problem('cases/extension-reason', { max: LONGEST_REASON });
  const sound = /^\d{4}-\d{2}-\d{2}$/.test(given.until) && !Number.isNaN(Date.parse(given.until));
  if (!sound || given.until <= dueOn || given.until > addMonths(dueOn, MOST_MONTHS)) throw problem('cases/extension-day', { dueOn: formatDate(dueOn) });
  return { do: 'extend', until: nextWorkingDay(given.until, calendar), reason };
}
