import { cityOf } from '#core/organisation';
import { getServiceVersion } from '#core/catalogue';
import { bpmnError } from '#engines/process';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { z } from 'zod';
import { defineConnector } from '../points.ts';
import { workOn } from '../process/case-work.ts';
import { lastDayOf, type ClockOrder, type ClockPeriod } from './statutory-clock.ts';

const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'Ein Datum schreiben Sie als 2026-01-31');
const period = { months: z.int().min(1).max(60).optional(), workingDays: z.int().min(1).max(400).optional(), days: z.int().min(1).max(1000).optional() };

async function order(ctx: Ctx, caseId: string, wanted: ClockOrder): Promise<void> {
  const work = await workOn(ctx, caseId);
  work.clockOrders = [...(work.clockOrders ?? []), wanted];
}

type Period = { months?: number | undefined; workingDays?: number | undefined; days?: number | undefined };
const periodOf = ({ months, workingDays, days }: Period): ClockPeriod | undefined => (months ? { months } : workingDays ? { workingDays } : days ? { days } : undefined);

/** Connector `start-clock`: the period begins now (or on `from`), for example when the papers are complete (§ 42a (2) sentence 2 VwVfG). */
export const startClock = defineConnector({
  type: 'start-clock',
  label: 'Frist beginnen',
  input: z.looseObject({ ...period, from: day.optional() }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const { settings } = await getServiceVersion(ctx, found.versionId);
    const length = periodOf(input) ?? periodOf(settings.statutory ?? {});
    if (!length) throw Object.assign(new Error('Die Leistung nennt keine Frist (statutory), und der Schritt gibt keine vor.'), { retryable: false });
    const from = input.from ?? calendarDayOf(ctx.now);
    await order(ctx, found.id, { do: 'start', from, period: length });
    return { clockDueOn: lastDayOf(length, from, cityOf(ctx.platform).calendar) };
  },
});

/** Connector `pause-clock`: the clock stands still until `resume-clock`. */
export const pauseClock = defineConnector({
  type: 'pause-clock',
  label: 'Frist anhalten',
  input: z.looseObject({ reason: z.string().max(500).optional() }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => order(ctx, found.id, { do: 'pause', ...(input.reason ? { reason: input.reason } : {}) }),
});

/** Connector `resume-clock`: the clock goes on, its last day moves by the days lost. */
export const resumeClock = defineConnector({
  type: 'resume-clock',
  label: 'Frist weiterlaufen lassen',
  input: z.looseObject({}),
  mode: 'now',
  run: async (ctx, { case: found }) => order(ctx, found.id, { do: 'resume' }),
});

/**
 * Connector `extend-clock` (§ 42a (2) sentences 3 and 4 VwVfG): once, with a reason, in time. Errors the model can handle:
 * `clock-already-extended`, `clock-run-out`, `no-clock`.
 */
export const extendClockConnector = defineConnector({
  type: 'extend-clock',
  label: 'Frist verlängern (einmal, mit Begründung)',
  input: z.looseObject({ ...period, until: day.optional(), reason: z.string().trim().min(1).max(500) }),
  mode: 'now',
  run: async (ctx, { case: found, input }) => {
    const { clockOrders = [] } = await workOn(ctx, found.id);
    if (!found.clock || !found.dueOn) throw bpmnError('no-clock', 'Dieser Vorgang hat keine Frist, die sich verlängern ließe.');
    if (found.clock.extension || clockOrders.some((one) => one.do === 'extend')) throw bpmnError('clock-already-extended', 'Die Frist wurde schon einmal verlängert.');
    if (!found.pausedAt && found.dueOn < calendarDayOf(ctx.now)) throw bpmnError('clock-run-out', 'Die Frist ist schon abgelaufen.');
    const length = periodOf(input);
    const until = input.until ?? (length && lastDayOf(length, found.dueOn, cityOf(ctx.platform).calendar));
    if (!until || until <= found.dueOn) throw Object.assign(new Error('Der neue letzte Tag muss nach dem jetzigen liegen.'), { retryable: false });
    await order(ctx, found.id, { do: 'extend', until, reason: input.reason });
    return { clockDueOn: until };
  },
});
