import { listAccounts } from '#platform/auth';
import { addDays } from '#core/organisation';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import type { Ctx } from '#platform/module';
import type { AssetsTables } from '../tables.ts';
import type { ItService } from './it-service.ts';

/** So long before the last day for notice the owner is reminded. */
const REMIND_DAYS = 60;

/** Mails to the owner of every contract whose last day for notice comes near; once for each such day. @returns how many */
export async function remindOfContracts(ctx: Ctx): Promise<number> {
  const today = calendarDayOf(ctx.now);
  const db = ctx.db<AssetsTables>();
  const due = await db
    .selectFrom('assets.it_service')
    .select(['id', 'name', 'owner_id', 'contract_partner', 'contract_ends_on', 'notice_by'])
    .where('tenant_id', '=', ctx.tenantId).where('contract_ends_on', '>=', today).where('contract_ends_on', '<=', addDays(today, 2000))
    .where('notice_by', '>=', today).where('notice_by', '<=', addDays(today, REMIND_DAYS)).where('state', '!=', 'retired')
    .where((where) => where.or([where('reminded_for', 'is', null), where('reminded_for', '!=', where.ref('notice_by'))]))
    .orderBy('contract_ends_on').limit(500).execute();
  const owners = new Map((await listAccounts(ctx, { kind: 'staff', status: 'active', limit: 10_000 })).map((one) => [one.id, one]));
  let sent = 0;
  for (const one of due) {
    const owner = one.owner_id ? owners.get(one.owner_id) : undefined;
    if (!owner?.email) continue;
    await sendMail(ctx, { to: owner.email, subject: `Vertrag „${one.name}“: kündbar bis ${formatDate(one.notice_by ?? '')}`, text: `Guten Tag ${owner.name},\n\nder Vertrag zu „${one.name}“ mit ${one.contract_partner || 'dem Anbieter'} endet am ${formatDate(one.contract_ends_on ?? '')}. Bis zum ${formatDate(one.notice_by ?? '')} kann gekündigt werden.\n\nBitte entscheiden Sie: verlängern, ablösen oder kündigen. Der Eintrag steht unter /office/it-dienste/d/${one.id}.\n` });
    await db.updateTable('assets.it_service').set({ reminded_for: one.notice_by }).where('tenant_id', '=', ctx.tenantId).where('id', '=', one.id).execute();
    ctx.emit({ type: 'assets/owner-reminded', subject: `it-service:${one.id}`, data: { noticeBy: one.notice_by } });
    sent++;
  }
  return sent;
}

const escape = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll(';', '\\;').replaceAll(',', '\\,').replaceAll(/\r?\n/g, '\\n');
const day = (iso: string): string => iso.replaceAll('-', '');

/** Last days for notice and ends of contracts as calendar (RFC 5545): whole days, a reminder four weeks before. */
export function contractCalendar(ctx: Ctx, contracts: readonly ItService[]): string {
  const stamp = ctx.now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const entry = (uid: string, on: string, said: { title: string; text: string }): string[] => [
    'BEGIN:VEVENT', `UID:${uid}@stadtkern`, `DTSTAMP:${stamp}`, `DTSTART;VALUE=DATE:${day(on)}`, `SUMMARY:${escape(said.title)}`, `DESCRIPTION:${escape(said.text)}`, 'TRANSP:TRANSPARENT',
    'BEGIN:VALARM', 'ACTION:DISPLAY', `DESCRIPTION:${escape(said.title)}`, 'TRIGGER:-P28D', 'END:VALARM', 'END:VEVENT',
  ];
  const lines = contracts.flatMap(({ id, name, contractPartner, contractEndsOn, noticeBy }) => [
    ...(noticeBy && noticeBy >= calendarDayOf(ctx.now) && noticeBy !== contractEndsOn ? entry(`notice-${id}`, noticeBy, { title: `Letzter Tag zum Kündigen: ${name}`, text: `Vertrag mit ${contractPartner}, endet am ${formatDate(contractEndsOn ?? '')}` }) : []),
    ...(contractEndsOn ? entry(`end-${id}`, contractEndsOn, { title: `Vertrag endet: ${name}`, text: `Vertragspartner: ${contractPartner}` }) : []),
  ]);
  return ['BEGIN:VCALENDAR', 'VERSION:2.0', 'PRODID:-//Stadtkern//IT-Vertraege//DE', 'METHOD:PUBLISH', ...lines, 'END:VCALENDAR'].map(folded).join('\r\n') + '\r\n';
}

/** A line has at most 75 octets; the next begins with a blank (RFC 5545, 3.1). */
function folded(line: string): string {
  const parts = [''];
  for (const sign of line) {
    if (Buffer.byteLength(`${parts.at(-1)}${sign}`) > 73) parts.push('');
    parts[parts.length - 1] += sign;
  }
  return parts.join('\r\n ');
}
