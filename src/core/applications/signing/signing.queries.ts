import type { Selectable } from 'kysely';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { ApplicationTables } from '../tables.ts';
import { hashToken, sameCode } from '../visitor.ts';

/** One round of signing a draft. */
export type Signing = Selectable<ApplicationTables['applications.signing']>;
/** One person's signature, asked for or given. */
export type Signature = Selectable<ApplicationTables['applications.signature']>;

const signings = (ctx: Ctx) => ctx.db<ApplicationTables>().selectFrom('applications.signing').selectAll().where('tenant_id', '=', ctx.tenantId);
const signatures = (ctx: Ctx) => ctx.db<ApplicationTables>().selectFrom('applications.signature').selectAll().where('tenant_id', '=', ctx.tenantId);

/** The latest round of a draft; `lock` lets only one person sign at a time. */
export async function findSigning(ctx: Ctx, draftId: string, options: { lock?: boolean } = {}): Promise<Signing | undefined> {
  const query = signings(ctx).where('draft_id', '=', draftId).orderBy('round', 'desc').limit(1);
  return (options.lock ? query.forUpdate() : query).executeTakeFirst();
}

/** Everybody of a round, in order. */
export async function listSignatures(ctx: Ctx, { draft_id: draftId, round }: Pick<Signing, 'draft_id' | 'round'>): Promise<Signature[]> {
  return signatures(ctx).where('draft_id', '=', draftId).where('round', '=', round).orderBy('position').execute();
}

/** The signatures under a submitted application; empty when one person has sent it alone. */
export async function listSignaturesOfApplication(ctx: Ctx, applicationId: string): Promise<Signature[]> {
  const signing = await findSigning(ctx, applicationId);
  return signing?.state === 'complete' ? listSignatures(ctx, signing) : [];
}

/** Signatures that an account has given, newest first. */
export async function listSignaturesOfAccount(ctx: Ctx, accountId: string): Promise<Signature[]> {
  return signatures(ctx).where('account_id', '=', accountId).orderBy('signed_at', 'desc').limit(1000).execute();
}

/** What opens an invitation: the secret of the mailed link and the code beside it. */
export type InvitationKey = { id: string; token: string; code: string };
export type Invitation = { signature: Signature; signing: Signing };

/**
 * The invitation that belongs to a mailed link; the code is asked for separately.
 * @throws Problem 404 when the link is wrong, replaced, withdrawn or void
 */
export async function getInvitation(ctx: Ctx, { id, token }: Omit<InvitationKey, 'code'>): Promise<Invitation> {
  const signature = await signatures(ctx).where('id', '=', id).executeTakeFirst();
  const signing = signature && (await findSigning(ctx, signature.draft_id));
  if (!signature || !signing || signature.link_hash !== hashToken(token) || signature.round !== signing.round) throw problem('applications/no-invitation');
  return { signature, signing };
}

/** The same opened with link and code. @throws Problem 404 */
export async function openInvitation(ctx: Ctx, key: InvitationKey): Promise<Invitation> {
  const found = await getInvitation(ctx, key);
  if (!found.signature.code_hash || !sameCode(found.signature.code_hash, hashCode(key.code))) throw problem('applications/no-invitation');
  return found;
}

/** Codes are compared without blanks, hyphens and case. */
export const hashCode = (code: string): string => hashToken(code.toUpperCase().replaceAll(/[^A-Z0-9]/g, ''));
