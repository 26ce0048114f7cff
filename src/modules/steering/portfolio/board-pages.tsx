import type { VNode } from 'preact';
import { z } from 'zod';
import { getProject, goLive, holdGate, nextPhase, phaseName, phases, readPortfolio, startProject, type Project } from '#core/projects';
import { attempt, page, redirect, view, type Reply } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, ButtonRow, ErrorSummary, Form, Link, PageHeader, Stack, TextArea } from '#platform/ui';
import { filterForm, filterOf, filterQuery, keepFilter, PORTFOLIO, PortfolioTabs, type FilterQuery } from './filter.tsx';
import { LightBadge, projectLink } from './portfolio-page.tsx';
import { matcherOf } from './read-ranking.ts';

const BOARD = `${PORTFOLIO}/tafel`;
/** Cards of a column; the rest is behind a link. */
const SHOWN = 15;

type Column = { key: string; title: string; holds: (project: Project) => boolean };
const columns: Column[] = [
  { key: 'applied', title: 'Beantragt', holds: ({ state }) => state === 'applied' || state === 'deferred' },
  { key: 'approved', title: 'Genehmigt', holds: ({ state }) => state === 'approved' },
  ...phases.filter(({ key }) => key !== 'operation').map(({ key, name }): Column => ({ key, title: name, holds: ({ state, phase }) => state === 'running' && (phase === key || (key === 'rollout' && phase === 'operation')) })),
  { key: 'live', title: 'In Betrieb', holds: ({ state }) => state === 'live' },
];

const boardPage = page({
  method: 'GET', path: BOARD, site: 'office', access: 'may:steering/read', query: filterQuery.extend({ spalte: z.string().max(20).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { spalte, ...query } = rq.query;
      const { matches, fields } = await matcherOf(ctx, filterOf(query));
      const projects = (await readPortfolio(ctx, { states: ['applied', 'deferred', 'approved', 'running', 'live'] })).filter(matches);
      const shown = columns.filter(({ key }) => spalte === undefined || key === spalte);
      return view({
        title: 'Tafel', nav: PORTFOLIO, width: 'full', crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Tafel' }],
        body: (
          <Stack>
            <PageHeader title="Tafel" lead={`${projects.length} Vorhaben nach Phase. Der Knopf auf der Karte bringt ein Vorhaben weiter.`} />
            <PortfolioTabs current="/tafel" query={query} />
            {await filterForm(ctx, { path: '/tafel', query, fields })}
            {/* Reachable by keyboard, because it scrolls sideways where there is no room for all columns. */}
            <div class="board" tabindex={0} role="group" aria-label="Tafel nach Phasen">
              {shown.map((column) => <ColumnView key={column.key} ctx={ctx} column={column} projects={projects.filter(column.holds)} query={query} all={spalte !== undefined} />)}
            </div>
          </Stack>
        ),
      });
    }),
});

function ColumnView({ ctx, column, projects, query, all }: { ctx: Ctx; column: Column; projects: Project[]; query: FilterQuery; all: boolean }): VNode {
  const shown = all ? projects : projects.slice(0, SHOWN);
  return (
    <section class="board__column" aria-labelledby={`column-${column.key}`}>
      <h2 class="kern-title kern-title--small board__title" id={`column-${column.key}`}>{column.title} <span class="count">{projects.length}</span></h2>
      <ul class="board__cards">{shown.map((project) => <li key={project.id} id={`p-${project.id}`} class="board__card"><Card ctx={ctx} project={project} query={query} /></li>)}</ul>
      {shown.length < projects.length && <p><Link href={`${BOARD}${keepFilter(query, { spalte: column.key })}`}>Alle {projects.length} zeigen</Link></p>}
      {all && <p><Link href={`${BOARD}${keepFilter(query)}`}>Alle Spalten zeigen</Link></p>}
    </section>
  );
}

function Card({ ctx, project, query }: { ctx: Ctx; project: Project; query: FilterQuery }): VNode {
  const step = stepOf(project);
  return (
    <>
      {projectLink(project)}
      <p class="strategy__note">{project.officeName}{project.endsOn ? `, bis ${formatDate(project.endsOn)}` : ''}</p>
      {project.state === 'deferred' ? <Badge state="neutral">zurückgestellt</Badge> : project.state === 'approved' || project.state === 'running' ? <LightBadge project={project} /> : null}
      {step && may(ctx.actor, 'steering/edit', project.officeId) && (
        <Form action={`${BOARD}/${project.id}/weiter${keepFilter(query)}`} inline label={`${project.title}: ${step.label}`}>
          <input type="hidden" name="from" value={project.state === 'running' ? project.phase : project.state} />
          <Button size="small">{step.label}<span class="kern-sr-only">: {project.title}</span></Button>
        </Form>
      )}
    </>
  );
}

type Step = { label: string; done: string; does: (ctx: Ctx, reason: string) => Promise<void> };
/** What moves a project on; nothing where a committee decides first. */
function stepOf({ id, state, phase }: Project): Step | undefined {
  if (state === 'approved') return { label: 'Starten', done: 'läuft jetzt', does: (ctx) => startProject(ctx, { projectId: id }) };
  if (state !== 'running') return undefined;
  const next = nextPhase(phase);
  const live = (ctx: Ctx): Promise<void> => goLive(ctx, { projectId: id, on: calendarDayOf(ctx.now) });
  if (next === 'operation') return { label: 'In Betrieb nehmen', done: 'ist in Betrieb', does: async (ctx, reason) => { await holdGate(ctx, { projectId: id, outcome: 'go', reason }); await live(ctx); } };
  return next ? { label: `Weiter: ${phaseName(next)}`, done: `ist jetzt in der Phase ${phaseName(next)}`, does: (ctx, reason) => holdGate(ctx, { projectId: id, outcome: 'go', reason }) } : { label: 'In Betrieb nehmen', done: 'ist in Betrieb', does: live };
}

const params = z.object({ id: z.uuid() });
const body = z.object({ from: z.string().max(20).default(''), reason: z.string().trim().max(2000).default('') });
const movePost = page({
  method: 'POST', path: `${BOARD}/:id/weiter`, site: 'office', access: 'may:steering/edit', params, query: filterQuery, body,
  handle: async (rq) => {
    const project = await rq.read((ctx) => getProject(ctx, rq.params.id));
    const step = stepOf(project);
    const back = `${BOARD}${keepFilter(rq.query)}#p-${project.id}`;
    // Somebody else was quicker: a second click must not move it on again.
    if (!step || rq.body.from !== (project.state === 'running' ? project.phase : project.state)) return redirect(back, { flash: { kind: 'info', text: `„${project.title}“ steht schon weiter.` } });
    return attempt(rq, { work: (ctx) => step.does(ctx, rq.body.reason), flash: `„${project.title}“ ${step.done}.`, to: back, again: async (_ctx, refused) => askReason({ project, step, typed: rq.body, query: rq.query, error: refused.de }) });
  },
});

function askReason({ project, step, typed, query, error }: { project: Project; step: Step; typed: z.output<typeof body>; query: FilterQuery; error: string }): Reply {
  return view({
    title: project.title, nav: PORTFOLIO, crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Tafel', href: BOARD }, { label: project.title }],
    body: (
      <Stack>
        <ErrorSummary errors={[{ id: 'reason', text: error }]} />
        <PageHeader title={`${project.title}: ${step.label}`} actions={<Button href={`/office/projekte/${project.id}/phasen`}>Nachweise ansehen</Button>} />
        <Form action={`${BOARD}/${project.id}/weiter${keepFilter(query)}`}>
          <input type="hidden" name="from" value={typed.from} />
          <TextArea name="reason" label="Warum geht es trotzdem weiter?" value={typed.reason} error={error} rows={3} required />
          <ButtonRow><Button variant="primary">{step.label}</Button><Button href={`${BOARD}${keepFilter(query)}`}>Nicht weiter</Button></ButtonRow>
        </Form>
      </Stack>
    ),
  });
}

export const boardPages = [boardPage, movePost];
