import { findAccount } from '#platform/auth';
import { calendarDayOf, type Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { findOrganisation, listMembers, stateOf } from './organisation.ts';

export type Recipient = { email: string; locale: Locale; /** Whose choice of notices counts; none without an account. */ accountId?: string };

/**
 * Who is told by mail of something new for an organisation: those whose mandate covers the service today, whatever address once
 * stood in the application; for what belongs to no service (null) those without a limit. undefined when the account is a person's.
 */
export async function noticeRecipients(ctx: Ctx, accountId: string, service: string | null): Promise<Recipient[] | undefined> {
  if (!(await findOrganisation(ctx, accountId))) return undefined;
  const today = calendarDayOf(ctx.now);
  const entitled = (await listMembers(ctx, accountId)).filter((one) => stateOf(one, today) === 'valid' && (one.services === null || (service !== null && one.services.includes(service))));
  const recipients: Recipient[] = [];
  for (const { accountId: personId } of entitled) {
    const account = await findAccount(ctx, personId);
    if (account?.email && account.status === 'active') recipients.push({ email: account.email, locale: account.locale, accountId: personId });
  }
  return recipients;
}
