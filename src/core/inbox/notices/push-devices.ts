import { createHash } from 'node:crypto';
import { describeUserAgent, findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { contentLocale, type Locale } from '#platform/i18n';
import { enqueue, runAsSystem, type Job } from '#platform/jobs';
import { sendMail } from '#platform/mail';
import { notFound, type Ctx, type Platform } from '#platform/module';
import { OutsideFailure, callOutside, checkUrl, type OutboundRules } from '#platform/outbound';
import { cityOf } from '#core/organisation';
import { problem } from '../problems.ts';
import type { InboxTables } from '../tables.ts';
import { findNoticeChoice } from './notice-choice.ts';
import { footer } from './notice-footer.ts';
import { encryptPush, publicKeyOf, vapidHeader, type PushTarget } from './web-push.ts';

export type PushDevice = { id: string; userAgent: string; createdAt: Date; /** By which the browser finds itself in the list; the address itself is a secret. */ endpointHash: string };
/** Of one account; whoever has more has forgotten the first. */
const MOST_DEVICES = 10;
/** Seconds that a push service keeps a message for a browser that is off; of one topic it keeps the newest (RFC 8030, 5.2 and 5.4). */
const KEEP_SECONDS = 86_400;

/** Which browsers' push services may be called: only those that the operator names. */
const rulesOf = ({ config }: Pick<Platform, 'config'>): OutboundRules => ({ mode: 'production', publicUrl: config.publicUrl, outbound: { hosts: config.push?.hosts ?? [], privateHosts: config.outbound.privateHosts } });

/** The key that browsers subscribe with; undefined while the operator has set up no push. */
export const pushKey = ({ config }: Pick<Platform, 'config'>): string | undefined => config.push && publicKeyOf(config.push.privateKey);

const devices = (ctx: Ctx, accountId: string) => ctx.db<InboxTables>().selectFrom('inbox.push_device').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId);

export async function listPushDevices(ctx: Ctx, accountId: string): Promise<PushDevice[]> {
  const rows = await devices(ctx, accountId).orderBy('id').limit(MOST_DEVICES).execute();
  return rows.map((row) => ({ id: row.id, userAgent: row.user_agent, createdAt: row.created_at, endpointHash: createHash('sha256').update(row.endpoint).digest('hex') }));
}

/** A browser of this account may be told from now on. @throws inbox/no-push when its push service is none that the operator allows, inbox/too-many-devices */
export async function addPushDevice(ctx: Ctx, accountId: string, target: PushTarget & { userAgent: string }): Promise<void> {
  if (!isTarget(ctx, target)) throw problem('inbox/no-push');
  if ((await listPushDevices(ctx, accountId)).length >= MOST_DEVICES) throw problem('inbox/too-many-devices', { count: MOST_DEVICES });
  const given = { account_id: accountId, public_key: target.publicKey, auth_secret: target.authSecret, user_agent: target.userAgent.slice(0, 300), locale: contentLocale(ctx.locale), created_at: ctx.now };
  // the same browser signs in as somebody else: it is theirs now
  await ctx.db<InboxTables>().insertInto('inbox.push_device').values({ tenant_id: ctx.tenantId, id: newId(), endpoint: target.endpoint, ...given }).onConflict((conflict) => conflict.columns(['tenant_id', 'endpoint']).doUpdateSet(given)).execute();
  ctx.emit({ type: 'inbox/push-added', subject: `account:${accountId}` });
}

function isTarget(ctx: Ctx, { endpoint, publicKey, authSecret }: PushTarget): boolean {
  if (!ctx.platform.config.push || endpoint.length > 1000) return false;
  const point = Buffer.from(publicKey, 'base64url');
  if (point.length !== 65 || point[0] !== 4 || Buffer.from(authSecret, 'base64url').length !== 16) return false;
  try {
    checkUrl(rulesOf(ctx.platform), endpoint);
    return true;
  } catch (error) {
    if (error instanceof OutsideFailure) return false;
    throw error;
  }
}

export async function removePushDevice(ctx: Ctx, accountId: string, id: string): Promise<void> {
  const gone = await ctx.db<InboxTables>().deleteFrom('inbox.push_device').where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).where('id', '=', id).returning('id').executeTakeFirst();
  if (gone) ctx.emit({ type: 'inbox/push-removed', subject: `account:${accountId}` });
}

/**
 * Tells the browsers of an account, after the commit; a click there opens `link`. Without keys of the operator nothing is asked and nothing happens.
 * @returns how many browsers are told
 */
export async function pushTo(ctx: Ctx, accountId: string, link: string): Promise<number> {
  if (!ctx.platform.config.push) return 0;
  const href = new URL(link, ctx.platform.config.publicUrl).pathname;
  const told = await devices(ctx, accountId).execute();
  for (const { id } of told) await enqueue(ctx, 'inbox/push', { id, href });
  return told.length;
}

/** Sends one of the person's own browsers a notification to try. @throws Problem 404 when it is not theirs */
export async function tryPushDevice(ctx: Ctx, accountId: string, id: string): Promise<void> {
  if (!ctx.platform.config.push || !(await devices(ctx, accountId).where('id', '=', id).executeTakeFirst())) throw notFound();
  await enqueue(ctx, 'inbox/push', { id, href: SETTINGS, trial: true });
}

const words = {
  de: { news: 'Es gibt Neues in Ihrem Konto.', trial: 'So sehen unsere Mitteilungen aus.' },
  en: { news: 'There is something new in your account.', trial: 'This is what our notifications look like.' },
};
const SETTINGS = '/konto/benachrichtigungen';

type Push = { id: string; href: string; trial: boolean };

async function send(platform: Platform, tenantId: number, { id, href, trial }: Push): Promise<void> {
  const who = runAsSystem(tenantId);
  const row = await platform.read(who, (ctx) => ctx.db<InboxTables>().selectFrom('inbox.push_device').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst());
  const { push } = platform.config;
  if (!row || !push) return;
  const target = { endpoint: row.endpoint, publicKey: row.public_key, authSecret: row.auth_secret };
  const text = JSON.stringify({ title: cityOf(platform).name, body: (row.locale === 'en' ? words.en : words.de)[trial ? 'trial' : 'news'], lang: row.locale === 'en' ? 'en' : 'de', href });
  const answer = await callOutside(rulesOf(platform), {
    method: 'POST',
    url: row.endpoint,
    headers: { authorization: vapidHeader({ privateKey: push.privateKey, subject: platform.config.publicUrl }, row.endpoint, platform.clock()), 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: String(KEEP_SECONDS), topic: trial ? 'trial' : 'news' },
    body: encryptPush(text, target),
  });
  if (answer.status === 404 || answer.status === 410) await platform.transact(who, (ctx) => forgetGone(ctx, row, href));
  else if (answer.status >= 300) throw new Error(`Der Push-Dienst antwortet ${answer.status}.`);
}

/** The person has taken the permission back in the browser. Was it their last one and they wanted no mails, this news comes by mail after all, as all that follows. */
async function forgetGone(ctx: Ctx, { id, account_id: accountId, user_agent: userAgent }: InboxTables['inbox.push_device'], href: string): Promise<void> {
  await removePushDevice(ctx, accountId, id);
  const { modes } = await findNoticeChoice(ctx, accountId);
  if (!Object.values(modes).includes('push') || (await listPushDevices(ctx, accountId)).length > 0) return;
  const account = await findAccount(ctx, accountId);
  if (account?.email && account.status === 'active') await sendMail(ctx, { to: account.email, ...goneMail(ctx, { link: `${ctx.platform.config.publicUrl}${href}`, device: describeUserAgent(userAgent), locale: account.locale }) });
}

function goneMail(ctx: Ctx, { link, device, locale }: { link: string; device: string | undefined; locale: Locale }): { subject: string; text: string } {
  const city = cityOf(ctx.platform).name;
  const end = footer(ctx, { stop: undefined, locale });
  if (locale === 'en') return { subject: 'News in your account', text: `Good day,\n\nyour device${device ? ` (${device})` : ''} no longer takes our notifications. In your account there is something new:\n${link}\n\nUntil you switch notifications on again we send you e-mails instead.\n\nCity of ${city}\n${end}` };
  return { subject: 'Neues in Ihrem Konto', text: `Guten Tag,\n\nIhr Gerät${device ? ` (${device})` : ''} nimmt unsere Mitteilungen nicht mehr an. In Ihrem Konto liegt etwas Neues:\n${link}\n\nBis Sie Mitteilungen wieder einschalten, schreiben wir Ihnen E-Mails.\n\nIhre Stadt ${city}\n${end}` };
}

export const pushJob: Job = { name: 'inbox/push', title: 'Browser benachrichtigen', handle: (platform, tenantId, data) => send(platform, tenantId, { id: String(data.id), href: typeof data.href === 'string' ? data.href : '/konto', trial: data.trial === true }) };
