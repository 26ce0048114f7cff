import { listRecentEvents, type AuditEvent } from '#platform/audit';
import { page, redirect, view, type Reply } from '#platform/http';
import { formatNumber, plural } from '#platform/i18n';
import type { Ctx } from '#platform/module';
import { Alert, Button, ButtonRow, ConfirmPage, DescriptionList, EmptyState, Heading, Link, PageHeader, Pagination, ProcessStrip, Section, Stack, Table, Time, Timeline, type ProcessStep } from '#platform/ui';
import { z } from 'zod';
import { getMigration, runsOf, type Migration, type MigrationRuns } from '../migration/migration.ts';
import { KEPT_DAYS } from '../migration/migration-kinds.ts';
import { checkMigration, countRestorable, startMove, startUndo, steerMigration } from '../migration/steer-migration.ts';
import { groupProblems, listProblems, type FoundProblem, type ProblemGroup } from '../runs/bulk-runs.queries.ts';
import type { BulkRun } from '../runs/bulk-run.ts';
import { MOVES } from './migration-plan.tsx';
import { RunProgress } from './run-progress.tsx';

const params = z.object({ id: z.uuid() });
const PAGE = 50;

type Shown = { migration: Migration; runs: MigrationRuns; groups: ProblemGroup[]; problems: FoundProblem[]; restorable: number; events: AuditEvent[] };

/** The run whose problems matter now: what goes on, else what was done last. */
const lastRun = ({ busy, undo, move, check }: MigrationRuns): BulkRun | undefined => busy ?? [undo, move, check].filter((run) => run !== undefined).sort((a, b) => (a.id < b.id ? 1 : -1))[0];

async function read(ctx: Ctx, id: string, after: string | undefined): Promise<Shown> {
  const [migration, runs] = [await getMigration(ctx, id), await runsOf(ctx, id)];
  const last = lastRun(runs);
  return {
    migration,
    runs,
    groups: last ? await groupProblems(ctx, last.id) : [],
    problems: last ? await listProblems(ctx, { runId: last.id, after, limit: PAGE }) : [],
    restorable: await countRestorable(ctx, id),
    events: await listRecentEvents(ctx, { subject: `migration:${id}`, limit: 20 }),
  };
}

const titleOf = ({ serviceName, from, to }: Migration): string => `${serviceName}: von Fassung ${from.number} nach ${to.number}`;
const hrefOf = ({ id }: Pick<Migration, 'id'>): string => `${MOVES}/${id}`;

export const migrationPage = page({
  method: 'GET',
  path: `${MOVES}/:id`,
  site: 'office',
  access: 'may:cases/migrate',
  params,
  query: z.object({ ab: z.uuid().optional().catch(undefined) }),
  handle: async (rq) => {
    const shown = await rq.read((ctx) => read(ctx, rq.params.id, rq.query.ab));
    return view({
      title: `Umzug ${titleOf(shown.migration)}`,
      width: 'full',
      nav: MOVES,
      crumbs: [{ label: 'Vorgänge umziehen', href: MOVES }, { label: titleOf(shown.migration) }],
      body: <Body shown={shown} after={rq.query.ab} />,
      aside: <Side shown={shown} />,
    });
  },
});

const kindWords: Record<string, string> = { 'migration-check': 'Probelauf', 'migration-move': 'Umzug', 'migration-undo': 'Zurücksetzen' };

function Body({ shown, after }: { shown: Shown; after: string | undefined }) {
  const { migration, runs } = shown;
  const last = lastRun(runs);
  return (
    <Stack>
      <PageHeader title={titleOf(migration)} />
      <ProcessStrip label="Stand des Umzugs" steps={stepsOf(runs)} />
      {runs.busy ? <RunProgress run={runs.busy} title={kindWords[runs.busy.kind] ?? ''} here={hrefOf(migration)} action={`${hrefOf(migration)}/steuern`} /> : last && <Outcome run={last} />}
      {!runs.busy && <NextStep shown={shown} />}
      {last && shown.groups.length > 0 && <Problems shown={shown} run={last} after={after} />}
    </Stack>
  );
}

function stepsOf({ check, move, undo }: MigrationRuns): ProcessStep[] {
  const step = (title: string, run: BulkRun | undefined, ready: boolean): ProcessStep => {
    if (!run) return { title, state: ready ? 'now' : 'then' };
    const over = run.state === 'done' || run.state === 'stopped';
    return { title, state: over ? 'done' : 'now', when: <Time at={run.finishedAt ?? run.changedAt} />, ...(over ? { note: noteOf(run) } : {}) };
  };
  const noteOf = (run: BulkRun): string => (run.state === 'stopped' ? 'vorzeitig beendet' : `${formatNumber(run.done)} gut${run.failed ? `, ${formatNumber(run.failed)} nicht` : ''}`);
  return [step('Probelauf', check, true), step('Umzug', move, check?.state === 'done'), ...(undo ? [step('Zurücksetzen', undo, false)] : [])];
}

function Outcome({ run }: { run: BulkRun }) {
  const good = run.failed === 0;
  const [done, failed] = [run.done, run.failed].map((count) => plural(count, { one: 'Ein Vorgang', other: `${formatNumber(count)} Vorgänge` }));
  const can = run.done === 1;
  const sentences: Record<string, [string, string]> = {
    'migration-check': [`${done} ${can ? 'kann' : 'können'} umziehen.`, `${failed} ${run.failed === 1 ? 'bleibt' : 'bleiben'} auf der alten Fassung, wenn Sie die Zuordnung nicht ändern.`],
    'migration-move': [`${done} ${can ? 'ist' : 'sind'} umgezogen.`, `${failed} ${run.failed === 1 ? 'läuft' : 'laufen'} weiter auf der alten Fassung.`],
    'migration-undo': [`${done} ${can ? 'steht' : 'stehen'} wieder wie vorher.`, `${failed} ${run.failed === 1 ? 'bleibt' : 'bleiben'} auf der neuen Fassung.`],
  };
  const [yes = '', no = ''] = sentences[run.kind] ?? [];
  const title = `${kindWords[run.kind] ?? ''} ${run.state === 'stopped' ? 'vorzeitig beendet' : 'beendet'}`;
  return (
    <Alert kind={good ? 'success' : 'warning'} title={title}>
      {yes} {!good && no}
    </Alert>
  );
}

function NextStep({ shown: { migration, runs, restorable } }: { shown: Shown }) {
  const { check, move, undo } = runs;
  const href = hrefOf(migration);
  const plan = new URLSearchParams([['von', migration.from.versionId], ['nach', migration.to.versionId], ...Object.entries(migration.byHand).map(([from, to]) => ['zu', `${from}:${to ?? ''}`]), ...(migration.renewTimers ? [['fristen', 'ja']] : [])]);
  const ready = check?.state === 'done' && check.done > 0 && (!move || (undo !== undefined && undo.id > move.id));
  return (
    <form method="post" action={`${href}/steuern`} aria-label="Nächster Schritt">
      <ButtonRow>
        {ready && (
          <Button variant="primary" href={`${href}/umziehen`}>
            {`${formatNumber(check.done)} ${check.done === 1 ? 'Vorgang' : 'Vorgänge'} umziehen`}
          </Button>
        )}
        <Button href={`${MOVES}/plan?${plan}`}>{move ? 'Übrige neu planen' : 'Zuordnung ändern'}</Button>
        <Button name="aktion" value="probelauf">
          Probelauf wiederholen
        </Button>
        {restorable > 0 && (
          <Button variant="danger" href={`${href}/zuruecksetzen`}>
            Umzug rückgängig machen
          </Button>
        )}
      </ButtonRow>
    </form>
  );
}

function Problems({ shown, run, after }: { shown: Shown; run: BulkRun; after: string | undefined }) {
  const { groups, problems, migration } = shown;
  const next = problems.length === PAGE ? problems.at(-1)?.id : undefined;
  return (
    <Section title={run.kind === 'migration-check' ? 'Was nicht umziehen kann' : 'Was nicht gegangen ist'} id="hindernisse">
      <Stack>
        <Table<ProblemGroup>
          compact
          stack
          caption="Gründe"
          rows={groups}
          rowKey={(row) => `${row.code} ${row.place} ${row.message}`}
          columns={[
            { key: 'count', head: 'Vorgänge', numeric: true, narrow: true, cell: (row) => formatNumber(row.count) },
            { key: 'place', head: 'Schritt', rowHead: true, cell: (row) => row.place },
            { key: 'why', head: 'Grund', cell: (row) => row.message },
          ]}
        />
        <Table<FoundProblem>
          compact
          stack
          caption="Einzeln"
          rows={problems}
          rowKey={(row) => row.id}
          empty={<EmptyState title="Hier stehen keine weiteren." level={3} />}
          columns={[
            { key: 'case', head: 'Vorgang', rowHead: true, narrow: true, cell: (row) => (row.caseId ? <Link href={`/office/vorgaenge/${row.caseId}`}>{row.caseNumber ?? 'Vorgang'}</Link> : '–') },
            { key: 'place', head: 'Schritt', cell: (row) => row.place },
            { key: 'why', head: 'Grund', cell: (row) => row.message },
          ]}
        />
        <Pagination noun="Hindernisse" shown={problems.length} next={next && `${hrefOf(migration)}?ab=${next}#hindernisse`} previous={after && `${hrefOf(migration)}#hindernisse`} />
      </Stack>
    </Section>
  );
}

const eventWords: Record<string, string> = {
  'cases/migration-planned': 'Geplant',
  'cases/migration-checked': 'Probelauf beendet',
  'cases/migration-started': 'Umzug begonnen',
  'cases/migration-finished': 'Umzug beendet',
  'cases/migration-undo-started': 'Zurücksetzen begonnen',
  'cases/migration-undone': 'Zurücksetzen beendet',
};

function Side({ shown: { migration, events, restorable } }: { shown: Shown }) {
  return (
    <Stack>
      <DescriptionList
        stacked
        items={[
          { term: 'Geplant', value: <Time at={migration.createdAt} /> },
          { term: 'Von', value: migration.createdBy },
          { term: 'Zeituhren', value: migration.renewTimers ? 'beginnen neu' : 'laufen weiter' },
          { term: 'Von Hand zugeordnet', value: Object.keys(migration.byHand).length || 'nichts' },
          restorable > 0 && { term: 'Lässt sich zurücksetzen', value: `${formatNumber(restorable)} Vorgänge, ${KEPT_DAYS} Tage lang` },
        ]}
      />
      <Heading level={2} size="small">
        Verlauf
      </Heading>
      <Timeline label="Verlauf" entries={events.map((event) => ({ id: `e-${event.id}`, at: event.at, title: eventWords[event.type] ?? event.type, actor: event.actor.name }))} />
    </Stack>
  );
}

/** What the dry run found movable, and what can be put back. */
type Counts = { checked: number; restorable: number };

const confirmations = {
  umziehen: {
    title: (migration: Migration) => `${titleOf(migration)}: jetzt umziehen?`,
    consequences: ({ checked }: Counts) => [`${checked === 1 ? 'Ein Vorgang läuft' : `${formatNumber(checked)} Vorgänge laufen`} danach nach der neuen Fassung: Schritte, Formulare, Regeln und Schreiben.`, 'Offene Aufgaben bleiben bei den Personen, die sie haben.', 'In jedem Vorgang steht im Verlauf, dass er umgezogen ist.'],
    undo: `Das lässt sich ${KEPT_DAYS} Tage lang rückgängig machen, für jeden Vorgang, an dem seitdem nichts geschehen ist.`,
    confirm: 'Umziehen',
    danger: false,
    start: startMove,
    flash: 'Der Umzug hat begonnen. Sie können diese Seite verlassen.',
  },
  zuruecksetzen: {
    title: (migration: Migration) => `${titleOf(migration)}: Umzug rückgängig machen?`,
    consequences: ({ restorable }: Counts) => [`${restorable === 1 ? 'Ein Vorgang steht' : `Bis zu ${formatNumber(restorable)} Vorgänge stehen`} danach wieder wie vor dem Umzug.`, 'Vorgänge, an denen seitdem etwas geschehen ist, bleiben auf der neuen Fassung.'],
    undo: 'Sie können danach neu planen und noch einmal umziehen.',
    confirm: 'Rückgängig machen',
    danger: true,
    start: startUndo,
    flash: 'Das Zurücksetzen hat begonnen. Sie können diese Seite verlassen.',
  },
} as const;

const confirmRoutes = Object.entries(confirmations).flatMap(([path, words]) => [
  page({
    method: 'GET',
    path: `${MOVES}/:id/${path}`,
    site: 'office',
    access: 'may:cases/migrate',
    params,
    handle: async (rq) => {
      const { migration, counts } = await rq.read(async (ctx) => ({
        migration: await getMigration(ctx, rq.params.id),
        counts: { checked: (await runsOf(ctx, rq.params.id)).check?.done ?? 0, restorable: await countRestorable(ctx, rq.params.id) },
      }));
      const body = <ConfirmPage title={words.title(migration)} consequences={words.consequences(counts)} undo={words.undo} confirm={words.confirm} cancel={{ href: hrefOf(migration), label: 'Zurück' }} danger={words.danger} />;
      return view({ title: words.title(migration), width: 'narrow', nav: MOVES, crumbs: [{ label: 'Vorgänge umziehen', href: MOVES }, { label: titleOf(migration), href: hrefOf(migration) }, { label: words.confirm }], body });
    },
  }),
  page({
    method: 'POST',
    path: `${MOVES}/:id/${path}`,
    site: 'office',
    access: 'may:cases/migrate',
    params,
    handle: async (rq): Promise<Reply> => {
      await rq.transact((ctx) => words.start(ctx, rq.params.id));
      return redirect(hrefOf(rq.params), { flash: words.flash });
    },
  }),
]);

const ways = { anhalten: 'paused', fortsetzen: 'running', beenden: 'stopped' } as const;

const steerRoute = page({
  method: 'POST',
  path: `${MOVES}/:id/steuern`,
  site: 'office',
  access: 'may:cases/migrate',
  params,
  body: z.object({ aktion: z.enum(['anhalten', 'fortsetzen', 'beenden', 'probelauf']) }),
  handle: async (rq) => {
    const { aktion } = rq.body;
    await rq.transact(async (ctx) => (aktion === 'probelauf' ? void (await checkMigration(ctx, rq.params.id)) : steerMigration(ctx, rq.params.id, ways[aktion])));
    return redirect(hrefOf(rq.params));
  },
});

export const migrationRoutes = [migrationPage, ...confirmRoutes, steerRoute];
