import { newId } from '#platform/db';
import { calendarDayOf, formatDate, formatTime } from '#platform/i18n';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { EditionState, SteeringTables } from '../tables.ts';
import { applyEdit, type Edit } from './edit-strategy.ts';
import { mistakesOf, strategySchema, type Strategy } from './strategy-tree.ts';

export type Edition = { id: string; number: number; title: string; reason: string; state: EditionState; validFrom: string | null; revision: number; changedAt: Date; changedByName: string };
export type FullEdition = Edition & { tree: Strategy };

const columns = ['id', 'number', 'title', 'reason', 'state', 'valid_from as validFrom', 'revision', 'changed_at as changedAt', 'changed_by_name as changedByName'] as const;
const table = (ctx: Ctx) => ctx.db<SteeringTables>().selectFrom('steering.edition').where('tenant_id', '=', ctx.tenantId);

/** All editions without their trees, the newest first. */
export async function listEditions(ctx: Ctx): Promise<Edition[]> {
  return table(ctx).select(columns).orderBy('number', 'desc').limit(100).execute();
}

/** The edition in force, or the one being written. */
export async function findEdition(ctx: Ctx, state: 'current' | 'draft'): Promise<FullEdition | undefined> {
  return table(ctx).select([...columns, 'tree']).where('state', '=', state).executeTakeFirst();
}

/** @throws steering/no-edition 404 */
export async function getEdition(ctx: Ctx, number: number): Promise<FullEdition> {
  const found = await table(ctx).select([...columns, 'tree']).where('number', '=', number).executeTakeFirst();
  if (!found) throw problem('steering/no-edition');
  return found;
}

async function lock(ctx: Ctx, id: string): Promise<FullEdition> {
  const found = await table(ctx).select([...columns, 'tree']).where('id', '=', id).forUpdate().executeTakeFirst();
  if (!found) throw problem('steering/no-edition');
  return found;
}

/** Begins the first edition, or a Fortschreibung that starts as a copy of what is in force. @throws steering/draft-exists 409, not-valid 422 */
export async function beginEdition(ctx: Ctx, given: { title: string; reason: string; vision?: string }): Promise<{ id: string; number: number }> {
  requirePermission(ctx, 'steering/edit');
  const [current, draft, last] = [await findEdition(ctx, 'current'), await findEdition(ctx, 'draft'), (await listEditions(ctx))[0]];
  if (draft) throw problem('steering/draft-exists');
  if (!given.reason.trim()) throw problem('steering/reason-needed');
  const tree = check(current?.tree ?? { vision: given.vision ?? '', fields: [], shares: {} });
  const id = newId();
  const number = (last?.number ?? 0) + 1;
  await ctx.db<SteeringTables>().insertInto('steering.edition').values({ tenant_id: ctx.tenantId, id, number, title: given.title.trim() || `${number}. Fassung`, reason: given.reason.trim(), state: 'draft', valid_from: null, revision: 1, tree: JSON.stringify(tree), created_at: ctx.now, changed_at: ctx.now, changed_by_name: ctx.actor.name }).execute();
  ctx.emit({ type: 'steering/edition-begun', subject: `edition:${id}`, data: { number } });
  return { id, number };
}

/** @throws steering/not-valid 422 with every mistake in a sentence */
function check(tree: unknown): Strategy {
  const parsed = strategySchema.safeParse(tree);
  const mistakes = parsed.success ? mistakesOf(parsed.data) : parsed.error.issues.map(({ path }) => `Die Angabe „${path.at(-1)?.toString() ?? ''}“ fehlt oder ist nicht möglich.`);
  if (!parsed.success || mistakes.length > 0) throw problem('steering/not-valid', { mistakes: [...new Set(mistakes)].join(' ') });
  return parsed.data;
}

/** What may change without a Fortschreibung: which projects serve a measure, and how they divide among fields. */
const isLinking = (edit: Edit): boolean => edit.do === 'share' || (edit.do === 'change' && Object.keys(edit.node).join() === 'projects');

/**
 * One change of a draft; links to projects change in what is in force, too. What was before can be taken back.
 * @throws steering/not-a-draft, changed-meanwhile, no-place 409; not-valid 422
 */
export async function changeEdition(ctx: Ctx, { id, revision, edit, what }: { id: string; /** What the person saw; left out: whatever is there. */ revision?: number; edit: Edit; what: string }): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const edition = await lock(ctx, id);
  if (edition.state !== 'draft' && !(edition.state === 'current' && isLinking(edit))) throw problem('steering/not-a-draft');
  if (revision !== undefined && revision !== edition.revision) throw problem('steering/changed-meanwhile', { name: edition.changedByName, time: formatTime(edition.changedAt) });
  const tree = check(applied(edition.tree, edit));
  await ctx.db<SteeringTables>().insertInto('steering.edition_revision').values({ tenant_id: ctx.tenantId, edition_id: id, revision: edition.revision, tree: JSON.stringify(edition.tree), what, made_at: ctx.now, made_by_name: ctx.actor.name }).execute();
  await store(ctx, { id, tree, revision: edition.revision + 1 });
  ctx.emit({ type: 'steering/strategy-changed', subject: `edition:${id}`, data: { what, revision: edition.revision + 1 } });
}

function applied(tree: Strategy, edit: Edit): Strategy {
  try {
    return applyEdit(tree, edit);
  } catch (error) {
    if (error instanceof RangeError) throw problem('steering/no-place');
    throw error;
  }
}

async function store(ctx: Ctx, { id, tree, revision }: { id: string; tree: Strategy; revision: number }): Promise<void> {
  await ctx.db<SteeringTables>().updateTable('steering.edition').set({ tree: JSON.stringify(tree), revision, changed_at: ctx.now, changed_by_name: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
}

/** The last change of an edition that can be taken back. */
export async function findLastChange(ctx: Ctx, id: string): Promise<{ revision: number; what: string; madeAt: Date; madeByName: string; tree: Strategy } | undefined> {
  return ctx.db<SteeringTables>().selectFrom('steering.edition_revision').select(['revision', 'what', 'made_at as madeAt', 'made_by_name as madeByName', 'tree']).where('tenant_id', '=', ctx.tenantId).where('edition_id', '=', id).orderBy('revision', 'desc').limit(1).executeTakeFirst();
}

/** Takes the last change back. @throws steering/not-a-draft, nothing-to-undo 409 */
export async function undoChange(ctx: Ctx, id: string): Promise<string> {
  requirePermission(ctx, 'steering/edit');
  const edition = await lock(ctx, id);
  if (edition.state !== 'draft') throw problem('steering/not-a-draft');
  const last = await findLastChange(ctx, id);
  if (!last) throw problem('steering/nothing-to-undo');
  await store(ctx, { id, tree: last.tree, revision: edition.revision + 1 });
  await ctx.db<SteeringTables>().deleteFrom('steering.edition_revision').where('tenant_id', '=', ctx.tenantId).where('edition_id', '=', id).where('revision', '=', last.revision).execute();
  ctx.emit({ type: 'steering/strategy-undone', subject: `edition:${id}`, data: { what: last.what } });
  return last.what;
}

/** Puts a draft into force; what was in force is kept as it was. @throws steering/not-a-draft 409; valid-ahead, valid-before 422 */
export async function publishEdition(ctx: Ctx, { id, validFrom }: { id: string; validFrom: string }): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const edition = await lock(ctx, id);
  if (edition.state !== 'draft') throw problem('steering/not-a-draft');
  check(edition.tree);
  if (validFrom > calendarDayOf(ctx.now)) throw problem('steering/valid-ahead', { day: formatDate(validFrom) });
  const current = await findEdition(ctx, 'current');
  if (current?.validFrom && validFrom <= current.validFrom) throw problem('steering/valid-before', { day: formatDate(current.validFrom) });
  const db = ctx.db<SteeringTables>();
  await db.updateTable('steering.edition').set({ state: 'past' }).where('tenant_id', '=', ctx.tenantId).where('state', '=', 'current').execute();
  await db.updateTable('steering.edition').set({ state: 'current', valid_from: validFrom, changed_at: ctx.now, changed_by_name: ctx.actor.name }).where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'steering/edition-published', subject: `edition:${id}`, data: { number: edition.number } });
}

/** Gives a draft up. @throws steering/not-a-draft 409 */
export async function discardDraft(ctx: Ctx, id: string): Promise<void> {
  requirePermission(ctx, 'steering/edit');
  const edition = await lock(ctx, id);
  if (edition.state !== 'draft') throw problem('steering/not-a-draft');
  const db = ctx.db<SteeringTables>();
  await db.deleteFrom('steering.edition_revision').where('tenant_id', '=', ctx.tenantId).where('edition_id', '=', id).execute();
  await db.deleteFrom('steering.edition').where('tenant_id', '=', ctx.tenantId).where('id', '=', id).execute();
  ctx.emit({ type: 'steering/edition-discarded', subject: `edition:${id}`, data: { number: edition.number } });
}
