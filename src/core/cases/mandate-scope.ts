import { sql, type RawBuilder } from 'kysely';
import { covers, limitOf, type Ctx } from '#platform/module';
import { getCase } from './cases.queries.ts';

/** Condition of a query over an organisation's rows that name a case: only cases of services that the mandate covers. */
export function caseWithinMandate(ctx: Ctx, accountId: string, caseColumn: string): RawBuilder<boolean> {
  const services = limitOf(ctx.actor, accountId);
  if (!services) return sql<boolean>`true`;
  return sql<boolean>`exists (select from cases.case c where c.tenant_id = ${ctx.tenantId} and c.id = ${sql.ref(caseColumn)} and c.service_slug = any(${services}::text[]))`;
}

/** Does the mandate of whoever acts for an organisation cover this case? True for everybody who acts for themselves. */
export async function mandateCoversCase(ctx: Ctx, caseId: string): Promise<boolean> {
  return !ctx.actor.mandate?.services || covers(ctx.actor, (await getCase(ctx, caseId)).serviceSlug);
}
