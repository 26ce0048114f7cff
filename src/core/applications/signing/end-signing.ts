import { getServiceVersion } from '#core/catalogue';
import type { FormData } from '#engines/forms';
import { tr } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { ApplicationTables } from '../tables.ts';
import { contentHash } from './content-hash.ts';
import { voidMail } from './signing-mails.ts';
import { findSigning, listSignatures, type Signing } from './signing.queries.ts';

/**
 * A change of the answers voids all signatures, because nobody has signed the new ones. Saving a page again without a change does not.
 * @returns true when signatures were void by this change
 */
export async function voidIfChanged(ctx: Ctx, draftId: string, data: FormData): Promise<boolean> {
  const signing = await findSigning(ctx, draftId, { lock: true });
  if (signing?.state !== 'open' || signing.typed_hash === contentHash(data)) return false;
  await endRound(ctx, signing, 'changed');
  return true;
}

/** Ends the round that is going on, if any; with `deleted` nothing of the draft's rounds is kept. */
export async function endSigning(ctx: Ctx, draftId: string, why: 'changed' | 'deleted'): Promise<void> {
  const signing = await findSigning(ctx, draftId, { lock: true });
  if (signing?.state === 'open') await endRound(ctx, signing, why);
  if (signing && why === 'deleted' && signing.state !== 'complete') await forget(ctx, [draftId]);
}

async function endRound(ctx: Ctx, signing: Signing, why: 'changed' | 'deleted'): Promise<void> {
  const db = ctx.db<ApplicationTables>();
  const signatures = await listSignatures(ctx, signing);
  await db.updateTable('applications.signing').set({ state: 'void', ended_at: ctx.now }).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', signing.draft_id).where('round', '=', signing.round).execute();
  await db.updateTable('applications.signature').set({ state: 'void', code_hash: null }).where('tenant_id', '=', ctx.tenantId).where('draft_id', '=', signing.draft_id).where('round', '=', signing.round).execute();
  const signed = signatures.filter(({ state }) => state === 'signed').length;
  ctx.emit({ type: 'applications/signatures-void', subject: `draft:${signing.draft_id}`, data: { round: signing.round, signed, why } });
  const service = await getServiceVersion(ctx, signing.version_id);
  const about = { service: tr(service.settings.name, signing.locale), locale: signing.locale, deleted: why === 'deleted' };
  for (const { email, is_self: self, state } of signatures) {
    if (email && !self && (state === 'signed' || state === 'invited')) await sendMail(ctx, { to: email, ...voidMail({ ...about, signed: state === 'signed' }) });
  }
}

/** Deletes what was never sent with its draft (OZG § 8a); signatures under an application stay with it. */
export async function forgetExpiredSignings(ctx: Ctx): Promise<void> {
  const expired = await ctx
    .db<ApplicationTables>()
    .selectFrom('applications.draft as d')
    .innerJoin('applications.signing as s', (join) => join.onRef('s.tenant_id', '=', 'd.tenant_id').onRef('s.draft_id', '=', 'd.id'))
    .select('d.id')
    .distinct()
    .where('d.tenant_id', '=', ctx.tenantId)
    .where('d.expires_at', '<', ctx.now)
    .where('d.submitted_at', 'is', null)
    .limit(10_000)
    .execute();
  await forget(ctx, expired.map(({ id }) => id));
}

async function forget(ctx: Ctx, draftIds: string[]): Promise<void> {
  if (draftIds.length === 0) return;
  const db = ctx.db<ApplicationTables>();
  await db.deleteFrom('applications.signature').where('tenant_id', '=', ctx.tenantId).where('draft_id', 'in', draftIds).execute();
  await db.deleteFrom('applications.signing').where('tenant_id', '=', ctx.tenantId).where('draft_id', 'in', draftIds).execute();
}
