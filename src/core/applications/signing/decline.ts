import { getServiceVersion } from '#core/catalogue';
import { tr } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { ApplicationTables } from '../tables.ts';
import { declinedMail } from './signing-mails.ts';
import { findSigning, listSignatures } from './signing.queries.ts';

/** Somebody who was asked does not sign; the person who filled in is told, with the reason if there is one. @throws Problem 409 when it is signed or over */
export async function declineSignature(ctx: Ctx, { draftId, signatureId, reason }: { draftId: string; signatureId: string; reason: string }): Promise<void> {
  const signing = await findSigning(ctx, draftId, { lock: true });
  const signature = signing && (await listSignatures(ctx, signing)).find(({ id }) => id === signatureId);
  if (!signing || !signature) throw problem('applications/no-invitation');
  if (signature.state === 'signed') throw problem('applications/signed-already');
  if (signing.state !== 'open' || signature.state !== 'invited') throw problem('applications/signing-changed');
  await ctx
    .db<ApplicationTables>()
    .updateTable('applications.signature')
    .set({ state: 'declined', declined_at: ctx.now, reason: reason || null })
    .where('tenant_id', '=', ctx.tenantId)
    .where('id', '=', signatureId)
    .execute();
  ctx.emit({ type: 'applications/signature-declined', subject: `draft:${draftId}`, data: { party: signature.party, round: signing.round } });
  if (!signing.owner_email) return;
  const service = await getServiceVersion(ctx, signing.version_id);
  const link = `${ctx.platform.config.publicUrl}/antrag/entwurf/${draftId}/unterschriften`;
  await sendMail(ctx, { to: signing.owner_email, ...declinedMail({ service: tr(service.settings.name, signing.locale), locale: signing.locale, name: signature.name, reason, link }) });
}
