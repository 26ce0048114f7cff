import type { VNode } from 'preact';
import { z } from 'zod';
import { lightWords } from '#core/projects';
import { page, view } from '#platform/http';
import { formatNumber } from '#platform/i18n';
import { Details, EmptyState, PageHeader, Stack, Table, FilterChips } from '#platform/ui';
import { filterForm, filterOf, filterQuery, keepFilter, PORTFOLIO, PortfolioTabs } from './filter.tsx';
import { euros, LightBadge, points, projectLink } from './portfolio-page.tsx';
import { costsOf } from './project-costs.ts';
import { matcherOf, readRanking, yearToPlan, type Candidate } from './read-ranking.ts';
import { rank, weightsOf } from './score-math.ts';

type Scored = Candidate & { score: number; place: number };
type Spot = Scored & { /** 0 … 1 */ across: number; up: number };
const axes = { aufwand: 'Aufwand', risiko: 'Risiko' } as const;
type Axis = keyof typeof axes;

/** Where a project stands: value from 0 to 100 up, effort (its money, as a share of the greatest shown) or risk (10 minus feasibility) across. */
export function spotsOf(ranked: Scored[], axis: Axis): Spot[] {
  const dearest = Math.max(1, ...ranked.map(({ costCents }) => costCents));
  const spots: Spot[] = [];
  for (const one of ranked) {
    let place = axis === 'aufwand' ? one.costCents / dearest : 1 - (one.means['feasibility'] ?? 500) / 1000;
    const up = one.score / 100_000;
    // Two that stand on each other stand side by side; from so many on it would be a lie, and overlapping dots show where many are.
    if (ranked.length <= LABELLED) while (spots.some((other) => Math.abs(other.up - up) < NEAR_UP && Math.abs(other.across - place) < NEAR_ACROSS)) place += NEAR_ACROSS;
    spots.push({ ...one, up, across: place });
  }
  return spots;
}
const LABELLED = 25;
const NEAR_UP = 0.065;
const NEAR_ACROSS = 0.03;

/** Rows of the table twin; more is found by the filters. */
const ROWS = 50;

export const matrixPage = page({
  method: 'GET', path: `${PORTFOLIO}/matrix`, site: 'office', access: 'may:steering/read',
  query: filterQuery.extend({ achse: z.enum(['aufwand', 'risiko']).catch('aufwand').default('aufwand') }),
  handle: (rq) =>
    rq.read(async (ctx) => {
      const { achse, ...query } = rq.query;
      const [ranking, { matches, fields }] = await Promise.all([readRanking(ctx, query.jahr ?? yearToPlan(ctx)), matcherOf(ctx, filterOf(query))]);
      const { model } = ranking.model;
      // effort is what a project costs from beginning to end, not in one year
      const costs = await costsOf(ctx, ranking.scored.map(({ project }) => project));
      const ranked = rank(ranking.scored.map((one) => ({ ...one, costCents: costs.get(one.id) ?? 0 })), weightsOf(model.criteria), model.tieBreaks);
      const spots = spotsOf(ranked.filter(({ project }) => matches(project)), achse);
      const best = spots.filter(({ up, across }) => up >= 0.5 && across < 0.5).length;
      return view({
        title: 'Matrix', nav: PORTFOLIO, width: 'full', crumbs: [{ label: 'Portfolio', href: PORTFOLIO }, { label: 'Matrix' }],
        body: (
          <Stack>
            <PageHeader title={`Nutzen und ${axes[achse]}`} lead={spots.length === 0 ? 'Kein bewertetes Vorhaben passt zum Filter.' : `${best} von ${spots.length} Vorhaben bringen viel bei wenig ${axes[achse]}.`} />
            <PortfolioTabs current="/matrix" query={query} />
            <FilterChips label="Waagerechte Achse" chips={Object.entries(axes).map(([key, label]) => ({ label, href: `${PORTFOLIO}/matrix${keepFilter(query, { achse: key })}`, active: key === achse }))} />
            {await filterForm(ctx, { path: '/matrix', query, fields, keep: { achse } })}
            {spots.length === 0 ? <EmptyState title="Nichts zu zeigen">Ändern Sie den Filter oder bewerten Sie zuerst Vorhaben.</EmptyState> : <Matrix spots={spots} axis={achse} />}
          </Stack>
        ),
      });
    }),
});

const underWay = ({ project: { state } }: Spot): boolean => state === 'approved' || state === 'running';
/** Links are for a number that one can walk through by keyboard; of more the table leads on. */
const dotClass = (spot: Spot): string => `matrix__dot matrix__dot--${underWay(spot) ? spot.project.light : 'coming'}`;
const HEIGHT = 460;
const across = (spot: Spot): string => `${(6 + spot.across * 90).toFixed(1)}%`;
const up = (spot: Spot): number => HEIGHT - 40 - spot.up * (HEIGHT - 70);

function Matrix({ spots, axis }: { spots: Spot[]; axis: Axis }): VNode {
  const numbered = spots.length <= LABELLED;
  return (
    <figure class="chart">
      <svg class="chart__drawing matrix" width="100%" height={HEIGHT} role="group" aria-label={`Matrix: Nutzen nach oben, ${axes[axis]} nach rechts. Dieselben Angaben stehen in der Tabelle darunter.`}>
        <rect class="matrix__good" x="6%" y="30" width="45%" height={(HEIGHT - 70) / 2} />
        <line class="chart__grid" x1="6%" x2="96%" y1={HEIGHT - 40 - (HEIGHT - 70) / 2} y2={HEIGHT - 40 - (HEIGHT - 70) / 2} />
        <line class="chart__grid" x1="51%" x2="51%" y1="30" y2={HEIGHT - 40} />
        <line class="chart__grid" x1="6%" x2="96%" y1={HEIGHT - 40} y2={HEIGHT - 40} />
        <text class="chart__mark" x="6%" y="18">Nutzen 100</text>
        <text class="chart__mark" x="7%" y="48">viel Nutzen, wenig {axes[axis]}</text>
        <text class="chart__mark" x="96%" y={HEIGHT - 14} text-anchor="end">{axis === 'aufwand' ? `Aufwand ${euros(Math.max(...spots.map(({ costCents }) => costCents)))}` : 'Risiko 10'}</text>
        <text class="chart__mark" x="6%" y={HEIGHT - 14}>0</text>
        {!numbered && <g aria-hidden="true">{spots.map((spot) => <circle key={spot.id} class={dotClass(spot)} cx={across(spot)} cy={up(spot).toFixed(1)} r="6" />)}</g>}
        {numbered && spots.map((spot) => (
          <a key={spot.id} href={`/office/projekte/${spot.id}`}>
            <title>{`${spot.place}. ${spot.project.title}: Nutzen ${points(spot.score)}, ${valueText(spot, axis)}${underWay(spot) ? `, ${lightWords[spot.project.light]}` : ''}`}</title>
            <circle class={dotClass(spot)} cx={across(spot)} cy={up(spot).toFixed(1)} r="13" />
            <text class="matrix__number" x={across(spot)} y={(up(spot) + 5).toFixed(1)} text-anchor="middle" aria-hidden="true">{spot.place}</text>
          </a>
        ))}
      </svg>
      <Details summary="Dieselben Angaben als Tabelle" open={numbered}>
        <Table compact stack caption="Matrix als Tabelle" captionHidden rows={spots.slice(0, ROWS)} rowKey={({ id }) => id}
          columns={[
            { key: 'place', head: 'Nr.', numeric: true, narrow: true, cell: ({ place }) => place },
            { key: 'title', head: 'Vorhaben', rowHead: true, cell: ({ project }) => projectLink(project) },
            { key: 'value', head: 'Nutzen', numeric: true, cell: ({ score }) => points(score) },
            { key: 'cost', head: 'Aufwand', numeric: true, cell: ({ costCents }) => euros(costCents) },
            { key: 'risk', head: 'Risiko', numeric: true, cell: (spot) => riskOf(spot) },
            { key: 'light', head: 'Ampel', cell: ({ project }) => <LightBadge project={project} /> },
          ]} />
        {spots.length > ROWS && <p>Die {ROWS} besten von {spots.length}. Filtern Sie nach Handlungsfeld, Amt oder Ampel.</p>}
      </Details>
    </figure>
  );
}
const riskOf = ({ means }: Spot): string => (means['feasibility'] === undefined ? '–' : formatNumber(10 - means['feasibility'] / 100, 'de', { maximumFractionDigits: 1 }));
const valueText = (spot: Spot, axis: Axis): string => (axis === 'aufwand' ? `Aufwand ${euros(spot.costCents)}` : `Risiko ${riskOf(spot)} von 10`);
