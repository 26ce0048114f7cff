import { claimDeletion, eraseAccount, getAccount, listAccountsToDelete, planDeletion, type Account } from '#platform/auth';
import { formatDate, tr, type Text } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { defineProblems, type Ctx, type Platform } from '#platform/module';
import { runAsSystem } from '#platform/jobs';
import { erasures } from './erasure.ts';

const DAYS_TO_THINK = 14;
const problem = defineProblems({
  'parties/deletion-hindered': { status: 409, de: '{reason}', en: '{reason}' },
});

/** What stands in the way of deleting an account. */
export async function whatHindersDeletion(ctx: Ctx, accountId: string): Promise<Text[]> {
  const found: Text[] = [];
  for (const one of ctx.platform.contributions(erasures)) {
    const reason = await one.hinders?.(ctx, accountId);
    if (reason) found.push(reason);
  }
  return found;
}

/**
 * The person wants the account deleted: it happens after fourteen days, until then they can take it back.
 * @throws Problem 409 when something stands in the way
 */
export async function requestDeletion(ctx: Ctx, accountId: string): Promise<Date> {
  const [reason] = await whatHindersDeletion(ctx, accountId);
  if (reason) throw problem('parties/deletion-hindered', { reason: tr(reason, ctx.locale) });
  const dueAt = new Date(ctx.now.getTime() + DAYS_TO_THINK * 86_400_000);
  await planDeletion(ctx, accountId, dueAt);
  await tell(ctx, await getAccount(ctx, accountId), { kind: 'planned', dueAt });
  return dueAt;
}

/** The person has thought better of it. */
export async function undoDeletion(ctx: Ctx, accountId: string): Promise<void> {
  await planDeletion(ctx, accountId, null);
}

/** Every night, one account after the other: what may go goes, and a last mail says so. One that is hindered by now stays. */
export async function deleteDueAccounts(platform: Platform, tenantId: number): Promise<void> {
  const due = await platform.read(runAsSystem(tenantId), (ctx) => listAccountsToDelete(ctx));
  for (const id of due) {
    await platform.transact(runAsSystem(tenantId), async (ctx) => {
      const account = await claimDeletion(ctx, id);
      if (!account) return;
      if ((await whatHindersDeletion(ctx, id)).length) return planDeletion(ctx, id, null);
      for (const one of ctx.platform.contributions(erasures)) await one.erase?.(ctx, id);
      await tell(ctx, account, { kind: 'done' });
      await eraseAccount(ctx, id);
    });
  }
}

async function tell(ctx: Ctx, account: Account, what: { kind: 'planned'; dueAt: Date } | { kind: 'done' }): Promise<void> {
  if (!account.email) return;
  const english = account.locale === 'en';
  const link = `${ctx.platform.config.publicUrl}/konto/daten/loeschen`;
  const text = what.kind === 'planned'
    ? english
      ? `Good day,\n\nyour account will be deleted on ${formatDate(what.dueAt, 'en')}. If you have changed your mind, or it was not you, keep it here:\n${link}\n`
      : `Guten Tag,\n\nIhr Konto wird am ${formatDate(what.dueAt, 'de')} gelöscht. Haben Sie es sich anders überlegt, oder waren Sie es nicht? Hier behalten Sie es:\n${link}\n`
    : english
      ? 'Good day,\n\nyour account has been deleted. Applications stay with the office for as long as the law says; you can see their state with the number and the access code of the receipt.\n'
      : 'Guten Tag,\n\nIhr Konto ist gelöscht. Anträge bleiben beim Amt, solange das Gesetz es verlangt; den Stand sehen Sie mit Vorgangsnummer und Zugangscode von der Eingangsbestätigung.\n';
  const subject = what.kind === 'planned' ? (english ? 'Your account will be deleted' : 'Ihr Konto wird gelöscht') : english ? 'Your account has been deleted' : 'Ihr Konto ist gelöscht';
  await sendMail(ctx, { to: account.email, subject, text });
}

