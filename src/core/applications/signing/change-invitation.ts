import type { Ctx } from '#platform/module';
import { extendDraft, getDraft } from '../drafts.ts';
import { problem } from '../problems.ts';
import type { ApplicationTables } from '../tables.ts';
import { countTries, triedTooOften } from '../tries.ts';
import type { Visitor } from '../visitor.ts';
import { inviteSigner } from './invite-signer.ts';
import { findSigning, listSignatures, type Signature, type Signing } from './signing.queries.ts';

export type OwnInvitation = { draftId: string; visitor: Visitor; signatureId: string };

/** One's own round of signing and a signature in it. @throws Problem 404, 409 when it is signed or over */
async function ownSignature(ctx: Ctx, { draftId, visitor, signatureId }: OwnInvitation): Promise<{ signing: Signing; signature: Signature }> {
  const draft = await getDraft(ctx, draftId, { visitor, lock: true });
  const signing = await findSigning(ctx, draft.id, { lock: true });
  const signature = signing && (await listSignatures(ctx, signing)).find(({ id }) => id === signatureId);
  if (!signing || !signature || signature.is_self) throw problem('applications/no-invitation');
  if (signing.state !== 'open') throw problem('applications/signing-changed');
  if (signature.state === 'signed') throw problem('applications/signed-already');
  return { signing, signature };
}

/** Takes an invitation back: its link opens nothing any more. */
export async function withdrawInvitation(ctx: Ctx, own: OwnInvitation): Promise<void> {
  const { signing, signature } = await ownSignature(ctx, own);
  if (signature.state !== 'invited') throw problem('applications/not-invited');
  await ctx.db<ApplicationTables>().updateTable('applications.signature').set({ state: 'withdrawn', link_hash: null, code_hash: null }).where('tenant_id', '=', ctx.tenantId).where('id', '=', signature.id).execute();
  ctx.emit({ type: 'applications/invitation-withdrawn', subject: `draft:${signing.draft_id}`, data: { party: signature.party, round: signing.round } });
}

/**
 * Sends the invitation once more, also to another address, or after it was declined or taken back.
 * @returns false when it was sent too often within a quarter of an hour
 */
export async function inviteAgain(ctx: Ctx, own: OwnInvitation & { email: string }): Promise<boolean> {
  const { signing, signature } = await ownSignature(ctx, own);
  if (signature.state === 'waiting') throw problem('applications/not-your-turn');
  const keys = [`invite:${signature.id}`];
  if (await triedTooOften(ctx, keys)) return false;
  await countTries(ctx, keys);
  await inviteSigner(ctx, { signing, signature }, { kind: 'again', email: own.email });
  await extendDraft(ctx, signing.draft_id);
  return true;
}
