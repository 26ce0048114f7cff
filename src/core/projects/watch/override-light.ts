import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { lockForChange } from '../change-project.ts';
import { suggestLight } from '../light.ts';
import { problem } from '../problems.ts';
import { lightWords, type Light } from '../project.ts';
import type { ProjectTables } from '../tables.ts';

/**
 * Sets the light by hand, with the reason, which stands beside it everywhere. It holds as long as the data suggest what it contradicts.
 * @throws Problem 422 without reason, 409 when the data say the same, 403
 */
export async function overrideLight(ctx: Ctx, { projectId, light, reason }: { projectId: string; light: Light; reason: string }): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  const text = reason.trim().slice(0, 500);
  if (!text) throw problem('projects/reason-needed');
  const suggested = suggestLight(row, calendarDayOf(ctx.now));
  if (suggested.light === light) throw problem('projects/same-light', { light: lightWords[light] });
  const set = { override_light: light, override_reason: text, override_against: `${suggested.light}: ${suggested.reason}`, override_by_name: ctx.actor.name, override_on: calendarDayOf(ctx.now) };
  await ctx.db<ProjectTables>().updateTable('projects.project').set(set).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  ctx.emit({ type: 'projects/light-set', subject: `project:${row.id}`, data: { light, against: suggested.light, reason: text } });
}

/** Back to what the data say. */
export async function dropOverride(ctx: Ctx, projectId: string): Promise<void> {
  const row = await lockForChange(ctx, projectId);
  await ctx.db<ProjectTables>().updateTable('projects.project').set({ override_light: null, override_reason: '', override_against: '', override_by_name: '', override_on: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', row.id).execute();
  ctx.emit({ type: 'projects/light-freed', subject: `project:${row.id}` });
}
