import { may, officesWith } from '#platform/module';
import { sql } from 'kysely';
import { reachOf } from './access.ts';
import { statusWords, type CaseStatus } from './case.ts';
import { textMatches } from './case-words.ts';
import type { SearchSource } from './points.ts';
import { filterOf } from './work-filter.ts';
import { listWork } from './work-list.queries.ts';

/** Cases by the beginning of words of number, title and applicant; newest first. */
export const caseSearch: SearchSource = {
  id: 'cases',
  label: 'Vorgänge',
  order: 10,
  search: async (ctx, text, limit) => {
    const reach = await reachOf(ctx);
    const { rows } = await listWork(ctx, { reach, filter: { ...filterOf({ ansicht: 'alle' }), text }, page: { limit } });
    return rows.map((row) => ({ title: `${row.number} · ${row.title}`, href: `/office/vorgaenge/${row.caseId}`, note: row.applicantName, ...(row.status ? { badge: statusWords[row.status] } : {}) }));
  },
};

/** Open tasks of cases that match. */
export const taskSearch: SearchSource = {
  id: 'tasks',
  label: 'Offene Aufgaben',
  order: 20,
  search: async (ctx, text, limit) => {
    const reach = await reachOf(ctx);
    const { rows } = await listWork(ctx, { reach, filter: { ...filterOf({ ansicht: 'aufgaben' }), text }, page: { limit } });
    return rows.map((row) => ({ title: row.task ?? row.title, href: `/office/vorgaenge/${row.caseId}?aufgabe=${row.id}`, note: `${row.number} · ${row.applicantName}`, ...(row.with ? { badge: row.with } : {}) }));
  },
};

type Person = { name: string; cases: number; last: string; status: CaseStatus };
/** Applicants, one line a person, with how many cases they have; only from cases this person may read. */
export const applicantSearch: SearchSource = {
  id: 'applicants',
  label: 'Personen und Organisationen',
  order: 30,
  search: async (ctx, text, limit) => {
    const offices = officesWith(ctx.actor, 'cases/read');
    if (!may(ctx.actor, 'cases/read')) return [];
    const readable = offices === 'all' ? sql`true` : sql`office_id = any(${offices}::uuid[])`;
    const matches = sql.join(textMatches(ctx, text, sql`id`), sql` and `);
    const { rows } = await sql<Person>`select applicant_name as name, count(*) as cases, (array_agg(number order by submitted_at desc))[1] as last, (array_agg(status order by submitted_at desc))[1] as status
      from (select applicant_name, number, status, submitted_at from cases.case where tenant_id = ${ctx.tenantId} and ${readable} and ${matches} limit 500) as found
      group by applicant_name order by cases desc, name limit ${limit}`.execute(ctx.db());
    return rows.map((row) => ({ title: row.name, href: `/office/arbeit?${new URLSearchParams({ ansicht: 'alle', q: row.name })}`, note: `${row.cases === 1 ? 'ein Vorgang' : `${row.cases} Vorgänge`}, zuletzt ${row.last}`, badge: statusWords[row.status] }));
  },
};
