import { newId } from '#platform/db';
import { cityOf, covers, daysBetween, partsOf, type Area } from '#core/organisation';
import type { Effect, ProcessInstance, TaskOpened } from '#engines/process';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx, JsonObject } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import { incidentParts } from '../incidents/incident-parts.ts';
import type { Case } from '../case.ts';
import type { StatutoryClock } from '../clock/statutory-clock.ts';
import { escalationOfTask } from '../escalation/escalation-rule.ts';
import { withoutArea } from '../task.ts';
import { officeDirectory } from '../office-directory.ts';
import { caseChanges, type CaseChanges } from './case-changes.ts';
import { endWork, workOn, type CaseWork } from './case-work.ts';

type Part = RawBuilder<unknown>;

/**
 * What a step of the process means for the case: tasks, status, decisions and history, in one statement and one event each.
 * @returns true when its clock moved, stopped or is over.
 */
export async function writeEffects(ctx: Ctx, instance: ProcessInstance, effects: readonly Effect[]): Promise<boolean> {
  const work = await workOn(ctx, instance.businessKey);
  const changes = caseChanges(work, instance, { now: ctx.now, calendar: cityOf(ctx.platform).calendar, workingDays: work.service.settings.statutory?.months === undefined });
  const parts = [
    ...(await openedPart(ctx, work, { instance, effects, ...clockAfter(work.case, changes) })),
    ...closedPart(ctx, instance, effects),
    ...completedPart(ctx, work),
    ...decisionPart(ctx, work),
    ...incidentParts(ctx, instance, effects),
    ...casePart(ctx, work.case, changes),
    ...movedPart(ctx, work, { changes, gone: closedTokens(effects) }),
  ];
  if (parts.length) ctx.write(sql`with ${sql.join(parts)} select 1`);
  tell(ctx, work.case, { effects, changes });
  endWork(ctx, work.case.id);
  return changes.clockMoved;
}

/** Tasks that are still open at the end of the transaction. */
function stillOpen(instance: ProcessInstance, effects: readonly Effect[]): TaskOpened[] {
  const waiting = new Set(instance.state.tokens.filter((token) => token.wait === 'user').map((token) => token.id));
  return effects.filter((effect): effect is TaskOpened => effect.type === 'task-opened' && waiting.has(effect.tokenId));
}

/** The clock as it is after this step. */
const clockAfter = (found: Case, { row }: CaseChanges): { dueOn: string | null; clock: StatutoryClock | undefined } => ({ dueOn: row ? row.due_on : (found.dueOn ?? null), clock: row ? (row.clock ?? undefined) : found.clock });

async function openedPart(ctx: Ctx, work: CaseWork, { instance, effects, dueOn, clock }: { instance: ProcessInstance; effects: readonly Effect[] } & ReturnType<typeof clockAfter>): Promise<Part[]> {
  const opened = stillOpen(instance, effects);
  if (opened.length === 0) return [];
  const { byKey, areas } = await officeDirectory(ctx);
  const found = work.case;
  const known = { settings: work.service.settings, clock, submittedOn: calendarDayOf(found.submittedAt), calendar: cityOf(ctx.platform).calendar, today: calendarDayOf(ctx.now), caseDueOn: dueOn };
  const rows = opened.map((task) => ({ task, groups: groupsOfTask(task, areas) })).map(({ task, groups }) => ({
    id: newId(),
    token_id: task.tokenId,
    node_id: task.nodeId,
    name: task.name,
    groups,
    office_id: byKey.get(partsOf(groups[0] ?? '').office)?.id ?? found.officeId,
    due_on: task.dueOn ?? dueOn,
    priority: Math.max(0, Math.min(100, Math.round(task.priority ?? 50))),
    form_key: task.formKey,
    four_eyes_not: task.fourEyesNot,
    variables: task.variables,
    escalate_to: typeof task.properties['escalateTo'] === 'string' ? task.properties['escalateTo'] : null,
    ...escalationOfTask({ properties: task.properties, dueOn: task.dueOn }, known),
  }));
  for (const row of rows) ctx.emit({ type: 'cases/task-opened', subject: `task:${row.id}`, caseId: found.id, data: { task: row.node_id, groups: row.groups } });
  return [
    sql`opened as (insert into cases.task (tenant_id, case_id, instance_id, case_number, case_title, applicant_name, service_slug, submitted_at, created_at,
        id, token_id, node_id, name, groups, office_id, due_on, priority, form_key, four_eyes_not, variables, escalate_on, escalate_by, escalate_to)
      select ${ctx.tenantId}::int, ${found.id}::uuid, ${instance.id}::uuid, ${found.number}, ${found.title}, ${found.applicant.name}, ${found.serviceSlug}, ${found.submittedAt}::timestamptz, ${ctx.now}::timestamptz,
        id, token_id, node_id, name, groups, office_id, due_on, priority, form_key, four_eyes_not, variables, escalate_on, escalate_by, escalate_to
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as t(id uuid, token_id int, node_id text, name text, groups text[], office_id uuid, due_on date, priority int, form_key text, four_eyes_not text[], variables jsonb, escalate_on date, escalate_by text, escalate_to text))`,
  ];
}

/**
 * The candidate groups with the area of responsibility: the one that covers what the task's property `areaBy` says (a name, a district),
 * or the one the group names itself. A value that no area covers, and an area that does not exist, mean the whole office.
 */
function groupsOfTask({ candidateGroups, properties }: TaskOpened, areas: ReadonlyMap<string, Area[]>): string[] {
  const value = properties['areaBy'];
  return candidateGroups.map((group) => {
    const { office, area: named } = partsOf(group);
    const here = areas.get(office) ?? [];
    const area = named ? here.find(({ key }) => key === named) : typeof value === 'string' ? here.find((one) => covers(one, value)) : undefined;
    return `${withoutArea(group)}${area ? `@${area.key}` : ''}`;
  });
}

const closedTokens = (effects: readonly Effect[]): number[] => effects.flatMap((effect) => (effect.type === 'task-closed' && effect.reason !== 'completed' ? [effect.tokenId] : []));

/** Tasks that the process no longer needs; the one being completed is closed by its own part. */
function closedPart(ctx: Ctx, instance: ProcessInstance, effects: readonly Effect[]): Part[] {
  const tokens = closedTokens(effects);
  if (tokens.length === 0) return [];
  return [sql`cancelled as (update cases.task set state = 'cancelled', completed_at = ${ctx.now} where tenant_id = ${ctx.tenantId} and instance_id = ${instance.id}::uuid and token_id = any(${tokens}::int[]) and state = 'open')`];
}

function completedPart(ctx: Ctx, { completing }: CaseWork): Part[] {
  if (!completing) return [];
  return [
    sql`completed as (update cases.task set state = 'completed', completed_at = ${ctx.now}, completed_by = ${ctx.actor.id}::uuid, completed_by_name = ${ctx.actor.name}, completed_for = ${ctx.actor.actingFor?.id ?? null}::uuid, completed_for_name = ${ctx.actor.actingFor?.name ?? null}, data = ${JSON.stringify(completing.data)}::jsonb
      where tenant_id = ${ctx.tenantId} and id = ${completing.taskId}::uuid)`,
  ];
}

function decisionPart(ctx: Ctx, { case: found, decisions, service }: CaseWork): Part[] {
  if (decisions.length === 0) return [];
  const rows = decisions.map((made) => ({ id: newId(), node_id: made.nodeId, name: made.name, decision_id: made.decisionId, result: made.result, explanation: made.explanation }));
  return [
    sql`decided as (insert into cases.decision (tenant_id, case_id, decided_at, version_id, id, node_id, name, decision_id, result, explanation)
      select ${ctx.tenantId}::int, ${found.id}::uuid, ${ctx.now}::timestamptz, ${service.versionId ?? found.versionId}::uuid, id, node_id, name, decision_id, result, explanation
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as d(id uuid, node_id text, name text, decision_id text, result jsonb, explanation jsonb))`,
  ];
}

function casePart(ctx: Ctx, found: Case, changes: CaseChanges): Part[] {
  if (!changes.row) return [];
  const { status, outcome, due_on, paused_at, clock, decided_at, closed_at } = changes.row;
  return [
    sql`changed as (update cases.case set status = ${status}, outcome = ${outcome}, due_on = ${due_on}::date, paused_at = ${paused_at}::timestamptz, clock = ${clock && JSON.stringify(clock)}::jsonb, decided_at = ${decided_at}::timestamptz, closed_at = ${closed_at}::timestamptz
      where tenant_id = ${ctx.tenantId} and id = ${found.id}::uuid)`,
  ];
}

/**
 * Open tasks without a day of their own follow the clock of the case, and so does the day on which they escalate; an extension is a new
 * deadline of which nobody has been warned yet. Tasks that end in this very statement are left alone: PostgreSQL would carry out only
 * one of two changes to a row.
 */
function movedPart(ctx: Ctx, { case: found, completing }: CaseWork, { changes, gone }: { changes: CaseChanges; gone: number[] }): Part[] {
  const dueOn = changes.row?.due_on;
  if (!found.dueOn || !dueOn || dueOn === found.dueOn) return [];
  const extended = changes.row?.clock?.extension !== undefined && found.clock?.extension === undefined;
  const byClock = sql`escalate_by is not distinct from 'clock'`;
  return [
    sql`moved as (update cases.task set due_on = case when due_on = ${found.dueOn}::date then ${dueOn}::date else due_on end,
        escalate_on = case when ${byClock} then escalate_on + ${daysBetween(found.dueOn, dueOn)}::int else escalate_on end,
        escalated_at = case when ${extended}::boolean and ${byClock} then null else escalated_at end,
        escalation_told = escalation_told and not (${extended}::boolean and ${byClock})
      where tenant_id = ${ctx.tenantId} and case_id = ${found.id}::uuid and state = 'open' and id is distinct from ${completing?.taskId ?? null}::uuid and token_id <> all(${gone}::int[]))`,
  ];
}

function tell(ctx: Ctx, found: Case, { effects, changes }: { effects: readonly Effect[]; changes: CaseChanges }): void {
  const subject = `case:${found.id}`;
  const say = (type: string, data?: JsonObject): void => ctx.emit({ type, subject, caseId: found.id, ...(data ? { data } : {}) });
  const nodes = (type: 'node-entered' | 'node-left'): string[] => effects.flatMap((effect) => (effect.type === type ? [effect.nodeId] : []));
  const [entered, left] = [nodes('node-entered'), nodes('node-left')];
  if (entered.length || left.length) say('cases/moved', { entered, left });
  for (const effect of effects) {
    if (effect.type === 'incident-raised') say('cases/incident-raised', { node: effect.nodeId, code: effect.code });
    if (effect.type === 'incident-resolved') say('cases/incident-resolved', { node: effect.nodeId, how: effect.how, ...(effect.reason ? { reason: effect.reason } : {}) });
  }
  for (const event of changes.events) say(event.type, event.data);
}

