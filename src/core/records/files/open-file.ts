import { getOffice } from '#core/organisation';
import { newId } from '#platform/db';
import { may, requirePermission, type Ctx } from '#platform/module';
import { requireFile } from '../access/may-work.ts';
import type { Protection } from '../documents/document.ts';
import { findPlanPosition } from '../plan/file-plan.ts';
import { problem } from '../problems.ts';
import type { RecordsTables } from '../tables.ts';
import { allocateFileNumber } from './number-scheme.ts';
import { insertCaseFile } from './open-case-file.ts';

type Opening = { position: string; title: string; officeId: string; protection?: Protection; /** A reference of one's own; else by the scheme of the office. */ number?: string };

async function check(ctx: Ctx, given: Opening): Promise<string> {
  const title = given.title.trim();
  if (!title || title.length > 300) throw problem('records/title-needed');
  if (!(await findPlanPosition(ctx, given.position))) throw problem('records/no-such-position', { number: given.position });
  await getOffice(ctx, given.officeId);
  return title;
}

/** Opens a file (Akte) at a position of the file plan. @throws Problem 403 without records/manage in the office, 422 for title or position, 409 when the number is taken. */
export async function openFile(ctx: Ctx, given: Opening): Promise<{ id: string; number: string }> {
  requirePermission(ctx, 'records/manage', given.officeId);
  const title = await check(ctx, given);
  const number = given.number?.trim() || (await allocateFileNumber(ctx, given));
  const id = newId();
  const row = { tenant_id: ctx.tenantId, id, number, title, plan_position: given.position, office_id: given.officeId, protection: given.protection ?? 'normal', opened_at: ctx.now, opened_by: ctx.actor.name, closed_at: null, closed_by: null, hold_reason: null, hold_by: null, held_at: null } as const;
  const done = await ctx.db<RecordsTables>().insertInto('records.file').values(row).onConflict((conflict) => conflict.columns(['tenant_id', 'number']).doNothing()).executeTakeFirst();
  if (!done.numInsertedOrUpdatedRows) throw problem('records/number-taken', { number });
  ctx.emit({ type: 'records/file-opened', subject: `record:${id}`, data: { number, position: given.position } });
  return { id, number };
}

/** Opens a case file that no case of the desk belongs to: correspondence, paper. Whoever may work in the office may. */
export async function openFreeCaseFile(ctx: Ctx, given: Opening & { parentId?: string; person?: string }): Promise<{ id: string; number: string }> {
  if (!may(ctx.actor, 'records/manage', given.officeId)) requirePermission(ctx, 'cases/work', given.officeId);
  const title = await check(ctx, given);
  const parent = given.parentId ? await requireFile(ctx, given.parentId) : undefined;
  if (parent?.closed_at) throw problem('records/file-closed', { number: parent.number });
  const number = given.number?.trim() || (await allocateFileNumber(ctx, given));
  const id = newId();
  await insertCaseFile(ctx, {
    id, number, title,
    filePlanPosition: parent?.plan_position ?? given.position,
    officeId: given.officeId,
    person: given.person?.trim() ?? '',
    protection: given.protection ?? parent?.protection ?? 'normal',
    ...(parent ? { parentId: parent.id } : {}),
  }).execute(ctx.db());
  ctx.emit({ type: 'records/case-file-opened', subject: `file:${id}`, data: { number, position: given.position } });
  return { id, number };
}
