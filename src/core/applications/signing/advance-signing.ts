import { getServiceVersion } from '#core/catalogue';
import { tr } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import { submitSigned, type Submitted } from '../submit-application.ts';
import type { ApplicationTables } from '../tables.ts';
import { inviteSigner } from './invite-signer.ts';
import { sentMail } from './signing-mails.ts';
import { listSignatures, type Signature, type Signing } from './signing.queries.ts';

/**
 * What follows from the signatures there are: whoever is next is invited; when the last one is there, the application is sent, in the
 * same transaction, with exactly the answers that were signed.
 */
export async function advanceSigning(ctx: Ctx, signing: Signing): Promise<Submitted | undefined> {
  const signatures = await listSignatures(ctx, signing);
  if (signatures.every(({ state }) => state === 'signed')) return completeSigning(ctx, signing, signatures);
  const open = signatures.filter(({ state }) => state !== 'signed');
  const due = signing.signing_order === 'sequence' ? open.slice(0, 1) : open;
  for (const signature of due) if (signature.state === 'waiting') await inviteSigner(ctx, { signing, signature }, { kind: 'first' });
  return undefined;
}

async function completeSigning(ctx: Ctx, signing: Signing, signatures: Signature[]): Promise<Submitted> {
  await ctx
    .db<ApplicationTables>()
    .updateTable('applications.signing')
    .set({ state: 'complete', ended_at: ctx.now })
    .where('tenant_id', '=', ctx.tenantId)
    .where('draft_id', '=', signing.draft_id)
    .where('round', '=', signing.round)
    .execute();
  const submitted = await submitSigned(ctx, { draftId: signing.draft_id, content: signing.content, electronicNotice: signing.electronic_notice, trustLevel: signing.owner_trust_level, signatures: signatures.length });
  const service = await getServiceVersion(ctx, signing.version_id);
  const about = { service: tr(service.settings.name, signing.locale), locale: signing.locale, number: submitted.number };
  for (const { email, is_self: self } of signatures) if (email && !self) await sendMail(ctx, { to: email, ...sentMail(about) });
  return submitted;
}
