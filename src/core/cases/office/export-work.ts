import { file, page } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { reachOf } from '../access.ts';
import { statusWords } from '../case.ts';
import { officeDirectory } from '../office-directory.ts';
import { filterOf, workQuery, type Cursor, type WorkFilter } from '../work-filter.ts';
import { listWork, type WorkRow } from '../work-list.queries.ts';

const CHUNK = 2000;
const head = ['Vorgang', 'Aufgabe', 'Titel', 'Antragsteller', 'Leistung', 'Amt', 'Status', 'Eingang', 'Frist', 'Bei'];

export const exportWork = page({
  method: 'GET',
  path: '/office/arbeit/export.csv',
  site: 'office',
  access: 'staff',
  query: workQuery,
  handle: async (rq) => {
    const filter = filterOf(rq.query);
    const lines = await rq.transact((ctx) => listAll(ctx, filter));
    return file({ bytes: Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`), name: `arbeitsvorrat-${filter.view}-${calendarDayOf(rq.platform.clock())}.csv`, type: 'text/csv; charset=utf-8' });
  },
});

/** Everything filtered, however much, page by page; that personal data left the system is recorded. */
async function listAll(ctx: Ctx, filter: WorkFilter): Promise<string[]> {
  const reach = await reachOf(ctx);
  const { byId } = await officeDirectory(ctx);
  const lines = [head.join(';')];
  for (let after: Cursor | undefined; ; ) {
    const list = await listWork(ctx, { reach, filter, page: { limit: CHUNK, ...(after ? { after } : {}) } });
    for (const row of list.rows) lines.push(lineOf(row, byId.get(row.officeId)?.name ?? ''));
    after = list.next;
    if (!after) break;
  }
  ctx.emit({ type: 'cases/list-exported', subject: `account:${ctx.actor.id}`, data: { rows: lines.length - 1, view: filter.view } });
  return lines;
}

function lineOf(row: WorkRow, office: string): string {
  const status = row.status ? statusWords[row.status] : '';
  const cells = [row.number, row.task ?? '', row.title, row.applicantName, row.serviceSlug, office, status, formatDate(row.submittedAt), row.dueOn ? formatDate(row.dueOn) : '', row.with ?? ''];
  return cells.map(cell).join(';');
}

/** Quoted where needed; a cell that a spreadsheet would run as a formula is made text. */
export function cell(text: string): string {
  const safe = /^[=+\-@\t]/.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
