import { listServices } from '#core/catalogue';
import { getOffice } from '#core/organisation';
import { calendarDayOf } from '#platform/i18n';
import { Problem, may, type Ctx } from '#platform/module';
import { lockForChange } from '../change-project.ts';
import { needPerson, type Person } from '../check-input.ts';
import { problem } from '../problems.ts';
import { stateWords } from '../project.ts';
import type { ProjectRow, ProjectTables } from '../tables.ts';
import { estimateYears, readBenefit, readDuty, readIdea, readMoney, readTime, type Mistake, type Typed, type WizardPage } from './read-page.ts';

type Change = Partial<Omit<ProjectRow, 'estimate'>> & { estimate?: string };
type Prepared = { change: Change; mistakes: Mistake[] };

/**
 * Saves one page of an application; what is wrong comes back per field and nothing is saved. While the committee has it, only steering may still
 * change it. @throws Problem 404, 409, 403
 */
export async function saveApplication(ctx: Ctx, given: { projectId: string; page: WizardPage; typed: Typed }): Promise<Mistake[]> {
  const row = await lockForChange(ctx, given.projectId);
  requirePage(ctx, row, given.page);
  const { change, mistakes } = await prepare(ctx, row, given);
  if (mistakes.length > 0) return mistakes;
  await ctx.db<ProjectTables>().updateTable('projects.project').set(change).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  const changed = Object.entries(change).filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(name === 'estimate' ? JSON.stringify(row.estimate) : row[name as keyof ProjectRow])).map(([name]) => name);
  if (changed.length > 0) ctx.emit({ type: 'projects/changed', subject: `project:${row.id}`, data: { page: given.page, changed, ...(changed.includes('ends_on') ? { endBefore: row.ends_on, end: change.ends_on ?? null } : {}) } });
  return [];
}

/**
 * Until it is handed in, an application is its writer's. Then the committee decides on what it says, and the effect is measured against what it
 * promised: only steering changes that; the lead still moves dates and people, not while the committee has it.
 * @throws Problem 409
 */
export function requirePage(ctx: Ctx, row: ProjectRow, page: WizardPage): void {
  if (row.state === 'draft' || row.state === 'deferred' || may(ctx.actor, 'steering/edit', row.office_id)) return;
  if (row.state === 'applied') throw problem('projects/wrong-state', { state: stateWords[row.state] });
  if (page !== 'zeit') throw problem('projects/promised');
}

async function prepare(ctx: Ctx, row: ProjectRow, { page, typed }: { page: WizardPage; typed: Typed }): Promise<Prepared> {
  switch (page) {
    case 'vorhaben':
      return ideaChange(ctx, typed);
    case 'nutzen': {
      const { values, mistakes } = readBenefit(typed);
      return { change: values, mistakes };
    }
    case 'pflicht': {
      const { values, mistakes } = readDuty(typed);
      return { change: values, mistakes };
    }
    case 'zeit':
      return timeChange(ctx, row, typed);
    case 'geld': {
      const { values, mistakes } = readMoney(typed, estimateYears(row.starts_on, calendarDayOf(ctx.now)));
      return { change: { estimate: JSON.stringify(values.estimate), funding: values.funding }, mistakes };
    }
  }
}

async function ideaChange(ctx: Ctx, typed: Typed): Promise<Prepared> {
  const { values, mistakes } = readIdea(typed);
  if (mistakes.length > 0) return { change: {}, mistakes };
  if (values.service_slug && !(await listServices(ctx)).some(({ slug }) => slug === values.service_slug)) return { change: {}, mistakes: [{ id: 'leistung', text: 'Diese Leistung gibt es nicht.' }] };
  const office = await getOffice(ctx, values.office_id);
  return { change: { ...values, office_name: office.name }, mistakes };
}

async function timeChange(ctx: Ctx, row: ProjectRow, typed: Typed): Promise<Prepared> {
  const { values, mistakes } = readTime(typed);
  const lead = await personOf(ctx, typed, 'leitung');
  const sponsor = await personOf(ctx, typed, 'auftraggeber');
  const all = [...mistakes, ...lead.mistakes, ...sponsor.mistakes];
  // the lead of a running project must not hand it on unseen to anybody: steering does that
  const change = { ...values, lead_id: lead.person?.id ?? null, lead_name: lead.person?.name ?? '', sponsor_id: sponsor.person?.id ?? null, sponsor_name: sponsor.person?.name ?? '' };
  if (change.lead_id !== row.lead_id && row.state !== 'draft' && !may(ctx.actor, 'steering/edit', row.office_id)) all.push({ id: 'leitung', text: 'Die Leitung eines Projekts wechselt nur durch die Digitalsteuerung.' });
  return { change, mistakes: all };
}

async function personOf(ctx: Ctx, typed: Typed, name: string): Promise<{ person?: Person; mistakes: Mistake[] }> {
  const text = (typed[name] ?? '').trim();
  if (!text) return { mistakes: [] };
  try {
    return { person: await needPerson(ctx, text), mistakes: [] };
  } catch (error) {
    if (error instanceof Problem) return { mistakes: [{ id: name, text: error.de }] };
    throw error;
  }
}
