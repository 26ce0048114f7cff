import { listOffices } from '#core/organisation';
import { file, page, view } from '#platform/http';
import { calendarDayOf, formatDate } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Button, EmptyState, Form, Link, PageHeader, Pagination, Row, SelectField, Stack, Table, Tabs, TextField, type SortDirection } from '#platform/ui';
import { z } from 'zod';
import { phaseName } from '../gates/phases.ts';
import { dutyWords, lightWords, stateWords, type Light, type Project, type ProjectState } from '../project.ts';
import { countProjects, listProjects, type ProjectCursor, type ProjectFilter, type ProjectSort } from '../projects.queries.ts';
import { LightBadge, PROJECTS, StateBadge, hasLight } from './project-frame.tsx';

const word = z.string().trim().max(200).optional().catch(undefined);
const query = z.object({ ansicht: word, stand: word, amt: word, ampel: word, pflicht: word, q: word, sortierung: word, nach: word, vor: word });
type Query = z.output<typeof query>;

const UNDER_WAY: ProjectState[] = ['applied', 'approved', 'running', 'deferred'];
const groups: { key: string; label: string; states: ProjectState[] | undefined }[] = [
  { key: 'laufend', label: 'Unterwegs', states: UNDER_WAY },
  { key: 'betrieb', label: 'In Betrieb', states: ['live'] },
  { key: 'beendet', label: 'Beendet', states: ['closed', 'stopped', 'rejected'] },
  { key: 'alle', label: 'Alle', states: undefined },
];
const sorts = { nummer: 'number', titel: 'title', ende: 'ends_on' } as const satisfies Record<string, ProjectSort>;
type SortWord = keyof typeof sorts;

type List = { mine: boolean; group: string; sort: SortWord; descending: boolean; filter: ProjectFilter };

/** A list as it stands in the address; a wrong word never breaks it. */
function listOf(asked: Query, offices: { id: string; key: string }[]): List {
  const mine = asked.ansicht === 'meine';
  const group = groups.find(({ key }) => key === asked.ansicht) ?? groups[0];
  const sort = (Object.keys(sorts) as SortWord[]).find((one) => one === asked.sortierung?.replace('-', '')) ?? 'nummer';
  const descending = asked.sortierung ? asked.sortierung.startsWith('-') : true;
  const state = (Object.keys(stateWords) as ProjectState[]).find((one) => one === asked.stand);
  const states = state ? [state] : mine ? undefined : group?.states;
  const light = (Object.keys(lightWords) as Light[]).find((one) => one === asked.ampel);
  const officeId = offices.find(({ key }) => key === asked.amt)?.id;
  const filter: ProjectFilter = {
    sort: sorts[sort], descending,
    ...(states ? { states: light ? states.filter((one) => hasLight({ state: one })) : states } : light ? { states: ['approved', 'running'] } : {}),
    ...(mine ? { mine } : {}), ...(light ? { light } : {}), ...(officeId ? { officeId } : {}), ...(asked.q ? { text: asked.q } : {}), ...(asked.pflicht ? { mandatory: asked.pflicht === 'ja' } : {}),
  };
  return { mine, group: mine ? 'meine' : (group?.key ?? 'laufend'), sort, descending, filter };
}

/** The address with these changes; cursors go with every other change. */
function hrefOf(asked: Query, change: Partial<Record<keyof Query, string | undefined>>, path = PROJECTS): string {
  const { nach: _, vor: __, ...kept } = asked;
  const entries = Object.entries({ ...kept, ...change }).flatMap(([key, value]) => (value ? [[key, value] as [string, string]] : []));
  const text = new URLSearchParams(entries).toString();
  return text ? `${path}?${text}` : path;
}

const encode = (cursor: ProjectCursor): string => Buffer.from(`${cursor.id}${cursor.value}`).toString('base64url');

function decode(text: string | undefined, sort: ProjectSort): ProjectCursor | undefined {
  const plain = Buffer.from(text ?? '', 'base64url').toString();
  const cursor = { id: plain.slice(0, 36), value: plain.slice(36) };
  const whole = z.uuid().safeParse(cursor.id).success && (sort !== 'ends_on' || /^(infinity|\d{4}-\d{2}-\d{2})$/.test(cursor.value));
  return whole ? cursor : undefined;
}

/** /office/projekte: all projects one may see, by state, office, light and duty. */
export const projectList = page({
  method: 'GET', path: PROJECTS, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const offices = await listOffices(ctx);
      const asked: Query = { ...rq.query, ansicht: rq.query.ansicht ?? (may(rq.actor, 'steering/read') ? undefined : 'meine') };
      const list = listOf(asked, offices);
      const [after, before] = [decode(rq.query.nach, sorts[list.sort]), decode(rq.query.vor, sorts[list.sort])];
      const found = await listProjects(ctx, list.filter, { ...(after ? { after } : {}), ...(before ? { before } : {}) });
      const total = list.filter.light ? undefined : await countProjects(ctx, list.filter);
      return view({
        title: 'Projekte',
        width: 'full',
        nav: PROJECTS,
        body: (
          <Stack gap="small">
            <PageHeader
              title={list.mine ? 'Meine Projekte' : 'Projekte'}
              actions={<Row><Button href={hrefOf(asked, {}, `${PROJECTS}/export.csv`)} icon="download" size="small">CSV{total === undefined ? '' : ` (${total})`}</Button><Button href={`${PROJECTS}/auslastung`} size="small" icon="people">Auslastung</Button><Button variant="primary" href={`${PROJECTS}/neu`} icon="add" size="small">Projekt beantragen</Button></Row>}
            />
            <Tabs label="Listen" items={[{ key: 'meine', label: 'Meine Projekte' }, ...(may(rq.actor, 'steering/read') ? groups : [])].map(({ key, label }) => ({ label, href: hrefOf({ ansicht: key } as Query, {}), current: list.group === key }))} />
            <Filters asked={asked} offices={offices} />
            <ProjectTable asked={asked} list={list} rows={found.rows} />
            <Pagination noun="Projekte" shown={found.rows.length} total={total} next={found.next && hrefOf(asked, { nach: encode(found.next) })} previous={found.previous && hrefOf(asked, { vor: encode(found.previous) })} />
          </Stack>
        ),
      });
    }),
});

function Filters({ asked, offices }: { asked: Query; offices: { key: string; name: string }[] }) {
  const kept = Object.entries(asked).filter(([key, value]) => value && (key === 'ansicht' || key === 'sortierung'));
  return (
    <Form method="get" action={PROJECTS} inline label="Liste filtern">
      {kept.map(([key, value]) => <input key={key} type="hidden" name={key} value={value} />)}
      <TextField name="q" label="Wort, Nummer oder Leitung" type="search" value={asked.q} width={20} />
      <SelectField name="amt" label="Amt" value={asked.amt ?? ''} placeholder="alle" options={offices.map(({ key, name }) => ({ value: key, label: name }))} />
      <SelectField name="ampel" label="Ampel" value={asked.ampel ?? ''} placeholder="alle" options={(Object.keys(lightWords) as Light[]).map((light) => ({ value: light, label: lightWords[light] }))} />
      <SelectField name="pflicht" label="Pflicht" value={asked.pflicht ?? ''} placeholder="alle" options={[{ value: 'ja', label: 'Pflicht' }, { value: 'nein', label: 'freiwillig' }]} />
      <Button size="small">Filtern</Button>
    </Form>
  );
}

function ProjectTable({ asked, list, rows }: { asked: Query; list: List; rows: Project[] }) {
  const order = { by: list.sort, direction: (list.descending ? 'descending' : 'ascending') as SortDirection, href: (by: string, direction: SortDirection) => hrefOf(asked, { sortierung: `${direction === 'descending' ? '-' : ''}${by}` }) };
  if (rows.length === 0) return <Nothing asked={asked} mine={list.mine} />;
  return (
    <Table<Project>
      compact stickyHead stack caption="Projekte" captionHidden rows={rows} rowKey={({ id }) => id} sort={order}
      columns={[
        { key: 'nummer', head: 'Nummer', narrow: true, sortable: true, cell: ({ number }) => number },
        { key: 'titel', head: 'Projekt', rowHead: true, sortable: true, cell: ({ id, title }) => <Link href={`${PROJECTS}/${id}`}>{title}</Link> },
        { key: 'state', head: 'Stand', narrow: true, cell: ({ state }) => <StateBadge state={state} /> },
        { key: 'light', head: 'Ampel', cell: (one) => <><LightBadge project={one} />{hasLight(one) && one.light !== 'green' && <><br /><span class="muted">{one.lightReason}</span></>}</> },
        { key: 'office', head: 'Amt und Leitung', wideOnly: true, cell: ({ officeName, leadName }) => <>{officeName}<br /><span class="muted">{leadName || 'Leitung offen'}</span></> },
        { key: 'duty', head: 'Pflicht', wideOnly: true, cell: ({ mandatory }) => (mandatory ? <>{dutyWords[mandatory.kind]}{mandatory.dueOn && <><br /><span class="muted">bis {formatDate(mandatory.dueOn)}</span></>}</> : '–') },
        { key: 'ende', head: 'Ende', narrow: true, sortable: true, cell: ({ endsOn }) => (endsOn ? formatDate(endsOn) : 'offen') },
      ]}
    />
  );
}

function Nothing({ asked, mine }: { asked: Query; mine: boolean }) {
  const narrowed = asked.q || asked.amt || asked.ampel || asked.pflicht || asked.stand;
  if (narrowed) return <EmptyState title="Kein Projekt passt zu diesen Filtern." action={<Button href={hrefOf({ ansicht: asked.ansicht } as Query, {})}>Filter entfernen</Button>} />;
  if (mine) return <EmptyState title="Sie sind an keinem Projekt beteiligt." action={<Button variant="primary" href={`${PROJECTS}/neu`}>Projekt beantragen</Button>}>Hier stehen Projekte, die Sie leiten, beantragt haben oder in denen Sie eingeplant sind.</EmptyState>;
  return <EmptyState title="Hier ist noch kein Projekt." action={<Button variant="primary" href={`${PROJECTS}/neu`}>Projekt beantragen</Button>}>Ein Antrag hat fünf kurze Seiten und wird nach jeder gespeichert.</EmptyState>;
}

/** The same list as a file for a spreadsheet; at most 5,000 lines. */
export const projectCsv = page({
  method: 'GET', path: `${PROJECTS}/export.csv`, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { filter } = listOf(rq.query, await listOffices(ctx));
      return file({ name: `projekte-${calendarDayOf(ctx.now)}.csv`, type: 'text/csv; charset=utf-8', bytes: Buffer.from(await csvOf(ctx, filter)) });
    }),
});

async function csvOf(ctx: Ctx, filter: ProjectFilter): Promise<string> {
  const { rows } = await listProjects(ctx, filter, { limit: 5000 });
  const head = ['Nummer', 'Titel', 'Stand', 'Ampel', 'Grund der Ampel', 'Phase', 'Amt', 'Leitung', 'Beginn', 'Ende', 'In Betrieb', 'Pflicht', 'Pflicht bis', 'Fälle im Jahr', 'Minuten je Fall', 'Geld im Jahr', 'Anteil in Prozent', 'Eigene Arbeitstage'];
  const lines = rows.map((one) => [
    one.number, one.title, stateWords[one.state], hasLight(one) ? lightWords[one.light] : '', hasLight(one) ? one.lightReason : '', phaseName(one.phase), one.officeName, one.leadName, one.startsOn, one.endsOn, one.liveOn, one.mandatory?.basis, one.mandatory?.dueOn,
    one.expected?.casesPerYear, one.expected?.minutesSavedPerCase, one.expected ? (one.expected.moneyCentsPerYear / 100).toFixed(2).replace('.', ',') : '', one.expected?.realisationPercent, one.capacityDays,
  ]);
  return `\uFEFF${[head, ...lines].map((line) => line.map(csvCell).join(';')).join('\r\n')}\r\n`;
}

/** Quoted; what a spreadsheet would take for a formula is told to be text. */
export function csvCell(value: string | number | null | undefined): string {
  const text = String(value ?? '');
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return `"${safe.replaceAll('"', '""')}"`;
}
