import { sql } from 'kysely';
import { listAssignments, listRoles } from '#core/organisation';
import { accountNames, findAccount } from '#platform/auth';
import { calendarDayOf, compareWords, formatDate } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { requirePermission, type Ctx } from '#platform/module';
import { problem } from '../problems.ts';
import type { CatalogueTables } from '../tables.ts';

/** A member of staff who may edit texts and so can answer for them. */
export type Editor = { id: string; name: string };

/** Everybody who may edit texts today, by name. */
export async function listEditors(ctx: Ctx): Promise<Editor[]> {
  const roles = new Set((await listRoles(ctx)).filter(({ permissions }) => permissions.includes('catalogue/edit')).map(({ key }) => key));
  const ids = [...new Set((await listAssignments(ctx)).filter(({ roleKey }) => roles.has(roleKey)).map(({ accountId }) => accountId))];
  const names = await accountNames(ctx, ids);
  return ids.map((id) => ({ id, name: names.get(id) ?? '' })).filter(({ name }) => name).toSorted((a, b) => compareWords(a.name, b.name));
}

/** @throws catalogue/no-editor when this person may not edit texts (any more) */
export async function getEditor(ctx: Ctx, id: string): Promise<Editor> {
  const found = (await listEditors(ctx)).find((one) => one.id === id);
  if (!found) throw problem('catalogue/no-editor');
  return found;
}

/**
 * Hands a text, or all texts of one person, to somebody else; the dates stay.
 * @returns how many @throws catalogue/no-editor
 */
export async function handOverTexts(ctx: Ctx, which: { slug: string } | { ownerId: string }, to: string): Promise<number> {
  requirePermission(ctx, 'catalogue/edit');
  const editor = await getEditor(ctx, to);
  const chosen = 'slug' in which ? sql<boolean>`slug = ${which.slug}` : sql<boolean>`owner_id = ${which.ownerId}::uuid`;
  const { rows } = await sql<{ slug: string }>`update catalogue.care set owner_id = ${editor.id}::uuid, reminded_for = null where tenant_id = ${ctx.tenantId} and ${chosen} returning slug`.execute(ctx.db<CatalogueTables>());
  for (const { slug } of rows) ctx.emit({ type: 'catalogue/text-handed-over', subject: `entry:${slug}`, data: { slug, ownerId: editor.id } });
  return rows.length;
}

/** Days before a text is due on which its owner hears of it. */
const AHEAD_DAYS = 14;
const NAMED = 20;

/** One mail to every person whose texts are due soon, about each date once. @returns how many mails */
export async function remindOwners(ctx: Ctx): Promise<number> {
  const until = calendarDayOf(new Date(ctx.now.getTime() + AHEAD_DAYS * 86_400_000));
  const { rows } = await sql<{ ownerId: string; slug: string; name: string; reviewOn: string }>`update catalogue.care c set reminded_for = c.review_on from catalogue.entry_text t
    where c.tenant_id = ${ctx.tenantId} and c.owner_id is not null and c.review_on <= ${until}::date and c.reminded_for is distinct from c.review_on and t.tenant_id = c.tenant_id and t.locale = 'de' and t.slug = c.slug
    returning c.owner_id as "ownerId", c.slug, t.name, c.review_on::text as "reviewOn"`.execute(ctx.db<CatalogueTables>());
  let mails = 0;
  for (const [ownerId, texts] of Map.groupBy(rows, (row) => row.ownerId)) {
    const account = await findAccount(ctx, ownerId);
    if (!account?.email || account.status !== 'active') continue;
    const lines = texts.toSorted((a, b) => (a.reviewOn < b.reviewOn ? -1 : 1)).slice(0, NAMED).map(({ name, reviewOn }) => `– ${name}, bis ${formatDate(reviewOn, 'de')}`);
    const more = texts.length > NAMED ? [`… und ${texts.length - NAMED} weitere`] : [];
    const subject = texts.length === 1 ? 'Ein Text ist zu prüfen' : `${texts.length} Texte sind zu prüfen`;
    await sendMail(ctx, { to: account.email, subject, text: [`Guten Tag ${account.name},`, `bitte sehen Sie nach, ob noch alles stimmt:\n\n${[...lines, ...more].join('\n')}`, `${ctx.platform.config.publicUrl}/office/verwaltung/texte?wer=${ownerId}`].join('\n\n') });
    mails++;
  }
  return mails;
}

/** Tells the person who answers for a text that a reader reported a mistake in it. The words stay in the office: they may tell of people. */
export async function tellOwner(ctx: Ctx, slug: string): Promise<void> {
  const { rows } = await sql<{ ownerId: string | null; name: string }>`select c.owner_id as "ownerId", t.name from catalogue.care c join catalogue.entry_text t on t.tenant_id = c.tenant_id and t.locale = 'de' and t.slug = c.slug where c.tenant_id = ${ctx.tenantId} and c.slug = ${slug}`.execute(ctx.db<CatalogueTables>());
  const [text] = rows;
  const account = text?.ownerId ? await findAccount(ctx, text.ownerId) : undefined;
  if (text && account?.email && account.status === 'active') await sendMail(ctx, { to: account.email, subject: `Hinweis zu „${text.name}“`, text: `Guten Tag ${account.name},\n\njemand meldet einen Fehler im Text „${text.name}“:\n${ctx.platform.config.publicUrl}/office/verwaltung/texte#hinweise\n` });
}
