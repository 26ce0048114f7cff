import { createTransport } from 'nodemailer';
import { newId } from '#platform/db';
import { enqueue, runAsSystem, type Job } from '#platform/jobs';
import type { Ctx, Platform } from '#platform/module';

export type MailTables = {
  'mail.message': { tenant_id: number; id: string; recipient: string; subject: string; body_text: string; stop_link: string | null; created_at: Date; sent_at: Date | null; attempts: number; error: string | null };
};
export type Mail = {
  to: string;
  subject: string;
  text: string;
  /** Where mails of this kind are stopped: a POST there does it without a question (RFC 8058). Never for what the law wants told. */
  stopLink?: string;
};
export type StoredMail = Mail & { id: string; createdAt: Date; sentAt: Date | null };

/** Stores a mail in the caller's transaction; it leaves after the commit, at least once, with its id as Message-ID. */
export async function sendMail(ctx: Ctx, mail: Mail): Promise<void> {
  const id = newId();
  const subject = mail.subject.replaceAll(/[\r\n]+/g, ' ');
  ctx.write(ctx.db<MailTables>().insertInto('mail.message').values({ tenant_id: ctx.tenantId, id, recipient: mail.to, subject, body_text: mail.text, stop_link: mail.stopLink ?? null, created_at: ctx.now, sent_at: null, attempts: 0, error: null }));
  if (ctx.platform.config.smtpUrl) await enqueue(ctx, 'mail/send', { id });
}

/** Hands one stored mail to the mail server; a failure is noted and tried again by the queue. */
async function deliver(platform: Platform, tenantId: number, id: string): Promise<void> {
  const who = runAsSystem(tenantId);
  const row = await platform.read(who, (ctx) => ctx.db<MailTables>().selectFrom('mail.message').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst());
  if (!row || row.sent_at || !platform.config.smtpUrl) return;
  const transport = createTransport(platform.config.smtpUrl);
  try {
    await transport.sendMail({ from: platform.config.mailFrom, to: row.recipient, subject: row.subject, text: row.body_text, messageId: `<${id}@stadtkern>`, headers: headersOf(row.stop_link) });
  } catch (error) {
    await mark(platform, { tenantId, id }, { error: (error as Error).message });
    throw error;
  } finally {
    transport.close();
  }
  await mark(platform, { tenantId, id }, { sent: true });
}

/** A machine wrote it, so nobody's holiday note answers (RFC 3834); how mail programs offer to stop such mails (RFC 2369), with one click only over https (RFC 8058). */
function headersOf(stopLink: string | null): Record<string, string> {
  const automatic = { 'Auto-Submitted': 'auto-generated' };
  if (!stopLink) return automatic;
  return { ...automatic, 'List-Unsubscribe': `<${stopLink}>`, ...(stopLink.startsWith('https:') ? { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click' } : {}) };
}

async function mark(platform: Platform, { tenantId, id }: { tenantId: number; id: string }, outcome: { sent?: true; error?: string }): Promise<void> {
  await platform.transact(runAsSystem(tenantId), (ctx) =>
    ctx.db<MailTables>().updateTable('mail.message').set((eb) => ({ attempts: eb('attempts', '+', 1), error: outcome.error ?? null, sent_at: outcome.sent ? ctx.now : null })).where('tenant_id', '=', tenantId).where('id', '=', id).execute(),
  );
}

export const sendMailJob: Job = {
  name: 'mail/send',
  title: 'Mail senden',
  describe: async (ctx, data) => {
    const row = await ctx.db<MailTables>().selectFrom('mail.message').select(['recipient', 'subject', 'error']).where('tenant_id', '=', ctx.tenantId).where('id', '=', String(data.id)).executeTakeFirst();
    return row && `Mail „${row.subject}“ an ${row.recipient}`;
  },
  handle: (platform, tenantId, data) => deliver(platform, tenantId, String(data.id)),
};

/** The newest mails, for the mailbox page of the demo and for tests. */
export async function listMails(ctx: Ctx, { to, limit = 50 }: { to?: string; limit?: number } = {}): Promise<StoredMail[]> {
  let query = ctx.db<MailTables>().selectFrom('mail.message').selectAll().where('tenant_id', '=', ctx.tenantId);
  if (to) query = query.where('recipient', '=', to);
  const rows = await query.orderBy('id', 'desc').limit(limit).execute();
  return rows.map((row) => ({ id: row.id, to: row.recipient, subject: row.subject, text: row.body_text, ...(row.stop_link ? { stopLink: row.stop_link } : {}), createdAt: row.created_at, sentAt: row.sent_at }));
}
