import { noticeRecipients, type Recipient } from '#core/mandates';
import { findAccount } from '#platform/auth';
import type { Locale } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { tellRecipient, type Notice } from './tell-recipient.ts';

/**
 * Tells a person, or those who act for an organisation without limits, of something in their account that belongs to no case, each as
 * they chose. `say` gives the words in their language; they must not tell what it is about.
 */
export async function tellOwner(ctx: Ctx, ownerId: string, { kind, link, say }: Pick<Notice, 'kind' | 'link'> & { say(locale: Locale): Pick<Notice, 'label' | 'subject' | 'text'> }): Promise<void> {
  for (const recipient of await recipientsOf(ctx, ownerId)) await tellRecipient(ctx, recipient, { kind, link, ...say(recipient.locale) });
}

async function recipientsOf(ctx: Ctx, ownerId: string): Promise<Recipient[]> {
  const members = await noticeRecipients(ctx, ownerId, null);
  if (members) return members;
  const account = await findAccount(ctx, ownerId);
  return account?.email && account.status === 'active' ? [{ email: account.email, locale: account.locale, accountId: account.id }] : [];
}
