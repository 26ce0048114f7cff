import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Ctx } from '#platform/module';
import type { InboxTables } from '../tables.ts';

/** What people hear of. A letter is told at once, whatever they choose: its day of provision must be told the same day (OZG § 9 (1)). */
export const noticeKinds = ['letter', 'request', 'message', 'progress', 'paper'] as const;
export type NoticeKind = (typeof noticeKinds)[number];
/** `push`: only on the devices that show notifications; a mail after all as long as there is none. */
export type NoticeMode = 'now' | 'daily' | 'push' | 'never';
export type NoticeModes = Record<NoticeKind, NoticeMode>;
/** The kinds about which there is a choice. */
export const chosenKinds = ['request', 'message', 'progress', 'paper'] as const;
export type ChosenKind = (typeof chosenKinds)[number];
/** What a link in a mail can end: one kind, or everything that comes collected once a day. */
export const stopKinds = [...chosenKinds, 'daily'] as const;
export type StopKind = (typeof stopKinds)[number];

/** Until somebody chooses: everything that concerns them at once; that work goes on, nobody has asked for. */
const byDefault: NoticeModes = { letter: 'now', request: 'now', message: 'now', progress: 'never', paper: 'now' };

export type NoticeChoice = { modes: NoticeModes; linkKey: string | undefined };

export async function findNoticeChoice(ctx: Ctx, accountId: string): Promise<NoticeChoice> {
  const row = await ctx.db<InboxTables>().selectFrom('inbox.notice_choice').selectAll().where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).executeTakeFirst();
  return { modes: { ...byDefault, ...row?.modes, letter: 'now' }, linkKey: row?.link_key };
}

/** Does anybody at all want to hear of mere progress? Asked before anything else is read for it. */
export function anybodyWantsProgress(ctx: Ctx): Promise<boolean> {
  const known = wanted.get(ctx);
  if (known) return known;
  const asked = askForProgress(ctx);
  wanted.set(ctx, asked);
  return asked;
}

/** Many events are heard in one transaction. */
const wanted = new WeakMap<Ctx, Promise<boolean>>();

async function askForProgress(ctx: Ctx): Promise<boolean> {
  const found = await ctx.db<InboxTables>().selectFrom('inbox.notice_choice').select('account_id').where('tenant_id', '=', ctx.tenantId).where((eb) => eb(eb.ref('modes', '->>').key('progress'), '<>', 'never')).limit(1).executeTakeFirst();
  return found !== undefined;
}

/** The person chooses for themselves. */
export async function chooseNotices(ctx: Ctx, accountId: string, chosen: Partial<Record<ChosenKind, NoticeMode>>): Promise<void> {
  const { modes } = await findNoticeChoice(ctx, accountId);
  const next = { ...modes, ...chosen };
  await write(ctx, accountId, next);
  ctx.emit({ type: 'inbox/notices-chosen', subject: `account:${accountId}`, data: next });
}

async function write(ctx: Ctx, accountId: string, modes: NoticeModes): Promise<string> {
  const row = await ctx
    .db<InboxTables>()
    .insertInto('inbox.notice_choice')
    .values({ tenant_id: ctx.tenantId, account_id: accountId, modes: JSON.stringify(modes), link_key: randomBytes(24).toString('base64url') })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'account_id']).doUpdateSet({ modes: JSON.stringify(modes) }))
    .returning('link_key')
    .executeTakeFirstOrThrow();
  return row.link_key;
}

const sign = (key: string, kind: StopKind): string => createHmac('sha256', key).update(`stop ${kind}`).digest('base64url');

/** The link that ends mails without signing in: signed for this account and kind, good for nothing else. */
export async function stopLink(ctx: Ctx, accountId: string, { kind, choice: { modes, linkKey } }: { kind: StopKind; choice: NoticeChoice }): Promise<string> {
  const key = linkKey ?? (await write(ctx, accountId, modes));
  return `${ctx.platform.config.publicUrl}/benachrichtigungen/abbestellen?${new URLSearchParams({ konto: accountId, art: kind, s: sign(key, kind) })}`;
}

export type StopLink = { konto: string; art: StopKind; s: string };

/** Is the link in a mail one of ours? */
export async function isOurLink(ctx: Ctx, { konto, art, s }: StopLink): Promise<boolean> {
  const { linkKey } = await findNoticeChoice(ctx, konto);
  if (!linkKey) return false;
  const [right, given] = [Buffer.from(sign(linkKey, art)), Buffer.from(s)];
  return right.length === given.length && timingSafeEqual(right, given);
}

/** Ends these mails for whoever holds the link. @returns false when the link is not ours */
export async function stopByLink(ctx: Ctx, link: StopLink): Promise<boolean> {
  if (!(await isOurLink(ctx, link))) return false;
  const { modes } = await findNoticeChoice(ctx, link.konto);
  const ended = link.art === 'daily' ? chosenKinds.filter((kind) => modes[kind] === 'daily') : [link.art];
  await write(ctx, link.konto, { ...modes, ...Object.fromEntries(ended.map((kind) => [kind, 'never'])) });
  ctx.emit({ type: 'inbox/notices-stopped', subject: `account:${link.konto}`, data: { kind: link.art } });
  return true;
}

/** The account goes: nobody is told anything any more. */
export async function forgetNotices(ctx: Ctx, accountId: string): Promise<void> {
  for (const table of ['inbox.notice_choice', 'inbox.notice_waiting', 'inbox.push_device'] as const) await ctx.db<InboxTables>().deleteFrom(table).where('tenant_id', '=', ctx.tenantId).where('account_id', '=', accountId).execute();
}
