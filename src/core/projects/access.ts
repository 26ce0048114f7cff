import { holderOf, may, notAllowed, type Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import { problem } from './problems.ts';
import type { ProjectRow, ProjectTables } from './tables.ts';

type Asked = Pick<ProjectRow, 'id' | 'state' | 'office_id' | 'lead_id' | 'sponsor_id' | 'created_by'>;

/** Does the actor take part: leads it, is its sponsor, wrote the application? */
function isInvolved({ actor }: Ctx, row: Asked): boolean {
  const me = holderOf(actor);
  return me !== '' && [row.lead_id, row.sponsor_id, row.created_by].includes(me);
}

/** Steering edits the projects of its offices, the lead the own one, and whoever writes an application until it is handed in. */
export function mayEdit(ctx: Ctx, row: Asked): boolean {
  if (may(ctx.actor, 'steering/edit', row.office_id)) return true;
  const me = holderOf(ctx.actor);
  return ctx.actor.kind === 'staff' && me !== '' && (row.lead_id === me || (row.created_by === me && row.state === 'draft'));
}

/** @throws Problem 403 */
export function requireEdit(ctx: Ctx, row: Asked): void {
  if (!mayEdit(ctx, row)) throw notAllowed();
}

/** A project is no secret within the administration's steering; a draft belongs to whoever writes it. */
export async function requireRead(ctx: Ctx, row: Asked): Promise<void> {
  if (isInvolved(ctx, row) || mayEdit(ctx, row)) return;
  if (row.state !== 'draft' && (may(ctx.actor, 'steering/read') || (await isMember(ctx, row.id)))) return;
  throw problem('projects/no-project');
}

async function isMember(ctx: Ctx, projectId: string): Promise<boolean> {
  const me = holderOf(ctx.actor);
  if (!me) return false;
  const found = await ctx.db<ProjectTables>().selectFrom('projects.member').select('id').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', me).where('project_id', '=', projectId).executeTakeFirst();
  return found !== undefined;
}

/** The same rule as a condition of a list. */
export function visible(ctx: Ctx): RawBuilder<boolean> {
  if (ctx.actor.kind === 'system') return sql<boolean>`true`;
  const me = holderOf(ctx.actor) || null;
  const mine = sql<boolean>`(lead_id = ${me}::uuid or sponsor_id = ${me}::uuid or created_by = ${me}::uuid)`;
  const drafts = may(ctx.actor, 'steering/edit') ? sql<boolean>`true` : sql<boolean>`(state <> 'draft' or ${mine})`;
  if (may(ctx.actor, 'steering/read')) return drafts;
  return sql<boolean>`(${mine} or (state <> 'draft' and id in (select project_id from projects.member where tenant_id = ${ctx.tenantId} and account_id = ${me}::uuid)))`;
}

/** Projects that somebody leads, works in or wrote. */
export function mine(ctx: Ctx): RawBuilder<boolean> {
  const me = holderOf(ctx.actor) || null;
  return sql<boolean>`(lead_id = ${me}::uuid or sponsor_id = ${me}::uuid or created_by = ${me}::uuid or id in (select project_id from projects.member where tenant_id = ${ctx.tenantId} and account_id = ${me}::uuid))`;
}
