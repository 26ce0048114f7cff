import { z } from 'zod';
import { listOffices } from '#core/organisation';
import { file, page, view } from '#platform/http';
import { calendarDayOf, formatDate, formatNumber } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Badge, Button, Deadline, EmptyState, FilterChips, Form, Link, PageHeader, Pagination, Row, SearchField, Section, SelectField, Stack, Table } from '#platform/ui';
import { openCampaigns } from '../flow/campaigns.ts';
import { listMyOpinions, type AskedOpinion } from '../flow/opinions.ts';
import { hrefOf, IDEAS, isOpen, refusalWords, stateWords, type Idea } from '../idea.ts';
import { countIdeas, countStates, listIdeas, type IdeaFilter } from '../ideas.queries.ts';
import type { CampaignRow, IdeaState } from '../tables.ts';

const views: Record<string, { label: string; states?: IdeaState[] }> = {
  alle: { label: 'Alle' }, neu: { label: 'Eingegangen', states: ['submitted'] }, pruefung: { label: 'In Prüfung', states: ['review'] }, angenommen: { label: 'Angenommen', states: ['accepted'] },
  umgesetzt: { label: 'Umgesetzt', states: ['implemented'] }, abgelehnt: { label: 'Abgelehnt', states: ['rejected'] }, 'fallen-gelassen': { label: 'Fallen gelassen', states: ['dropped'] }, entschieden: { label: 'Entschieden', states: ['accepted', 'implemented', 'dropped', 'rejected'] }, ueberfaellig: { label: 'Frist überschritten' }, meine: { label: 'Meine' }, 'bei-mir': { label: 'Ich setze um' },
};
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/).optional().catch(undefined);
const query = z.object({ stand: z.string().max(20).default('alle'), amt: z.union([z.uuid(), z.literal('')]).catch('').default(''), aufruf: z.union([z.uuid(), z.literal('')]).catch('').default(''), q: z.string().max(200).default(''), von: day, bis: day, nach: z.string().regex(/^\d{4}-\d{2}-\d{2}_[0-9a-f-]{36}$/).optional().catch(undefined) });
type Query = z.output<typeof query>;

function filterOf(ctx: Ctx, { stand, amt, aufruf, q, von, bis }: Query): IdeaFilter {
  const states = views[stand]?.states;
  return { ...(states ? { states } : {}), ...(amt ? { officeId: amt } : {}), ...(aufruf ? { campaignId: aufruf } : {}), ...(q ? { q } : {}), ...(von ? { from: von } : {}), ...(bis ? { until: bis } : {}), ...(stand === 'ueberfaellig' ? { overdue: true } : {}), ...(stand === 'meine' && ctx.actor.id ? { authorId: ctx.actor.id } : {}), ...(stand === 'bei-mir' && ctx.actor.id ? { responsibleId: ctx.actor.id, states: ['accepted'] } : {}) };
}

const address = (path: string, given: Query, change: Partial<Record<keyof Query, string>>): string => {
  const { nach: _left, ...kept } = given;
  return `${path}?${new URLSearchParams(Object.entries({ ...kept, ...change }).filter((pair): pair is [string, string] => Boolean(pair[1])))}`;
};

/** /office/ideen: all ideas, and the way to hand one in. */
export const ideasPage = page({
  method: 'GET', path: IDEAS, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const filter = filterOf(ctx, rq.query);
      const [submittedOn = '', id = ''] = rq.query.nach?.split('_') ?? [];
      const { ideas, next } = await listIdeas(ctx, filter, { after: rq.query.nach ? { submittedOn, id } : undefined });
      const states = await countStates(ctx);
      const shown = { ideas, today: calendarDayOf(ctx.now), total: await countIdeas(ctx, filter), states, query: rq.query, campaigns: await openCampaigns(ctx), asked: await listMyOpinions(ctx), offices: await listOffices(ctx), next: next && address(IDEAS, rq.query, { nach: `${next.submittedOn}_${next.id}` }) };
      return view({ title: 'Ideen', width: 'full', nav: IDEAS, body: <ListBody {...shown} actorManages={may(rq.actor, 'ideas/manage')} actorAwards={may(rq.actor, 'ideas/award')} /> });
    }),
});

type Shown = { ideas: Idea[]; today: string; total: number; states: Map<IdeaState, number>; query: Query; campaigns: CampaignRow[]; asked: AskedOpinion[]; offices: { id: string; name: string }[]; next: string | undefined; actorManages: boolean; actorAwards: boolean };

function ListBody(shown: Shown) {
  const { ideas, query: asked, states, today } = shown;
  const open = (states.get('submitted') ?? 0) + (states.get('review') ?? 0);
  const count = (key: string): { count?: number } => (views[key]?.states ? { count: (views[key]?.states ?? []).reduce((sum, state) => sum + (states.get(state) ?? 0), 0) } : {});
  return (
    <Stack>
      <PageHeader
        title="Ideen"
        lead={`${formatNumber(states.get('implemented') ?? 0)} Ideen sind umgesetzt, ${formatNumber(states.get('accepted') ?? 0)} werden gerade umgesetzt, über ${formatNumber(open)} ist noch nicht entschieden.`}
        actions={<Row><Button variant="primary" href={`${IDEAS}/neu`} icon="add">Idee einreichen</Button><Button href={`${IDEAS}/bewerten`} icon="star">Ideen bewerten</Button></Row>}
      />
      <Row>
        <Link href={`${IDEAS}/zahlen`}>Zahlen</Link><Link href={`${IDEAS}/aufrufe`}>Aufrufe</Link><Link href={`${IDEAS}/postfach`}>Postfach mit Code</Link>
        {shown.actorAwards && <Link href={`${IDEAS}/praemien`}>Prämien</Link>}
      </Row>
      {shown.asked.length > 0 && <Asked asked={shown.asked} today={today} />}
      {shown.campaigns.map((one) => (
        <Section key={one.id} title={`Gesucht: ${one.title}`} id={`aufruf-${one.id}`} actions={<Link href={`${IDEAS}/neu?aufruf=${one.id}`}>Idee dazu einreichen</Link>}><p>{one.text} <span class="muted">Bis {formatDate(one.until_on)}.</span></p></Section>
      ))}
      <Section title="Alle Ideen" id="liste">
        <SearchField action={IDEAS} label="Ideen durchsuchen" value={asked.q} size="small" keep={keptWith(asked, ['stand', 'amt', 'aufruf'])} />
        <FilterChips label="Stand" chips={Object.entries(views).filter(([key]) => key !== 'ueberfaellig' || shown.actorManages).map(([key, { label }]) => ({ label, href: address(IDEAS, asked, { stand: key }), active: asked.stand === key, ...count(key) }))} />
        <Form action={IDEAS} method="get" inline label="Nach Amt">
          {Object.entries(keptWith(asked, ['stand', 'aufruf', 'q'])).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)}
          <SelectField name="amt" label="Amt" value={asked.amt} placeholder={false} options={[{ value: '', label: 'alle Ämter' }, ...shown.offices.map(({ id, name }) => ({ value: id, label: name }))]} />
          <Button size="small">Zeigen</Button>
        </Form>
        {ideas.length === 0 ? <EmptyState title="Keine Idee passt dazu." icon="search">Ändern Sie die Auswahl, oder reichen Sie selbst eine ein.</EmptyState> : <IdeaTable ideas={ideas} today={today} />}
        <Pagination shown={ideas.length} total={shown.total} noun="Ideen" {...(shown.next ? { next: shown.next } : {})} />
        <p><Link href={address(`${IDEAS}.csv`, asked, {})} icon="download" download>Als Tabelle laden (CSV)</Link></p>
      </Section>
    </Stack>
  );
}

const keptWith = (asked: Query, names: ('stand' | 'amt' | 'aufruf' | 'q')[]): Record<string, string> => Object.fromEntries(names.filter((name) => asked[name]).map((name) => [name, asked[name]]));

/** Opinions that somebody is asked for; here and on the desk. */
export function Asked({ asked, today }: { asked: AskedOpinion[]; today: string }) {
  return (
    <Section title="Ihre Stellungnahme ist gefragt" id="stellungnahmen">
      <Table<AskedOpinion> compact stack caption="Erbetene Stellungnahmen" captionHidden rows={asked} rowKey={({ id }) => id} columns={[{ key: 'title', head: 'Idee', rowHead: true, cell: ({ ideaId, title }) => <Link href={`${hrefOf(ideaId)}#stellungnahmen`}>{title}</Link> }, { key: 'due', head: 'Bis', narrow: true, cell: ({ dueOn }) => <Deadline on={dueOn} today={today} /> }]} />
    </Section>
  );
}

const shownMean = ({ state, ratings }: Idea, mean: number): string => (isOpen(state) || ratings < 3 ? '' : formatNumber(mean, 'de', { maximumFractionDigits: 1 }));

/** What peers think, in words: never who. */
export const ratingText = ({ ratings, impact, effort }: Pick<Idea, 'ratings' | 'impact' | 'effort'>): string => (ratings === 0 ? 'noch keine' : `Wirkung ${formatNumber(impact, 'de', { maximumFractionDigits: 1 })}, Aufwand ${formatNumber(effort, 'de', { maximumFractionDigits: 1 })} (${ratings})`);

export function IdeaTable({ ideas, today }: { ideas: Idea[]; today: string }) {
  return (
    <Table<Idea>
      compact
      stack
      caption="Ideen"
      captionHidden
      rows={ideas}
      rowKey={({ id }) => id}
      columns={[
        { key: 'title', head: 'Idee', rowHead: true, cell: ({ id, title }) => <Link href={hrefOf(id)}>{title}</Link> },
        { key: 'office', head: 'Amt', wideOnly: true, cell: ({ officeName }) => officeName || 'alle' },
        { key: 'on', head: 'Vom', narrow: true, cell: ({ submittedOn }) => formatDate(submittedOn) },
        { key: 'state', head: 'Stand', cell: ({ state }) => <Badge state={stateWords[state].look}>{stateWords[state].words}</Badge> },
        // while it is open only how many have rated: a result in the list would draw the next votes along
        { key: 'votes', head: 'Stimmen', numeric: true, wideOnly: true, cell: ({ ratings }) => ratings },
        { key: 'impact', head: 'Wirkung', numeric: true, wideOnly: true, cell: (idea) => shownMean(idea, idea.impact) },
        { key: 'effort', head: 'Aufwand', numeric: true, wideOnly: true, cell: (idea) => shownMean(idea, idea.effort) },
        { key: 'comments', head: 'Beiträge', numeric: true, cell: ({ comments }) => comments },
        { key: 'due', head: 'Nächster Schritt bis', narrow: true, cell: ({ stepDueOn }) => (stepDueOn ? <Deadline on={stepDueOn} today={today} /> : '') },
      ]}
    />
  );
}

/** A cell that a spreadsheet takes for a formula stays text (OWASP: CSV injection). */
const cell = (value: string | number): string => `"${(/^[=+\-@\t\r]/.test(String(value)) ? `'${value}` : String(value)).replaceAll('"', '""')}"`;

const EXPORTED = 5000;

export const ideasCsv = page({
  method: 'GET', path: `${IDEAS}.csv`, site: 'office', access: 'staff', query,
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { ideas } = await listIdeas(ctx, filterOf(ctx, rq.query), { limit: EXPORTED });
      const head = ['Nummer', 'Titel', 'Problem', 'Vorschlag', 'Amt', 'Eingereicht am', 'Stand', 'Wirkung', 'Aufwand', 'Bewertungen', 'Beiträge', 'Entschieden am', 'Grund', 'Ersparnis in Euro', 'Projekt'];
      // no names: whoever takes the list along does not need them
      const rows = ideas.map((one) => [one.number, one.title, one.problem, one.proposal, one.officeName, formatDate(one.submittedOn), stateWords[one.state].words, shownMean(one, one.impact), shownMean(one, one.effort), one.ratings, one.comments, one.decidedOn ? formatDate(one.decidedOn) : '', one.reasonCode ? (refusalWords[one.reasonCode] ?? one.reasonCode) : '', one.savingCents === null ? '' : formatNumber(one.savingCents / 100), one.projectId ? 'ja' : '']);
      return file({ bytes: Buffer.from(`\u{feff}${[head, ...rows].map((row) => row.map(cell).join(';')).join('\r\n')}\r\n`), name: 'ideen.csv', type: 'text/csv; charset=utf-8' });
    }),
});
