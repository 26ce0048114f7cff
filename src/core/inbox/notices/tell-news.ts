import { noticeRecipients, type Recipient } from '#core/mandates';
import { getCase, type Case } from '#core/cases';
import { cityOf } from '#core/organisation';
import type { AuditEvent } from '#platform/audit';
import { formatDate, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { anybodyWantsProgress, type NoticeKind } from './notice-choice.ts';
import { tellRecipient } from './tell-recipient.ts';

/** Something new about a case; `byPost`: a letter that does not lie in the inbox. */
export type News = { kind: NoticeKind; link: string; byPost?: boolean };

/** Tells the applicant that there is something new, each as they chose, never what: mail is not a safe place. */
export async function tellNews(ctx: Ctx, found: Case, news: News): Promise<void> {
  for (const recipient of await recipientsOf(ctx, found)) await tellRecipient(ctx, recipient, { kind: news.kind, label: found.number, link: news.link, ...mailOf(ctx, found, { news, locale: recipient.locale }) });
}

/** The applicant; of an organisation those who may see this case today. */
async function recipientsOf(ctx: Ctx, { applicant, serviceSlug }: Case): Promise<Recipient[]> {
  const members = applicant.accountId ? await noticeRecipients(ctx, applicant.accountId, serviceSlug) : undefined;
  return members ?? (applicant.email ? [{ email: applicant.email, locale: applicant.locale, ...(applicant.accountId ? { accountId: applicant.accountId } : {}) }] : []);
}

function mailOf(ctx: Ctx, found: Case, { news, locale }: { news: News; locale: Locale }): { subject: string; text: string } {
  const base = ctx.platform.config.publicUrl;
  const city = cityOf(ctx.platform).name;
  const { number } = found;
  if (locale === 'en') {
    const text = news.byPost ? `a letter about your case ${number} is on its way to you by post.\nSee the state here:\n${base}/status` : `there is something new for you about your case ${number} (${formatDate(ctx.now, 'en')}):\n${news.link}`;
    return { subject: `News about your case ${number}`, text: `Good day,\n\n${text}\n\nCity of ${city}\n` };
  }
  if (locale === 'de-leicht') {
    const text = news.byPost ? `wir haben Ihnen einen Brief geschickt. Der Brief kommt mit der Post.\nEs geht um Ihren Antrag mit der Nummer ${number}.\nHier sehen Sie, was gerade passiert:\n${base}/status` : `es gibt etwas Neues zu Ihrem Antrag. Die Nummer ist ${number}.\nHier können Sie es lesen:\n${news.link}`;
    return { subject: `Neues zu Ihrem Antrag ${number}`, text: `Guten Tag,\n\n${text}\n\nIhre Stadt ${city}\n` };
  }
  const text = news.byPost ? `zu Ihrem Vorgang ${number} geht Ihnen ein Schreiben mit der Post zu.\nDen Stand sehen Sie hier:\n${base}/status` : `zu Ihrem Vorgang ${number} liegt etwas Neues für Sie bereit (${formatDate(ctx.now, 'de')}):\n${news.link}`;
  return { subject: `Neues zu Ihrem Vorgang ${number}`, text: `Guten Tag,\n\n${text}\n\nIhre Stadt ${city}\n` };
}

/** The state of a case has changed: told to those who want to hear of it. What has a message of its own is told by that. */
export async function tellProgress(ctx: Ctx, event: AuditEvent): Promise<void> {
  if (!event.caseId || event.data['to'] === 'waiting-applicant' || !(await anybodyWantsProgress(ctx))) return;
  const found = await getCase(ctx, event.caseId);
  if (!found.applicant.accountId) return;
  await tellNews(ctx, found, { kind: 'progress', link: `${ctx.platform.config.publicUrl}/konto/antraege` });
}
