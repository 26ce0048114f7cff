import { getServiceVersion, type CompiledService } from '#core/catalogue';
import { getParty, type Party } from '#core/parties';
import { listVisibleCaseDocuments, type CaseDocument } from '#core/records';
import { describeProcess, type ProcessInstance, type StepDescription } from '#engines/process';
import { listCaseEvents } from '#platform/audit';
import { calendarDayOf } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import type { ComponentChildren } from 'preact';
import { cityOf, describeGroups, partsOf, type Office } from '#core/organisation';
import { isMine, mayIn, mayTake, reachOf, requireCaseAccess, type Reach } from '../access.ts';
import { listNotes, type Note } from '../add-note.ts';
import { contextOf } from '../process/process-context.ts';
import { historyOf, currentNodeIds, caseProgress, type CaseProgress, type NodeHistory } from '../case-progress.ts';
import type { Case } from '../case.ts';
import { getCase } from '../cases.queries.ts';
import { listCaseDecisions, type CaseDecision } from '../decisions.queries.ts';
import { whoActs } from '../claim-task.ts';
import type { Colleague } from '../delegate-task.ts';
import { caseExplanation, type CaseExplanation } from '../explanation.ts';
import { listCaseIncidents, type CaseIncident } from '../incidents/incident.ts';
import { officeDirectory } from '../office-directory.ts';
import { caseActions, casePanels, type CaseAction } from '../points.ts';
import { caseRuntime } from '../process/case-runtime.ts';
import { listCaseResubmissions, type Resubmission } from '../set-resubmission.ts';
import { takeableOf, type Task } from '../task.ts';
import { findFourEyesConflict, listCaseTasks } from '../tasks.queries.ts';
import { may } from '#platform/module';
import { filterOf, workQuery, type Cursor, type WorkFilter } from '../work-filter.ts';
import { listWork, type WorkRow } from '../work-list.queries.ts';
import { timelineOf, type CaseEntry } from './case-timeline.tsx';
import { layoutOf, type CaseLayout } from './process-panel.tsx';
import { listColleagues } from './work-names.ts';

export type Neighbours = { filter: WorkFilter; previous?: WorkRow; next?: WorkRow };
export type CaseView = {
  found: Case;
  service: CompiledService;
  office: Office | undefined;
  party: Party | undefined;
  tasks: Task[];
  /** The task this person is about to do, or the first open one. */
  task: Task | undefined;
  /** May take it; and why not, when four eyes forbid it. */
  mayTakeTask: boolean;
  fourEyes: string | undefined;
  mine: boolean;
  /** The groups of the task in words. */
  groupWords: Map<string, string>;
  /** What FEEL sees, for the form of the task. */
  context: Record<string, unknown>;
  progress: CaseProgress;
  process: { steps: StepDescription[]; history: NodeHistory; current: Set<string>; failed: Set<string>; layout: CaseLayout };
  documents: CaseDocument[];
  document: CaseDocument | undefined;
  timeline: CaseEntry[];
  notes: Note[];
  /** What the tables answered, each with the version whose tables they were. */
  decisions: (CaseDecision & { service: CompiledService })[];
  explanation: CaseExplanation;
  resubmissions: Resubmission[];
  incidents: CaseIncident[];
  colleagues: Colleague[];
  offices: Office[];
  panels: { id: string; title: string; place: 'main' | 'side'; body: ComponentChildren }[];
  actions: (Pick<CaseAction, 'id' | 'label' | 'icon'> & { href: string })[];
  supervises: boolean;
  /** May extend the statutory clock. */
  canExtend: boolean;
  /** The holidays that count here. */
  calendar: string;
  today: string;
  list: string;
  neighbours: Neighbours | undefined;
};

export type CaseQuery = { aufgabe?: string | undefined; dokument?: string | undefined; liste?: string | undefined };

/** Everything the case page shows, for someone who may see the case. @throws Problem 404 */
export async function readCase(ctx: Ctx, id: string, query: CaseQuery): Promise<CaseView> {
  const found = await requireCaseAccess(ctx, await getCase(ctx, id));
  // asked together, what does not need one another: one way to the database and back instead of twenty
  const [reach, service, tasks, documents, instances, directory, incidents, party, given, progress, notes, decided, explanation, resubmissions, panels] = await Promise.all([
    reachOf(ctx),
    getServiceVersion(ctx, found.versionId),
    listCaseTasks(ctx, id),
    listVisibleCaseDocuments(ctx, id),
    caseRuntime.listInstancesByKey(ctx, id),
    officeDirectory(ctx),
    listCaseIncidents(ctx, { caseId: id }),
    found.applicant.partyId ? getParty(ctx, found.applicant.partyId) : undefined,
    contextOf(ctx, found),
    caseProgress(ctx, id),
    listNotes(ctx, id),
    listCaseDecisions(ctx, id),
    caseExplanation(ctx, found),
    listCaseResubmissions(ctx, id),
    renderPanels(ctx, found),
  ]);
  const task = chooseTask(tasks, reach, query.aufgabe);
  const instance = instances.at(-1);
  const offices = [...directory.byId.values()];
  const [groupWords, fourEyes, process, timeline, decisions, colleagues, neighbours] = await Promise.all([
    describeGroups(ctx, task?.groups ?? []),
    task && findFourEyesConflict(ctx, task, whoActs(ctx)),
    readProcess(ctx, { found, service, instance, incidents }),
    timelineOf(ctx, found, tasks),
    withTables(ctx, decided, service),
    task ? listColleagues(ctx, task.groups.map((group) => partsOf(group).office)) : [],
    query.liste ? readNeighbours(ctx, reach, { list: query.liste, found, task: tasks.find((one) => one.id === query.aufgabe) }) : undefined,
  ]);
  return {
    found, service, tasks, task, documents, incidents, party, progress, notes, explanation, resubmissions, panels,
    groupWords, fourEyes, process, timeline, decisions, colleagues, neighbours,
    office: directory.byId.get(found.officeId),
    offices: offices.filter((office) => !office.closedOn && office.id !== found.officeId),
    mine: task !== undefined && isMine(reach, takeableOf(task)),
    mayTakeTask: task !== undefined && mayTake(ctx, reach, takeableOf(task)),
    context: { ...instance?.state.vars, ...given },
    document: documents.find((one) => one.id === query.dokument) ?? documents.find((one) => one.kind !== 'note'),
    actions: actionsOf(ctx, found),
    supervises: mayIn(ctx, reach, { permission: 'cases/supervise', ...found }),
    canExtend: mayIn(ctx, reach, { permission: 'cases/work', ...found }),
    calendar: cityOf(ctx.platform).calendar,
    today: calendarDayOf(ctx.now),
    list: query.liste ?? '',
  };
}

async function withTables(ctx: Ctx, decisions: CaseDecision[], now: CompiledService): Promise<CaseView['decisions']> {
  const all: CaseView['decisions'] = [];
  for (const decision of decisions) all.push({ ...decision, service: decision.versionId && decision.versionId !== now.versionId ? await getServiceVersion(ctx, decision.versionId) : now });
  return all;
}

function chooseTask(tasks: Task[], reach: Reach, wanted: string | undefined): Task | undefined {
  const open = tasks.filter((task) => task.state === 'open');
  const mine = open.find((task) => isMine(reach, takeableOf(task)));
  const ours = open.find((task) => task.groups.some((group) => reach.groups.includes(group)));
  return open.find((task) => task.id === wanted) ?? mine ?? ours ?? open[0];
}

type Running = { found: Case; service: CompiledService; instance: ProcessInstance | undefined; incidents: CaseIncident[] };

async function readProcess(ctx: Ctx, { found, service, instance, incidents }: Running): Promise<CaseView['process']> {
  return {
    steps: describeProcess(service.process),
    history: historyOf(await listCaseEvents(ctx, found.id, { limit: 5000 })),
    current: currentNodeIds(instance),
    failed: new Set(incidents.map((incident) => incident.nodeId)),
    layout: await layoutOf(service),
  };
}

async function renderPanels(ctx: Ctx, found: Case): Promise<CaseView['panels']> {
  const contributed = [...ctx.platform.contributions(casePanels)].sort((a, b) => a.order - b.order);
  const bodies = await Promise.all(contributed.map((panel) => panel.render(ctx, found)));
  return contributed.flatMap(({ id, title, place }, i) => (bodies[i] === undefined || bodies[i] === null ? [] : [{ id, title, place, body: bodies[i] }]));
}

function actionsOf(ctx: Ctx, found: Case): CaseView['actions'] {
  const allowed = ctx.platform.contributions(caseActions).filter((action) => !action.permission || may(ctx.actor, action.permission, found.officeId));
  return allowed
    .sort((a, b) => a.order - b.order)
    .flatMap((action) => {
      const href = action.href(found);
      return href ? [{ id: action.id, label: action.label, ...(action.icon ? { icon: action.icon } : {}), href }] : [];
    });
}

/** The lines before and after this case in the list it was opened from; found by its place, also when it has left the list. */
async function readNeighbours(ctx: Ctx, reach: Reach, { list, found, task }: { list: string; found: Case; task: Task | undefined }): Promise<Neighbours> {
  const filter = filterOf(workQuery.parse(Object.fromEntries(new URLSearchParams(list))));
  const byCase = filter.view === 'alle';
  if (!byCase && !task) return { filter };
  const dueOn = byCase ? found.dueOn : task?.dueOn;
  const values = { frist: dueOn ?? 'infinity', eingang: found.submittedAt.toISOString(), nummer: found.number, name: found.applicant.name };
  const here: Cursor = { value: values[filter.sort], id: byCase ? found.id : (task?.id ?? '') };
  const [next] = (await listWork(ctx, { reach, filter, page: { limit: 1, after: here } })).rows;
  const [previous] = (await listWork(ctx, { reach, filter, page: { limit: 1, before: here } })).rows;
  return { filter, ...(next ? { next } : {}), ...(previous ? { previous } : {}) };
}
