import { erasures, whatHindersDeletion, type ErasureItem, type PersonalData } from '#core/parties';
import { listRecentEvents } from '#platform/audit';
import { eraseAccount, getAccount } from '#platform/auth';
import { listMails } from '#platform/mail';
import { tr } from '#platform/i18n';
import type { Ctx, JsonValue } from '#platform/module';

const accountsOf = async (ctx: Ctx, ids: string[]) => Promise.all(ids.map((id) => getAccount(ctx, id)));

/** The accounts themselves; they go as when the person deletes them, unless something stands in the way. */
const accounts: PersonalData = {
  key: 'accounts',
  title: { de: 'Konten', en: 'Accounts' },
  read: async (ctx, { accountIds }) => (await accountsOf(ctx, accountIds)).map(({ name, email, profile, locale, createdAt, lastSignInAt }) => ({ name, email, profile: { ...profile }, locale, createdAt: createdAt.toISOString(), lastSignInAt: lastSignInAt?.toISOString() ?? null })),
  erase: async (ctx, { accountIds }, { dryRun }) => {
    const items: ErasureItem[] = [];
    for (const id of accountIds) {
      const [hindrance] = await whatHindersDeletion(ctx, id);
      if (hindrance) {
        items.push({ what: 'Konto', count: 1, outcome: 'kept', because: tr(hindrance, 'de') });
        continue;
      }
      if (!dryRun) {
        for (const one of ctx.platform.contributions(erasures)) await one.erase?.(ctx, id);
        await eraseAccount(ctx, id);
      }
      items.push({ what: 'Konto mit Name, Anschrift, Anmeldedaten und Sitzungen', count: 1, outcome: 'erased' });
    }
    return items;
  },
};

/** Mails that the city has sent to the addresses of the accounts. */
const mails: PersonalData = {
  key: 'mails',
  title: { de: 'E-Mails der Stadt', en: 'Mails of the city' },
  read: async (ctx, { accountIds }) => {
    const sent: JsonValue[] = [];
    for (const { email } of await accountsOf(ctx, accountIds)) if (email) for (const mail of await listMails(ctx, { to: email, limit: 1000 })) sent.push({ createdAt: mail.createdAt.toISOString(), subject: mail.subject, text: mail.text });
    return sent;
  },
  erase: async (ctx, { accountIds }) => {
    let count = 0;
    for (const { email } of await accountsOf(ctx, accountIds)) if (email) count += (await listMails(ctx, { to: email, limit: 1000 })).length;
    return [{ what: 'E-Mails der Stadt an die Person', count, outcome: 'kept', because: 'Nachweis des Versands (Art. 17 Abs. 3 Buchst. e DSGVO).' }];
  },
};

const MOST_EVENTS = 500;

/** What the log says about the accounts. It holds ids, no names, and stays: changing it would break its seals. */
const log: PersonalData = {
  key: 'log',
  title: { de: 'Protokoll', en: 'Log' },
  read: async (ctx, { accountIds }) => {
    const events: JsonValue[] = [];
    for (const id of accountIds) for (const event of await listRecentEvents(ctx, { subject: `account:${id}`, limit: MOST_EVENTS })) events.push({ at: event.at.toISOString(), type: event.type, by: event.actor.name });
    return events;
  },
  erase: async (ctx, { accountIds }) => {
    let count = 0;
    for (const id of accountIds) count += (await listRecentEvents(ctx, { subject: `account:${id}`, limit: MOST_EVENTS })).length;
    return [{ what: 'Einträge im versiegelten Protokoll', count, outcome: 'kept', because: 'Enthalten Kennungen, keine Namen, und belegen rechtmäßiges Handeln (Art. 5 Abs. 2, Art. 17 Abs. 3 Buchst. b und e DSGVO).' }];
  },
};

/** Accounts come last: mails are found by their addresses. */
export const heldByPlatform: PersonalData[] = [mails, log, accounts];
