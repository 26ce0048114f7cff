import { getServiceVersion } from '#core/catalogue';
import type { MovedToken, MoveProblem, Snapshot } from '#engines/process';
import type { Ctx, JsonObject } from '#platform/module';
import { sql } from 'kysely';
import { caseRuntime } from '../process/case-runtime.ts';
import { endWork } from '../process/case-work.ts';
import type { CasesTables } from '../tables.ts';
import type { Migration } from './migration.ts';

type KeptTask = { id: string; node_id: string; name: string; form_key: string | null; four_eyes_not: string[] };
/** How a case stood before it moved; plain JSON. */
export type CaseSnapshot = Snapshot & { tasks: KeptTask[] };
type Place = { instanceId: string; caseId: string };
type Move = Place & { migration: Migration; map: ReadonlyMap<string, string | null> };

/** Moves one case with its process, tasks and version. @returns what is in the way, or undefined when it has moved (or had ended) */
export async function moveCase(ctx: Ctx, { instanceId, caseId, migration, map }: Move): Promise<MoveProblem[] | undefined> {
  const { from, to, renewTimers } = migration;
  const outcome = await caseRuntime.moves.move(ctx, { instanceId, fromVersionId: from.versionId, toVersionId: to.versionId, map, renewTimers });
  if (outcome.kind !== 'moved') return outcome.kind === 'stays' ? outcome.problems : undefined;
  const tasks = await openTasks(ctx, instanceId);
  renameTasks(ctx, instanceId, outcome.tokens);
  renameIncidents(ctx, instanceId, outcome.tokens.map(({ tokenId, to: node }) => ({ token_id: tokenId, node_id: node.id, step: node.name || node.id })));
  setVersion(ctx, caseId, { from: from.versionId, to: to.versionId });
  const snapshot: CaseSnapshot = { ...outcome.snapshot, tasks };
  keep(ctx, { migration, instanceId, caseId }, { revision: outcome.instance.revision, snapshot });
  ctx.emit({ type: 'cases/version-changed', subject: `case:${caseId}`, caseId, data: { from: from.number, to: to.number, migration: migration.id, renamed: renamedOf(map) } });
  endWork(ctx, caseId);
  return undefined;
}

/** Old names of elements and their new ones, for the history of the case; only those that differ. */
const renamedOf = (map: ReadonlyMap<string, string | null>): JsonObject => Object.fromEntries([...map].filter(([old, id]) => id !== null && id !== old));

async function openTasks(ctx: Ctx, instanceId: string): Promise<KeptTask[]> {
  return ctx.db<CasesTables>().selectFrom('cases.task').select(['id', 'node_id', 'name', 'form_key', 'four_eyes_not']).where('tenant_id', '=', ctx.tenantId).where('instance_id', '=', instanceId).where('state', '=', 'open').execute();
}

/** A task keeps who does it and until when; name, form and four eyes are those of the new version. */
function renameTasks(ctx: Ctx, instanceId: string, tokens: readonly MovedToken[]): void {
  const rows = tokens.flatMap(({ tokenId, to }) => {
    if (!to.task) return [];
    const { name, formKey, fourEyesNot } = to.task;
    const form = formKey === undefined ? { form_key: null, keeps_form: false } : formKey.constant ? { form_key: String(formKey.evaluate({})), keeps_form: false } : { form_key: null, keeps_form: true };
    return [{ token_id: tokenId, node_id: to.id, name: to.name || to.id, keeps_name: name !== undefined, four_eyes_not: fourEyesNot, ...form }];
  });
  if (rows.length === 0) return;
  ctx.write(sql`update cases.task t set node_id = x.node_id, name = case when x.keeps_name then t.name else x.name end, form_key = case when x.keeps_form then t.form_key else x.form_key end, four_eyes_not = x.four_eyes_not
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x(token_id int, node_id text, name text, keeps_name boolean, form_key text, keeps_form boolean, four_eyes_not text[])
    where t.tenant_id = ${ctx.tenantId} and t.instance_id = ${instanceId} and t.token_id = x.token_id and t.state = 'open'`);
}

/** Incidents stand at the same places under the names of the new version. */
function renameIncidents(ctx: Ctx, instanceId: string, places: { token_id: number; node_id: string; step: string }[]): void {
  ctx.write(sql`update cases.incident n set node_id = x.node_id, step = x.step from jsonb_to_recordset(${JSON.stringify(places)}::jsonb) as x(token_id int, node_id text, step text)
    where n.tenant_id = ${ctx.tenantId} and n.instance_id = ${instanceId} and n.token_id = x.token_id and n.state = 'open' and n.node_id <> x.node_id`);
}

function setVersion(ctx: Ctx, caseId: string, { from, to }: { from: string; to: string }): void {
  ctx.write(sql`update cases.case set version_id = ${to}::uuid where tenant_id = ${ctx.tenantId} and id = ${caseId} and version_id = ${from}::uuid`);
}

function keep(ctx: Ctx, { migration, instanceId, caseId }: Place & { migration: Migration }, { revision, snapshot }: { revision: number; snapshot: CaseSnapshot }): void {
  ctx.write(sql`insert into cases.migration_item (tenant_id, migration_id, instance_id, case_id, state, revision, snapshot, moved_at)
    values (${ctx.tenantId}, ${migration.id}::uuid, ${instanceId}::uuid, ${caseId}::uuid, 'moved', ${revision}, ${JSON.stringify(snapshot)}::jsonb, ${ctx.now})
    on conflict (tenant_id, migration_id, instance_id) do update set state = 'moved', revision = excluded.revision, snapshot = excluded.snapshot, moved_at = excluded.moved_at`);
}

type Restore = Place & { migration: Migration; map: ReadonlyMap<string, string | null>; revision: number; snapshot: CaseSnapshot };

/** Puts a case back where it stood before. @returns false when something has happened to it since, so it stays */
export async function restoreCase(ctx: Ctx, { instanceId, caseId, migration, map, revision, snapshot }: Restore): Promise<boolean> {
  const outcome = await caseRuntime.moves.restore(ctx, { instanceId, revision, snapshot });
  const restored = outcome.kind === 'restored' ? outcome.instance : undefined;
  await ctx
    .db<CasesTables>()
    .updateTable('cases.migration_item')
    .set({ state: restored ? 'restored' : 'moved-on', snapshot: null })
    .where('tenant_id', '=', ctx.tenantId)
    .where('migration_id', '=', migration.id)
    .where('instance_id', '=', instanceId)
    .execute();
  if (!restored) return false;
  await sql`update cases.task t set node_id = x.node_id, name = x.name, form_key = x.form_key, four_eyes_not = x.four_eyes_not
    from jsonb_to_recordset(${JSON.stringify(snapshot.tasks)}::jsonb) as x(id uuid, node_id text, name text, form_key text, four_eyes_not text[])
    where t.tenant_id = ${ctx.tenantId} and t.id = x.id and t.state = 'open'`.execute(ctx.db<CasesTables>());
  const { process } = await getServiceVersion(ctx, migration.from.versionId);
  renameIncidents(ctx, instanceId, restored.state.tokens.flatMap(({ id, node, wait }) => (wait === 'incident' ? [{ token_id: id, node_id: node, step: process.nodes.get(node)?.name || node }] : [])));
  setVersion(ctx, caseId, { from: migration.to.versionId, to: migration.from.versionId });
  const renamed = Object.fromEntries(Object.entries(renamedOf(map)).map(([old, id]) => [String(id), old]));
  ctx.emit({ type: 'cases/version-restored', subject: `case:${caseId}`, caseId, data: { from: migration.to.number, to: migration.from.number, migration: migration.id, renamed } });
  endWork(ctx, caseId);
  return true;
}
