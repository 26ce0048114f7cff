import { getOffice } from '#core/organisation';
import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { holderOf, notAllowed, type Ctx } from '#platform/module';
import { nextNumber } from '#platform/numbers';
import { problem } from './problems.ts';
import type { Benefit, Source } from './project.ts';
import type { ProjectTables } from './tables.ts';

export type NewApplication = { title: string; purpose: string; officeId: string; source?: Source; serviceSlug?: string; expected?: Benefit; situation?: string };

/**
 * Begins a project application (Projektantrag): a draft that the wizard goes on with and that only its writer and steering see. All staff may.
 * @throws Problem 422 without a title, 403 for others than staff
 */
export async function applyForProject(ctx: Ctx, given: NewApplication): Promise<{ id: string; number: string }> {
  if (ctx.actor.kind !== 'staff' && ctx.actor.kind !== 'system') throw notAllowed();
  const title = given.title.trim();
  if (title.length < 3) throw problem('projects/title-needed');
  const office = await getOffice(ctx, given.officeId);
  const year = calendarDayOf(ctx.now).slice(0, 4);
  const id = newId();
  const number = projectNumber(year, await nextNumber(ctx, `project-${year}`));
  const { expected } = given;
  await ctx
    .db<ProjectTables>()
    .insertInto('projects.project')
    .values({
      ...emptyProject(ctx),
      id,
      number,
      title,
      purpose: given.purpose.trim(),
      situation: given.situation?.trim() ?? '',
      office_id: office.id,
      office_name: office.name,
      service_slug: given.serviceSlug ?? null,
      cases_per_year: expected?.casesPerYear ?? null,
      minutes_saved: expected?.minutesSavedPerCase ?? null,
      money_cents: expected?.moneyCentsPerYear ?? null,
      realisation_percent: expected?.realisationPercent ?? null,
      source_kind: given.source?.kind ?? null,
      source_id: given.source?.id ?? null,
    })
    .execute();
  ctx.emit({ type: 'projects/drafted', subject: `project:${id}`, data: { number, ...(given.source ? { source: given.source.kind } : {}) } });
  return { id, number };
}

export const projectNumber = (year: string, count: number): string => `P-${year}-${String(count).padStart(3, '0')}`;

/** What every new row has. */
export function emptyProject(ctx: Ctx) {
  return {
    tenant_id: ctx.tenantId, key: null, state: 'draft' as const, phase: 'preparation' as const, lead_name: '', sponsor_name: '', lead_id: null, sponsor_id: null, duty_basis: '', benefit_text: '', estimate: '[]', funding: '',
    decision_reason: '', decided_by_name: '', next_due_title: '', worst_risk: 0, worst_risk_title: '', blocking_issue: '', plan_cents: 0, expected_cents: 0, override_reason: '', override_against: '', override_by_name: '',
    created_by: holderOf(ctx.actor) || null, created_by_name: ctx.actor.name, created_at: ctx.now,
    service_slug: null, starts_on: null, ends_on: null, live_on: null, ended_on: null, duty_kind: null, duty_on: null, cases_per_year: null, minutes_saved: null, money_cents: null, realisation_percent: null,
    capacity_days: null, longevity_years: null, source_kind: null, source_id: null, decided_on: null, round_id: null, next_due_on: null, override_light: null, override_on: null, applied_at: null, situation: '',
  };
}
