import { noticeRecipients, type Recipient } from '#core/mandates';
import { getCase, type Case } from '#core/cases';
import { cityOf } from '#core/organisation';
import type { AuditEvent } from '#platform/audit';
import { newId } from '#platform/db';
import { contentLocale, formatDate, type Locale } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { InboxTables } from '../tables.ts';
import { anybodyWantsProgress, findNoticeChoice, stopLink, type NoticeChoice, type NoticeKind } from './notice-choice.ts';
import { pushTo } from './push-devices.ts';

/** Something new about a case; `byPost`: a letter that does not lie in the inbox. */
export type News = { kind: NoticeKind; link: string; byPost?: boolean };

/** Tells the applicant that there is something new, each as they chose, never what: mail is not a safe place. */
export async function tellNews(ctx: Ctx, found: Case, news: News): Promise<void> {
  for (const recipient of await recipientsOf(ctx, found)) await tell(ctx, found, { news, recipient });
}

/** The applicant; of an organisation those who may see this case today. */
async function recipientsOf(ctx: Ctx, { applicant, serviceSlug }: Case): Promise<Recipient[]> {
  const members = applicant.accountId ? await noticeRecipients(ctx, applicant.accountId, serviceSlug) : undefined;
  return members ?? (applicant.email ? [{ email: applicant.email, locale: applicant.locale, ...(applicant.accountId ? { accountId: applicant.accountId } : {}) }] : []);
}

async function tell(ctx: Ctx, found: Case, { news, recipient }: { news: News; recipient: Recipient }): Promise<void> {
  const { accountId, email, locale } = recipient;
  if (!accountId) return sendMail(ctx, { to: email, ...mailOf(ctx, found, { news, locale }) });
  const choice = await findNoticeChoice(ctx, accountId);
  const mode = choice.modes[news.kind];
  if (mode === 'never') return;
  await pushTo(ctx, accountId);
  if (mode === 'daily') return wait(ctx, found, { news, recipient: { ...recipient, accountId } });
  const { subject, text } = mailOf(ctx, found, { news, locale });
  await sendMail(ctx, { to: email, subject, text: `${text}${await footer(ctx, { accountId, choice, kind: news.kind, locale })}` });
}

async function wait(ctx: Ctx, found: Case, { news, recipient }: { news: News; recipient: Recipient & { accountId: string } }): Promise<void> {
  const { accountId: account_id, email, locale } = recipient;
  await ctx.db<InboxTables>().insertInto('inbox.notice_waiting').values({ tenant_id: ctx.tenantId, id: newId(), account_id, email, locale: contentLocale(locale), kind: news.kind, case_number: found.number, link: news.link, created_at: ctx.now }).execute();
}

function mailOf(ctx: Ctx, found: Case, { news, locale }: { news: News; locale: Locale }): { subject: string; text: string } {
  const base = ctx.platform.config.publicUrl;
  const city = cityOf(ctx.platform).name;
  const { number } = found;
  if (locale === 'en') {
    const text = news.byPost ? `a letter about your case ${number} is on its way to you by post.\nSee the state here:\n${base}/status` : `there is something new for you about your case ${number} (${formatDate(ctx.now, 'en')}):\n${news.link}`;
    return { subject: `News about your case ${number}`, text: `Good day,\n\n${text}\n\nCity of ${city}\n` };
  }
  const text = news.byPost ? `zu Ihrem Vorgang ${number} geht Ihnen ein Schreiben mit der Post zu.\nDen Stand sehen Sie hier:\n${base}/status` : `zu Ihrem Vorgang ${number} liegt etwas Neues für Sie bereit (${formatDate(ctx.now, 'de')}):\n${news.link}`;
  return { subject: `Neues zu Ihrem Vorgang ${number}`, text: `Guten Tag,\n\n${text}\n\nIhre Stadt ${city}\n` };
}

/** How to choose otherwise; of what must be told there is no way to stop it. */
async function footer(ctx: Ctx, { accountId, choice, kind, locale }: { accountId: string; choice: NoticeChoice; kind: NoticeKind; locale: Locale }): Promise<string> {
  const settings = `${ctx.platform.config.publicUrl}/konto/benachrichtigungen`;
  const choose = locale === 'en' ? `Choose what we write about: ${settings}` : `Wovon wir Ihnen schreiben, wählen Sie hier: ${settings}`;
  if (kind === 'letter') return `\n-- \n${choose}\n`;
  const stop = await stopLink(ctx, accountId, { kind, choice });
  return `\n-- \n${choose}\n${locale === 'en' ? 'No more mails of this kind' : 'Keine Mails dieser Art mehr'}: ${stop}\n`;
}

/** The state of a case has changed: told to those who want to hear of it. What has a message of its own is told by that. */
export async function tellProgress(ctx: Ctx, event: AuditEvent): Promise<void> {
  if (!event.caseId || event.data['to'] === 'waiting-applicant' || !(await anybodyWantsProgress(ctx))) return;
  const found = await getCase(ctx, event.caseId);
  if (!found.applicant.accountId) return;
  await tellNews(ctx, found, { kind: 'progress', link: `${ctx.platform.config.publicUrl}/konto/antraege` });
}
