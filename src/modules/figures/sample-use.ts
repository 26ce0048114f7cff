import { findCurrentVersion, listPopularServices } from '#core/catalogue';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { writeCounts, type Count } from './counting/counts.ts';

const MONTHS = 12;
const SERVICES = 20;
/** What of those who see one page of a form see the next. */
const STAY = 0.9;
/** Of the questions of a form, how many in a hundred come back with a mistake, in turn. */
const MISTAKES = [4, 9, 2, 14, 6, 3];

/**
 * How a sample city's portal was read in the last twelve months, month by month and smoothly varied: so that the pages about
 * figures show something. Applications and decisions are those of the sample cases; demo only, called once with them.
 */
export async function seedSampleUse(ctx: Ctx): Promise<void> {
  const services = await listPopularServices(ctx, SERVICES);
  const counts: Count[] = [];
  const [year = 0, thisMonth = 0] = calendarDayOf(ctx.now).split('-').map(Number);
  const day = Number(calendarDayOf(ctx.now).slice(8));
  for (let back = 0; back < MONTHS; back++) {
    const month = new Date(Date.UTC(year, thisMonth - 1 - back, 1)).toISOString().slice(0, 10);
    // busier in January and September, growing over the year, and of this month only what has passed
    const season = (1 + 0.22 * Math.cos((Number(month.slice(5, 7)) - 1) * (Math.PI / 4))) * (1 - back * 0.025) * (back === 0 ? day / 30 : 1);
    const add = (kind: Count['kind'], amount: number, of: { service?: string; step?: string } = {}): void => void counts.push({ month, kind, service: of.service ?? '', step: of.step ?? '', amount: Math.max(1, Math.round(amount * season)) });
    add('view', 4200);
    add('search', 960);
    for (const [rank, { slug, online }] of services.entries()) {
      add('view', 620 / (rank + 2) + 40, { service: slug });
      if (online && rank < 6) await addForm(ctx, slug, { first: 90 / (rank + 1) + 12, add });
    }
  }
  await writeCounts(ctx, counts);
}

type Form = { first: number; add: (kind: Count['kind'], amount: number, of: { service: string; step: string }) => void };

async function addForm(ctx: Ctx, service: string, { first, add }: Form): Promise<void> {
  const form = (await findCurrentVersion(ctx, service))?.service.form;
  const pages = form?.pages ?? [];
  for (const [i, { id }] of pages.entries()) add('step', first * STAY ** i, { service, step: id });
  add('step', first * STAY ** pages.length, { service, step: 'review' });
  for (const [i, field] of [...(form?.fields.values() ?? [])].entries()) {
    if (field.calculate || field.condition) continue;
    const asked = first * STAY ** (pages.indexOf(field.page) + 0.5);
    const step = field.path;
    add('asked', asked, { service, step });
    add('answered', asked * (field.required === true ? 0.97 : 0.55), { service, step });
    add('refused', (asked * (MISTAKES[i % MISTAKES.length] ?? 0)) / 40, { service, step });
    if (field.required === true) add('stop', (asked * (MISTAKES[(i + 2) % MISTAKES.length] ?? 0)) / 60, { service, step });
  }
}
