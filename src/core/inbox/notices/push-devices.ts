import { newId } from '#platform/db';
import { contentLocale } from '#platform/i18n';
import { enqueue, runAsSystem, type Job } from '#platform/jobs';
import type { Ctx, Platform } from '#platform/module';
import { OutsideFailure, callOutside, checkUrl, type OutboundRules } from '#platform/outbound';
import { cityOf } from '#core/organisation';
import { problem } from '../problems.ts';
import type { InboxTables } from '../tables.ts';
import { encryptPush, publicKeyOf, vapidHeader, type PushTarget } from './web-push.ts';

export type PushDevice = { id: string; userAgent: string; createdAt: Date };
/** Of one account; whoever has more has forgotten the first. */
const MOST_DEVICES = 10;
/** Seconds that a push service keeps a message for a browser that is off. */
const KEEP_SECONDS = 86_400;

/** Which browsers' push services may be called: only those that the operator names. */
const rulesOf = ({ config }: Pick<Platform, 'config'>): OutboundRules => ({ mode: 'production', publicUrl: config.publicUrl, outbound: { hosts: config.push?.hosts ?? [], privateHosts: config.outbound.privateHosts } });

/** The key that browsers subscribe with; undefined while the operator has set up no push. */
export const pushKey = ({ config }: Pick<Platform, 'config'>): string | undefined => config.push && publicKeyOf(config.push.privateKey);

const devices = (ctx: Ctx, accountId: string) => ctx.db<InboxTables>().selectFrom('inbox.push_device').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId);

export async function listPushDevices(ctx: Ctx, accountId: string): Promise<PushDevice[]> {
  const rows = await devices(ctx, accountId).orderBy('id').limit(MOST_DEVICES).execute();
  return rows.map((row) => ({ id: row.id, userAgent: row.user_agent, createdAt: row.created_at }));
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

/** Tells the browsers of an account, after the commit. Without keys of the operator nothing is asked and nothing happens. */
export async function pushTo(ctx: Ctx, accountId: string): Promise<void> {
  if (!ctx.platform.config.push) return;
  for (const { id } of await devices(ctx, accountId).execute()) await enqueue(ctx, 'inbox/push', { id });
}

const words = {
  de: (city: string) => ({ title: city, body: 'Es gibt Neues in Ihrem Konto.' }),
  en: (city: string) => ({ title: city, body: 'There is something new in your account.' }),
};

async function send(platform: Platform, tenantId: number, id: string): Promise<void> {
  const who = runAsSystem(tenantId);
  const row = await platform.read(who, (ctx) => ctx.db<InboxTables>().selectFrom('inbox.push_device').selectAll().where('tenant_id', '=', tenantId).where('id', '=', id).executeTakeFirst());
  const { push } = platform.config;
  if (!row || !push) return;
  const target = { endpoint: row.endpoint, publicKey: row.public_key, authSecret: row.auth_secret };
  const city = cityOf(platform);
  const text = JSON.stringify({ ...(row.locale === 'en' ? words.en : words.de)(city.name), href: '/konto/nachrichten' });
  const answer = await callOutside(rulesOf(platform), {
    method: 'POST',
    url: row.endpoint,
    headers: { authorization: vapidHeader({ privateKey: push.privateKey, subject: platform.config.publicUrl }, row.endpoint, platform.clock()), 'content-encoding': 'aes128gcm', 'content-type': 'application/octet-stream', ttl: String(KEEP_SECONDS) },
    body: encryptPush(text, target),
  });
  // gone: the person has taken the permission back in the browser
  if (answer.status === 404 || answer.status === 410) await platform.transact(who, (ctx) => removePushDevice(ctx, row.account_id, id));
  else if (answer.status >= 300) throw new Error(`Der Push-Dienst antwortet ${answer.status}.`);
}

export const pushJob: Job = { name: 'inbox/push', title: 'Browser benachrichtigen', handle: (platform, tenantId, data) => send(platform, tenantId, String(data.id)) };
