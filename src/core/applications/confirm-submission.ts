import { getServiceVersion } from '#core/catalogue';
import { cityOf } from '#core/organisation';
import type { AuditEvent } from '#platform/audit';
import { tr } from '#platform/i18n';
import { enqueue } from '#platform/jobs';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import { findApplicationByCase } from './applications.queries.ts';

/** After a submission: the receipt is made in the background and a mail confirms the arrival, with the number but no content. */
export async function confirmSubmission(ctx: Ctx, event: AuditEvent): Promise<void> {
  const application = event.caseId ? await findApplicationByCase(ctx, event.caseId) : undefined;
  if (!application) return;
  await enqueue(ctx, 'applications/receipt', { caseId: application.case_id });
  if (!application.email) return;
  const service = await getServiceVersion(ctx, application.version_id);
  const name = tr(service.settings.name, application.locale);
  const base = ctx.platform.config.publicUrl;
  const link = application.account_id ? `${base}/konto/antraege/${application.id}` : `${base}/status?nummer=${encodeURIComponent(application.number)}`;
  const city = cityOf(ctx.platform).name;
  const mail = application.locale === 'en'
    ? { subject: `Received: ${name} (${application.number})`, text: `Good day,\n\nwe have received your application “${name}”. Its number is ${application.number}.\n\nSee the state at any time:\n${link}\n\nCity of ${city}\n` }
    : application.locale === 'de-leicht'
    ? { subject: `Ihr Antrag ist da: ${name} (${application.number})`, text: `Guten Tag,\n\nIhr Antrag ist bei uns an-gekommen: ${name}.\nDie Nummer ist ${application.number}.\n\nHier sehen Sie, was gerade passiert:\n${link}\n\nIhre Stadt ${city}\n` }
    : { subject: `Eingegangen: ${name} (${application.number})`, text: `Guten Tag,\n\nIhr Antrag „${name}“ ist bei uns eingegangen. Die Vorgangsnummer ist ${application.number}.\n\nDen Stand sehen Sie jederzeit hier:\n${link}\n\nIhre Stadt ${city}\n` };
  await sendMail(ctx, { to: application.email, ...mail });
}
