import { newId } from '#platform/db';
import { calendarDayOf } from '#platform/i18n';
import { notAllowed, type Ctx, type JsonObject } from '#platform/module';
import { listMemberships, requireAdministrator, type Organisation } from './organisation.ts';
import { problem } from './problems.ts';
import type { MandateTables } from './tables.ts';

const MOST_ORGANISATIONS = 20;
export type OrganisationFacts = Omit<Organisation, 'id'>;

const columns = (facts: OrganisationFacts) => ({
  name: facts.name.trim().slice(0, 200),
  legal_form: facts.legalForm ?? null,
  register_number: facts.registerNumber ?? null,
  register_court: facts.registerCourt ?? null,
  email: facts.email ?? null,
  phone: facts.phone ?? null,
  address: facts.address ? JSON.stringify(facts.address as JsonObject) : null,
});

/**
 * Makes an account for an organisation; whoever makes it administers it.
 * @returns its id
 * @throws Problem 409 when the person has too many already
 */
export async function foundOrganisation(ctx: Ctx, facts: OrganisationFacts): Promise<string> {
  if (ctx.actor.kind !== 'citizen' || !ctx.actor.id) throw notAllowed();
  if ((await listMemberships(ctx, ctx.actor.id)).length >= MOST_ORGANISATIONS) throw problem('mandates/too-many', { count: MOST_ORGANISATIONS });
  const id = newId();
  await ctx.db<MandateTables>().insertInto('mandates.organisation').values({ tenant_id: ctx.tenantId, id, created_at: ctx.now, ...columns(facts) }).execute();
  const mandate = { id: newId(), account_id: ctx.actor.id, role: 'administrator' as const, services: null, valid_from: calendarDayOf(ctx.now), valid_until: null };
  await ctx.db<MandateTables>().insertInto('mandates.mandate').values({ tenant_id: ctx.tenantId, organisation_id: id, granted_at: ctx.now, granted_by: ctx.actor.id, ended_at: null, ended_by: null, ...mandate }).execute();
  ctx.emit({ type: 'mandates/organisation-founded', subject: `organisation:${id}` });
  return id;
}

/** Changes what the account says about the organisation; applications keep what they said. @throws Problem 403, 404 */
export async function changeOrganisation(ctx: Ctx, id: string, facts: OrganisationFacts): Promise<void> {
  await requireAdministrator(ctx, id);
  await ctx.db<MandateTables>().updateTable('mandates.organisation').set(columns(facts)).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'mandates/organisation-changed', subject: `organisation:${id}` });
}
