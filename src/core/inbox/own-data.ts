import { caseWithinMandate } from '#core/cases';
import type { OwnData } from '#core/parties';
import { findNoticeChoice } from './notices/notice-choice.ts';
import { listPushDevices } from './notices/push-devices.ts';
import type { InboxTables } from './tables.ts';

/** All messages and letters of an account, for the export of one's own data. */
export const ownMessages: OwnData = {
  key: 'messages',
  why: { de: 'Nachweis, was die Stadt und Sie einander geschrieben haben (§ 9 OZG)', en: 'proof of what the city and you have written to each other (section 9 OZG)' },
  kept: { de: 'bis zum Ende der Aufbewahrungsfrist der Akte', en: 'until the retention period of the record ends' },
  title: { de: 'Nachrichten und Schreiben', en: 'Messages and letters' },
  read: async (ctx, accountId) => {
    const rows = await ctx.db<InboxTables>().selectFrom('inbox.message').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where(caseWithinMandate(ctx, accountId, 'case_id')).orderBy('id').limit(10_000).execute();
    return rows.map((row) => ({
      caseNumber: row.case_number, direction: row.direction, kind: row.kind, subject: row.subject, body: row.body, author: row.author, delivery: row.delivery,
      createdAt: row.created_at.toISOString(), providedAt: row.provided_at?.toISOString() ?? null, deemedOn: row.deemed_on, readAt: row.read_at?.toISOString() ?? null, open: `/konto/nachrichten/${row.id}`,
    }));
  },
};

/** How the person wants to hear of news, and on which devices. */
export const ownNotices: OwnData = {
  key: 'notices',
  of: 'person',
  why: { de: 'damit wir Ihnen nur schreiben, was Sie möchten', en: 'so that we write to you only what you want' },
  kept: { de: 'solange Ihr Konto besteht', en: 'as long as your account exists' },
  title: { de: 'Benachrichtigungen', en: 'Notifications' },
  read: async (ctx, accountId) => ({ mails: (await findNoticeChoice(ctx, accountId)).modes, devices: (await listPushDevices(ctx, accountId)).map((one) => ({ browser: one.userAgent, since: one.createdAt.toISOString() })) }),
};
