import { newId } from '#platform/db';
import type { Ctx } from '#platform/module';
import { requireCaseAccess } from './access.ts';
import { getCase } from './cases.queries.ts';
import { problem } from './problems.ts';
import type { CasesTables } from './tables.ts';

export type Note = { id: string; text: string; createdAt: Date; createdBy: string };
const LONGEST = 10_000;

/** Writes a note (Vermerk) that only staff see. @throws Problem 404 without access, 422 when it is empty or too long. */
export async function addNote(ctx: Ctx, { caseId, text }: { caseId: string; text: string }): Promise<string> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, caseId));
  const words = text.trim();
  if (!words || words.length > LONGEST) throw problem('cases/text-needed', { max: LONGEST });
  const id = newId();
  await ctx.db<CasesTables>().insertInto('cases.note').values({ tenant_id: ctx.tenantId, id, case_id: found.id, text: words, created_at: ctx.now, created_by: ctx.actor.id, created_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'cases/note-added', subject: `note:${id}`, caseId: found.id });
  return id;
}

/** The notes of a case, oldest first. */
export async function listNotes(ctx: Ctx, caseId: string): Promise<Note[]> {
  const rows = await ctx.db<CasesTables>().selectFrom('cases.note').selectAll().where('tenant_id', '=', ctx.tenantId).where('case_id', '=', caseId).orderBy('id').limit(500).execute();
  return rows.map((row) => ({ id: row.id, text: row.text, createdAt: row.created_at, createdBy: row.created_by_name }));
}
