import type { VNode } from 'preact';
import { z } from 'zod';
import { deadlineCalendar } from '#core/applications';
import { dependenciesOf, lightWords, milestonesOf, phaseName, readPortfolio, stateWords, type Project } from '#core/projects';
import { page, text, view } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Button, EmptyState, PageHeader, Pagination, Section, Stack, Table } from '#platform/ui';
import { filterForm, filterOf, filterQuery, keepFilter, PORTFOLIO, PortfolioTabs } from './filter.tsx';
import { LightBadge, projectLink } from './portfolio-page.tsx';
import { matcherOf } from './read-ranking.ts';
import { layRoadMap, type Arrow, type Bar, type RoadMap } from './road-map.ts';

const ROAD = `${PORTFOLIO}/fahrplan`;
const PAGE = 40;
const STATES = ['applied', 'approved', 'running', 'deferred'] as const;

/** Projects that are under way or coming, the earliest first; those without dates at the end. */
async function projectsFor(ctx: Ctx, query: z.output<typeof filterQuery>) {
  const [{ matches, fields }, all] = await Promise.all([matcherOf(ctx, filterOf(query)), readPortfolio(ctx, { states: [...STATES] })]);
  const projects = all.filter(matches).sort((a, b) => (a.startsOn ?? '9999').localeCompare(b.startsOn ?? '9999') || a.number.localeCompare(b.number));
  return { projects, fields };
}

const roadMapPage = page({
  method: 'GET', path: ROAD, site: 'office', access: 'may:steering/read', query: filterQuery.extend({ ab: z.coerce.number().int().min(1).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { ab = 1, ...query } = rq.query;
      const { projects, fields } = await projectsFor(ctx, query);
      const shown = projects.slice(ab - 1, ab - 1 + PAGE);
      const ids = shown.map(({ id }) => id);
      const [milestones, dependencies] = await Promise.all([milestonesOf(ctx, ids), dependenciesOf(ctx, ids)]);
      const map = layRoadMap({ projects: shown, milestones, dependencies, today: calendarDayOf(ctx.now) });
      const broken = map.arrows.filter((arrow) => arrow.broken);
      return view({
        title: 'Fahrplan', nav: PORTFOLIO, width: 'full', crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Fahrplan' }],
        body: (
          <Stack gap="large">
            <PageHeader title="Fahrplan" lead={leadOf(projects.length, broken)} actions={<Button href={`${ROAD}/kalender.ics${keepFilter(query)}`} icon="calendar">In den Kalender (iCal)</Button>} />
            <PortfolioTabs current="/fahrplan" query={query} />
            {await filterForm(ctx, { path: '/fahrplan', query, fields })}
            {map.bars.length === 0 ? <EmptyState title="Nichts zu zeigen">Kein Vorhaben mit Beginn und Ende passt zum Filter.</EmptyState> : <Drawing map={map} />}
            <Section title="Als Tabelle" id="tabelle"><Twin map={map} projects={shown} titles={new Map(projects.map(({ id, title }) => [id, title]))} /></Section>
            {projects.length > PAGE && <Pagination shown={shown.length} total={projects.length} noun="Vorhaben" {...(ab > 1 ? { previous: `${ROAD}${keepFilter(query, { ab: String(Math.max(1, ab - PAGE)) })}` } : {})} {...(ab - 1 + PAGE < projects.length ? { next: `${ROAD}${keepFilter(query, { ab: String(ab + PAGE) })}` } : {})} />}
          </Stack>
        ),
      });
    }),
});

function leadOf(count: number, broken: Arrow[]): string {
  if (count === 0) return 'Kein Vorhaben passt zum Filter.';
  const [first] = broken;
  return first ? `„${first.to.project.title}“ soll fertig sein, bevor „${first.from.project.title}“ es ist, worauf es wartet.${broken.length > 1 ? ` So ist es bei ${broken.length - 1} weiteren Abhängigkeiten.` : ''}` : `${count} Vorhaben. Keine Abhängigkeit ist verletzt.`;
}

const ROW = 46;
const TOP = 28;

function Drawing({ map }: { map: RoadMap }): VNode {
  const height = TOP + map.bars.length * ROW + 8;
  return (
    <div class="road-map" tabindex={0} role="group" aria-label="Fahrplan">
      <svg class="chart__drawing road-map__drawing" width="100%" height={height} role="group" aria-label={`Fahrplan vom ${formatDate(map.from)} bis ${formatDate(map.to)}. Dieselben Angaben stehen in der Tabelle darunter.`}>
        {map.quarters.map(({ at, label }, i) => (
          <g key={`${label}/${at}`}>
            <line class="chart__grid" x1={`${at}%`} x2={`${at}%`} y1={TOP - 8} y2={height} />
            {(label.length === 4 || map.quarters.length <= 12 || i === 0) && <text class="chart__mark" x={`${at.toFixed(2)}%`} y="14" dx="3">{label}</text>}
          </g>
        ))}
        {map.arrows.map((arrow) => <ArrowLine key={`${arrow.from.project.id}/${arrow.to.project.id}`} arrow={arrow} />)}
        {map.bars.map((bar) => <BarLine key={bar.project.id} bar={bar} />)}
        {map.bars.map((bar) => <Stones key={bar.project.id} bar={bar} />)}
        {map.today !== null && <line class="road-map__today" x1={`${map.today}%`} x2={`${map.today}%`} y1={TOP - 8} y2={height} />}
      </svg>
    </div>
  );
}

function BarLine({ bar }: { bar: Bar }): VNode {
  const { project, from, to, row } = bar;
  const y = TOP + row * ROW;
  // The title begins where its bar begins, and before the end of the drawing turns around.
  const right = from > 62;
  return (
    <a href={`/office/projekte/${project.id}`} aria-label={`${project.title}: ${formatDate(project.startsOn ?? '')} bis ${formatDate(project.endsOn ?? '')}, ${stateWords[project.state]}, ${lightWords[project.light]}`}>
      <text class="chart__label" x={`${(right ? to : from).toFixed(2)}%`} y={y + 13} text-anchor={right ? 'end' : 'start'} aria-hidden="true">{project.title}</text>
      <rect class={`road-map__bar road-map__bar--${project.state === 'running' ? project.light : 'coming'}`} x={`${from.toFixed(2)}%`} y={y + 19} width={`${Math.max(0.4, to - from).toFixed(2)}%`} height="14" rx="3" />
    </a>
  );
}

/** Milestones: full when reached. Their dates stand in the table. */
function Stones({ bar }: { bar: Bar }): VNode {
  return (
    <g aria-hidden="true">
      {bar.milestones.map(({ milestone, at }) => (
        <circle key={milestone.id} class={milestone.doneOn ? 'road-map__stone road-map__stone--done' : 'road-map__stone'} cx={`${at.toFixed(2)}%`} cy={TOP + bar.row * ROW + 26} r="5"><title>{`${milestone.title}, ${formatDate(milestone.dueOn)}${milestone.doneOn ? ', erreicht' : ''}`}</title></circle>
      ))}
    </g>
  );
}

/** From the end of what is needed to the row of what waits, there to the nearer end of its bar. */
function ArrowLine({ arrow: { from, to, broken } }: { arrow: Arrow }): VNode {
  const [y1, y2] = [TOP + from.row * ROW + 26, TOP + to.row * ROW + 26];
  const near = Math.min(to.to, Math.max(to.from, from.to));
  const look = broken ? 'road-map__need road-map__need--broken' : 'road-map__need';
  return (
    <g>
      <line class={look} x1={`${from.to.toFixed(2)}%`} x2={`${from.to.toFixed(2)}%`} y1={y1} y2={y2} />
      <line class={look} x1={`${from.to.toFixed(2)}%`} x2={`${near.toFixed(2)}%`} y1={y2} y2={y2} />
      <circle class={look} cx={`${near.toFixed(2)}%`} cy={y2} r="4" />
    </g>
  );
}

function Twin({ map, projects, titles }: { map: RoadMap; projects: Project[]; titles: Map<string, string> }): VNode {
  const barOf = new Map(map.bars.map((bar) => [bar.project.id, bar]));
  const brokenFor = new Set(map.arrows.filter(({ broken }) => broken).map(({ from, to }) => `${to.project.id}/${from.project.id}`));
  const nextOf = (id: string): string => { const next = barOf.get(id)?.milestones.find(({ milestone }) => milestone.doneOn === null)?.milestone; return next ? `${next.title}, ${formatDate(next.dueOn)}` : '–'; };
  return (
    <Table compact stack caption="Fahrplan als Tabelle" captionHidden rows={projects} rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Vorhaben', rowHead: true, cell: (project) => projectLink(project) },
        { key: 'from', head: 'Beginn', cell: ({ startsOn }) => (startsOn ? formatDate(startsOn) : 'offen') },
        { key: 'to', head: 'Ende', cell: ({ endsOn }) => (endsOn ? formatDate(endsOn) : 'offen') },
        { key: 'phase', head: 'Stand', cell: ({ state, phase }) => (state === 'running' ? phaseName(phase) : stateWords[state]) },
        { key: 'light', head: 'Ampel', cell: (project) => <LightBadge project={project} /> },
        { key: 'next', head: 'Nächster Meilenstein', cell: ({ id }) => nextOf(id) },
        { key: 'needs', head: 'Wartet auf', cell: ({ id }) => { const needs = barOf.get(id)?.needs ?? []; return needs.length === 0 ? '–' : needs.map((need) => <div key={need}>{titles.get(need) ?? 'anderes Vorhaben'}{brokenFor.has(`${id}/${need}`) ? ' (endet zu spät)' : ''}</div>); } },
      ]} />
  );
}

/** Milestones that are still to come and the ends of projects, for one's own calendar. */
const calendarPage = page({
  method: 'GET', path: `${ROAD}/kalender.ics`, site: 'office', access: 'may:steering/read', query: filterQuery,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { projects } = await projectsFor(ctx, rq.query);
      const milestones = Map.groupBy(await milestonesOf(ctx, projects.map(({ id }) => id)), ({ projectId }) => projectId);
      const entries = projects.flatMap(({ id, title, endsOn }) => {
        const href = `${ctx.platform.config.publicUrl}/office/projekte/${id}`;
        const open = (milestones.get(id) ?? []).filter(({ doneOn }) => doneOn === null);
        return [...open.map((one) => ({ id: one.id, on: one.dueOn, title: `${title}: ${one.title}`, text: 'Meilenstein', href })), ...(endsOn ? [{ id: `ende-${id}`, on: endsOn, title: `${title}: Ende`, text: 'Geplantes Ende des Vorhabens', href }] : [])];
      });
      return text(deadlineCalendar(ctx, entries), 'text/calendar; charset=utf-8', { headers: { 'content-disposition': 'attachment; filename="fahrplan.ics"' } });
    }),
});

export const roadMapPages = [roadMapPage, calendarPage];
