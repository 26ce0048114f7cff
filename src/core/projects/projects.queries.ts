import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { sql, type RawBuilder } from 'kysely';
import { mine, requireRead, visible } from './access.ts';
import { problem } from './problems.ts';
import { projectColumns, projectOf, type Light, type Project, type ProjectColumns, type ProjectState } from './project.ts';
import type { ProjectRow, ProjectTables } from './tables.ts';

export type ProjectSort = 'number' | 'title' | 'ends_on';
export type ProjectFilter = { states?: ProjectState[]; officeId?: string; light?: Light; text?: string; mandatory?: boolean; mine?: boolean; serviceSlug?: string; sort?: ProjectSort; descending?: boolean };
export type ProjectCursor = { value: string; id: string };
export type ProjectPage = { after?: ProjectCursor; before?: ProjectCursor; limit?: number };
export type ProjectList = { rows: Project[]; next?: ProjectCursor; previous?: ProjectCursor };

const PAGE = 50;
const orders: Record<ProjectSort, { expression: RawBuilder<unknown>; cast: RawBuilder<unknown>; valueOf(row: ProjectColumns): string }> = {
  number: { expression: sql`number`, cast: sql`text`, valueOf: (row) => row.number },
  title: { expression: sql`title`, cast: sql`text`, valueOf: (row) => row.title },
  ends_on: { expression: sql`coalesce(ends_on, 'infinity'::date)`, cast: sql`date`, valueOf: (row) => row.ends_on ?? 'infinity' },
};

/** Projects that the actor may see, a page of them by cursor (50 when nothing else is asked), newest number first. */
export async function listProjects(ctx: Ctx, filter: ProjectFilter = {}, page: ProjectPage = {}): Promise<ProjectList> {
  const limit = page.limit ?? PAGE;
  const order = orders[filter.sort ?? 'number'];
  const backwards = page.before !== undefined && page.after === undefined;
  const descending = (filter.descending ?? filter.sort === undefined) !== backwards;
  const rows = await scan(ctx, { filter, descending, cursor: page.after ?? page.before, wanted: limit + 1 });
  const more = rows.length > limit;
  const shown = more ? rows.slice(0, limit) : rows;
  if (backwards) shown.reverse();
  const today = calendarDayOf(ctx.now);
  const cursorOf = (row: ProjectColumns | undefined): ProjectCursor | undefined => row && { value: order.valueOf(row), id: row.id };
  const next = backwards || more ? cursorOf(shown.at(-1)) : undefined;
  const previous = (backwards ? more : page.after !== undefined) ? cursorOf(shown[0]) : undefined;
  return { rows: shown.map((row) => projectOf(row, today)), ...(next ? { next } : {}), ...(previous ? { previous } : {}) };
}

type Scan = { filter: ProjectFilter; descending: boolean; cursor: ProjectCursor | undefined; wanted: number };
const CHUNK = 200;

/** The light is worked out per row, so a list of one colour reads on until it has enough; a city has some hundred projects. */
async function scan(ctx: Ctx, { filter, descending, cursor, wanted }: Scan): Promise<ProjectColumns[]> {
  const order = orders[filter.sort ?? 'number'];
  const direction = descending ? sql`desc` : sql`asc`;
  const where = sql.join(conditions(ctx, filter), sql` and `);
  const today = calendarDayOf(ctx.now);
  const size = filter.light ? CHUNK : wanted;
  const found: ProjectColumns[] = [];
  for (let at = cursor; ; ) {
    const start = at ? sql` and (${order.expression}, id) ${descending ? sql`<` : sql`>`} (${at.value}::${order.cast}, ${at.id}::uuid)` : sql``;
    const { rows } = await sql<ProjectColumns>`select ${sql.join(projectColumns.map((name) => sql.ref(name)))} from projects.project where ${where}${start} order by ${order.expression} ${direction}, id ${direction} limit ${size}`.execute(ctx.db());
    found.push(...rows.filter((row) => !filter.light || projectOf(row, today).light === filter.light));
    const last = rows.at(-1);
    if (found.length >= wanted || rows.length < size || !last) return found.slice(0, wanted);
    at = { value: order.valueOf(last), id: last.id };
  }
}

function conditions(ctx: Ctx, filter: ProjectFilter): RawBuilder<unknown>[] {
  const found: RawBuilder<unknown>[] = [sql`tenant_id = ${ctx.tenantId}`, visible(ctx)];
  if (filter.states?.length) found.push(sql`state = any(${filter.states}::text[])`);
  if (filter.officeId) found.push(sql`office_id = ${filter.officeId}::uuid`);
  if (filter.serviceSlug) found.push(sql`service_slug = ${filter.serviceSlug}`);
  if (filter.mandatory !== undefined) found.push(filter.mandatory ? sql`duty_kind is not null` : sql`duty_kind is null`);
  if (filter.mine) found.push(mine(ctx));
  for (const word of (filter.text ?? '').toLowerCase().split(/\s+/).filter(Boolean).slice(0, 6)) {
    const like = `%${word.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
    found.push(sql`(lower(title) like ${like} or lower(number) like ${like} or lower(purpose) like ${like} or lower(lead_name) like ${like})`);
  }
  return found;
}

/** How many projects a filter finds, light aside. */
export async function countProjects(ctx: Ctx, filter: ProjectFilter = {}): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*) as n from projects.project where ${sql.join(conditions(ctx, filter), sql` and `)}`.execute(ctx.db());
  return rows[0]?.n ?? 0;
}

/** All projects that the actor may see and that are or were before the committee: one query, for rankings, matrix and road map. Drafts stay out. */
export async function readPortfolio(ctx: Ctx, { states }: { states?: ProjectState[] } = {}): Promise<Project[]> {
  const rows = await ctx
    .db<ProjectTables>()
    .selectFrom('projects.project')
    .select(projectColumns)
    .where('tenant_id', '=', ctx.tenantId)
    .where('state', 'in', states ?? ['applied', 'approved', 'running', 'live', 'closed', 'stopped', 'rejected', 'deferred'])
    .where(visible(ctx))
    .orderBy('number')
    .limit(5000)
    .execute();
  const today = calendarDayOf(ctx.now);
  return rows.map((row) => projectOf(row, today));
}

/** @throws Problem 404 when there is none or the actor may not see it */
export async function getProject(ctx: Ctx, id: string): Promise<Project> {
  return projectOf(await getRow(ctx, id), calendarDayOf(ctx.now));
}

/** Projects by id; what the actor may not see is left out. */
export async function projectsById(ctx: Ctx, ids: string[]): Promise<Map<string, Project>> {
  if (ids.length === 0) return new Map();
  const rows = await ctx.db<ProjectTables>().selectFrom('projects.project').select(projectColumns).where('tenant_id', '=', ctx.tenantId).where('id', 'in', ids).where(visible(ctx)).execute();
  const today = calendarDayOf(ctx.now);
  return new Map(rows.map((row) => [row.id, projectOf(row, today)]));
}

/** Ids of the projects with these keys of the city's files. */
export async function projectIdsByKey(ctx: Ctx, keys?: string[]): Promise<Map<string, string>> {
  let query = ctx.db<ProjectTables>().selectFrom('projects.project').select(['id', 'key']).where('tenant_id', '=', ctx.tenantId).where('key', 'is not', null);
  if (keys) query = query.where('key', 'in', keys.length > 0 ? keys : ['']);
  return new Map((await query.execute()).map((row) => [row.key ?? '', row.id]));
}

/** The whole row, checked for reading. */
export async function getRow(ctx: Ctx, id: string, { lock = false }: { lock?: boolean } = {}): Promise<ProjectRow> {
  let query = ctx.db<ProjectTables>().selectFrom('projects.project').selectAll().where('tenant_id', '=', ctx.tenantId).where('id', '=', id);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  if (!row) throw problem('projects/no-project');
  await requireRead(ctx, row);
  return row;
}
