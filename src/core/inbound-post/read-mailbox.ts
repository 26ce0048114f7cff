import { readMail } from '#core/records';
import type { Job } from '#platform/jobs';
import { Problem, SYSTEM, type Platform } from '#platform/module';
import { takeIn } from './take-in.ts';

const MOST_AT_ONCE = 100;

/** Every five minutes: unread mails of the mailbox become inbound post, each with its attachments beside it; then they are marked as read. */
export const readMailboxJob: Job = {
  name: 'inbound-post/read-mailbox',
  schedule: '*/5 * * * *',
  handle: async (platform, tenantId) => {
    const { inboundImap } = platform.config;
    if (inboundImap && tenantId === 1) await readMailbox(platform, tenantId, new URL(inboundImap));
  },
};

/** @returns how many mails were taken in. */
export async function readMailbox(platform: Platform, tenantId: number, url: URL): Promise<number> {
  const secure = url.protocol === 'imaps:';
  const { ImapFlow } = await import('imapflow'); // 30 MB that only a city with a mailbox needs
  const client = new ImapFlow({ host: url.hostname, port: Number(url.port) || (secure ? 993 : 143), secure, auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }, logger: false });
  await client.connect();
  const lock = await client.getMailboxLock(decodeURIComponent(url.pathname.slice(1)) || 'INBOX');
  try {
    const unseen = (await client.search({ seen: false }, { uid: true })) || [];
    let count = 0;
    for (const uid of unseen.slice(0, MOST_AT_ONCE)) {
      const message = await client.fetchOne(String(uid), { source: true, uid: true }, { uid: true });
      if (!message || !message.source) continue;
      await takeInMail(platform, tenantId, message.source).catch((error: unknown) => putAside(platform, tenantId, { source: message.source as Uint8Array, error }));
      await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
      count++;
    }
    return count;
  } finally {
    lock.release();
    await client.logout();
  }
}

/** A mail that cannot be taken apart must not hold up those behind it: it waits in the post room as it came, with the reason. What fails here too is no fault of the mail. */
async function putAside(platform: Platform, tenantId: number, { source, error }: { source: Uint8Array; error: unknown }): Promise<void> {
  const blob = await platform.storage.put(source);
  const trouble = `Diese Mail ließ sich nicht zerlegen: ${error instanceof Error ? error.message : String(error)}`;
  await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => takeIn(ctx, { source: 'mail', sourceKey: `${blob.hash}:aside`, blob, mime: 'message/rfc822', name: 'unlesbar.eml', subject: 'Mail, die nicht gelesen werden konnte', trouble }));
  platform.log.warn({ err: error, hash: blob.hash }, 'inbound mail put aside');
}

/** A mail and its attachments; the same mail again changes nothing. An infected attachment is left out, the mail says that it was there. */
export async function takeInMail(platform: Platform, tenantId: number, source: Uint8Array): Promise<void> {
  const mail = await readMail(source);
  const about = { source: 'mail' as const, sender: mail.from, subject: mail.subject };
  const parts = [{ bytes: source, mime: 'message/rfc822', name: `${mail.subject || 'Mail'}.eml` }, ...mail.attachments];
  const whole = await platform.storage.put(source);
  for (const [at, part] of parts.entries()) {
    const blob = at === 0 ? whole : await platform.storage.put(part.bytes);
    try {
      await platform.transact({ tenantId, actor: SYSTEM }, (ctx) => takeIn(ctx, { ...about, sourceKey: `${whole.hash}:${at}`, blob, mime: part.mime, name: part.name }));
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      platform.log.warn({ name: part.name, reason: error.de }, 'inbound mail refused');
    }
  }
}
