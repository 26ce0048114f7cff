import { requirePermission, type Ctx } from '#platform/module';
import { findingInWords } from '../bundle/finding.ts';
import { problem } from '../problems.ts';
import { publishService, type Published } from '../publish/publish-service.ts';
import type { CatalogueTables, DraftState } from '../tables.ts';
import { lockDraft } from './change-draft.ts';
import { checkDraft } from './check-draft.ts';
import { bundleOf, findOpenDraft, getDraft, type OpenDraft } from './draft.ts';

type Change = Partial<Pick<CatalogueTables['catalogue.draft'], 'handed_in_by' | 'handed_in_by_name' | 'approved_by' | 'approved_by_name' | 'decision_note' | 'published_version_id'>> & { approved_at?: Date | null };

async function moveTo(ctx: Ctx, draft: OpenDraft, { state, set, event }: { state: DraftState; set?: Change; event: string }): Promise<void> {
  await ctx.db<CatalogueTables>().updateTable('catalogue.draft').set({ state, ...set }).where('tenant_id', '=', ctx.tenantId).where('id', '=', draft.id).execute();
  ctx.emit({ type: `catalogue/draft-${event}`, subject: `draft:${draft.id}`, data: { slug: draft.slug, revision: draft.revision } });
}

async function lockIn(ctx: Ctx, draftId: string, states: DraftState[]): Promise<OpenDraft> {
  const draft = await lockDraft(ctx, draftId);
  if (!states.includes(draft.state)) throw problem('catalogue/wrong-state');
  return draft;
}

/** @throws catalogue/broken-draft 409 with the first finding */
async function requireWhole(ctx: Ctx, draft: OpenDraft): Promise<void> {
  const { service, findings } = await checkDraft(ctx.platform, bundleOf(draft));
  const broken = findings.find(({ severity }) => severity === 'error');
  if (!service || broken) throw problem('catalogue/broken-draft', { finding: broken ? findingInWords(broken) : 'Es fehlen Teile.' });
}

/** draft → test: its author says it is ready to be looked at. @throws catalogue/broken-draft 409, wrong-state 409 */
export async function handInDraft(ctx: Ctx, draftId: string): Promise<void> {
  requirePermission(ctx, 'catalogue/edit');
  const draft = await lockIn(ctx, draftId, ['draft']);
  await requireWhole(ctx, draft);
  await moveTo(ctx, draft, { state: 'test', set: { handed_in_by: ctx.actor.id, handed_in_by_name: ctx.actor.name, decision_note: null }, event: 'handed-in' });
}

/** Everybody who has written something into this draft, also what somebody else chose in a conflict. */
async function authorsOf(ctx: Ctx, draftId: string): Promise<Set<string | null>> {
  const db = ctx.db<CatalogueTables>();
  const changes = await db.selectFrom('catalogue.draft_change').select('changed_by as id').distinct().where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).execute();
  const conflicts = await db.selectFrom('catalogue.draft_conflict').select('written_by as id').distinct().where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', draftId).execute();
  return new Set([...changes, ...conflicts].map((row) => row.id));
}

/** The reason why this person may not approve the draft; undefined when nothing stands against it. Acting for an author counts as the author. */
export async function whyNotApprove(ctx: Ctx, draft: Pick<OpenDraft, 'id' | 'handedInBy'>): Promise<'own-work' | undefined> {
  const authors = await authorsOf(ctx, draft.id);
  const persons = [ctx.actor.id, ctx.actor.actingFor?.id].filter((id): id is string => Boolean(id));
  return persons.some((id) => authors.has(id) || draft.handedInBy === id) ? 'own-work' : undefined;
}

/** test → approved, by somebody who has changed nothing in it. @throws catalogue/own-work 403, wrong-state 409, changed-since 409 */
export async function approveDraft(ctx: Ctx, draftId: string, { revision }: { /** What the person has looked at. */ revision: number }): Promise<void> {
  requirePermission(ctx, 'catalogue/approve');
  const draft = await lockIn(ctx, draftId, ['test']);
  if (draft.revision !== revision) throw problem('catalogue/changed-since');
  if (await whyNotApprove(ctx, draft)) throw problem('catalogue/own-work');
  await requireWhole(ctx, draft);
  await moveTo(ctx, draft, { state: 'approved', set: { approved_by: ctx.actor.id, approved_by_name: ctx.actor.name, approved_at: ctx.now, decision_note: null }, event: 'approved' });
}

/** test or approved → draft, with a reason for the author. */
export async function sendDraftBack(ctx: Ctx, draftId: string, { reason }: { reason: string }): Promise<void> {
  requirePermission(ctx, 'catalogue/approve');
  const draft = await lockIn(ctx, draftId, ['test', 'approved']);
  await moveTo(ctx, draft, { state: 'draft', set: { handed_in_by: null, handed_in_by_name: null, approved_by: null, approved_by_name: null, approved_at: null, decision_note: `${ctx.actor.name}: ${reason}` }, event: 'sent-back' });
}

/** approved → published: the draft becomes an immutable version that new applications use. @throws catalogue/not-publishable, wrong-state 409 */
export async function publishDraft(ctx: Ctx, draftId: string): Promise<Published> {
  requirePermission(ctx, 'catalogue/publish');
  const draft = await lockIn(ctx, draftId, ['approved']);
  const published = await publishService(ctx, bundleOf(draft));
  await moveTo(ctx, draft, { state: 'published', set: { published_version_id: published.versionId }, event: 'published' });
  return published;
}

/** A draft that was given up is worked on again. @throws catalogue/draft-exists 409 when there is another one by now, wrong-state 409 */
export async function reopenDraft(ctx: Ctx, draftId: string): Promise<void> {
  const draft = await getDraft(ctx, draftId, { lock: true });
  if (draft.state !== 'discarded') throw problem('catalogue/wrong-state');
  if (await findOpenDraft(ctx, draft.slug)) throw problem('catalogue/draft-exists', { slug: draft.slug });
  await moveTo(ctx, draft, { state: 'draft', set: { handed_in_by: null, handed_in_by_name: null, approved_by: null, approved_by_name: null, approved_at: null }, event: 'reopened' });
}

/** Gives a draft up; its history stays. */
export async function discardDraft(ctx: Ctx, draftId: string): Promise<void> {
  requirePermission(ctx, 'catalogue/edit');
  const draft = await lockIn(ctx, draftId, ['draft', 'test', 'approved']);
  await moveTo(ctx, draft, { state: 'discarded', event: 'discarded' });
}
