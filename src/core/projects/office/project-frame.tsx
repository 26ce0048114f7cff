import { view, type View } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, type Ctx, type Problem } from '#platform/module';
import { Badge, ErrorSummary, PageHeader, Stack, Tabs, type BadgeState } from '#platform/ui';
import type { VNode } from 'preact';
import { mayEdit } from '../access.ts';
import { phaseName } from '../gates/phases.ts';
import { lightWords, projectOf, stateWords, type Light, type Project, type ProjectState } from '../project.ts';
import { getRow } from '../projects.queries.ts';
import type { ProjectRow } from '../tables.ts';
import type { Typed } from './read-typed.ts';

export const PROJECTS = '/office/projekte';
export const tabs = [
  { key: 'ueberblick', path: '', label: 'Überblick' },
  { key: 'plan', path: '/plan', label: 'Plan' },
  { key: 'personen', path: '/personen', label: 'Menschen' },
  { key: 'risiken', path: '/risiken', label: 'Risiken und Entscheidungen' },
  { key: 'phasen', path: '/phasen', label: 'Phasen und Tore' },
  { key: 'verlauf', path: '/verlauf', label: 'Verlauf' },
] as const;
export type Tab = (typeof tabs)[number]['key'];

/** A form that was refused, with what was typed. */
export type Again = { problem: Problem; form: string; typed: Typed };
export type Shown = { row: ProjectRow; project: Project; editable: boolean; /** May change what the application promised. */ steering: boolean; today: string; again: Again | undefined; /** What was typed into this form, when it was the refused one. */ typed(form: string): Typed };

/** Loads a project for a page; what the actor may not see is not there. */
export async function loadShown(ctx: Ctx, id: string, again?: Again): Promise<Shown> {
  const row = await getRow(ctx, id);
  const today = calendarDayOf(ctx.now);
  const over = ['closed', 'stopped', 'rejected'].includes(row.state);
  return { row, project: projectOf(row, today), editable: !over && mayEdit(ctx, row), steering: !over && may(ctx.actor, 'steering/edit', row.office_id), today, again, typed: (form) => (again?.form === form ? again.typed : {}) };
}

export const tabHref = (id: string, tab: Tab): string => `${PROJECTS}/${id}${tabs.find(({ key }) => key === tab)?.path ?? ''}`;

const looks: Record<ProjectState, BadgeState> = { draft: 'neutral', applied: 'waiting', approved: 'waiting', running: 'neutral', live: 'done', closed: 'done', stopped: 'neutral', rejected: 'neutral', deferred: 'waiting' };
const lightLooks: Record<Light, BadgeState> = { green: 'done', amber: 'soon', red: 'late' };

export const StateBadge = ({ state }: { state: ProjectState }) => <Badge state={looks[state]}>{stateWords[state]}</Badge>;

/** Lights are shown for work that is under way; before and after it there is nothing to warn of. */
export const hasLight = ({ state }: Pick<Project, 'state'>): boolean => state === 'approved' || state === 'running';
export const LightBadge = ({ project }: { project: Pick<Project, 'light' | 'state' | 'lightSetBy'> }) => (hasLight(project) ? <Badge state={lightLooks[project.light]}>{lightWords[project.light]}{project.lightSetBy ? ' (von Hand)' : ''}</Badge> : <span class="muted">–</span>);

/** Every page of one project: number, title, state, light, tabs. */
export function projectView({ row, project, again }: Shown, { tab, body, actions }: { tab: Tab; body: VNode; actions?: VNode }): View {
  const label = tabs.find(({ key }) => key === tab)?.label ?? '';
  const time = row.starts_on && row.ends_on ? `${formatDate(row.starts_on)} bis ${formatDate(row.ends_on)}` : 'Zeitraum offen';
  return view({
    title: tab === 'ueberblick' ? project.title : `${label}: ${project.title}`,
    nav: PROJECTS,
    width: 'full',
    status: again?.problem.status ?? 200,
    crumbs: [{ label: 'Projekte', href: PROJECTS }, ...(tab === 'ueberblick' ? [{ label: project.number }] : [{ label: project.number, href: tabHref(row.id, 'ueberblick') }, { label }])],
    body: (
      <Stack>
        {again && <ErrorSummary errors={[{ text: again.problem.de }]} />}
        <PageHeader preline={`${project.number} · ${project.officeName}`} title={project.title} meta={<span><StateBadge state={project.state} /> <LightBadge project={project} /> {phaseName(project.phase)} · {time} · Leitung: {project.leadName || 'offen'}</span>} actions={actions} />
        <Tabs label="Teile des Projekts" items={tabs.map(({ key, label: name }) => ({ label: name, href: tabHref(row.id, key), current: key === tab }))} />
        {body}
      </Stack>
    ),
  });
}
