import { accountNames, findAccount } from '#platform/auth';
import { newId } from '#platform/db';
import { calendarDayOf, formatDateTime } from '#platform/i18n';
import { sendMail } from '#platform/mail';
import { notAllowed, requirePermission, type Ctx } from '#platform/module';
import { problem } from './problems.ts';
import type { ChangeTables, TrainingRow } from './tables.ts';

export type Training = TrainingRow & { taken: number; waiting: number; /** 0: not registered; up to `places`: has a place; above: waits. */ mine: number };
export type NewTraining = { title: string; text?: string; beginsAt: Date; endsAt: Date; place: string; places: number; projectId?: string; topic?: string };

/** Offers a date with places. @throws change/text-needed, dates-reversed, places-wrong 422, over 409, 403 */
export async function offerTraining(ctx: Ctx, given: NewTraining): Promise<string> {
  requirePermission(ctx, 'change/edit');
  if (!given.title.trim() || !given.place.trim()) throw problem('change/text-needed');
  if (Number.isNaN(given.beginsAt.getTime()) || Number.isNaN(given.endsAt.getTime()) || given.endsAt <= given.beginsAt) throw problem('change/dates-reversed');
  if (given.beginsAt <= ctx.now) throw problem('change/over');
  if (!Number.isInteger(given.places) || given.places < 1 || given.places > 1000) throw problem('change/places-wrong');
  const id = newId();
  await ctx.db<ChangeTables>().insertInto('change.training').values({ tenant_id: ctx.tenantId, id, project_id: given.projectId || null, topic: given.topic ?? '', title: given.title.trim(), text: given.text?.trim() ?? '', begins_at: given.beginsAt, ends_at: given.endsAt, place: given.place.trim(), places: given.places, cancelled_on: null }).execute();
  ctx.emit({ type: 'change/training-offered', subject: `training:${id}`, data: { places: given.places } });
  return id;
}

const listRegistered = (ctx: Ctx, ids: string[]) => ctx.db<ChangeTables>().selectFrom('change.registration').selectAll().where('tenant_id', '=', ctx.tenantId).where('training_id', 'in', ids).orderBy('position').execute();

async function withPlaces(ctx: Ctx, rows: TrainingRow[]): Promise<Training[]> {
  const registered = rows.length > 0 ? await listRegistered(ctx, rows.map(({ id }) => id)) : [];
  return rows.map((row) => {
    const line = registered.filter(({ training_id }) => training_id === row.id);
    return { ...row, taken: Math.min(line.length, row.places), waiting: Math.max(0, line.length - row.places), mine: line.findIndex(({ account_id }) => account_id === ctx.actor.id) + 1 };
  });
}

/** Dates to come, the next first; with `past` the others, the latest first. */
export async function listTrainings(ctx: Ctx, { projectId, past = false, limit = 50 }: { projectId?: string; past?: boolean; limit?: number } = {}): Promise<Training[]> {
  let query = ctx.db<ChangeTables>().selectFrom('change.training').selectAll().where('tenant_id', '=', ctx.tenantId).where('ends_at', past ? '<' : '>=', ctx.now);
  if (projectId) query = query.where('project_id', '=', projectId);
  return withPlaces(ctx, await query.orderBy('begins_at', past ? 'desc' : 'asc').orderBy('id').limit(limit).execute());
}

/** @throws change/not-found 404 */
export async function getTraining(ctx: Ctx, id: string, { lock = false }: { lock?: boolean } = {}): Promise<Training> {
  let query = ctx.db<ChangeTables>().selectFrom('change.training').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw problem('change/not-found');
  const [training] = await withPlaces(ctx, [row]);
  if (!training) throw problem('change/not-found');
  return training;
}

/** Takes a place, or the next one on the waiting list. @returns the place in line. @throws change/over, cancelled, already-registered 409 */
export async function register(ctx: Ctx, trainingId: string): Promise<number> {
  if (ctx.actor.kind !== 'staff' || !ctx.actor.id) throw notAllowed();
  const training = await getTraining(ctx, trainingId, { lock: true });
  if (training.cancelled_on) throw problem('change/cancelled');
  if (training.begins_at <= ctx.now) throw problem('change/over');
  if (training.mine > 0) throw problem('change/already-registered');
  const line = await listRegistered(ctx, [trainingId]);
  await ctx.db<ChangeTables>().insertInto('change.registration').values({ tenant_id: ctx.tenantId, training_id: trainingId, account_id: ctx.actor.id, position: (line.at(-1)?.position ?? 0) + 1, registered_at: ctx.now }).execute();
  ctx.emit({ type: 'change/registered', subject: `training:${trainingId}`, data: { account: ctx.actor.id } });
  return line.length + 1;
}

/** Gives the place back; whoever waits first moves up and is told. @throws change/over, cancelled 409, not-found 404 */
export async function unregister(ctx: Ctx, trainingId: string): Promise<void> {
  const training = await getTraining(ctx, trainingId, { lock: true });
  if (training.mine === 0 || !ctx.actor.id) throw problem('change/not-found');
  if (training.cancelled_on) throw problem('change/cancelled');
  if (training.begins_at <= ctx.now) throw problem('change/over');
  const line = await listRegistered(ctx, [trainingId]);
  await ctx.db<ChangeTables>().deleteFrom('change.registration').where('tenant_id', '=', ctx.tenantId).where('training_id', '=', trainingId).where('account_id', '=', ctx.actor.id).execute();
  ctx.emit({ type: 'change/unregistered', subject: `training:${trainingId}`, data: { account: ctx.actor.id } });
  const next = training.mine <= training.places ? line[training.places] : undefined;
  const account = next ? await findAccount(ctx, next.account_id) : undefined;
  if (account?.email) await sendMail(ctx, { to: account.email, subject: `Sie haben einen Platz: ${training.title}`, text: `Guten Tag,\n\nein Platz ist frei geworden: ${training.title}, ${formatDateTime(training.begins_at, 'de')}, ${training.place}.\n${ctx.platform.config.publicUrl}/office/veraenderung/schulungen/${trainingId}\n` });
}

/** Calls a date off; whoever has a place or waits for one is told. It stays in the list and in calendars, as cancelled. @throws change/over, cancelled 409, not-found 404, 403 */
export async function cancelTraining(ctx: Ctx, trainingId: string): Promise<void> {
  requirePermission(ctx, 'change/edit');
  const training = await getTraining(ctx, trainingId, { lock: true });
  if (training.cancelled_on) throw problem('change/cancelled');
  if (training.begins_at <= ctx.now) throw problem('change/over');
  await ctx.db<ChangeTables>().updateTable('change.training').set({ cancelled_on: calendarDayOf(ctx.now) }).where('tenant_id', '=', ctx.tenantId).where('id', '=', trainingId).execute();
  ctx.emit({ type: 'change/training-cancelled', subject: `training:${trainingId}`, data: {} });
  for (const { account_id: id } of await listRegistered(ctx, [trainingId])) {
    const account = await findAccount(ctx, id);
    if (account?.email) await sendMail(ctx, { to: account.email, subject: `Fällt aus: ${training.title}`, text: `Guten Tag,\n\ndiese Schulung fällt aus: ${training.title}, ${formatDateTime(training.begins_at, 'de')}, ${training.place}.\nAndere Termine: ${ctx.platform.config.publicUrl}/office/veraenderung/schulungen\n` });
  }
}

/** Who comes and who waits, for whoever organises it. @throws 403 */
export async function listParticipants(ctx: Ctx, trainingId: string): Promise<string[]> {
  requirePermission(ctx, 'change/edit');
  const line = await listRegistered(ctx, [trainingId]);
  const names = await accountNames(ctx, line.map(({ account_id }) => account_id));
  return line.map(({ account_id }) => names.get(account_id) ?? 'Konto gelöscht');
}
