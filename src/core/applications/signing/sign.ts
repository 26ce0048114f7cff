import type { Ctx } from '#platform/module';
import { trusts } from '#platform/module';
import { problem } from '../problems.ts';
import type { Submitted } from '../submit-application.ts';
import type { ApplicationTables } from '../tables.ts';
import { advanceSigning } from './advance-signing.ts';
import { contentHash } from './content-hash.ts';
import { findSigning, listSignatures, type Signature, type Signing } from './signing.queries.ts';

/** A signature: the name as the person wrote it, under the declaration they read. */
export type Signed = { name: string; declaration: string };

/**
 * Signs for one party. The round is locked, so that two people who sign at once come one after the other and the last one sends.
 * @returns the application when this was the last signature
 * @throws Problem 409 when it is signed already, changed meanwhile or not this person's turn; 403 when the identity is not proven well enough
 */
export async function sign(ctx: Ctx, { draftId, signatureId }: { draftId: string; signatureId: string }, { name, declaration }: Signed): Promise<Submitted | undefined> {
  const signing = await findSigning(ctx, draftId, { lock: true });
  const signatures = signing ? await listSignatures(ctx, signing) : [];
  const signature = signatures.find(({ id }) => id === signatureId);
  if (!signing || !signature) throw problem('applications/no-invitation');
  requireOpen(signing, signature);
  // what is stored must still be what the hash was made of
  if (contentHash(signing.content) !== signing.content_hash) throw problem('applications/signing-changed');
  const accountId = ctx.actor.kind === 'citizen' ? ctx.actor.id : null;
  if (accountId && signatures.some((other) => other.id !== signature.id && other.account_id === accountId)) throw problem('applications/same-person');
  if (!trusts(ctx.actor, signature.is_self ? 'none' : signing.trust_level)) throw problem('applications/trust-needed');
  await ctx
    .db<ApplicationTables>()
    .updateTable('applications.signature')
    .set({ state: 'signed', signed_at: ctx.now, signed_name: name, declaration, content_hash: signing.content_hash, trust_level: ctx.actor.trustLevel, account_id: accountId })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', signature.id)
    .execute();
  ctx.emit({ type: 'applications/signed', subject: `draft:${draftId}`, data: { party: signature.party, round: signing.round, contentHash: signing.content_hash, trustLevel: ctx.actor.trustLevel } });
  return advanceSigning(ctx, signing);
}

function requireOpen(signing: Signing, signature: Signature): void {
  if (signature.state === 'signed') throw problem('applications/signed-already');
  if (signing.state !== 'open' || signature.state === 'void') throw problem('applications/signing-changed');
  if (signature.state !== 'invited') throw problem('applications/not-your-turn');
}
