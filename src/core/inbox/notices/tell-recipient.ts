import type { Recipient } from '#core/mandates';
import { newId } from '#platform/db';
import { contentLocale } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { InboxTables } from '../tables.ts';
import { findNoticeChoice, stopLink, type NoticeKind } from './notice-choice.ts';
import { footer } from './notice-footer.ts';
import { pushTo } from './push-devices.ts';

/** Something to tell: `link` leads to it, `label` names it in the mail of the day. Neither says what it is: mail is not a safe place. */
export type Notice = { kind: NoticeKind; label: string; link: string; subject: string; text: string };

/** Tells one person as they chose: at once, with the mail of the day, only on their devices, or not at all. */
export async function tellRecipient(ctx: Ctx, { accountId, email, locale }: Recipient, notice: Notice): Promise<void> {
  const { kind, link, subject, text } = notice;
  if (!accountId) return sendMail(ctx, { to: email, subject, text });
  const choice = await findNoticeChoice(ctx, accountId);
  const mode = choice.modes[kind];
  if (mode === 'never') return;
  const devices = await pushTo(ctx, accountId, link);
  if (mode === 'push' && devices > 0) return;
  if (mode === 'daily') return wait(ctx, { accountId, email, locale }, notice);
  const stop = kind === 'letter' ? undefined : await stopLink(ctx, accountId, { kind, choice });
  await sendMail(ctx, { to: email, subject, text: `${text}${footer(ctx, { stop, locale })}`, ...(stop ? { stopLink: stop } : {}) });
}

async function wait(ctx: Ctx, { accountId, email, locale }: Required<Recipient>, { kind, label, link }: Notice): Promise<void> {
  await ctx.db<InboxTables>().insertInto('inbox.notice_waiting').values({ tenant_id: ctx.tenantId, id: newId(), account_id: accountId, email, locale: contentLocale(locale), kind, case_number: label, link, created_at: ctx.now }).execute();
}
