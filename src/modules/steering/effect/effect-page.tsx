import { figureText, getFigure, lastMonths, readFigure, type Effect, type MeasuredEffect } from '#core/insights';
import { formatDate, formatNumber } from '#platform/i18n';
import type { Project, ProjectPanel } from '#core/projects';
import { page, view } from '#platform/http';
import { Badge, Columns, Details, EmptyState, PageHeader, Section, Stack, StatTile, Table } from '#platform/ui';
import { formulaWords, sameCases, whyWords } from './effect-words.ts';
import { listLive, listReviews, readEffects } from './effects.queries.ts';
import { EffectView } from './effect-view.tsx';
import { EFFECT, mayReview } from './review-effect.ts';

type Row = { project: Project; effect: Effect };
/** From here on a promise counts as kept. */
const KEPT_PERCENT = 80;

const markOf = (effect: Effect, at: MeasuredEffect['at']): MeasuredEffect | undefined => effect.measured.find((one) => one.at === at);
const shareOf = ({ measured }: Effect): number | null => {
  const last = measured.at(-1);
  return last?.expectedHours ? (100 * last.hours) / last.expectedHours : null;
};

/** Hours, or money where no time was promised. */
const promiseOf = ({ expected }: Effect): string => (!expected ? 'nicht beziffert' : expected.hours > 0 ? figureText(expected.hours, 'hours') : figureText(expected.cents, 'cents'));

/** Expected against measured benefit of everything that is live. */
export const effectPage = page({
  method: 'GET',
  path: EFFECT,
  site: 'office',
  access: 'may:steering/read',
  handle: (rq) =>
    rq.read(async (ctx) => {
      const projects = await listLive(ctx);
      const effects = await readEffects(ctx, projects);
      const rows = projects.flatMap((project, i): Row[] => (effects[i] ? [{ project, effect: effects[i] }] : []));
      const year = lastMonths(ctx, 12);
      const totals = [await readFigure(ctx, 'steering/hours-saved', year), await readFigure(ctx, 'steering/money-saved', year)] as const;
      return view({
        title: 'Wirkung',
        nav: EFFECT,
        crumbs: [{ label: 'Steuerung', href: '/office/steuerung' }, { label: 'Wirkung' }],
        body: (
          <Stack gap="large">
            <PageHeader title="Wirkung der Vorhaben" lead="Was zugesagt war und was wirklich kam: 6, 12 und 24 Monate nach dem Start, gerechnet mit den entschiedenen Vorgängen." />
            <Columns layout="thirds">
              <StatTile label="Gesparte Arbeitszeit, 12 Monate" value={figureText(totals[0], 'hours')} href={getFigure(ctx, 'steering/hours-saved').evidence(year)} />
              <StatTile label="Wert dieser Zeit" value={figureText(totals[1], 'cents')} href={getFigure(ctx, 'steering/money-saved').evidence(year)} />
              <StatTile label="Vorhaben gemessen" value={`${rows.filter(({ effect }) => effect.measured.length > 0).length} von ${rows.length}`} note="Bei den anderen steht, warum nicht." />
            </Columns>
            {rows.length === 0 ? <EmptyState title="Noch nichts in Betrieb" icon="chart">Sobald ein Vorhaben in Betrieb geht, beginnt hier die Messung.</EmptyState> : <EffectTable rows={rows} />}
            <Formulas rows={rows.filter(({ effect }) => effect.measured.length > 0)} />
          </Stack>
        ),
      });
    }),
});

function EffectTable({ rows }: { rows: Row[] }) {
  const projects = rows.map(({ project }) => project);
  const hours = (one: MeasuredEffect | undefined): string => (one ? figureText(one.hours, 'hours') : '–');
  return (
    <Table
      caption="Zugesagt und gemessen"
      captionHidden
      stack
      rows={rows}
      rowKey={({ project }) => project.id}
      columns={[
        { key: 'project', head: 'Vorhaben', rowHead: true, cell: ({ project }) => <><a href={`/office/projekte/${project.id}`}>{project.title}</a><div class="muted">{sameCases(project, projects)}</div></> },
        { key: 'live', head: 'In Betrieb seit', cell: ({ project }) => formatDate(project.liveOn ?? '') },
        { key: 'promise', head: 'Zugesagt im Jahr', numeric: true, cell: ({ effect }) => promiseOf(effect) },
        ...([6, 12, 24] as const).map((at) => ({ key: String(at), head: `nach ${at} Mon.`, numeric: true, cell: ({ effect }: Row) => hours(markOf(effect, at)) })),
        { key: 'share', head: 'Ergebnis', cell: ({ effect }) => <Verdict effect={effect} /> },
      ]}
    />
  );
}

function Verdict({ effect }: { effect: Effect }) {
  if (effect.why) return <span class="muted">{whyWords[effect.why]}{effect.nextOn ? `, Messung ab ${formatDate(effect.nextOn)}` : ''}</span>;
  const share = shareOf(effect);
  if (share === null) return <span class="muted">gemessen, aber nichts zugesagt</span>;
  return <Badge state={share >= KEPT_PERCENT ? 'done' : share >= KEPT_PERCENT / 2 ? 'soon' : 'late'}>{formatNumber(share, 'de', { maximumFractionDigits: 0 })} % der Zusage</Badge>;
}

function Formulas({ rows }: { rows: Row[] }) {
  if (rows.length === 0) return null;
  return (
    <Section title="So ist gerechnet">
      <p class="kern-body">Stunden = (Vorgänge mit Menschen × gesparte Minuten + automatische Vorgänge × ganze Bearbeitungszeit) ÷ 60. Gezählt wird ab dem ersten vollen Monat nach dem Start; die Zusage ist auf dieselben Monate umgelegt.</p>
      {rows.map(({ project, effect }) => (
        <Details key={project.id} summary={project.title}>
          <ul class="kern-list kern-list--bullet">{effect.measured.map((one) => <li key={one.at}>{one.at} Monate: {formulaWords(one)} ({one.formula.measured ? 'Minuten gemessen' : 'Minuten wie zugesagt'})</li>)}</ul>
        </Details>
      ))}
    </Section>
  );
}

/** On the page of a project that is or was live. */
export const effectPanel: ProjectPanel = {
  id: 'wirkung',
  title: 'Wirkung',
  order: 70,
  render: async (ctx, project) => {
    if (!project.liveOn && !project.expected) return undefined;
    const [effect] = await readEffects(ctx, [project]);
    const reviews = (await listReviews(ctx, [project.id])).get(project.id) ?? [];
    return effect ? <EffectView effect={effect} project={project} reviews={reviews} mayAnswer={mayReview(ctx, project)} /> : undefined;
  },
};
