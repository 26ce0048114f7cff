import { getServiceVersion } from '#core/catalogue';
import { tr } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { ApplicationTables } from '../tables.ts';
import { hashToken, newAccessCode, newToken } from '../visitor.ts';
import { invitationMail, yourTurnMail } from './signing-mails.ts';
import { hashCode, type Signature, type Signing } from './signing.queries.ts';

/** Why somebody gets a mail: asked for the first time, once more, or reminded by the machine. */
export type Invite = { kind: 'first' | 'again' | 'reminder'; email?: string };

/**
 * Mails the link and the code with which somebody reads and signs. A newer link makes the older one useless; of both only hashes are kept.
 * Whoever fills in needs no link: they are told that it is their turn.
 */
export async function inviteSigner(ctx: Ctx, { signing, signature }: { signing: Signing; signature: Signature }, invite: Invite): Promise<void> {
  const token = newToken();
  const code = newAccessCode();
  const email = invite.email ?? signature.email;
  await ctx
    .db<ApplicationTables>()
    .updateTable('applications.signature')
    .set({
      state: 'invited',
      email,
      ...(signature.is_self ? {} : { link_hash: hashToken(token), code_hash: hashCode(code) }),
      ...(invite.kind === 'reminder' ? { reminded_at: ctx.now, reminders: signature.reminders + 1 } : { invited_at: ctx.now, reminded_at: null, reminders: 0, declined_at: null, reason: null }),
    })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', signature.id)
    .execute();
  ctx.emit({ type: invite.kind === 'reminder' ? 'applications/signer-reminded' : 'applications/signer-invited', subject: `draft:${signing.draft_id}`, data: { party: signature.party, round: signing.round } });
  const service = await getServiceVersion(ctx, signing.version_id);
  const about = { service: tr(service.settings.name, signing.locale), locale: signing.locale, name: signature.name, reminder: invite.kind === 'reminder' };
  const base = ctx.platform.config.publicUrl;
  if (signature.is_self) {
    if (signing.owner_email) await sendMail(ctx, { to: signing.owner_email, ...yourTurnMail({ ...about, link: `${base}/antrag/entwurf/${signing.draft_id}/unterschriften` }) });
    return;
  }
  if (email) await sendMail(ctx, { to: email, ...invitationMail({ ...about, link: `${base}/unterschrift/${signature.id}/${token}`, code }) });
}
