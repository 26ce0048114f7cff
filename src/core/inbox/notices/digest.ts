import { cityOf } from '#core/organisation';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { InboxTables } from '../tables.ts';
import { findNoticeChoice, stopLink } from './notice-choice.ts';
import { footer } from './notice-footer.ts';

/** Accounts that one transaction serves. */
const AT_ONCE = 50;
const NAMED = 30;

/** One mail for everything of the day, per account and address. @returns how many accounts were served; call again until none is left */
export async function sendDigests(ctx: Ctx): Promise<number> {
  const db = ctx.db<InboxTables>();
  const accounts = await db.selectFrom('inbox.notice_waiting').select('account_id').distinct().where('tenant_id', '=', ctx.tenantId).limit(AT_ONCE).execute();
  for (const { account_id: accountId } of accounts) {
    const rows = await db.deleteFrom('inbox.notice_waiting').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).returningAll().execute();
    const choice = await findNoticeChoice(ctx, accountId);
    // whoever has stopped a kind meanwhile hears no more of it
    const wanted = rows.filter((row) => choice.modes[row.kind] !== 'never').toSorted((a, b) => (a.id < b.id ? -1 : 1));
    if (wanted.length === 0) continue;
    const stop = await stopLink(ctx, accountId, { kind: 'daily', choice });
    for (const [email, mine] of Map.groupBy(wanted, (row) => row.email)) await sendOne(ctx, { email, stop }, mine);
  }
  return accounts.length;
}

async function sendOne(ctx: Ctx, { email, stop }: { email: string; stop: string }, rows: InboxTables['inbox.notice_waiting'][]): Promise<void> {
  const english = rows[0]?.locale === 'en';
  const places = [...new Map(rows.map((row) => [`${row.case_number} ${row.link}`, row])).values()];
  const lines = places.slice(0, NAMED).map((row) => `${row.case_number}: ${row.link}`);
  const more = places.length > NAMED ? [`… ${ctx.platform.config.publicUrl}/konto/nachrichten`] : [];
  const city = cityOf(ctx.platform).name;
  const list = [...lines, ...more].join('\n');
  const end = footer(ctx, { stop, locale: english ? 'en' : 'de' });
  await sendMail(ctx, english
    ? { to: email, stopLink: stop, subject: 'News of today about your cases', text: `Good day,\n\nthere is something new for you:\n\n${list}\n\nCity of ${city}\n${end}` }
    : { to: email, stopLink: stop, subject: 'Neues von heute zu Ihren Vorgängen', text: `Guten Tag,\n\ndas liegt neu für Sie bereit:\n\n${list}\n\nIhre Stadt ${city}\n${end}` });
}
