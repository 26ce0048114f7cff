import type { VNode } from 'preact';
import { z } from 'zod';
import { dutyWords, lightWords, stateWords, type Light, type Project } from '#core/projects';
import { page, view } from '#platform/http';
import { formatDate, formatMoney, formatNumber, plural } from '#platform/i18n';
import { may, type Ctx } from '#platform/module';
import { Alert, Badge, Button, EmptyState, Link, PageHeader, Pagination, Row, Section, Stack, Table, type TableColumn } from '#platform/ui';
import { Meter } from '../strategy/strategy-tree-view.tsx';
import { filterForm, filterOf, filterQuery, keepFilter, PORTFOLIO, PortfolioTabs, type FilterQuery } from './filter.tsx';
import { matcherOf, readRanking, totalOf, yearToPlan, type Claim, type Ranking } from './read-ranking.ts';
import type { Frame } from './score-math.ts';

const LOOKS = { green: 'done', amber: 'soon', red: 'late' } as const;
/** Rows of a table; the ranking pages on, the others lead to the board. */
const PAGE = 30;
/** Whole euros: in rankings cents are noise. */
export const euros = (cents: number): string => formatMoney(Math.round(cents / 100) * 100).replace(/,00(?=\D*$)/, '');
export const days = (count: number): string => `${formatNumber(count)} ${count === 1 ? 'Tag' : 'Tage'}`;
/** Thousandths of a point of 100 as people read them: "71,4". */
export const points = (score: number): string => formatNumber(score / 1000, 'de', { minimumFractionDigits: 1, maximumFractionDigits: 1 });
/** The light of work that is under way; before and after it there is nothing to warn of. */
export const LightBadge = ({ project: { light, state } }: { project: { light: Light; state: Project['state'] } }): VNode => (state === 'approved' || state === 'running' ? <Badge state={LOOKS[light]}>{lightWords[light]}</Badge> : <>–</>);
export const projectLink = ({ id, title }: Pick<Project, 'id' | 'title'>): VNode => <Link href={`/office/projekte/${id}`}>{title}</Link>;

/** /office/portfolio: what must be done, what runs, what comes next, and where the money ends. */
export const portfolioPage = page({
  method: 'GET', path: PORTFOLIO, site: 'office', access: 'may:steering/read',
  query: filterQuery.extend({ ab: z.coerce.number().int().min(1).optional().catch(undefined) }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const year = rq.query.jahr ?? yearToPlan(ctx);
      const [ranking, { matches, fields }] = await Promise.all([readRanking(ctx, year), matcherOf(ctx, filterOf(rq.query))]);
      return view({
        title: 'Portfolio', nav: PORTFOLIO, width: 'full',
        body: (
          <Stack gap="large">
            <PageHeader title={`Portfolio ${year}`} lead={leadOf(ranking)} actions={<Row><Button href={`${PORTFOLIO}${keepFilter(rq.query, { jahr: String(year - 1) })}`}>{year - 1}</Button><Button href={`${PORTFOLIO}${keepFilter(rq.query, { jahr: String(year + 1) })}`}>{year + 1}</Button>{may(ctx.actor, 'steering/edit') && <Button href={`${PORTFOLIO}/rahmen?jahr=${year}`} icon="money">Rahmen {year}</Button>}</Row>} />
            <PortfolioTabs current="" query={rq.query} />
            {await filterForm(ctx, { path: '', query: rq.query, fields })}
            {ranking.frame.changedByName === null && <Alert kind="warning" title={`Für ${year} sind weder Geld noch Tage festgelegt. So steht alles unter der Linie.`}>{may(ctx.actor, 'steering/edit') && <Link href={`${PORTFOLIO}/rahmen?jahr=${year}`}>Rahmen festlegen</Link>}</Alert>}
            <MandatoryLane ranking={ranking} claims={ranking.mandatory.filter(({ project }) => matches(project))} />
            <Chosen ctx={ctx} ranking={ranking} matches={matches} query={rq.query} />
          </Stack>
        ),
      });
    }),
});

function leadOf({ ranked, year }: Ranking): string {
  const above = ranked.filter((one) => one.above).length;
  if (ranked.length === 0) return 'Noch ist kein Vorhaben bewertet.';
  return above === ranked.length ? `Alle ${ranked.length} bewerteten Vorhaben passen in den Rahmen von ${year}.` : `${above} von ${ranked.length} bewerteten Vorhaben passen in den Rahmen von ${year}.`;
}

/** How much of a frame is used: two bars with the figures beside them. */
export function FrameUse({ used, frame, what }: { used: Frame; frame: Frame; what: string }): VNode {
  const share = (part: number, whole: number): number => (whole > 0 ? Math.min(100, (part / whole) * 100) : part > 0 ? 100 : 0);
  const over = used.cents > frame.cents || used.days > frame.days;
  return (
    <div class="frame-use">
      <p>Geld: {euros(used.cents)} von {euros(frame.cents)}</p>
      <Meter percent={share(used.cents, frame.cents)} label={`Geld für ${what}`} />
      <p>Arbeit: {formatNumber(used.days)} von {days(frame.days)}</p>
      <Meter percent={share(used.days, frame.days)} label={`Arbeit für ${what}`} />
      {over && <p><Badge state="late">mehr als der Rahmen</Badge></p>}
    </div>
  );
}

const claimColumns: TableColumn<Claim>[] = [
  { key: 'light', head: 'Ampel', narrow: true, cell: ({ project }) => <LightBadge project={project} /> },
  { key: 'state', head: 'Stand', cell: ({ project }) => stateWords[project.state] },
  { key: 'office', head: 'Amt', wideOnly: true, cell: ({ project }) => project.officeName },
  { key: 'cost', head: 'Geld im Jahr', numeric: true, cell: ({ costCents }) => euros(costCents) },
  { key: 'days', head: 'Tage im Jahr', numeric: true, cell: (claim) => formatNumber(claim.days) },
];

function MandatoryLane({ ranking, claims }: { ranking: Ranking; claims: Claim[] }): VNode {
  const used = totalOf(ranking.mandatory);
  return (
    <Section title="Pflicht: außerhalb der Bewertung" id="pflicht">
      <Stack>
        <FrameUse used={used} frame={ranking.frame.mandatory} what="Pflichtvorhaben" />
        <Table compact stack caption="Pflichtvorhaben, die früheste Frist zuerst" captionHidden rows={claims.slice(0, PAGE)} rowKey={({ project }) => project.id} empty={<EmptyState title="Keine Pflichtvorhaben">Hier stehen Vorhaben mit Gesetz und Frist, gefährdetem Betrieb oder Ratsbeschluss.</EmptyState>}
          columns={[
            { key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ project }) => projectLink(project) },
            { key: 'why', head: 'Warum', cell: ({ project }) => (project.mandatory ? `${dutyWords[project.mandatory.kind]}: ${project.mandatory.basis}` : '') },
            { key: 'due', head: 'Bis', cell: ({ project }) => (project.mandatory?.dueOn ? formatDate(project.mandatory.dueOn) : 'ohne Datum') },
            ...claimColumns,
          ]} />
        {claims.length > PAGE && <p>Die {PAGE} mit der frühesten Frist von {claims.length}. <Link href="/office/projekte">Alle in der Projektliste</Link></p>}
      </Stack>
    </Section>
  );
}

type ChosenProps = { ctx: Ctx; ranking: Ranking; matches: (project: Project) => boolean; query: FilterQuery & { ab?: number | undefined } };
function Chosen({ ranking, matches, query }: ChosenProps): VNode {
  const used = totalOf(ranking.running);
  const unscored = ranking.unscored.filter(({ project }) => matches(project));
  const running = ranking.running.filter(({ project }) => matches(project));
  return (
    <>
      <Section title="Läuft schon" id="laeuft">
        <Stack>
          <FrameUse used={used} frame={ranking.frame.chosen} what="laufende Vorhaben" />
          <Table compact stack caption="Gewählte Vorhaben, die laufen" captionHidden rows={running.slice(0, PAGE)} rowKey={({ project }) => project.id} empty={<EmptyState title="Nichts läuft">Genehmigte Vorhaben werden auf der Tafel gestartet.</EmptyState>}
            columns={[{ key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ project }) => projectLink(project) }, ...claimColumns]} />
          {running.length > PAGE && <p><Link href={`${PORTFOLIO}/tafel${keepFilter(query)}`}>Alle {running.length} auf der Tafel</Link></p>}
        </Stack>
      </Section>
      <Section title="Rangfolge" id="rangfolge"><RankedTable ranking={ranking} matches={matches} query={query} /></Section>
      {unscored.length > 0 && (
        <Section title={plural(unscored.length, { one: 'Ein Vorhaben ist noch nicht bewertet', other: `${unscored.length} Vorhaben sind noch nicht bewertet` })} id="offen">
          <Table compact stack caption="Noch nicht bewertet" captionHidden rows={unscored.slice(0, PAGE)} rowKey={({ project }) => project.id} columns={[{ key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ project }) => projectLink(project) }, ...claimColumns]} />
        </Section>
      )}
    </>
  );
}

/** The line stands between two rows as a row of its own, so that it is read aloud, too. */
type RankRow = Ranking['ranked'][number] | { line: true };
function RankedTable({ ranking, matches, query }: Omit<ChosenProps, 'ctx'>): VNode {
  const all = ranking.ranked.filter(({ project }) => matches(project));
  const start = query.ab ?? 1;
  const shown = all.slice(start - 1, start - 1 + PAGE);
  const firstBelow = shown.findIndex(({ above }) => !above);
  const rows: RankRow[] = firstBelow < 0 || (firstBelow === 0 && start > 1) ? shown : [...shown.slice(0, firstBelow), { line: true }, ...shown.slice(firstBelow)];
  const cell = (show: (row: Ranking['ranked'][number]) => VNode | string | number) => (row: RankRow) => ('line' in row ? '' : show(row));
  return (
    <Stack>
      <p>Für neue Vorhaben bleiben {euros(ranking.left.cents)} und {days(ranking.left.days)}. Gewichte aus Fassung {ranking.model.version} des Bewertungsmodells. <Link href={`${PORTFOLIO}/empfindlichkeit?jahr=${ranking.year}`}>Würde sich die Reihenfolge bei ± 5 Punkten ändern?</Link></p>
      <Table compact stack stickyHead caption="Rangfolge der bewerteten Vorhaben" captionHidden rows={rows} rowKey={(row) => ('line' in row ? 'line' : row.id)} current={(row) => 'line' in row} empty={<EmptyState title="Noch nichts bewertet">Eröffnen Sie eine Bewertungsrunde.</EmptyState>}
        columns={[
          { key: 'place', head: 'Rang', numeric: true, narrow: true, cell: cell(({ place }) => place) },
          { key: 'title', head: 'Vorhaben', rowHead: true, cell: (row) => ('line' in row ? <strong>Bis hier reicht der Rahmen{lacksText(shown[firstBelow]?.lacks ?? null)}</strong> : projectLink(row.project)) },
          { key: 'score', head: 'Punkte', numeric: true, cell: cell(({ score }) => points(score)) },
          { key: 'sure', head: 'Sicherheit', cell: cell(({ confidence }) => confidenceWords(confidence)) },
          { key: 'light', head: 'Ampel', narrow: true, cell: cell(({ project }) => <LightBadge project={project} />) },
          { key: 'state', head: 'Stand', wideOnly: true, cell: cell(({ project }) => stateWords[project.state]) },
          { key: 'cost', head: 'Geld', numeric: true, cell: cell(({ costCents }) => euros(costCents)) },
          { key: 'sum', head: 'Summe Geld', numeric: true, wideOnly: true, cell: cell(({ centsSoFar }) => euros(centsSoFar)) },
          { key: 'days', head: 'Tage', numeric: true, cell: cell((row) => formatNumber(row.days)) },
          { key: 'sumDays', head: 'Summe Tage', numeric: true, wideOnly: true, cell: cell(({ daysSoFar }) => formatNumber(daysSoFar)) },
        ]} />
      {all.length > PAGE && <Pagination shown={shown.length} total={all.length} noun="Vorhaben" {...(start > 1 ? { previous: `${PORTFOLIO}${keepFilter(query, { ab: String(Math.max(1, start - PAGE)) })}` } : {})} {...(start - 1 + PAGE < all.length ? { next: `${PORTFOLIO}${keepFilter(query, { ab: String(start + PAGE) })}` } : {})} />}
    </Stack>
  );
}

const lacksText = (lacks: 'money' | 'days' | 'both' | null): string => (lacks === 'money' ? ': danach fehlt Geld' : lacks === 'days' ? ': danach fehlen Tage' : lacks === 'both' ? ': danach fehlen Geld und Tage' : '');
/** 0 … 100 as a word. */
export const confidenceWords = (confidence: number): string => (confidence >= 67 ? 'hoch' : confidence >= 34 ? 'mittel' : 'gering');
