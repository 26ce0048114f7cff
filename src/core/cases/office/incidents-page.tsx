import { listServices } from '#core/catalogue';
import { page, redirect, view } from '#platform/http';
import { formatNumber, plural } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, BulkBar, Button, Checkbox, Details, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, SelectField, Stack, Table, TextField, Time, type FilterChip, type TableColumn } from '#platform/ui';
import { z } from 'zod';
import { getCase } from '../cases.queries.ts';
import { RETRY_RUN, retryIncidents } from '../incidents/bulk-retry.ts';
import { countCaseIncidents, groupCaseIncidents, listCaseIncidents, type CaseIncident, type IncidentCursor, type IncidentFilter, type IncidentGroup } from '../incidents/incident.ts';
import { findLastRun, groupProblems, type ProblemGroup } from '../runs/bulk-runs.queries.ts';
import { steerRun } from '../runs/bulk-work.ts';
import type { BulkRun } from '../runs/bulk-run.ts';
import { causeWord, knownCauses } from './incident-words.ts';
import { RunProgress } from './run-progress.tsx';

const PATH = '/office/stoerungen';
const PAGE = 50;
const MOST_COUNTED = 10_000;
const word = z.string().trim().max(200).optional().transform((value) => value || undefined).catch(undefined);
const query = z.object({ vorgang: z.uuid().optional().catch(undefined), leistung: word, schritt: word, grund: word, q: word, nach: word });
type Query = z.output<typeof query>;

const filterOf = ({ vorgang, leistung, schritt, grund, q }: Omit<Query, 'nach'>): IncidentFilter => ({ caseId: vorgang, service: leistung, step: schritt, code: grund, text: q });
const cursorOf = (text: string | undefined): IncidentCursor | undefined => {
  const [at = '', id = ''] = text?.split('_') ?? [];
  return Number.isFinite(Date.parse(at)) && z.uuid().safeParse(id).success ? { raisedAt: new Date(at), id } : undefined;
};

function hrefOf(filter: IncidentFilter, after?: CaseIncident): string {
  const kept = { vorgang: filter.caseId, leistung: filter.service, schritt: filter.step, grund: filter.code, q: filter.text, nach: after && `${after.raisedAt.toISOString()}_${after.id}` };
  const params = new URLSearchParams(Object.entries(kept).filter((pair): pair is [string, string] => Boolean(pair[1])));
  return params.size > 0 ? `${PATH}?${params}` : PATH;
}

type Shown = { filter: IncidentFilter; rows: CaseIncident[]; count: number; groups: IncidentGroup[]; services: Map<string, string>; /** Services to choose from: those that have any. */ affected: string[]; run?: BulkRun; /** What the run let be tried again and what has come back since. */ again: number; problems: ProblemGroup[]; caseNumber?: string; mayRetry: boolean; now: Date };

async function read(ctx: Ctx, asked: Query): Promise<Shown> {
  const filter = filterOf(asked);
  const run = await findLastRun(ctx, RETRY_RUN);
  const [groups, all] = [await groupCaseIncidents(ctx, filter), await groupCaseIncidents(ctx)];
  const fresh = run && (run.state === 'running' || run.state === 'paused' || ctx.now.getTime() - run.changedAt.getTime() < 10 * 60_000);
  return {
    filter,
    rows: await listCaseIncidents(ctx, { ...filter, after: cursorOf(asked.nach), limit: PAGE }),
    count: await countCaseIncidents(ctx, filter, MOST_COUNTED + 1),
    groups,
    affected: [...new Set([...all.map(({ service }) => service), ...(filter.service ? [filter.service] : [])])],
    services: new Map((await listServices(ctx)).map(({ slug, name }) => [slug, name])),
    ...(run && fresh ? { run } : {}),
    again: run && fresh ? await countCaseIncidents(ctx, { failedAgainSince: run.startedAt }, run.done) : 0,
    problems: run && fresh ? await groupProblems(ctx, run.id) : [],
    ...(filter.caseId ? { caseNumber: (await getCase(ctx, filter.caseId).catch(() => undefined))?.number ?? 'unbekannt' } : {}),
    mayRetry: may(ctx.actor, 'cases/supervise'),
    now: ctx.now,
  };
}

export const incidentsPage = page({
  method: 'GET',
  path: PATH,
  site: 'office',
  access: 'staff',
  query,
  handle: async (rq) => {
    const shown = await rq.read((ctx) => read(ctx, rq.query));
    return view({ title: 'Störungen', width: 'full', nav: PATH, body: <Incidents shown={shown} here={rq.url} later={rq.query.nach !== undefined} /> });
  },
});

const countWords = (count: number): string => (count > MOST_COUNTED ? `Mehr als ${formatNumber(MOST_COUNTED)} offene Störungen` : plural(count, { one: 'Eine offene Störung', other: `${formatNumber(count)} offene Störungen` }));

function Incidents({ shown, here, later }: { shown: Shown; here: string; later: boolean }) {
  const { filter, rows, count, run } = shown;
  const last = rows.length === PAGE ? rows.at(-1) : undefined;
  return (
    <Stack gap="small">
      <PageHeader title="Störungen" lead="Hier stehen Schritte, die die Maschine auch nach mehreren Versuchen nicht ausführen konnte. Der Vorgang wartet, bis Sie es noch einmal versuchen oder den Schritt überspringen." />
      {run && <Retrying run={run} again={shown.again} problems={shown.problems} here={here} />}
      <Chips shown={shown} />
      {count > 0 || filter.text || filter.code || filter.service ? <Filters shown={shown} /> : null}
      {count > 1 && <Causes shown={shown} here={here} />}
      {shown.mayRetry && rows.length > 0 ? (
        <form method="post" action={`${PATH}/sammel`} aria-label="Störungen auswählen">
          <input type="hidden" name="liste" value={hrefOf(filter).split('?')[1] ?? ''} />
          <input type="hidden" name="zurueck" value={here} />
          <List shown={shown} />
          <BulkBar label="Ausgewählte Störungen">
            {count > rows.length && <Checkbox name="umfang" value="alle" label={`alle ${formatNumber(count)} Treffer, nicht nur die angekreuzten`} />}
            <Button size="small" variant="primary">
              Noch einmal versuchen
            </Button>
          </BulkBar>
        </form>
      ) : (
        <List shown={shown} />
      )}
      <Pagination noun="Störungen" shown={rows.length} total={count > MOST_COUNTED ? undefined : count} next={last && hrefOf(filter, last)} previous={later ? hrefOf(filter) : undefined} />
    </Stack>
  );
}

function Retrying({ run, again, problems, here }: { run: BulkRun; again: number; problems: ProblemGroup[]; here: string }) {
  if (run.state === 'running' || run.state === 'paused') return <RunProgress run={run} title="Schritte werden noch einmal versucht" here={here} action={`${PATH}/lauf/${run.id}`} />;
  const good = plural(run.done, { one: 'Ein Schritt ist ausgeführt oder wieder in Arbeit.', other: `${formatNumber(run.done)} Schritte sind ausgeführt oder wieder in Arbeit.` });
  const bad = run.failed > 0 ? plural(run.failed, { one: ' Einer scheiterte wieder.', other: ` ${formatNumber(run.failed)} scheiterten wieder.` }) : '';
  const back = again > 0 ? plural(again, { one: ' Einer davon ist inzwischen wieder in Störung.', other: ` ${formatNumber(again)} davon sind inzwischen wieder in Störung.` }) : '';
  return (
    <Alert kind={run.failed + again > 0 ? 'warning' : 'success'} title="Sammellauf beendet">
      {good}
      {back}
      {bad}
      {problems.length > 0 && (
        <Details summary="Woran es lag">
          <ul>
            {problems.map((group) => (
              <li key={group.place + group.message}>{`${formatNumber(group.count)} × ${group.place}: ${group.message}`}</li>
            ))}
          </ul>
        </Details>
      )}
    </Alert>
  );
}

function Chips({ shown: { filter, services, caseNumber } }: { shown: Shown }) {
  const chip = (key: keyof IncidentFilter, label: string | undefined): FilterChip[] => (label ? [{ label: `${label} entfernen`, href: hrefOf({ ...filter, [key]: undefined }), active: true }] : []);
  const chips = [
    ...chip('caseId', caseNumber && `Vorgang ${caseNumber}`),
    ...chip('text', filter.text && `Text „${filter.text}“`),
    ...chip('service', filter.service && (services.get(filter.service) ?? filter.service)),
    ...chip('step', filter.step && `Schritt „${filter.step}“`),
    ...chip('code', filter.code && causeWord(filter.code)),
  ];
  return chips.length > 0 ? <FilterChips label="Gesetzte Filter, zum Entfernen anwählen" chips={chips} /> : null;
}

function Filters({ shown: { filter, services, affected } }: { shown: Shown }) {
  return (
    <Form method="get" action={PATH} inline label="Störungen filtern">
      {filter.step && <input type="hidden" name="schritt" value={filter.step} />}
      <TextField name="q" label="Nummer, Titel oder Name" type="search" value={filter.text} width={20} />
      <SelectField name="leistung" label="Leistung" placeholder="alle" value={filter.service} options={affected.map((value) => ({ value, label: services.get(value) ?? value }))} />
      <SelectField name="grund" label="Grund" placeholder="alle" value={filter.code} options={knownCauses} />
      <Button size="small">Filtern</Button>
    </Form>
  );
}

/** A broken connector brings hundreds at once: one line each, to be taken together. */
function Causes({ shown: { groups, services, filter, mayRetry, run }, here }: { shown: Shown; here: string }) {
  const busy = run?.state === 'running' || run?.state === 'paused';
  return (
    <Table<IncidentGroup>
      compact
      stack
      caption="Woran es liegt"
      rows={groups}
      rowKey={(row) => `${row.service} ${row.step} ${row.code}`}
      columns={[
        { key: 'count', head: 'Störungen', numeric: true, narrow: true, cell: (row) => formatNumber(row.count) },
        { key: 'step', head: 'Schritt', rowHead: true, cell: (row) => <Link href={hrefOf({ ...filter, service: row.service, step: row.step, code: row.code })}>{row.step}</Link> },
        { key: 'service', head: 'Leistung', cell: (row) => services.get(row.service) ?? row.service },
        { key: 'why', head: 'Grund', cell: (row) => `${causeWord(row.code)}: ${row.message}` },
        { key: 'since', head: 'Seit', narrow: true, cell: (row) => <Time at={row.oldestAt} /> },
        ...(mayRetry && !busy ? [{ key: 'do', head: 'Was tun', narrow: true, cell: (row: IncidentGroup) => <RetryGroup group={row} filter={filter} here={here} /> }] : []),
      ]}
    />
  );
}

/** All that is alike is tried again with one press, without ticking anything. */
function RetryGroup({ group: { service, step, code, count }, filter, here }: { group: IncidentGroup; filter: IncidentFilter; here: string }) {
  const words = count === 1 ? 'Noch einmal versuchen' : `Alle ${formatNumber(count)} noch einmal versuchen`;
  return (
    <form method="post" action={`${PATH}/sammel`}>
      <input type="hidden" name="umfang" value="alle" />
      <input type="hidden" name="liste" value={hrefOf({ ...filter, service, step, code }).split('?')[1] ?? ''} />
      <input type="hidden" name="zurueck" value={here} />
      <Button size="small" attributes={{ 'aria-label': `${words}: ${step}, ${causeWord(code)}` }}>
        {words}
      </Button>
    </form>
  );
}

function List({ shown: { rows, count, filter, mayRetry } }: { shown: Shown }) {
  const columns: TableColumn<CaseIncident>[] = [
    { key: 'case', head: 'Vorgang', rowHead: true, narrow: true, cell: (row) => <Link href={`/office/vorgaenge/${row.case.id}`}>{row.case.number}</Link> },
    { key: 'title', head: 'Worum es geht', wideOnly: true, cell: (row) => row.case.title },
    { key: 'step', head: 'Schritt', cell: (row) => <Link href={`${PATH}/${row.id}`}>{row.step}</Link> },
    { key: 'why', head: 'Grund', cell: (row) => `${causeWord(row.code)}: ${row.message}` },
    { key: 'since', head: 'Seit', narrow: true, cell: (row) => <Time at={row.firstRaisedAt} /> },
    { key: 'tries', head: 'Versuche', numeric: true, narrow: true, cell: (row) => <>{formatNumber(row.tries)} {row.retried > 0 && <Badge state="soon">{`${row.retried} × von Hand`}</Badge>}</> },
  ];
  const filtered = filter.text ?? filter.code ?? filter.service ?? filter.step ?? filter.caseId;
  return (
    <Table<CaseIncident>
      compact
      stack
      stickyHead
      caption={countWords(count)}
      rows={rows}
      rowKey={(row) => row.id}
      columns={columns}
      {...(mayRetry ? { select: { name: 'stoerung', value: (row: CaseIncident) => row.id, label: (row: CaseIncident) => `${row.case.number}, ${row.step} auswählen` } } : {})}
      empty={
        filtered ? (
          <EmptyState title="Keine Störung passt zu diesem Filter." icon="check" action={<Link href={PATH}>Alle Störungen zeigen</Link>} />
        ) : (
          <EmptyState title="Alle Abläufe laufen." icon="check" />
        )
      }
    />
  );
}

const several = z.union([z.string(), z.array(z.string())]).default([]).transform((value) => [value].flat());

export const bulkRetryRoute = page({
  method: 'POST',
  path: `${PATH}/sammel`,
  site: 'office',
  access: 'may:cases/supervise',
  body: z.object({ stoerung: several, umfang: z.string().optional(), liste: z.string().max(2000).default(''), zurueck: z.string().max(2000).default(PATH) }),
  handle: async (rq) => {
    const { stoerung, umfang, liste, zurueck } = rq.body;
    const back = zurueck.startsWith(PATH) ? zurueck : PATH;
    const ids = stoerung.filter((id) => z.uuid().safeParse(id).success);
    if (umfang !== 'alle' && ids.length === 0) return redirect(back, { flash: { kind: 'info', text: 'Bitte kreuzen Sie zuerst Störungen an.' } });
    const filter = filterOf(query.parse(Object.fromEntries(new URLSearchParams(liste))));
    await rq.transact((ctx) => retryIncidents(ctx, umfang === 'alle' ? { filter } : { ids }));
    return redirect(back);
  },
});

const ways = { anhalten: 'paused', fortsetzen: 'running', beenden: 'stopped' } as const;

export const steerRetryRoute = page({
  method: 'POST',
  path: `${PATH}/lauf/:id`,
  site: 'office',
  access: 'may:cases/supervise',
  params: z.object({ id: z.uuid() }),
  body: z.object({ aktion: z.enum(['anhalten', 'fortsetzen', 'beenden']) }),
  handle: async (rq) => {
    await rq.transact(async (ctx) => {
      // One's own run only: the page shows no other.
      if ((await findLastRun(ctx, RETRY_RUN))?.id === rq.params.id) await steerRun(ctx, rq.params.id, ways[rq.body.aktion]);
    });
    return redirect(PATH);
  },
});
