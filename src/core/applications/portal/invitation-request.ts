import type { Cookie, Rq } from '#platform/http';
import type { Ctx } from '#platform/module';
import { getDraftOwner } from '../drafts.ts';
import { problem } from '../problems.ts';
import { openInvitation, type Invitation, type InvitationKey } from '../signing/signing.queries.ts';
import { visitorOfRq } from './visitor-request.ts';

/** Cookie of an opened invitation: the secret of the link and the code, so that the pages behind it need neither in their address. */
export const INVITATION_COOKIE = 'stadtkern_unterschrift';

export const invitationCookie = ({ id, token, code }: InvitationKey): Cookie => ({ name: INVITATION_COOKIE, value: `${id}.${token}.${code.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`, maxAgeSeconds: 86_400 });

type Asking = Pick<Rq, 'actor' | 'cookies'>;

/** @throws Problem 404 when this browser has not opened the invitation, or it is void */
export async function openedInvitation(ctx: Ctx, rq: Asking, id: string): Promise<Invitation & { notYours: boolean }> {
  const [own, token, code] = (rq.cookies[INVITATION_COOKIE] ?? '').split('.');
  if (own !== id || !token || !code) throw problem('applications/no-invitation');
  const invitation = await openInvitation(ctx, { id, token, code });
  return { ...invitation, notYours: await isOwner(ctx, rq, invitation) };
}

/** Whoever filled in the application must not sign for the people they invited. */
async function isOwner(ctx: Ctx, rq: Asking, { signing }: Invitation): Promise<boolean> {
  const visitor = visitorOfRq(rq);
  const owner = await getDraftOwner(ctx, signing.draft_id);
  return (owner.accountId !== null && owner.accountId === visitor.accountId) || (owner.tokenHash !== null && owner.tokenHash === visitor.tokenHash);
}
