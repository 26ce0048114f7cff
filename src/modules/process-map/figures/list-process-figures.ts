import type { ProcessFigure } from '#core/insights';
import { listServices } from '#core/catalogue';
import { listOffices } from '#core/organisation';
import type { Ctx } from '#platform/module';
import { listProcesses, type MappedProcess } from '../map/process.ts';
import type { ProcessMapTables } from '../tables.ts';

/** All cases of a process that is wholly digital are counted here; of the others some still come on paper, so that the map's number stands unless more were counted. */
function volumeOf({ state, perYear }: MappedProcess, counted: number | undefined): number {
  if (counted === undefined) return perYear;
  return state === 'digital' ? counted : Math.max(perYear, counted);
}

/**
 * What is known about every process: measured where it runs here, else as the map says. Volume and working time of a process whose service has
 * cases come from the cases, cost and media breaks always from the map: no event tells them.
 */
export async function listProcessFigures(ctx: Ctx): Promise<ProcessFigure[]> {
  const [processes, measured, services, offices] = [await listProcesses(ctx), await readMeasured(ctx), await listServices(ctx), await listOffices(ctx)];
  const officeIds = new Map(offices.map(({ key, id }) => [key, id]));
  const names = new Map(services.map(({ slug, name }) => [slug, name]));
  const known = new Set(processes.map(({ service }) => service));
  const mapped = processes.map((process): ProcessFigure => {
    const figure = process.service ? measured.get(process.service) : undefined;
    return {
      serviceSlug: process.service, name: process.name, officeId: officeIds.get(process.office) ?? null,
      casesPerYear: volumeOf(process, figure?.cases_a_year), minutesPerCase: (figure?.minutes_each ?? process.minutesEach) || null,
      costPerCaseCents: process.costCentsEach, mediaBreaks: process.mediaBreaks,
      automationPercent: figure?.automation_percent ?? null, daysToDecision: figure?.days_to_decision ?? null,
    };
  });
  const others = [...measured.values()].filter(({ service }) => !known.has(service)).map((figure): ProcessFigure => ({
    serviceSlug: figure.service, name: names.get(figure.service) ?? figure.service, officeId: null, casesPerYear: figure.cases_a_year, minutesPerCase: figure.minutes_each || null,
    costPerCaseCents: 0, mediaBreaks: 0, automationPercent: figure.automation_percent, daysToDecision: figure.days_to_decision,
  }));
  return [...mapped, ...others];
}

async function readMeasured(ctx: Ctx) {
  const rows = await ctx.db<ProcessMapTables>().selectFrom('process_map.service_figure').selectAll().where('tenant_id', '=', ctx.tenantId).execute();
  return new Map(rows.map((row) => [row.service, row]));
}
