import type { ImapFlow } from 'imapflow';
import { Readable } from 'node:stream';
import { LARGEST_MAIL, readMail } from '#core/records';
import type { Job } from '#platform/jobs';
import { Problem, SYSTEM, type Platform } from '#platform/module';
import type { Blob } from '#platform/storage';
import { mailboxTrouble } from './mailbox-trouble.ts';
import { takeIn, type Incoming } from './take-in.ts';
import { noteWay } from './ways-in.ts';

const MOST_AT_ONCE = 100;
const PIECE = 4_000_000;

/**
 * Every five minutes: unread mails of the mailbox become inbound post, each with its attachments beside it; then they are marked as read.
 * What stops it stands on the page of the post room; it is tried again by itself, so nothing is thrown.
 */
export const readMailboxJob: Job = {
  name: 'inbound-post/read-mailbox',
  schedule: '*/5 * * * *',
  handle: async (platform, tenantId) => {
    const { inboundImap } = platform.config;
    if (!inboundImap || tenantId !== 1) return;
    const url = new URL(inboundImap);
    const trouble = await readMailbox(platform, tenantId, url).then(() => null, (error: unknown) => mailboxTrouble(error, url));
    await noteWay(platform, tenantId, { way: 'mail', trouble });
  },
};

/** @returns how many mails were taken in. */
export async function readMailbox(platform: Platform, tenantId: number, url: URL): Promise<number> {
  const secure = url.protocol === 'imaps:';
  const { ImapFlow } = await import('imapflow'); // 30 MB that only a city with a mailbox needs
  const client = new ImapFlow({ host: url.hostname, port: Number(url.port) || (secure ? 993 : 143), secure, auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) }, logger: false });
  client.on('error', () => {}); // a connection that breaks is told by the command under way
  await client.connect();
  try {
    const lock = await client.getMailboxLock(decodeURIComponent(url.pathname.slice(1)) || 'INBOX');
    try {
      return await readUnseen({ platform, tenantId, client });
    } finally {
      lock.release();
    }
  } finally {
    await client.logout().catch(() => client.close());
  }
}

type Fetching = { platform: Platform; tenantId: number; client: ImapFlow };

async function readUnseen({ platform, tenantId, client }: Fetching): Promise<number> {
  const unseen = (await client.search({ seen: false }, { uid: true })) || [];
  let count = 0;
  for (const uid of unseen.slice(0, MOST_AT_ONCE)) {
    const blob = await platform.storage.put(Readable.from(piecesOf(client, uid)));
    if (blob.size > LARGEST_MAIL) await putAside(platform, tenantId, { blob, ...(await headOf(platform, blob)), trouble: `Diese Mail hat ${Math.round(blob.size / 1_000_000)} MB und wurde nicht in ihre Anlagen zerlegt. Sie liegt hier, wie sie kam; öffnen Sie sie in Ihrem Mailprogramm.` });
    else await takeInMail(platform, tenantId, blob).catch((error: unknown) => putAside(platform, tenantId, { blob, trouble: `Diese Mail ließ sich nicht zerlegen: ${error instanceof Error ? error.message : String(error)}` }));
    await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true });
    count++;
  }
  return count;
}

/** Fetched piece by piece, so that a large mail costs no memory. @throws Error when the connection breaks: a mail cut off must not count as taken in. */
async function* piecesOf(client: ImapFlow, uid: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; ; start += PIECE) {
    const message = await client.fetchOne(String(uid), { source: { start, maxLength: PIECE }, uid: true }, { uid: true });
    if (!message) throw Object.assign(new Error('the mail is gone'), { code: 'EConnectionClosed' });
    if (message.source?.length) yield message.source;
    if ((message.source?.length ?? 0) < PIECE) return;
  }
}

/** From whom and about what, by the beginning alone. */
async function headOf(platform: Platform, { hash }: Blob): Promise<{ sender?: string; subject?: string }> {
  for await (const first of await platform.storage.get(hash)) {
    const [head = ''] = (first as Buffer).toString('latin1').split(/\r?\n\r?\n/, 1);
    const mail = await readMail(Buffer.from(`${head}\r\n\r\n`, 'latin1')).catch(() => undefined);
    return mail ? { sender: mail.from, ...(mail.subject ? { subject: mail.subject } : {}) } : {};
  }
  return {};
}

/** A mail that cannot be taken apart must not hold up those behind it: it waits in the post room as it came, with the reason. What fails here too is no fault of the mail. */
async function putAside(platform: Platform, tenantId: number, { blob, trouble, sender = '', subject }: { blob: Blob; trouble: string; sender?: string; subject?: string }): Promise<void> {
  const about = { sender, subject: subject ?? 'Mail, die nicht gelesen werden konnte', name: subject ? `${subject}.eml` : 'unlesbar.eml' };
  await receive(platform, tenantId, { ...about, source: 'mail', sourceKey: `${blob.hash}:aside`, blob, mime: 'message/rfc822', trouble }).catch(async (error: unknown) => {
    if (!(error instanceof Problem)) throw error;
    await noteRefused(platform, tenantId, { of: blob, sender, subject: subject ?? '', reasons: [error.de] });
  });
  platform.log.warn({ hash: blob.hash, trouble }, 'inbound mail put aside');
}

const receive = (platform: Platform, tenantId: number, incoming: Incoming): Promise<string | undefined> => platform.transact({ tenantId, actor: SYSTEM }, (ctx) => takeIn(ctx, incoming));

/** A stored mail and its attachments; the same mail again changes nothing. What is infected is left out, and a notice in the post room says so. */
export async function takeInMail(platform: Platform, tenantId: number, whole: Blob): Promise<void> {
  const mail = await readMail(await platform.storage.bytes(whole.hash));
  const about = { source: 'mail' as const, sender: mail.from, subject: mail.subject };
  const reasons: string[] = [];
  const attempt = (incoming: Incoming): Promise<unknown> =>
    receive(platform, tenantId, incoming).catch((error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      reasons.push(error.de);
    });
  const trouble = mail.protection === 'encrypted' ? { trouble: 'Diese Mail ist verschlüsselt (S/MIME) und hier nicht lesbar. Öffnen Sie sie in Ihrem Mailprogramm, oder bitten Sie um eine unverschlüsselte.' } : {};
  await attempt({ ...about, ...trouble, sourceKey: `${whole.hash}:0`, blob: whole, mime: 'message/rfc822', name: `${mail.subject || 'Mail'}.eml` });
  // of an encrypted mail there is only the sealed part, which is in the mail itself
  for (const [at, part] of (mail.protection === 'encrypted' ? [] : mail.attachments).entries())
    await attempt({ ...about, sourceKey: `${whole.hash}:${at + 1}`, blob: await platform.storage.put(part.bytes), mime: part.mime, name: part.name });
  if (reasons.length > 0) await noteRefused(platform, tenantId, { of: whole, sender: mail.from, subject: mail.subject, reasons });
}

type Refused = { of: Blob; sender: string; subject: string; reasons: string[] };

/** Nothing disappears silently: instead of what may not come in there is a line that says what it was. */
async function noteRefused(platform: Platform, tenantId: number, { of, sender, subject, reasons }: Refused): Promise<void> {
  const text = ['Aus einer Mail wurde nicht alles übernommen.', '', `Von: ${sender}`, `Betreff: ${subject}`, '', ...new Set(reasons), '', 'Die Mail liegt als gelesen im Postfach.'].join('\n');
  const blob = await platform.storage.put(Buffer.from(text));
  const trouble = `Nicht alles wurde übernommen: ${[...new Set(reasons)].join(' ')}`;
  await receive(platform, tenantId, { source: 'mail', sourceKey: `${of.hash}:refused`, blob, mime: 'text/plain', name: 'Abgewiesen.txt', sender, subject: `Abgewiesen: ${subject || 'Mail ohne Betreff'}`, trouble });
  platform.log.warn({ hash: of.hash, reasons }, 'inbound mail refused');
}
